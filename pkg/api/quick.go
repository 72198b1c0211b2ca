package api

import (
	"financebot/pkg/entry"
	"financebot/pkg/errs"
)

// MaxMessage is the length of a Telegram message, and of what quick add reads (Bot API, sendMessage).
const MaxMessage = 4096

// MaxReplaced is how many entries one message can take the place of: as many as it can hold.
const MaxReplaced = 50

// QuickAdd asks to read entries as people type them, one a line: "12.50 coffee @card ^yesterday".
type QuickAdd struct {
	Text     string `json:"text" required:"true"`
	Language string `json:"language,omitempty"` // en, ro or ru: decides what can be read in two ways

	// Literal leaves out what was chosen for the same words before: the text alone counts.
	Literal bool `json:"literal,omitempty"`

	// Sure books a sum however large: whoever took one of the choices was asked before.
	Sure bool `json:"sure,omitempty"`

	// Replaces are entries that go as these come, all in one operation.
	Replaces []int64 `json:"replaces,omitempty"`
}

func (in QuickAdd) Validate() error {
	var c errs.Check
	c.Required(in.Text, "text")
	c.Max(in.Text, "text", MaxMessage)
	checkLanguage(&c, in.Language)
	c.That(len(in.Replaces) <= MaxReplaced, "replaces", "too_many", "There are too many entries to replace.")
	return c.Err()
}

// QuickEntry is one entry of a message, read. A line can hold several.
type QuickEntry struct {
	Transaction
	Line            int       `json:"line"`                       // of the message, from 1
	UnknownCategory string    `json:"unknown_category,omitempty"` // as it was typed; the entry has none then
	Readings        []Reading `json:"readings"`                   // what could have been read otherwise

	// Named tells that the text itself names the category, where its words may only be known to
	// belong in it.
	Named bool `json:"named,omitempty"`

	// Likely are the categories that it may belong in, the likeliest first, where nothing tells it.
	Likely []Category `json:"likely,omitempty"`
}

// Reading tells how a thing was read that could be read in two ways.
type Reading struct {
	Code string `json:"code"`
	Text string `json:"text"` // as it was typed
	As   string `json:"as"`   // as it was read

	// Other is a text for quick add which is the same entry, read the other way. It is empty where
	// no other way comes close.
	Other string `json:"other,omitempty"`
}

// The codes of readings.
const (
	ReadNumber     = entry.ReadNumber     // what the mark or the space in a number parts
	ReadCurrency   = entry.ReadCurrency   // which of several currencies a word or sign is
	ReadAmount     = entry.ReadAmount     // which of several numbers is the amount
	ReadSum        = entry.ReadSum        // what was taken for arithmetic
	ReadRounded    = entry.ReadRounded    // what a division was rounded to
	ReadWords      = entry.ReadWords      // which number words mean
	ReadDate       = entry.ReadDate       // which day is meant
	ReadDateInNote = entry.ReadDateInNote // that a date stayed in the note
	ReadStray      = entry.ReadStray      // that a currency stayed in the note
	ReadKind       = entry.ReadKind       // which words made it income
	ReadTransfer   = entry.ReadTransfer   // which words made it a transfer
	ReadAccount    = entry.ReadAccount    // which words named the account
	ReadSeveral    = entry.ReadSeveral    // that a line was read as several entries
	ReadMore       = entry.ReadMore       // that lines without an amount went into the note

	// Of messages of banks.
	ReadBalance = "balance" // Text is what the bank says is left, As what the books say
	ReadFee     = "fee"     // Text is what the bank took beside the amount: it is not booked
	ReadHalves  = "halves"  // that two messages were one transfer, from the account Text to As
)

// QuickAdded are all entries of a message, in its order. Of entries that were only read, ids
// and versions are zero.
type QuickAdded struct {
	Items       []QuickEntry `json:"items"`
	OperationID string       `json:"operation_id,omitempty"` // takes all of them back
	Mentioned   *Mentioned   `json:"mentioned,omitempty"`    // of entries that were booked
}

// ReadEdit asks to read a message that was edited beside what it was before, each by its text
// alone, and for the entries that it was booked as.
type ReadEdit struct {
	Text     string  `json:"text,omitempty"` // empty where only the entries are wanted
	Before   string  `json:"before,omitempty"`
	Language string  `json:"language,omitempty"` // as in QuickAdd
	Entries  []int64 `json:"entries"`
}

func (in ReadEdit) Validate() error {
	var c errs.Check
	c.Max(in.Text, "text", MaxMessage)
	c.Max(in.Before, "before", MaxMessage)
	checkLanguage(&c, in.Language)
	c.That(len(in.Entries) <= MaxReplaced, "entries", "too_many", "A message has no more than 50 entries.")
	return c.Err()
}

// EditRead is an edited message, read. Before is empty where that text cannot be read any more.
type EditRead struct {
	Items     []QuickEntry  `json:"items"`
	Before    []QuickEntry  `json:"before"`
	Entries   []Transaction `json:"entries"` // those that are there, in the order in which they were asked for
	Mentioned *Mentioned    `json:"mentioned"`
}
