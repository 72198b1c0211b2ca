package transaction

import (
	"context"
	"time"

	"financebot/bot-service/internal/telegram"
	"financebot/pkg/api"
	"financebot/pkg/client"
)

// book is what the ids of an entry stand for: at least what the entry mentions.
type book struct {
	accounts   []api.Account
	categories []api.Category
	today      time.Time // zero where it is not known
	now        time.Time
}

// need is what a view wants to know beside what its entry mentions.
type need int

const (
	nothing need = iota
	allAccounts
	allCategories
)

// look gathers the whole book through the chat's client.
func (f Feature) look(ctx context.Context, chat int64, c *client.Client) (book, error) {
	accounts, err := c.Accounts(ctx)
	if err != nil {
		return book{}, err
	}
	categories, err := c.Categories(ctx)
	if err != nil {
		return book{}, err
	}
	today, err := f.Users.Today(ctx, chat)
	if err != nil {
		return book{}, err
	}
	return book{accounts: accounts.Items, categories: categories.Items, today: today, now: f.Users.Now()}, nil
}

// known is the chat's whole book.
func (f Feature) known(ctx context.Context, t *telegram.Turn) (b book, err error) {
	err = f.Tokens.Do(ctx, t.Chat, func(c *client.Client) (err error) {
		b, err = f.look(ctx, t.Chat, c)
		return err
	})
	return b, err
}

// mentioned is the book of answers, in which the first one counts where two speak of one thing. It
// reads nothing that could fail: what the answers tell was done.
func (f Feature) mentioned(ctx context.Context, t *telegram.Turn, answers ...*api.Mentioned) book {
	b := book{now: f.Users.Now()}
	for _, m := range answers {
		if m != nil {
			b.accounts = append(b.accounts, m.Accounts...)
			b.categories = append(b.categories, m.Categories...)
		}
	}

	// Days are named by their dates where this is not known.
	if today, err := f.Users.Today(ctx, t.Chat); err == nil {
		b.today = today
	}
	return b
}

// widen adds to a book what a view wants.
func (f Feature) widen(ctx context.Context, t *telegram.Turn, b *book, wanted need) error {
	return f.Tokens.Do(ctx, t.Chat, func(c *client.Client) error {
		switch wanted {
		case allAccounts:
			all, err := c.Accounts(ctx)
			if err == nil {
				b.accounts = all.Items
			}
			return err
		case allCategories:
			all, err := c.Categories(ctx)
			if err == nil {
				b.categories = all.Items
			}
			return err
		}
		return nil
	})
}

func (b book) account(id int64) (api.Account, bool) {
	for _, a := range b.accounts {
		if a.ID == id {
			return a, true
		}
	}
	return api.Account{}, false
}

func (b book) category(id int64) (api.Category, bool) {
	for _, c := range b.categories {
		if c.ID == id {
			return c, true
		}
	}
	return api.Category{}, false
}
