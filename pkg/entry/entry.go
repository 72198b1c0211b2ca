// Package entry reads money as people type it ("12.50 coffee @card ^yesterday") and writes it back.
//
// A message is entries, one a line; the parts of a line stand in any order:
//
//	message    = line { newline line } .
//	line       = side [ arrow side ] .              // an arrow makes it a transfer
//	side       = { amount | account | category | payee | tag | date | word } .
//	arrow      = ">" | "->" | "=>" | "→" .
//	account    = "@" name .
//	category   = "!" name .
//	payee      = "~" name .
//	tag        = "#" name .
//	date       = "^" ( day | name ) .
//	name       = bare | quote text quote .          // my_card is "my card"; quoted is literal
//	day        = "yesterday" | "friday" | "25.12" | "25.12.2024" | "2024-12-25" | "25 dec" … .
//
//	amount     = [ currency ] [ "+" | "-" ] [ "=" ] sum . // + is income, - an expense; else words tell
//	sum        = product { ( "+" | "-" ) product } .
//	product    = factor { ( "*" | "x" | "/" ) factor } .
//	factor     = money | "(" sum ")" .
//	money      = [ currency ] number [ multiple ] [ currency | minor ] [ number minor ] .
//	multiple   = "k" | "thousand" | "mii" | "тыс" … .
//	minor      = "cents" | "bani" | "копеек" … .
//
// The remaining words are the note. A word that begins with a backslash is a word of the note
// whatever it looks like. An amount begins and ends with a space or the line: "2nd" is a word.
//
// Sums are exact: nothing is rounded but a quotient, which is told. A result that its currency cannot
// hold is refused. Sums have up to 50 numbers, in brackets up to four deep. 12/5 may be a date: the sum
// is written =12/5 or 12:5.
//
// Beside its parts a line is read as people speak, in three languages at once:
//
//   - A day needs no ^ where it can be nothing else, or stands at the line's beginning or end: last
//     friday, acum 3 zile, 25.12 beside an amount. Of a day to come it is asked whether it is meant.
//   - Words tell income from expense: salary, received, de la mama. A sign wins over all words.
//   - Amounts that commas or "and" join, each with its words, are an entry each.
//   - "From cash to card" is a transfer, "with card" an account, where Options know the accounts.
//   - Sums may be in words where a line has no figures, and multiplied: 5 times 20, 2 кофе по 80.
//   - A word that only says that money was spent is left out of the note, and so is the one between
//     a thing and its price.
//
// A line has one amount, a transfer up to two. Of several numbers one is the amount where the others
// count things ("2 pizzas 20") or are no money: measures, the number of a room or of a phone, the name
// of a model. Where that is not sure the line is refused, with what it may have meant as choices.
//
// What could be read in two ways is read by the language, the currency and the accounts of Options,
// and told in Entry.Readings; what would be a guess is refused. testdata/corpus holds what people
// write and what they mean by it.
package entry

// Kind says which way the money goes.
type Kind string

// The kinds of entries.
const (
	Expense  Kind = "expense"
	Income   Kind = "income"
	Transfer Kind = "transfer"
)

// The caps of a message. All but MaxLines count characters or things of one line.
const (
	MaxMessage = 4096 // of the whole message
	MaxLines   = 50
	MaxNote    = 500
	MaxName    = 64 // but for tags
	MaxTag     = 50
	MaxTags    = 10
)

// Entry is one line, read. Names are as they were written: the caller looks them up.
type Entry struct {
	Kind     Kind
	Amount   Amount // above zero, whatever the kind
	Account  string // empty: the default one; of a transfer, where it leaves
	Category string
	Payee    string
	Tags     []string // without repetition
	Date     Date     // zero where none is given: today
	Note     string

	ToAccount string // of a transfer: where it arrives
	ToAmount  Amount // of a transfer: what arrives; zero where only one amount is given

	Line     int       // of the message, from 1
	Readings []Reading // what could have been read otherwise
}

// Reading tells how a thing was read that could be read in two ways.
type Reading struct {
	Code string // one of the Read codes
	Text string // as it was typed: "1.234"
	As   string // as it was read: "1234"

	// Other is a line that reads as the same entry the other way; empty where none comes close.
	Other string
}

// The codes of readings.
const (
	ReadNumber     = "number"         // the mark or the space in a number may part thousands or decimals
	ReadCurrency   = "currency"       // the currency's word or sign belongs to several
	ReadAmount     = "amount"         // one of several numbers was taken for the amount
	ReadSum        = "sum"            // an operator apart from its numbers was taken for arithmetic
	ReadRounded    = "rounded"        // a division was rounded to what its currency has
	ReadWords      = "words"          // a number in words was taken for the amount
	ReadDate       = "date"           // the year, the week, the order of day and month or the ^ was not given
	ReadDateInNote = "date_in_note"   // a date without ^ stays in the note
	ReadStray      = "stray_currency" // a currency apart from the amount stays in the note
	ReadKind       = "kind"           // a word made it income or not: As is the kind
	ReadTransfer   = "transfer"       // words made it a transfer
	ReadAccount    = "account"        // words named the account
	ReadSeveral    = "several"        // a line with several amounts is several entries: As is how many
	ReadMore       = "more"           // lines without an amount went into the note
)

// Options are what a message is read by.
type Options struct {
	Language string // en, ro or ru, also with a region ("ro-RO"); any other is read as en
	Today    Date   // in the user's time zone; without it no date can be read
	Currency string // of the default account; empty where there is none

	// Accounts are those that a message can name in words. Without them none is known, and of
	// currencies that share a word only the default account's.
	Accounts []Account
}
