package api

import (
	"slices"

	"financebot/pkg/errs"
)

// Encodings are those that files are read in.
var Encodings = []string{
	"utf-8", "utf-16le", "utf-16be", "windows-1250", "windows-1251", "windows-1252",
	"iso-8859-1", "iso-8859-2", "iso-8859-5", "iso-8859-15", "koi8-r", "koi8-u", "ibm866", "macintosh", "x-mac-cyrillic",
}

func checkEncoding(c *errs.Check, encoding, field string) {
	c.That(encoding == "" || slices.Contains(Encodings, encoding), field, "unknown", "This encoding is not known.")
}

// What a column of a CSV file may hold. Several columns may be notes; a column of which
// nothing is read has the empty name.
const (
	ColumnDate       = "date"
	ColumnAmount     = "amount"
	ColumnDebit      = "debit"     // money that went out
	ColumnCredit     = "credit"    // money that came in
	ColumnDirection  = "direction" // a word or sign that tells which of both
	ColumnCurrency   = "currency"
	ColumnPayee      = "payee"
	ColumnNote       = "note"
	ColumnCategory   = "category"
	ColumnTags       = "tags"
	ColumnID         = "external_id" // by which the bank knows the entry
	ColumnAccount    = "account"
	ColumnToAccount  = "to_account"
	ColumnToAmount   = "to_amount"
	ColumnToCurrency = "to_currency"
	ColumnSplits     = "splits"
	ColumnFee        = "fee"   // what the bank took besides the amount
	ColumnState      = "state" // a word that tells whether the money has moved
)

var columns = []string{
	"", ColumnDate, ColumnAmount, ColumnDebit, ColumnCredit, ColumnDirection, ColumnCurrency, ColumnPayee, ColumnNote,
	ColumnCategory, ColumnTags, ColumnID, ColumnAccount, ColumnToAccount, ColumnToAmount, ColumnToCurrency, ColumnSplits,
	ColumnFee, ColumnState,
}

// ImportMapping says how a CSV file is to be read. What is empty is found out.
type ImportMapping struct {
	Encoding   string   `json:"encoding,omitempty"`
	Delimiter  string   `json:"delimiter,omitempty"`   // one character
	HeaderLine *int     `json:"header_line,omitempty"` // the line of the headings; 0: there is none
	Columns    []string `json:"columns,omitempty"`     // what each column holds, in their order
	DateOrder  string   `json:"date_order,omitempty"`  // dmy, mdy or ymd
	Decimal    string   `json:"decimal,omitempty"`     // a comma or a point
	Positive   string   `json:"positive,omitempty"`    // which way amounts without a minus went: in, out or plus
	OutWords   []string `json:"out_words,omitempty"`   // in the column of directions: the money went out
	InWords    []string `json:"in_words,omitempty"`    // in the column of directions: the money came in
	HeldWords  []string `json:"held_words,omitempty"`  // in the column of states: the bank holds the row back
	Fee        string   `json:"fee,omitempty"`         // added: taken besides the amount; within: the amount holds it
}

// How a column of fees stands to the amounts.
const (
	FeeAdded  = "added"
	FeeWithin = "within"
)

// Which way an amount without a minus went.
const (
	PositiveIn   = "in"   // it came in, and one with a minus went out
	PositiveOut  = "out"  // it went out, and one with a minus came in
	PositivePlus = "plus" // it went out, but for one with a plus, which came in
)

func (m ImportMapping) check(c *errs.Check) {
	checkEncoding(c, m.Encoding, "mapping.encoding")
	c.That(slices.Contains([]string{"", ",", ";", "\t", "|"}, m.Delimiter), "mapping.delimiter", "unknown",
		"The delimiter is a comma, a semicolon, a tab or a bar.")
	c.That(value(m.HeaderLine) >= 0, "mapping.header_line", "invalid", "This is not a line.")
	c.That(slices.Contains([]string{"", "dmy", "mdy", "ymd"}, m.DateOrder), "mapping.date_order", "unknown", "The order is dmy, mdy or ymd.")
	c.That(slices.Contains([]string{"", ",", "."}, m.Decimal), "mapping.decimal", "unknown", "The decimal mark is a comma or a point.")
	c.That(slices.Contains([]string{"", PositiveIn, PositiveOut, PositivePlus}, m.Positive), "mapping.positive", "unknown",
		"An amount without a minus is in, out or plus.")
	c.That(slices.Contains([]string{"", FeeAdded, FeeWithin}, m.Fee), "mapping.fee", "unknown", "A fee is added or within.")
	checkWords(c, m.OutWords, "mapping.out_words")
	checkWords(c, m.InWords, "mapping.in_words")
	checkWords(c, m.HeldWords, "mapping.held_words")
	c.That(len(m.Columns) <= 200, "mapping.columns", "too_many", "There are too many columns.")
	seen := map[string]bool{}
	for _, column := range m.Columns {
		c.That(slices.Contains(columns, column), "mapping.columns", "unknown", "This column is not known.")
		c.That(!seen[column], "mapping.columns", "contradiction", "Only notes may come from several columns.")
		seen[column] = column != "" && column != ColumnNote
	}
}

// maxWords bounds the words of one list of a mapping.
const maxWords = 50

func checkWords(c *errs.Check, words []string, field string) {
	c.That(len(words) <= maxWords, field, "too_many", "There are too many words.")
	for _, word := range words {
		c.Max(word, field, MaxName)
	}
}

// Fields of a file that can be unsure.
const (
	UnsureDateOrder = "date_order"
	UnsureDecimal   = "decimal"
	UnsureDirection = "direction"
	UnsureColumns   = "columns"
	UnsureFee       = "fee"
	UnsureState     = "state"
	UnsureEncoding  = "encoding"
)

// Values of a choice that are not themselves values of a mapping.
const (
	ChoiceWord   = "word"   // direction: rows with the word of Text went out; state: they are held back
	ChoiceColumn = "column" // direction: amounts in the column of Text went out; columns: it holds the amounts
	ChoiceBook   = "book"   // state: rows with the word of Text are booked
)

// ImportChoice is one way to read a file where several are possible. Field is the doubt, as
// Unsure names it. Value is what is chosen: for date_order, decimal, fee and encoding the value of the
// mapping; for direction in, out, word or column; for columns column; for state word or book. Choices of one field exclude each other. Mapping holds what the
// plan said and this one answer, so that several doubts are settled one after the other: it is
// sent with the next preview, and with the booking.
type ImportChoice struct {
	Field    string         `json:"field"`
	Value    string         `json:"value"`
	Text     string         `json:"text,omitempty"`     // the word, or the heading or number of the column, that it is about
	Supposed bool           `json:"supposed,omitempty"` // the rows of this preview are read so
	Mapping  *ImportMapping `json:"mapping"`
	Rows     []ImportSample `json:"rows,omitempty"` // the first rows, read so
}

// ImportSample is a row as a choice would read it.
type ImportSample struct {
	Line   int    `json:"line"`
	Kind   string `json:"kind"`
	Date   string `json:"date"`
	Amount string `json:"amount"`
	Words  string `json:"words"`
}
