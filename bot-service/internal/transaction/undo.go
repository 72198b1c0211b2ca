package transaction

import (
	"context"

	"financebot/bot-service/internal/telegram"
	"financebot/pkg/api"
	"financebot/pkg/client"
	"financebot/pkg/errs"
)

// undoEntry takes the last change of an entry back: the card shows what is in the books then. A
// button of another version takes nothing back, so that two taps are not two steps.
func (f Feature) undoEntry(ctx context.Context, t *telegram.Turn, id, version int64) error {
	var done api.Undone
	err := f.Tokens.Do(ctx, t.Chat, func(c *client.Client) (err error) {
		in := api.UndoTransaction{ID: id, IfMatch: api.Transaction{Version: version}.ETag()}
		done, err = c.Once(t.Key()).UndoTransaction(ctx, in)
		return err
	})
	switch e := errs.As(err); {
	case e != nil && e.Code == api.CodeTransactionChanged:
		if err := t.Toast(ctx, t.Words.Error(e)); err != nil {
			return err
		}
		return f.redraw(ctx, t, id, card, nothing)
	case tooOld(e):
		return f.instead(ctx, t, id, e)
	case gone(err):
		return t.Say(ctx, entryGone(t.Words))
	case err != nil:
		return err
	}

	message, was, edited := f.Memory.undone(ctx, t.Chat, done.OperationID)
	if edited && was.Card == t.Message() {
		return f.showAgain(ctx, t, message, was, done, "")
	}
	if err := f.showUndone(ctx, t, t.Message(), done); err != nil {
		return err
	}
	return f.refresh(ctx, t, t.Message())
}

// undoAll takes back all entries of a message, or its last change.
func (f Feature) undoAll(ctx context.Context, t *telegram.Turn) error {
	done, err := f.takeBack(ctx, t, t.With)
	if err != nil {
		return err
	}

	message, was, edited := f.Memory.undone(ctx, t.Chat, done.OperationID)
	if edited && was.Card == t.Message() {
		return f.showAgain(ctx, t, message, was, done, t.Words.Say("undo.done"))
	}
	if len(done.Restored) == 1 && len(done.Gone) == 0 { // it was deleted, and has its card again
		if err := f.showUndone(ctx, t, t.Message(), done); err != nil {
			return err
		}
		return f.refresh(ctx, t, t.Message())
	}
	said, err := undone(t.Words, f.mentioned(ctx, t, done.Mentioned), done)
	if err != nil {
		return err
	}
	return t.Say(ctx, said)
}

// undo takes back the last thing that the person did and that stands, says what it was, and has its
// card tell what is in the books then. Asked again it takes back what was done before that.
func (f Feature) undo(ctx context.Context, t *telegram.Turn) error {
	var done api.Undone
	err := f.Tokens.Do(ctx, t.Chat, func(c *client.Client) (err error) {
		done, err = c.Once(t.Key()).UndoLast(ctx)
		return err
	})
	if e := errs.As(err); e != nil && e.Code == api.CodeOperationUnknown {
		return t.Send(ctx, nothingToUndo(t.Words))
	}
	if err != nil {
		return err
	}

	said, err := undone(t.Words, f.mentioned(ctx, t, done.Mentioned), done)
	if err != nil {
		return err
	}
	if err := t.Send(ctx, said); err != nil {
		return err
	}
	return f.follow(ctx, t, done)
}

// follow has the card of what was taken back by a command show what is there now.
func (f Feature) follow(ctx context.Context, t *telegram.Turn, done api.Undone) error {
	at := f.Memory.placeOf(ctx, t.Chat, done.OperationID)
	if message, was, edited := f.Memory.undone(ctx, t.Chat, done.OperationID); edited {
		return f.showAgain(ctx, t, message, was, done, "")
	}
	if was, known := f.Memory.became(ctx, t.Chat, at.Message); known && at.Message != 0 {
		at.Card = was.Card
	}
	if at.Card == 0 {
		return nil
	}
	if err := f.showUndone(ctx, t, at.Card, done); err != nil {
		return err
	}
	return f.refresh(ctx, t, at.Card)
}

// takeBack takes an operation back. One that was taken back before leaves its message what it was.
func (f Feature) takeBack(ctx context.Context, t *telegram.Turn, operation string) (done api.Undone, err error) {
	err = f.Tokens.Do(ctx, t.Chat, func(c *client.Client) (err error) {
		done, err = c.Once(t.Key()).Undo(ctx, operation)
		return err
	})
	if e := errs.As(err); e != nil && e.Code == api.CodeOperationUndone {
		f.Memory.undone(ctx, t.Chat, operation)
	}
	return done, err
}

// showAgain shows in the card of a message the entries that stand again. Those that the undo did
// not touch are read; where that fails, the card tells what was undone.
func (f Feature) showAgain(ctx context.Context, t *telegram.Turn, id int, was message, done api.Undone, first string) error {
	pool, b := plain(done.Restored), f.mentioned(ctx, t, done.Mentioned)
	if len(was.pooled(pool)) < len(was.Entries) {
		read, err := f.standing(ctx, t, was.Entries)
		if err != nil {
			return f.showUndone(ctx, t, was.Card, done)
		}
		pool, b = plain(read.Entries), f.mentioned(ctx, t, read.Mentioned)
	}
	return f.revealThese(ctx, t, id, was, b, pool, first)
}

// showUndone shows in a card what an undo answered: the entries that stand again, or what is gone.
func (f Feature) showUndone(ctx context.Context, t *telegram.Turn, card int, done api.Undone) error {
	b := f.mentioned(ctx, t, done.Mentioned)
	if len(done.Restored) > 0 {
		shown, err := booked(t.Words, b, 0, api.QuickAdded{Items: plain(done.Restored)}, "")
		if err != nil {
			return err
		}
		return t.Revise(ctx, card, shown)
	}

	said, err := undone(t.Words, b, done)
	if err != nil {
		return err
	}
	if t.Tapped() && card == t.Message() {
		return t.Say(ctx, said) // so that the button is settled
	}
	return t.Revise(ctx, card, said)
}
