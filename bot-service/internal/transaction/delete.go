package transaction

import (
	"context"

	"financebot/bot-service/internal/telegram"
	"financebot/bot-service/internal/text"
	"financebot/pkg/api"
	"financebot/pkg/client"
	"financebot/pkg/errs"
)

// askDelete asks whether an entry shall go.
func (f Feature) askDelete(ctx context.Context, t *telegram.Turn, id, _ int64) error {
	return f.redraw(ctx, t, id, deletion, nothing)
}

// instead asks whether an entry shall go whose last change can no longer be taken back, and says why.
func (f Feature) instead(ctx context.Context, t *telegram.Turn, id int64, why *errs.Error) error {
	return f.redraw(ctx, t, id, func(w text.Words, b book, e api.Transaction) (telegram.Reply, error) {
		r, err := deletion(w, b, e)
		r.Text = text.Lines(w.Error(why), "", r.Text)
		return r, err
	}, nothing)
}

// tooOld reports that a change is no longer there to be taken back by itself.
func tooOld(e *errs.Error) bool {
	return e != nil && (e.Code == api.CodeOperationTooLate || e.Code == api.CodeOperationUnknown || e.Code == api.CodeImportUndo)
}

// delete takes an entry away. A button of another version takes nothing away.
func (f Feature) delete(ctx context.Context, t *telegram.Turn, id, version int64) error {
	e, b, err := f.entry(ctx, t, id, nothing)
	if gone(err) {
		return t.Redraw(ctx, entryGone(t.Words))
	}
	if err != nil {
		return err
	}

	var done api.Undone
	err = f.Tokens.Do(ctx, t.Chat, func(c *client.Client) (err error) {
		in := api.DeleteTransaction{ID: id, IfMatch: api.Transaction{Version: version}.ETag()}
		done, err = c.Once(t.Key()).DeleteTransaction(ctx, in)
		return err
	})
	if gone(err) {
		return t.Redraw(ctx, entryGone(t.Words))
	}
	if err != nil {
		return f.unlessChanged(ctx, t, id, err)
	}

	f.Memory.did(ctx, t.Chat, done.OperationID, place{Card: t.Message()})
	shown, err := deleted(t.Words, b, e, done.OperationID)
	if err != nil {
		return err
	}
	if err := t.Redraw(ctx, shown); err != nil {
		return err
	}
	return f.refresh(ctx, t, t.Message())
}
