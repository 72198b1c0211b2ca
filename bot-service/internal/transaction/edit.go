package transaction

import (
	"cmp"
	"context"
	"strings"

	"financebot/bot-service/internal/telegram"
	"financebot/pkg/api"
	"financebot/pkg/client"
	"financebot/pkg/entry"
	"financebot/pkg/errs"
)

// message is what a text of the chat was booked as.
type message struct {
	Text    string  `json:"text"`
	Kind    string  `json:"kind,omitempty"` // of an answer: what was asked for
	Edition int     `json:"edition"`        // the last that was taken in
	Card    int     `json:"card"`           // the bot's answer
	Entries []int64 `json:"entries"`        // one a line
	Made    string  `json:"made,omitempty"` // the operation that made them so
}

// revision is an edited message: what it was, and what it reads as now and before. Before is
// empty where that text cannot be read any more.
type revision struct {
	was         message
	typed       string
	now, before []api.QuickEntry
	lines       edit
}

// edited changes the entries of a message as its text was changed. It books nothing for a
// message that is no entry, and nothing twice where the change is told twice.
func (f Feature) edited(ctx context.Context, t *telegram.Turn) error {
	was, known := f.Memory.became(ctx, t.Chat, t.Message())
	kind := cmp.Or(asking[t.Command], was.Kind)
	typed, ok, err := f.editedText(ctx, t, kind)
	if err != nil || !ok {
		return err
	}
	switch {
	case !known:
		return f.editedOther(ctx, t, typed)
	case t.Edition() < was.Edition:
		return nil
	case t.Edition() == was.Edition: // the bot was stopped between noting and showing it
		return f.reveal(ctx, t, was, api.QuickAdded{OperationID: was.Made})
	case kind == api.Transfer && !transfers(typed, t.Words.Language):
		return f.editRefused(ctx, t, was, typed, entry.ErrTransfer)
	}
	r := revision{was: was, typed: typed, lines: compare(rows(was.Text), rows(typed))}
	err = f.Tokens.Do(ctx, t.Chat, func(c *client.Client) (err error) {
		r.now, r.before, err = readBoth(ctx, c, typed, was.Text, t.Words.Language)
		return err
	})
	if e := errs.As(err); e != nil && unreadable(e) {
		return f.editRefused(ctx, t, was, typed, e)
	}
	if err != nil {
		return err
	}
	if err = f.revise(ctx, t, r); gone(err) {
		return t.Send(ctx, editGone(t.Words))
	}
	return err
}

// editedText is what an edited message says of entries; not ok where its command is not for them.
func (f Feature) editedText(ctx context.Context, t *telegram.Turn, kind string) (typed string, ok bool, err error) {
	if _, books := asking[t.Command]; t.Command != "" && (!books || t.Text == "") {
		return "", false, nil
	}
	typed, err = f.typed(ctx, t, kind)
	return typed, true, err
}

// editedOther answers an edit of a message that has no entries, where it looks like one.
func (f Feature) editedOther(ctx context.Context, t *telegram.Turn, typed string) error {
	if q, d, open := f.waiting(ctx, t); open && d.Heard == t.Message() {
		return f.corrected(ctx, t, q, d)
	}
	today, err := f.Users.Today(ctx, t.Chat)
	if errs.Is(err, errs.NotFound) {
		return nil
	}
	if err != nil || !meant(typed, t.Words.Language, today) {
		return err
	}
	return t.Send(ctx, editUnknown(t.Words))
}

// readBoth reads a text and what it was before, literally: a category that was learned from the
// entry's own card would else look like one that its words named, and go with them.
func readBoth(ctx context.Context, c *client.Client, text, before, lang string) (now, was []api.QuickEntry, err error) {
	read, err := c.ParseEntries(ctx, api.QuickAdd{Text: text, Language: lang, Literal: true})
	if err != nil {
		return nil, nil, err
	}
	old, err := c.ParseEntries(ctx, api.QuickAdd{Text: before, Language: lang, Literal: true})
	if e := errs.As(err); e != nil && unreadable(e) {
		return read.Items, nil, nil // an account has another name by now
	}
	return read.Items, old.Items, err
}

