package transaction

import (
	"context"
	"strconv"
	"strings"

	"financebot/bot-service/internal/telegram"
	"financebot/bot-service/internal/text"
	"financebot/pkg/api"
	"financebot/pkg/client"
	"financebot/pkg/errs"
)

// draw makes a view of one entry.
type draw func(text.Words, book, api.Transaction) (telegram.Reply, error)

// errGone says of an entry what the API would.
var errGone = errs.New(errs.NotFound, api.CodeTransactionUnknown, "There is no such entry")

// gone reports that an entry is not there any more.
func gone(err error) bool {
	e := errs.As(err)
	return e != nil && e.Code == errGone.Code
}

// standing are those entries that are there, and what they mention.
func (f Feature) standing(ctx context.Context, t *telegram.Turn, ids []int64) (api.EditRead, error) {
	var read api.EditRead
	err := f.Tokens.Do(ctx, t.Chat, func(c *client.Client) (err error) {
		read, err = c.ReadEdit(ctx, api.ReadEdit{Entries: ids})
		return err
	})
	return read, err
}

// entry fetches an entry, and with what its ids stand for what else a view wants.
func (f Feature) entry(ctx context.Context, t *telegram.Turn, id int64, wanted need) (e api.Transaction, b book, err error) {
	read, err := f.standing(ctx, t, []int64{id})
	if err != nil {
		return e, b, err
	}
	if len(read.Entries) == 0 {
		return e, b, errGone
	}

	b = f.mentioned(ctx, t, read.Mentioned)
	return read.Entries[0], b, f.widen(ctx, t, &b, wanted)
}

// redraw puts another view of an entry into the tapped message.
func (f Feature) redraw(ctx context.Context, t *telegram.Turn, id int64, as draw, wanted need) error {
	e, b, err := f.entry(ctx, t, id, wanted)
	if gone(err) {
		return t.Say(ctx, entryGone(t.Words))
	}
	if err != nil {
		return err
	}

	shown, err := as(t.Words, b, e)
	if err != nil {
		return err
	}
	return t.Redraw(ctx, shown)
}

// on is the handler of a button that carries an entry and a choice; one that carries neither is
// not of this bot's making.
func on[C any](read func(with string) (int64, C, bool), do func(context.Context, *telegram.Turn, int64, C) error) telegram.Handler {
	return func(ctx context.Context, t *telegram.Turn) error {
		id, choice, ok := read(t.With)
		if !ok {
			return t.Toast(ctx, t.Words.Say("tap.old"))
		}
		return do(ctx, t, id, choice)
	}
}

// shows puts a view of the entry into the tapped message.
func (f Feature) shows(as draw, wanted need) telegram.Handler {
	return on(picked, func(ctx context.Context, t *telegram.Turn, id int64, _ string) error {
		return f.redraw(ctx, t, id, as, wanted)
	})
}

// open shows the card of one entry among several, below their message. Where a category was
// typed for it that does not exist, the card asks for one.
func (f Feature) open(ctx context.Context, t *telegram.Turn, id int64, of string) error {
	e, b, err := f.entry(ctx, t, id, nothing)
	if gone(err) {
		return t.Toast(ctx, entryGone(t.Words).Text)
	}
	if err != nil {
		return err
	}

	one := api.QuickEntry{Transaction: e}
	if e.CategoryID == nil {
		one.UnknownCategory = f.Memory.category(ctx, t.Chat, id)
	}
	shown, err := f.drawn(ctx, t, b, 0, api.QuickAdded{Items: []api.QuickEntry{one}}, "")
	if err != nil {
		return err
	}
	card, err := t.Post(ctx, shown)
	if err != nil {
		return err
	}
	if message, err := strconv.Atoi(of); err == nil {
		f.Memory.opened(ctx, t.Chat, card, message)
	}
	return nil
}

func (f Feature) account(ctx context.Context, t *telegram.Turn, id, account int64) error {
	return f.change(ctx, t, api.UpdateTransaction{ID: id, AccountID: &account})
}

func (f Feature) day(ctx context.Context, t *telegram.Turn, id int64, day string) error {
	return f.change(ctx, t, api.UpdateTransaction{ID: id, Date: &day})
}

func (f Feature) categories(ctx context.Context, t *telegram.Turn, id, page int64) error {
	return f.redraw(ctx, t, id, func(w text.Words, b book, e api.Transaction) (telegram.Reply, error) {
		return categoryChoice(w, b, e, f.newCategory(ctx, t.Chat, e), int(page))
	}, allCategories)
}

func (f Feature) category(ctx context.Context, t *telegram.Turn, id, category int64) error {
	return f.change(ctx, t, api.UpdateTransaction{ID: id, CategoryID: &category})
}

// newCategory is the name that a category made for the entry would get: what was typed for one,
// else the note; empty where neither will do.
func (f Feature) newCategory(ctx context.Context, chat int64, e api.Transaction) string {
	if e.CategoryID != nil {
		return ""
	}
	name := f.Memory.category(ctx, chat, e.ID)
	if name == "" && len([]rune(e.Note)) <= maxNewCategory {
		name = strings.TrimSpace(e.Note)
	}
	return name
}

// create makes the category that an entry asks for and gives it to the entry.
func (f Feature) create(ctx context.Context, t *telegram.Turn, id int64, _ string) error {
	e, b, err := f.entry(ctx, t, id, allCategories)
	if gone(err) {
		return t.Say(ctx, entryGone(t.Words))
	}
	if err != nil {
		return err
	}
	name := f.newCategory(ctx, t.Chat, e)
	if name == "" {
		return t.Toast(ctx, t.Words.Say("tap.settled"))
	}
	category, ok := named(b.categories, e.Kind, name)
	if !ok {
		err = f.Tokens.Do(ctx, t.Chat, func(c *client.Client) (err error) {
			category, err = c.Once(t.Key()+"-category").CreateCategory(ctx, api.CreateCategory{Kind: e.Kind, Name: name})
			return err
		})
	}
	if err != nil {
		return err
	}
	return f.change(ctx, t, api.UpdateTransaction{ID: id, CategoryID: &category.ID})
}

func named(categories []api.Category, kind, name string) (api.Category, bool) {
	for _, c := range categories {
		if c.Kind == kind && strings.EqualFold(c.Name, name) {
			return c, true
		}
	}
	return api.Category{}, false
}

// change changes an entry and shows its card again, from what the change answered.
func (f Feature) change(ctx context.Context, t *telegram.Turn, in api.UpdateTransaction) error {
	var changed api.Transaction
	err := f.Tokens.Do(ctx, t.Chat, func(c *client.Client) (err error) {
		changed, err = c.Once(t.Key()).UpdateTransaction(ctx, in)
		return err
	})
	if gone(err) {
		return t.Say(ctx, entryGone(t.Words))
	}
	if err != nil {
		return err
	}

	f.Memory.did(ctx, t.Chat, changed.OperationID, place{Card: t.Message()})
	shown, err := card(t.Words, f.mentioned(ctx, t, changed.Mentioned), changed)
	if err != nil {
		return err
	}
	if err := t.Redraw(ctx, shown); err != nil {
		return err
	}
	return f.refresh(ctx, t, t.Message())
}
