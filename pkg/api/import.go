package api

import (
	"slices"
	"time"

	"financebot/pkg/errs"
)

// Bounds of an import.
const (
	MaxFile       = 10 << 20 // bytes
	MaxImportRows = 50_000
	maxNames      = 5_000 // of accounts or categories that one plan maps
)

// Formats of files that are read.
const (
	FormatCSV   = "csv"
	FormatOFX   = "ofx"
	FormatQIF   = "qif"
	FormatCAMT  = "camt"  // XML of ISO 20022: camt.052, 053 and 054
	FormatMT940 = "mt940" // of SWIFT; also MT942
)

var formats = []string{"", FormatCSV, FormatOFX, FormatQIF, FormatCAMT, FormatMT940}

// Upload is a file as it travels: the body itself, or the part "file" of a form.
type Upload struct {
	Name    string // as its sender calls it
	Media   string // its type, as its sender says
	Content []byte
}

// ImportFile uploads a file of entries to be looked at; nothing is booked. What is not given
// is found out.
type ImportFile struct {
	File      Upload `json:"-"`
	Name      string `query:"name" json:"-"`     // of the file, where it travels as the body
	Format    string `query:"format" json:"-"`   // csv, ofx, qif, camt or mt940
	Encoding  string `query:"encoding" json:"-"` // one of Encodings
	AccountID int64  `query:"account_id" json:"-"`
}

func (in ImportFile) Validate() error {
	var c errs.Check
	c.That(len(in.File.Content) > 0, "file", "required", "The file is empty.")
	c.That(slices.Contains(formats, in.Format), "format", "unknown", "The format is csv, ofx, qif, camt or mt940.")
	checkEncoding(&c, in.Encoding, "encoding")
	c.That(in.AccountID >= 0, "account_id", "invalid", "This is not an account.")
	c.Max(in.Name, "name", MaxName)
	return c.Err()
}

// What to do with rows that are there already.
const (
	DuplicatesSkip    = "skip"     // leave out what the ledger has, and ids that come twice
	DuplicatesSkipAll = "skip_all" // leave out also rows that only look the same as another of the file
	DuplicatesBook    = "book"     // book every row
)

// What to do with rows of which the file says that the bank holds them back: that they are
// pending, failed, declined, cancelled or taken back.
const (
	HeldSkip = "skip" // leave them out
	HeldBook = "book" // book them like the others
)

// ImportPlan says how an uploaded file becomes entries. What is not given is as the file, or
// the last import of such a file, proposes.
type ImportPlan struct {
	ID string `path:"id" json:"-"`

	AccountID        int64            `json:"account_id,omitempty"` // of rows that name none
	Mapping          *ImportMapping   `json:"mapping,omitempty"`    // of CSV
	Accounts         map[string]int64 `json:"accounts,omitempty"`   // by the name, or the currency, that the file has
	Categories       map[string]int64 `json:"categories,omitempty"` // by the name that the file has; 0: none
	CreateCategories bool             `json:"create_categories,omitempty"`
	Duplicates       string           `json:"duplicates,omitempty"`   // skip, skip_all or book; skip where not given
	SkipLines        []int            `json:"skip_lines,omitempty"`   // lines of the file that are left out
	Held             string           `json:"held,omitempty"`         // rows that the bank holds back: skip or book; skip where not given
	RowsAfter        int              `json:"rows_after,omitempty"`   // of a preview: its rows begin behind so many
	DoubtsAfter      int              `json:"doubts_after,omitempty"` // of a preview: its doubts begin behind so many

	ImportDecisions
}

func (in ImportPlan) Validate() error {
	var c errs.Check
	c.That(in.AccountID >= 0, "account_id", "invalid", "This is not an account.")
	if in.Mapping != nil {
		in.Mapping.check(&c)
	}
	c.That(len(in.Accounts) <= maxNames, "accounts", "too_many", "There are too many names.")
	c.That(len(in.Categories) <= maxNames, "categories", "too_many", "There are too many names.")
	c.That(slices.Contains([]string{"", DuplicatesSkip, DuplicatesSkipAll, DuplicatesBook}, in.Duplicates), "duplicates", "unknown",
		"Duplicates are met with skip, skip_all or book.")
	c.That(slices.Contains([]string{"", HeldSkip, HeldBook}, in.Held), "held", "unknown", "Rows that the bank holds back are met with skip or book.")
	c.That(in.RowsAfter >= 0, "rows_after", "invalid", "Rows are counted from 0.")
	c.That(in.DoubtsAfter >= 0, "doubts_after", "invalid", "Doubts are counted from 0.")
	c.That(len(in.SkipLines) <= MaxImportRows, "skip_lines", "too_many", "There are too many lines.")
	in.check(&c)
	return c.Err()
}

