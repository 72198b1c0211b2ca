// Package transaction books what people type, shows it as cards and lists, and takes it back.
package transaction

import (
	"context"
	"time"

	"financebot/bot-service/internal/dialog"
	"financebot/bot-service/internal/telegram"
	"financebot/bot-service/internal/token"
	"financebot/pkg/api"
	"financebot/pkg/client"
)

// Feature answers for this package.
type Feature struct {
	Tokens  *token.Manager
	Users   *token.Users
	Memory  *Memory
	Dialogs *dialog.Store
	Busy    func(context.Context, *telegram.Turn) bool // whether the chat's text is an answer that another feature waits for
}

// Register takes its commands, taps and texts.
func (f Feature) Register(b *telegram.Bot) {
	b.Text(f.quick)
	b.Edited(f.edited)

	b.Tap(tapOpen, on(picked, f.open))
	b.Tap(tapCard, f.shows(card))
	b.Tap(tapUndo, on(pickedNumber, f.undoEntry))
	b.Tap(tapUndoAll, f.undoAll)
	b.Tap(tapCategories, on(pickedNumber, f.categories))
	b.Tap(tapCategory, on(pickedNumber, f.category))
	b.Tap(tapCreate, on(picked, f.create))
	b.Tap(tapAccounts, f.shows(accountChoice))
	b.Tap(tapAccount, on(pickedNumber, f.account))
	b.Tap(tapDays, f.shows(dayChoice))
	b.Tap(tapDay, on(pickedDay, f.day))

	for name := range asking {
		b.Command(name, f.begin)
	}
	b.Tap(tapChoose, f.choose)

	b.Command("undo", f.undo)
	b.Command("transactions", f.transactions)
	b.Command("today", f.today)
	b.Command("find", f.find)
	b.Tap(tapPage, f.page)
}

// book is what the ids of an entry stand for.
type book struct {
	accounts   []api.Account
	categories []api.Category
	today      time.Time
}

// look gathers the book through the chat's client.
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
	return book{accounts: accounts.Items, categories: categories.Items, today: today}, nil
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
