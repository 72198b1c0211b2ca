// Package account shows the chat its money: the balance and the accounts.
package account

import (
	"context"

	"financebot/bot-service/internal/telegram"
	"financebot/bot-service/internal/text"
	"financebot/bot-service/internal/token"
	"financebot/pkg/api"
	"financebot/pkg/client"
)

// Feature answers for this package.
type Feature struct {
	Tokens *token.Manager
}

// Register takes its commands and taps.
func (f Feature) Register(b *telegram.Bot) {
	b.Command("balance", f.shows(balance))
	b.Command("accounts", f.shows(list))
	// What a button asks for comes as a new message, so that the one above it stays.
	b.Tap(tapBalance, f.shows(balance))
	b.Tap(tapAccounts, f.shows(list))
}

// shows is the handler that answers with a view of the accounts in use.
func (f Feature) shows(as func(text.Words, []api.Account) (telegram.Reply, error)) telegram.Handler {
	return func(ctx context.Context, t *telegram.Turn) error {
		accounts, err := f.list(ctx, t)
		if err != nil {
			return err
		}
		shown, err := as(t.Words, accounts)
		if err != nil {
			return err
		}
		return t.Send(ctx, shown)
	}
}

// list is the accounts in use.
func (f Feature) list(ctx context.Context, t *telegram.Turn) ([]api.Account, error) {
	var page api.Page[api.Account]
	err := f.Tokens.Do(ctx, t.Chat, func(c *client.Client) (err error) {
		page, err = c.Accounts(ctx)
		return err
	})
	if err != nil {
		return nil, err
	}
	return inUse(page.Items), nil
}
