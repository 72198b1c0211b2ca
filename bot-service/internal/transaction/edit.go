package transaction

import (
	"cmp"
	"context"
	"slices"

	"financebot/bot-service/internal/telegram"
	"financebot/pkg/api"
	"financebot/pkg/client"
	"financebot/pkg/entry"
	"financebot/pkg/errs"
)

// revision is an edited message: what it was, what it reads as now and before, and the entries
// that it was booked as; and what was done.
type revision struct {
	was   message
	typed string
	read  api.EditRead
	lines edit
	added api.QuickAdded
}

// edited changes the entries of a message as its text was changed. It books nothing for a
// message that is no entry, and nothing twice where the change is told twice.
func (f Feature) edited(ctx context.Context, t *telegram.Turn) error {
	if mine, err := f.replied(ctx, t); mine || err != nil {
		return err
	}
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
		return f.reveal(ctx, t, t.Message(), was)
	case kind == api.Transfer && !transfers(typed, t.Words.Language):
		return f.editRefused(ctx, t, was, typed, entry.ErrTransfer)
	}

	r := revision{was: was, typed: typed}
	err = f.Tokens.Do(ctx, t.Chat, func(c *client.Client) error { return r.carryOut(ctx, t, c) })
	if e := errs.As(err); e != nil && unreadable(e) {
		return f.editRefused(ctx, t, was, typed, e)
	}
	if gone(err) {
		return t.Send(ctx, editGone(t.Words))
	}
	if err != nil || r.lines.empty() {
		return err
	}
	return f.showRevised(ctx, t, r)
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
	if !f.Memory.wasUnread(ctx, t.Chat, t.Message()) { // it may have been booked, and forgotten, or answered something
		return t.Send(ctx, editUnknown(t.Words))
	}
	return f.mended(ctx, t, typed)
}

// mended books a message that was no entry before it was edited. It has the key that it would have
// had when it was new, so that one which was booked after all is not booked again.
func (f Feature) mended(ctx context.Context, t *telegram.Turn, typed string) error {
	added, err := f.saveAs(ctx, t, t.KeyOf(t.Message()), typed)
	e := errs.As(err)
	switch {
	case e != nil && unreadable(e):
		return f.refuse(ctx, t, t.Message(), typed, e)
	case e != nil && e.Code == api.CodeIdempotencyMismatch:
		return t.Send(ctx, editUnknown(t.Words))
	case err != nil:
		return err
	}

	was := message{Text: typed, Edition: t.Edition(), Made: added.OperationID}
	was.take(added.Items)
	return f.showSaved(ctx, t, t.Message(), added, was)
}

// editRefused says what cannot be read, and which entries stay as they are.
func (f Feature) editRefused(ctx context.Context, t *telegram.Turn, was message, typed string, why *errs.Error) error {
	stay := stayed(t.Words, len(was.Entries))
	if len(was.Entries) == 1 {
		e, b, err := f.entry(ctx, t, was.Entries[0], nothing)
		if gone(err) {
			return t.Send(ctx, editGone(t.Words))
		}
		if err == nil { // else the entry has no words, and stays all the same
			if stay, err = stayedOne(t.Words, b, e); err != nil {
				return err
			}
		}
	}
	return t.Send(ctx, refusal(t.Words, stay, typed, why))
}

// carryOut reads an edited message and does what its words ask for otherwise than before: it
// changes one entry in its place, or replaces those of several lines.
func (r *revision) carryOut(ctx context.Context, t *telegram.Turn, c *client.Client) (err error) {
	r.read, err = telegram.Keep(t, "read", func() (api.EditRead, error) {
		return c.ReadEdit(ctx, api.ReadEdit{
			Text: r.typed, Before: r.was.Text, Language: t.Words.Language, Entries: r.was.Entries,
		})
	})
	if err != nil {
		return err
	}

	r.lines = compare(r.was.blocks(), blocks(r.typed, linesOf(r.read.Items)))
	switch {
	case r.lines.empty():
		return nil
	case r.inPlace():
		r.added, err = r.amend(ctx, c)
		return err
	}
	r.added, err = c.Once(t.Key()).QuickAdd(ctx, api.QuickAdd{
		Text: r.lines.added(), Language: t.Words.Language, Replaces: r.lines.replaced(r.was.Entries),
	})
	return err
}

// showRevised notes what an edited message is now and shows it in its card.
func (f Feature) showRevised(ctx context.Context, t *telegram.Turn, r revision) error {
	is := r.was
	is.Text, is.Edition, is.Lines = r.typed, t.Edition(), linesOf(r.read.Items)
	is.Entries = r.lines.spliced(is.Entries, r.added.Items)
	if made := r.added.OperationID; made != "" {
		f.Memory.replaced(ctx, t.Chat, made, step{Message: t.Message(), Was: r.was})
		f.Memory.did(ctx, t.Chat, made, place{Message: t.Message()})
		is.Made, is.Edited = made, true
	}
	f.noteTyped(ctx, t, r.added.Items)
	f.Memory.keep(ctx, t.Chat, t.Message(), is)

	b := f.mentioned(ctx, t, r.added.Mentioned, r.read.Mentioned)
	pool := slices.Concat(r.added.Items, plain(r.read.Entries))
	return f.revealThese(ctx, t, t.Message(), is, b, pool, "")
}

// inPlace reports whether the edit changes one entry, which stays the one that it is.
func (r *revision) inPlace() bool {
	at, one := r.lines.one()
	if !one || at >= len(r.read.Items) || len(r.read.Before) != len(r.was.Entries) {
		return false
	}
	was, is := r.read.Before[at].Kind, r.read.Items[at].Kind
	return was == is || was != api.Transfer && is != api.Transfer
}

// amend changes the entry of one line by what the line says otherwise than before.
func (r *revision) amend(ctx context.Context, c *client.Client) (added api.QuickAdded, err error) {
	at, _ := r.lines.one()
	line, id := r.read.Items[at], r.was.Entries[at]
	there := slices.IndexFunc(r.read.Entries, func(e api.Transaction) bool { return e.ID == id })
	if there < 0 {
		return added, errGone
	}

	e := r.read.Entries[there]
	if in, some := changes(r.read.Before[at], line, e); some {
		in.ID, in.IfMatch = e.ID, e.ETag()
		if e, err = c.UpdateTransaction(ctx, in); err != nil {
			return added, err
		}
	}
	line.Transaction = e
	return api.QuickAdded{Items: []api.QuickEntry{line}, OperationID: e.OperationID, Mentioned: e.Mentioned}, nil
}
