package file

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"financebot/bot-service/internal/telegram"
	"financebot/pkg/api"
	"financebot/pkg/client"
	"financebot/pkg/money"
)

// tapNewAccount is answered where accounts are opened.
const tapNewAccount = "acc.new"

// open are the accounts in use.
func open(ctx context.Context, c *client.Client) ([]api.Account, error) {
	page, err := c.Accounts(ctx)
	return slices.DeleteFunc(page.Items, func(a api.Account) bool { return a.Archived }), err
}

// missingAccount is the first account, by its name or its currency, that lines of the file want,
// that is not here, and that nobody has answered for.
func missingAccount(a answers, found api.Import) (wanted, bool) {
	for _, p := range found.Problems {
		if p.Code != "account" && p.Code != "currency" || p.Text == "" {
			continue
		}
		if _, answered := a.Plan.Accounts[p.Text]; answered || slices.Contains(a.Left, p.Text) {
			continue
		}
		if p.Code == "currency" && money.Known(p.Text) {
			return wanted{Name: p.Text, Currency: p.Text}, true
		}
		if p.Code == "account" {
			return wanted{Name: p.Text}, true
		}
	}
	return wanted{}, false
}

// Wanted is the account, by its name or its currency, that the file of a message wants; not mine
// where no file does.
func (f Feature) Wanted(ctx context.Context, chat int64, message int) (name, currency string, mine bool) {
	a, mine := f.Memory.wants(ctx, chat, message)
	if a.Wanted.Currency != "" {
		return "", a.Wanted.Currency, mine
	}
	return a.Wanted.Name, "", mine
}

// Again goes on with the file that wanted an account, now that this is there; not mine where no
// file did.
func (f Feature) Again(ctx context.Context, t *telegram.Turn, message int) (mine bool, err error) {
	a, mine := f.Memory.wants(ctx, t.Chat, message)
	if !mine {
		return false, nil
	}
	var accounts []api.Account
	err = f.Tokens.Do(ctx, t.Chat, func(c *client.Client) (err error) {
		accounts, err = open(ctx, c)
		return err
	})
	if err != nil {
		return true, err
	}
	if opened := newest(accounts, a.Wanted); opened != 0 && a.Done == nil && !a.Booking {
		settleName(&a, strconv.FormatInt(opened, 10))
		a.Step++
	}
	return true, f.look(ctx, t, a, t.Send)
}

// newest is the account opened last among those that a file may have wanted.
func newest(accounts []api.Account, w wanted) (id int64) {
	for _, a := range accounts {
		if w.Currency == "" || strings.EqualFold(a.Currency, w.Currency) {
			id = max(id, a.ID)
		}
	}
	return id
}

// accounts asks where rows go that name no account.
func (f Feature) accounts(ctx context.Context, t *telegram.Turn) error {
	b, a, err := f.known(ctx, t)
	if err != nil {
		return f.lost(ctx, t, b, err)
	}
	var all []api.Account
	err = f.Tokens.Do(ctx, t.Chat, func(c *client.Client) (err error) {
		all, err = open(ctx, c)
		return err
	})
	if err != nil {
		return err
	}
	return t.Redraw(ctx, accountChoice(t.Words, a, all))
}

// rows shows a page of the rows of a file.
func (f Feature) rows(ctx context.Context, t *telegram.Turn) error {
	b, a, err := f.known(ctx, t)
	if err != nil {
		return f.lost(ctx, t, b, err)
	}
	page, err := strconv.Atoi(b.what)
	if err != nil || page < 0 {
		return errOld
	}
	plan := a.Plan
	plan.RowsAfter = page * pageRows
	found, err := f.preview(ctx, t, plan)
	if gone(err) {
		return t.Say(ctx, telegram.Reply{Text: t.Words.Error(err)})
	}
	if err != nil {
		return err
	}
	accounts, err := f.openAccounts(ctx, t)
	if err != nil {
		return err
	}
	shown, err := sight{words: t.Words, answers: a, found: found, accounts: accounts}.rowsPage(page)
	if err != nil {
		return err
	}
	return t.Redraw(ctx, shown)
}

// columns asks what the columns of a file hold: first which of them is to be another, then which
// one it is.
func (f Feature) columns(ctx context.Context, t *telegram.Turn) error {
	b, a, err := f.known(ctx, t)
	if err != nil {
		return f.lost(ctx, t, b, err)
	}
	found, err := f.preview(ctx, t, a.Plan)
	if gone(err) {
		return t.Say(ctx, telegram.Reply{Text: t.Words.Error(err)})
	}
	if err != nil {
		return err
	}
	s := sight{words: t.Words, answers: a, found: found}
	if slices.Contains(roles, b.what) {
		return t.Redraw(ctx, s.columnChoice(b.what))
	}
	return t.Redraw(ctx, s.roleChoice())
}
