package api

import "financebot/pkg/errs"

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

// QuickEntry is one line, read.
type QuickEntry struct {
	Transaction
	UnknownCategory string    `json:"unknown_category,omitempty"` // as it was typed; the entry has none then
	Readings        []Reading `json:"readings"`                   // what could have been read otherwise
}

// Reading tells how a thing was read that could be read in two ways.
type Reading struct {
	Code string `json:"code"`
	Text string `json:"text"` // as it was typed
	As   string `json:"as"`   // as it was read
}

// QuickAdded are all entries of a message, in its order. Of entries that were only read, ids
// and versions are zero.
type QuickAdded struct {
	Items       []QuickEntry `json:"items"`
	OperationID string       `json:"operation_id,omitempty"` // takes all of them back
}