// editRefused says what cannot be read, and which entries stay as they are.
func (f Feature) editRefused(ctx context.Context, t *telegram.Turn, was message, typed string, why *errs.Error) error {
	stay := stayed(t.Words, len(was.Entries))
	if len(was.Entries) == 1 {
		e, b, err := f.entry(ctx, t, was.Entries[0])
		if gone(err) {
			return t.Send(ctx, editGone(t.Words))
		}
		if err != nil {
			return err
		}
		if stay, err = stayedOne(t.Words, b, e); err != nil {
			return err
		}
	}
	return t.Send(ctx, refusal(t.Words, stay, typed, why))
}

// revise changes one entry in its place where one line changed, and replaces those of several.
func (f Feature) revise(ctx context.Context, t *telegram.Turn, r revision) error {
	l := r.lines
	if l.empty() {
		return nil
	}
	var added api.QuickAdded
	err := f.Tokens.Do(ctx, t.Chat, func(c *client.Client) (err error) {
		if at := l.head; l.one() && r.sameKind(at) {
			added, err = r.amend(ctx, c, at)
			return err
		}
		added, err = c.Once(t.Key()).QuickAdd(ctx, api.QuickAdd{
			Text: strings.Join(l.now[l.head:len(l.now)-l.tail], "\n"), Language: t.Words.Language,
			Replaces: r.was.Entries[l.head : len(l.was)-l.tail],
		})
		return err
	})
	if err != nil {
		return err
	}
	if added.OperationID != r.was.Made {
		f.Memory.replaced(ctx, t.Chat, added.OperationID, step{Message: t.Message(), Was: r.was})
	}
	is := r.was
	is.Text, is.Entries, is.Made = r.typed, l.spliced(is.Entries, added.Items), added.OperationID
	f.note(ctx, t, t.Message(), added, is)
	return f.reveal(ctx, t, is, added)
}

// reveal shows all entries of a message in its card, of which those that were added are at hand.
func (f Feature) reveal(ctx context.Context, t *telegram.Turn, was message, added api.QuickAdded) error {
	all, b, err := f.gathered(ctx, t, was.Entries, added)
	if err != nil || len(all.Items) == 0 {
		return err
	}
	shown, err := booked(t.Words, b, all, "button.undo_edit")
	if err != nil {
		return err
	}
	return t.Revise(ctx, was.Card, shown)
}

// amend changes the entry of one line by what the line says otherwise than before.
func (r revision) amend(ctx context.Context, c *client.Client, at int) (api.QuickAdded, error) {
	line := r.now[at]
	e, err := c.Transaction(ctx, r.was.Entries[at])
	if err != nil {
		return api.QuickAdded{}, err
	}
	if in, some := changes(r.before[at], line, e); some {
		in.ID, in.IfMatch = e.ID, e.ETag()
		if e, err = c.UpdateTransaction(ctx, in); err != nil {
			return api.QuickAdded{}, err
		}
	}
	line.Transaction = e
	return api.QuickAdded{Items: []api.QuickEntry{line}, OperationID: e.OperationID}, nil
}

func (r revision) sameKind(at int) bool {
	return r.before != nil && r.before[at].Kind == r.now[at].Kind
}

// gathered are the entries that are still there, and what their ids stand for.
func (f Feature) gathered(ctx context.Context, t *telegram.Turn, ids []int64, added api.QuickAdded) (all api.QuickAdded, b book, err error) {
	all.OperationID = added.OperationID
	err = f.Tokens.Do(ctx, t.Chat, func(c *client.Client) (err error) {
		all.Items = nil
		for _, id := range ids {
			e, err := fetched(ctx, c, id, added.Items)
			if gone(err) {
				continue // it was taken back by itself
			}
			if err != nil {
				return err
			}
			all.Items = append(all.Items, e)
		}
		b, err = f.look(ctx, t.Chat, c)
		return err
	})
	return all, b, err
}

func fetched(ctx context.Context, c *client.Client, id int64, known []api.QuickEntry) (api.QuickEntry, error) {
	for _, e := range known {
		if e.ID == id {
			return e, nil
		}
	}
	e, err := c.Transaction(ctx, id)
	return api.QuickEntry{Transaction: e}, err
}

// gone reports that an entry is not there any more.
func gone(err error) bool {
	e := errs.As(err)
	return e != nil && e.Code == "transaction.unknown"
}