// States of an import.
const (
	ImportReady   = "ready"   // read, nothing booked
	ImportApplied = "applied" // booked
	ImportUndone  = "undone"  // booked and taken back
)

// Import is a file on its way into the ledger: what was found in it and what became of it.
// Once it is applied the file itself is no longer kept, and only counts remain.
type Import struct {
	ID        string    `json:"id"`
	FamilyID  int64     `json:"family_id"`
	Status    string    `json:"status"` // ready, applied or undone
	Name      string    `json:"name"`
	Format    string    `json:"format"`
	CreatedAt time.Time `json:"created_at"`
	ExpiresAt time.Time `json:"expires_at"` // when a file that is not applied is forgotten

	AccountID  int64          `json:"account_id"` // where rows go that name no account
	Mapping    *ImportMapping `json:"mapping,omitempty"`
	Remembered bool           `json:"remembered"`        // the proposal comes from an earlier import
	Settled    bool           `json:"settled,omitempty"` // and answers what this file leaves open

	AccountKnown   bool    `json:"account_known,omitempty"`   // rows of the file are in the books of AccountID, which is why it is proposed
	AccountChoices []int64 `json:"account_choices,omitempty"` // where nothing tells whose the file is: the accounts to which such files went

	Headings   []string        `json:"headings,omitempty"` // of a CSV file's columns
	Cells      [][]string      `json:"cells,omitempty"`    // the first lines of a CSV file, as they are
	Missing    []string        `json:"missing,omitempty"`  // columns that must be named before anything can be read
	Unsure     []string        `json:"unsure,omitempty"`   // what can be read in several ways: fields of Choices
	Choices    []ImportChoice  `json:"choices,omitempty"`  // the ways to read what is unsure
	Accounts   []ImportName    `json:"accounts,omitempty"`
	Categories []ImportName    `json:"categories,omitempty"`
	Rows       []ImportRow     `json:"rows,omitempty"`      // the first of them, or those behind RowsAfter of the plan
	HeldRows   []ImportRow     `json:"held_rows,omitempty"` // the first rows that the bank holds back, where they are left out
	Problems   []ImportProblem `json:"problems,omitempty"`  // the first of them
	Doubts     []ImportRow     `json:"doubts,omitempty"`    // the first rows to ask about, or those behind DoubtsAfter: duplicates that are not sure, summaries and transfers

	Total      int `json:"total"`      // rows in the file
	New        int `json:"new"`        // rows that would be, or were, booked
	Duplicates int `json:"duplicates"` // rows that the ledger, or the file, has already; of the call that books: those that stayed out for that
	Lookalikes int `json:"lookalikes"` // rows that look the same as another of the file
	Zero       int `json:"zero"`       // rows without an amount, which are never booked
	Held       int `json:"held"`       // rows that the bank holds back, as their column of states says
	Faults     int `json:"faults"`     // lines that keep the file from being booked
	Deleted    int `json:"deleted"`    // rows whose entries were deleted since: left out unless they are restored
	Maybe      int `json:"maybe"`      // rows that may be an entry of other words or of a day near by: booked unless left out
	Summaries  int `json:"summaries"`  // rows that tell a balance or a total, by their words: left out unless booked by their lines
	Transfers  int `json:"transfers"`  // rows that may be one transfer with an entry of another account
	Joined     int `json:"joined"`     // of the new rows: those that the plan makes one transfer with such an entry

	Sums []ImportSum `json:"sums,omitempty"` // what would be, or by this call was, booked, by currency
	From string      `json:"from,omitempty"` // the first day of that, YYYY-MM-DD
	To   string      `json:"to,omitempty"`   // the last

	OperationID string     `json:"operation_id,omitempty"`
	AppliedAt   *time.Time `json:"applied_at,omitempty"`
	UndoneAt    *time.Time `json:"undone_at,omitempty"`
	Kept        int        `json:"kept,omitempty"` // entries that an undo left because they were changed
}

