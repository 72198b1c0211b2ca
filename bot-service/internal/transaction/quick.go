package transaction

import (
	"context"

	"financebot/bot-service/internal/telegram"
	"financebot/bot-service/internal/token"
	"financebot/pkg/api"
	"financebot/pkg/client"
	"financebot/pkg/errs"
)

// quick books a text that is meant as entries, and leaves any other alone.
func (f Feature) quick(ctx context.Context, t *telegram.Turn) (mine bool, err error) {
	if q, d, open := f.waiting(ctx, t); open {
		return true, f.answer(ctx, t, q, d)
	}
	if f.Busy(ctx, t) {
		return false, nil
	}
	today, err := f.Users.Today(ctx, t.Chat)
	if token.Stranger(err) {
		return false, nil
	}
	if err != nil {
		return true, err
	}
	if !meant(t.Text, t.Words.Language, today) {
		return false, nil
	}
	return true, f.add(ctx, t, t.Text)
}

// add books the text, once however often it is delivered, and shows what became of it.
func (f Feature) add(ctx context.Context, t *telegram.Turn, typed string) error {
	return f.addOf(ctx, t, t.Message(), typed)
}

// addOf is add for the text of a message of the chat, perhaps an earlier one.
func (f Feature) addOf(ctx context.Context, t *telegram.Turn, id int, typed string) error {
	added, b, err := f.book(ctx, t, id, typed)
	if e := errs.As(err); e != nil && unreadable(e) {
		return f.refuse(ctx, t, id, typed, e)
	}
	if e := errs.As(err); e != nil && e.Code == "idempotency.mismatch" {
		return nil // delivered again, and the answer to a question that is closed by now
	}
	if err != nil {
		return err
	}
	shown, err := booked(t.Words, b, added, "button.undo_all")
	if err != nil {
		return err
	}
	was := message{Text: typed, Made: added.OperationID}
	for _, e := range added.Items {
		was.Entries = append(was.Entries, e.ID)
	}
	// Noted before it is said: where saying fails, the entries are there all the same.
	f.note(ctx, t, id, added, was)
	if was.Card, err = t.Post(ctx, shown); err != nil {
		return err
	}
	f.note(ctx, t, id, added, was)
	return nil
}

// book books a text under the key of its message.
func (f Feature) book(ctx context.Context, t *telegram.Turn, id int, typed string) (added api.QuickAdded, b book, err error) {
	key := t.Key()
	if id != t.Message() {
		key = t.KeyOf(id)
	}
	err = f.Tokens.Do(ctx, t.Chat, func(c *client.Client) (err error) {
		added, err = c.Once(key).QuickAdd(ctx, api.QuickAdd{Text: typed, Language: t.Words.Language})
		if err != nil {
			return err
		}
		b, err = f.look(ctx, t.Chat, c)
		return err
	})
	return added, b, err
}

// note remembers what the message was booked as, what can be taken back, and what was typed that
// does not exist. What a later edition of the message was booked as stays.
func (f Feature) note(ctx context.Context, t *telegram.Turn, id int, added api.QuickAdded, was message) {
	for _, e := range added.Items {
		if e.UnknownCategory != "" {
			f.Memory.typed(ctx, t.Chat, e.ID, e.UnknownCategory)
		}
	}
	if added.OperationID != "" {
		f.Memory.Did(ctx, t.Chat, added.OperationID)
	}
	was.Edition = t.Edition()
	f.keep(ctx, t, id, was)
}

// keep notes what a message became, unless that is known of a later edition of it.
func (f Feature) keep(ctx context.Context, t *telegram.Turn, id int, was message) {
	if later, known := f.Memory.became(ctx, t.Chat, id); known && later.Edition > was.Edition {
		return
	}
	f.Memory.keep(ctx, t.Chat, id, was)
}
