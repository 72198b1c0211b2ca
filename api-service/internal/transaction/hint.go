package transaction

import (
	"time"
	"unicode/utf8"

	"financebot/pkg/api"
)

// maxCue is how long words may be that a category is remembered for. Whoever writes more than
// that does not write the same again.
const maxCue = 100

// Cue is what a category is remembered by: the kind of an entry and its words, as fold makes
// them, which stood in its note or, where it has none, in its payee.
type Cue struct {
	Kind   string `json:"kind"`
	Source string `json:"source"`
	Words  string `json:"words"`
}

// Hint is the category that somebody chose for a cue the last time.
type Hint struct {
	FamilyID int64
	Cue
	CategoryID int64
	UpdatedAt  time.Time
}

// newCue gives what an entry is remembered by, if it can be.
func newCue(kind, note, payee string) (c Cue, ok bool) {
	c = Cue{Kind: kind, Source: api.HintNote, Words: fold(note)}
	if c.Words == "" {
		c.Source, c.Words = api.HintPayee, fold(payee)
	}
	known := kind == api.Income || kind == api.Expense
	return c, known && c.Words != "" && utf8.RuneCountInString(c.Words) <= maxCue
}

// lesson is what is to be remembered of a choice: what the entry is remembered by, and a category,
// or none where it was taken away. There is none in a split entry, whose parts have no words that
// anybody types again.
func (t Transaction) lesson() (cues []Cue, category *int64) {
	if !t.chosen || len(t.Splits) > 0 {
		return nil, nil
	}
	if cue, ok := newCue(t.Kind, t.Note, t.Payee); ok {
		cues = append(cues, cue)
		if word, ok := telling(t.Kind, cue.Words); ok {
			cues = append(cues, word)
		}
	}
	return cues, t.CategoryID
}
