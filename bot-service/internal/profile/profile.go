// Package profile is what people set for themselves: language, currency, time zone, default account.
package profile

import (
	"context"
	"slices"
	"time"

	"financebot/bot-service/internal/dialog"
	"financebot/bot-service/internal/telegram"
	"financebot/bot-service/internal/text"
	"financebot/bot-service/internal/token"
	"financebot/pkg/api"
	"financebot/pkg/client"
)

// Feature answers for this package.
type Feature struct {
	Tokens  *token.Manager
	Users   *token.Users
	Dialogs *dialog.Store
	Catalog *text.Catalog
	Now     func() time.Time

	// Retract takes back what the chat's first messages were booked as, where the workspace holds
	// nothing else, and gives what books them anew.
	Retract func(context.Context, *telegram.Turn) (again func(context.Context, *telegram.Turn) error, ok bool, err error)
	Menu    func(ctx context.Context, chat int64, w text.Words) // shows the chat its menu in another language
}

// Register takes its commands and taps.
func (f Feature) Register(b *telegram.Bot) {
	b.Command("language", f.language)
	b.Tap(tapLanguage, f.choose)
	b.Command("settings", telegram.Reads(f.settings))
	b.Tap(tapSettings, telegram.Reads(f.settings))
	b.Tap(tapLanguages, telegram.Reads(f.language))

	b.Command("currency", f.currency)
	b.Tap(tapCurrency, f.currencyTapped)
	b.Command("timezone", f.zone)
	b.Tap(tapZone, f.zoneTapped)
	b.Location(f.located)
	b.Tap(tapAccounts, telegram.Reads(f.accounts))
	b.Tap(tapAccount, f.account)
	b.Text(f.typed)
}

func (f Feature) language(ctx context.Context, t *telegram.Turn) error {
	return t.Redraw(ctx, languages(t.Words))
}

func (f Feature) choose(ctx context.Context, t *telegram.Turn) error {
	lang := t.With
	if !slices.Contains(api.Languages, lang) {
		return t.Toast(ctx, t.Words.Say("tap.old"))
	}
	if err := f.set(ctx, t.Chat, lang); err != nil {
		return err
	}
	words := f.Catalog.In(lang)
	if err := t.Say(ctx, chosen(words)); err != nil {
		return err
	}
	f.Menu(ctx, t.Chat, words)
	return nil
}

// set changes the user's language; where there is no user yet, the chat's.
func (f Feature) set(ctx context.Context, chat int64, lang string) error {
	var user api.User
	err := f.Tokens.Do(ctx, chat, func(c *client.Client) (err error) {
		user, err = c.UpdateUser(ctx, api.UpdateUser{Language: &lang})
		return err
	})
	if token.Stranger(err) {
		f.Users.Choose(ctx, chat, lang)
		return nil
	}
	if err != nil {
		return err
	}
	f.Users.Changed(ctx, chat, user)
	return nil
}
