package transaction

import (
	"context"

	"financebot/bot-service/internal/telegram"
	"financebot/pkg/api"
	"financebot/pkg/client"
	"financebot/pkg/errs"
)

// undoEntry takes the last change of an entry back: the card shows what was before, or that the
// entry is gone. A button of another version takes nothing back, so that two taps are not two steps.
func (f Feature) undoEntry(ctx context.Context, t *telegram.Turn, id, version int64) error {
	e, _, err := f.entry(ctx, t, id)
	if err != nil {
		return err
	}
	if e.Version != version {
		if err := t.Toast(ctx, t.Words.Say("error.transaction.changed")); err != nil {
			return err
		}
		return f.redraw(ctx, t, id, card)
	}
	var done api.Undone
	err = f.Tokens.Do(ctx, t.Chat, func(c *client.Client) (err error) {
		done, err = c.UndoTransaction(ctx, api.UndoTransaction{ID: id})
		return err
	})
	if err != nil {
		return err
	}
	f.Memory.undone(ctx, t.Chat, done.OperationID)
	err = f.redraw(ctx, t, id, card)
	if !errs.Is(err, errs.NotFound) {
		return err
	}
	shown, err := undone(t.Words, e)
	if err != nil {
		return err
	}
	return t.Say(ctx, shown)
}

// undoAll takes back all entries of a message.
func (f Feature) undoAll(ctx context.Context, t *telegram.Turn) error {
	if err := f.takeBack(ctx, t, t.With); err != nil {
		return err
	}
	return t.Say(ctx, undoneAll(t.Words))
}

// undo takes back what the chat did last.
func (f Feature) undo(ctx context.Context, t *telegram.Turn) error {
	operation := f.Memory.last(ctx, t.Chat)
	if operation == "" {
		return t.Send(ctx, nothingToUndo(t.Words))
	}
	if err := f.takeBack(ctx, t, operation); err != nil {
		return err
	}
	return t.Send(ctx, undoneAll(t.Words))
}

// takeBack takes an operation back and has its message be what it was before.
func (f Feature) takeBack(ctx context.Context, t *telegram.Turn, operation string) error {
	err := f.Tokens.Do(ctx, t.Chat, func(c *client.Client) error {
		_, err := c.Undo(ctx, operation)
		return err
	})
	if e := errs.As(err); err == nil || e != nil && e.Code == "operation.undone" {
		f.Memory.undone(ctx, t.Chat, operation)
	}
	return err
}
