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
	if mine, err := f.answered(ctx, t); mine || err != nil {
		return true, err
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
		f.Memory.unread(ctx, t.Chat, t.Message()) // an edit may make an entry of it
		return false, nil
	}
	return true, f.add(ctx, t, t.Text)
}

// answered takes a text for the answer to a question of this feature, where one waits.
func (f Feature) answered(ctx context.Context, t *telegram.Turn) (mine bool, err error) {
	if q, open := f.Dialogs.Waiting(ctx, t); open && q.Kind == askFind {
		return true, f.findAnswer(ctx, t, q)
	} else if open && asksChange(q) {
		return true, f.changeAnswer(ctx, t, q)
	}
	if q, d, open := f.waiting(ctx, t); open {
		return true, f.answer(ctx, t, q, d)
	}
	return false, nil
}

// add books the text, once however often it is delivered, and shows what became of it.
func (f Feature) add(ctx context.Context, t *telegram.Turn, typed string) error {
	return f.addOf(ctx, t, t.Message(), typed)
}

// addOf is add for the text of a message of the chat, perhaps an earlier one.
func (f Feature) addOf(ctx context.Context, t *telegram.Turn, id int, typed string) error {
	added, err := f.save(ctx, t, id, typed)
	if e := errs.As(err); e != nil && unreadable(e) {
		f.Memory.unread(ctx, t.Chat, id)
		return f.refuse(ctx, t, id, typed, e)
	}
	if e := errs.As(err); e != nil && e.Code == api.CodeIdempotencyMismatch {
		return nil // delivered again, and the answer to a question that is closed by now
	}
	if err != nil {
		return err
	}

	was := message{Text: typed, Edition: t.Edition(), Made: added.OperationID}
	was.take(added.Items)
	return f.showSaved(ctx, t, id, added, was)
}

// save books the text of a message under the message's own key, so that a message which is
// delivered twice is booked once.
func (f Feature) save(ctx context.Context, t *telegram.Turn, id int, typed string) (added api.QuickAdded, err error) {
	key := t.Key()
	if id != t.Message() {
		key = t.KeyOf(id)
	}

	return f.saveAs(ctx, t, key, typed)
}

// saveAs books a text under a key.
func (f Feature) saveAs(ctx context.Context, t *telegram.Turn, key, typed string) (added api.QuickAdded, err error) {
	err = f.Tokens.Do(ctx, t.Chat, func(c *client.Client) (err error) {
		added, err = c.Once(key).QuickAdd(ctx, api.QuickAdd{Text: typed, Language: t.Words.Language})
		return err
	})
	return added, err
}

// showSaved shows what a message was booked as, from what the booking answered.
func (f Feature) showSaved(ctx context.Context, t *telegram.Turn, id int, added api.QuickAdded, was message) error {
	return f.showSavedBy(ctx, t, id, added, was, post)
}

func post(ctx context.Context, t *telegram.Turn, r telegram.Reply) (int, error) {
	return t.Post(ctx, r)
}

// showSavedBy is showSaved where the card is put in some way, which gives the id of its message.
func (f Feature) showSavedBy(ctx context.Context, t *telegram.Turn, id int, added api.QuickAdded, was message,
	put func(context.Context, *telegram.Turn, telegram.Reply) (int, error)) error {
	// Noted before it is said: where saying fails, the entries are there all the same.
	f.noteTyped(ctx, t, added.Items)
	latest := f.Memory.began(ctx, t.Chat, id, was)

	shown, err := f.drawn(ctx, t, f.mentioned(ctx, t, added.Mentioned), id, added, "button.undo_all")
	if err != nil {
		return err
	}
	if was.Card, err = put(ctx, t, shown); err != nil {
		return err
	}

	if latest { // what a later edition of the message was booked as stays
		f.Memory.keep(ctx, t.Chat, id, was)
	}
	return nil
}

// noteTyped remembers the categories that were typed for entries and do not exist.
func (f Feature) noteTyped(ctx context.Context, t *telegram.Turn, entries []api.QuickEntry) {
	for _, e := range entries {
		if e.UnknownCategory != "" {
			f.Memory.typed(ctx, t.Chat, e.ID, e.UnknownCategory)
		}
	}
}

// drawn shows entries of a message, with all categories to choose from where its one entry wants
// one that does not exist. Where they cannot be read, the card says so and is shown all the same.
func (f Feature) drawn(ctx context.Context, t *telegram.Turn, b book, id int, added api.QuickAdded, undo string) (telegram.Reply, error) {
	if len(added.Items) != 1 || added.Items[0].UnknownCategory == "" {
		return booked(t.Words, b, id, added, undo)
	}

	e, wide := added.Items[0], b
	if f.widen(ctx, t, &wide, allCategories) != nil {
		return categoryLater(t.Words, b, e)
	}
	return categoryWanted(t.Words, wide, e)
}
