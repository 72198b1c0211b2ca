package transaction

import (
	"context"
	"slices"

	"financebot/bot-service/internal/telegram"
	"financebot/pkg/api"
)

// message is what a text of the chat was booked as.
type message struct {
	Text    string  `json:"text"`
	Kind    string  `json:"kind,omitempty"` // of an answer: what was asked for
	Edition int     `json:"edition"`        // the last that was taken in
	Card    int     `json:"card"`           // the bot's answer
	Entries []int64 `json:"entries"`        // in the order of the text
	Lines   []int   `json:"lines,omitempty"`
	Made    string  `json:"made,omitempty"`   // the operation that made them so
	Edited  bool    `json:"edited,omitempty"` // whether that was a change of the text

	Others []string `json:"others,omitempty"` // texts that are its one entry, read the other way
}

// take has the message be these entries, each of which began on a line of its text.
func (m *message) take(all []api.QuickEntry) {
	m.Entries, m.Lines, m.Others = nil, nil, nil
	if len(all) == 1 {
		m.Others = others(all[0])
	}
	for _, e := range all {
		m.Entries = append(m.Entries, e.ID)
		m.Lines = append(m.Lines, e.Line)
	}
}

// undo is the label of the button that takes all of it back.
func (m message) undo() string {
	if m.Edited {
		return "button.undo_edit"
	}
	return "button.undo_all"
}

// pooled are those of a message's entries that are at hand, in their order.
func (m message) pooled(pool []api.QuickEntry) []api.QuickEntry {
	var all []api.QuickEntry
	for _, id := range m.Entries {
		at := slices.IndexFunc(pool, func(e api.QuickEntry) bool { return e.ID == id })
		if at >= 0 {
			all = append(all, pool[at])
		}
	}
	return all
}

// plain are entries as they are shown where nothing is to be told of how they were read.
func plain(all []api.Transaction) []api.QuickEntry {
	var out []api.QuickEntry
	for _, e := range all {
		out = append(out, api.QuickEntry{Transaction: e})
	}
	return out
}

// reveal shows in the card of a message what of it is in the books.
func (f Feature) reveal(ctx context.Context, t *telegram.Turn, id int, was message) error {
	read, err := f.standing(ctx, t, was.Entries)
	if err != nil {
		return err
	}
	return f.revealThese(ctx, t, id, was, f.mentioned(ctx, t, read.Mentioned), plain(read.Entries), "")
}

// revealThese is reveal where the entries are at hand; first, where given, is said above them.
func (f Feature) revealThese(ctx context.Context, t *telegram.Turn, id int, was message, b book,
	pool []api.QuickEntry, first string) error {
	all := api.QuickAdded{Items: was.pooled(pool), OperationID: was.Made}
	if was.Card == 0 {
		return nil
	}
	if len(all.Items) == 0 {
		return t.Revise(ctx, was.Card, entryGone(t.Words))
	}

	shown, err := f.drawn(ctx, t, b, id, all, was.undo())
	if err != nil {
		return err
	}
	if first != "" {
		shown.Text = first + "\n\n" + shown.Text
	}
	return t.Revise(ctx, was.Card, shown)
}

// refresh draws the list of a message anew of which a card shows one entry. Where the entries
// cannot be read the list stays as it is: what was changed is told by the card.
func (f Feature) refresh(ctx context.Context, t *telegram.Turn, card int) error {
	id := f.Memory.openedFrom(ctx, t.Chat, card)
	if id == 0 {
		return nil
	}
	was, known := f.Memory.became(ctx, t.Chat, id)
	if !known {
		return nil
	}
	read, err := f.standing(ctx, t, was.Entries)
	if err != nil {
		return nil //nolint:nilerr // the change itself is done and told
	}
	return f.revealThese(ctx, t, id, was, f.mentioned(ctx, t, read.Mentioned), plain(read.Entries), "")
}
