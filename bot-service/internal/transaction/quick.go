package transaction

import (
	"context"

	"financebot/bot-service/internal/telegram"
	"financebot/pkg/api"
	"financebot/pkg/client"
	"financebot/pkg/errs"
)

// quick books a text that is meant as entries, and leaves any other alone.
func (f Feature) quick(ctx context.Context, t *telegram.Turn) (mine bool, err error) {
	if f.Busy(ctx, t) {
		return false, nil
	}
	user, err := f.Users.User(ctx, t.Chat)
	if e := errs.As(err); e != nil && e.Code == api.CodeChatUnknown {
		return false, nil
	}
	if err != nil {
		return true, err
	}
	if !meant(t.Text, t.Words.Language, today(user)) {
		return false, nil
	}
	return true, f.add(ctx, t)
}

// add books the text, once however often it is delivered, and shows what became of it.
func (f Feature) add(ctx context.Context, t *telegram.Turn) error {
	var added api.QuickAdded
	var b book
	err := f.Tokens.Do(ctx, t.Chat, func(c *client.Client) (err error) {
		added, err = c.Once(t.Key()).QuickAdd(ctx, api.QuickAdd{Text: t.Text, Language: t.Words.Language})
		if err != nil {
			return err
		}
		b, err = f.look(ctx, t.Chat, c)
		return err
	})
	if e := errs.As(err); e != nil && unreadable(e) {
		return t.Send(ctx, refusal(t.Words, t.Text, e))
	}
	if err != nil {
		return err
	}
	f.Memory.did(ctx, t.Chat, added.OperationID)
	for _, e := range added.Items {
		if e.UnknownCategory != "" {
			f.Memory.typed(ctx, t.Chat, e.ID, e.UnknownCategory)
		}
	}
	shown, err := booked(t.Words, b, added)
	if err != nil {
		return err
	}
	return t.Send(ctx, shown)
}