// ImportSum is what came in and went out in one currency; transfers do neither.
type ImportSum struct {
	Currency string `json:"currency"`
	Income   string `json:"income"`
	Expense  string `json:"expense"`
}

// ImportName is a name that the file has for an account or a category, and what it means here.
type ImportName struct {
	Name string `json:"name"`
	Kind string `json:"kind,omitempty"` // of a category: income or expense
	ID   *int64 `json:"id"`             // nil: nothing here goes by that name
	Rows int    `json:"rows"`
}

// ImportRow is a row of the file as it would be booked.
type ImportRow struct {
	Line       int    `json:"line"`
	Kind       string `json:"kind"`
	Date       string `json:"date"` // YYYY-MM-DD; empty where the bank has not yet given one to a row that it holds back
	Amount     string `json:"amount"`
	Currency   string `json:"currency"`
	AccountID  int64  `json:"account_id"`
	Payee      string `json:"payee"`
	Note       string `json:"note"`
	Category   string `json:"category,omitempty"` // as the file has it
	CategoryID *int64 `json:"category_id"`
	Duplicate  string `json:"duplicate,omitempty"` // ledger, file, lookalike, maybe, deleted or summary
	MatchID    int64  `json:"match_id,omitempty"`  // the entry that the row is, may be, or was

	Match *ImportSide `json:"match,omitempty"` // the entry that a row may be
	Books bool        `json:"books"`           // whether it would be booked by this plan
	State string      `json:"state,omitempty"` // of a row that the bank holds back: the word of the file

	Transfers []ImportSide `json:"transfers,omitempty"` // entries of other accounts that may be its other side, nearest first
	JoinsID   int64        `json:"joins_id,omitempty"`  // the one of them that the plan makes one transfer with it
}

// ImportProblem is what is wrong with one line of the file.
type ImportProblem struct {
	Line    int    `json:"line"`
	Code    string `json:"code"` // date, amount, precision, columns, quote, currency, account ...
	Message string `json:"message"`
	Text    string `json:"text,omitempty"` // what could not be read
}

// What an undo of an import does with entries that were changed since.
const (
	ChangedRefuse = "refuse" // undo nothing where there are any
	ChangedKeep   = "keep"   // leave them
	ChangedRemove = "remove" // take them away too
)

// UndoImport takes back all that an import booked, however long ago.
type UndoImport struct {
	ID      string `path:"id" json:"-"`
	Changed string `json:"changed,omitempty"` // refuse, keep or remove; refuse where not given
}

func (in UndoImport) Validate() error {
	var c errs.Check
	c.That(slices.Contains([]string{"", ChangedRefuse, ChangedKeep, ChangedRemove}, in.Changed), "changed", "unknown",
		"Changed entries are met with refuse, keep or remove.")
	return c.Err()
}

// ImportFilter says which page of the imports a list holds.
type ImportFilter struct {
	Cursor string `query:"cursor" json:"-"`
	Limit  int    `query:"limit" json:"-" minimum:"1" maximum:"200"` // 1 to 200, 50 where not given
}

func (in ImportFilter) Validate() error {
	var c errs.Check
	checkLimit(&c, in.Limit)
	return c.Err()
}

// ExportTransactions asks for entries as a file: those that the filter lets through, all of
// them where it does not restrict.
type ExportTransactions struct {
	TransactionFilter
	Format string `query:"format" json:"-"` // csv or json; csv where not given
	BOM    bool   `query:"bom" json:"-"`    // begin a CSV file with the mark by which spreadsheets know UTF-8
}

func (in ExportTransactions) Validate() error {
	var c errs.Check
	c.That(slices.Contains([]string{"", "csv", "json"}, in.Format), "format", "unknown", "The format is csv or json.")
	c.That(in.Cursor == "" && in.Limit == 0, "cursor", "contradiction", "A file has no pages.")
	if err := c.Err(); err != nil {
		return err
	}
	return in.TransactionFilter.Validate()
}

// TransactionExport is the content of a JSON file of entries, with what their numbers mean.
type TransactionExport struct {
	ExportedAt time.Time     `json:"exported_at"`
	Accounts   []Account     `json:"accounts"`
	Categories []Category    `json:"categories"`
	Items      []Transaction `json:"items"`
}
