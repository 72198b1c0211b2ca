package profile

import (
	"context"
	"strings"
	"unicode"

	"financebot/bot-service/internal/dialog"
	"financebot/bot-service/internal/place"
	"financebot/bot-service/internal/telegram"
	"financebot/bot-service/internal/text"
	"financebot/pkg/api"
	"financebot/pkg/client"
	"financebot/pkg/errs"
	"financebot/pkg/money"
)

// Kinds of questions.
const (
	askCurrency = "set.currency"
	askZone     = "set.zone"
)

func hasDigit(said string) bool { return strings.IndexFunc(said, unicode.IsDigit) >= 0 }

// currency shows in which currency money is kept, and asks for another one.
func (f Feature) currency(ctx context.Context, t *telegram.Turn) error {
	s, err := f.look(ctx, t)
	if err != nil {
		return err
	}
	if t.Text != "" {
		return f.currencyNamed(ctx, t)
	}
	f.Dialogs.Ask(ctx, dialog.Who(t), askCurrency, nil)
	likely := place.Currencies(t.Sender.Language, t.Words.Language)
	return t.Send(ctx, currencyChoice(t.Words, s.family.BaseCurrency, likely))
}

// currencyNamed takes what stands behind the command.
func (f Feature) currencyNamed(ctx context.Context, t *telegram.Turn) error {
	currency, ok := text.ParseCurrency(t.Text, t.Words.Language)
	if !ok {
		f.Dialogs.Ask(ctx, dialog.Who(t), askCurrency, nil)
		return t.Send(ctx, telegram.Reply{Text: t.Words.Say("account.currency_unclear")})
	}
	return f.setCurrency(ctx, t, currency)
}

// currencyTapped takes a button of a currency, or the one for all others.
func (f Feature) currencyTapped(ctx context.Context, t *telegram.Turn) error {
	if t.With == "" {
		return f.currency(ctx, t)
	}
	if !money.Known(t.With) {
		return t.Toast(ctx, t.Words.Say("tap.old"))
	}
	return f.setCurrency(ctx, t, t.With)
}

// setCurrency gives the workspace another base currency while it is empty; what the chat wrote
// before it had a user is read anew in that currency. The clock goes along where it was only
// supposed by the currency.
func (f Feature) setCurrency(ctx context.Context, t *telegram.Turn, currency string) error {
	s, err := telegram.Keep(t, askCurrency, func() (state, error) { return f.look(ctx, t) })
	if err != nil {
		return err
	}

	again, ok, err := f.rebaseAll(ctx, t, s.family, currency)
	if err != nil {
		return err
	}
	if !ok {
		return t.Send(ctx, currencyStays(t.Words, s))
	}

	if s.user.Timezone == place.Home(s.family.BaseCurrency) {
		zone := place.Home(currency)
		if s.user, err = f.change(ctx, t, api.UpdateUser{Timezone: &zone}); err != nil {
			return err
		}
	}
	likely := place.Currencies(t.Sender.Language, t.Words.Language)
	if err := t.Redraw(ctx, currencyChosen(t.Words, currency, s.user.Timezone, likely, f.Now())); err != nil {
		return err
	}
	if err := again(ctx, t); err != nil {
		return err
	}
	f.Dialogs.Close(ctx, dialog.Who(t)) // not before: an answer that is handled again needs its question
	return nil
}

// rebaseAll is rebase that takes back what stands in its way, where it may, and gives what books
// that anew; not ok where the workspace holds more than that.
func (f Feature) rebaseAll(ctx context.Context, t *telegram.Turn, family api.Family, currency string) (
	again func(context.Context, *telegram.Turn) error, ok bool, err error) {
	type key struct{}
	// Kept, because what was taken back is in nobody's way at the next try, and is still to be booked anew.
	full, err := telegram.Keep(t, key{}, func() (bool, error) {
		err := f.rebase(ctx, t, family, currency)
		if notEmpty(err) {
			return true, nil
		}
		return false, err
	})
	if err != nil {
		return nil, false, err
	}
	if !full {
		return func(context.Context, *telegram.Turn) error { return nil }, true, nil
	}

	again, ok, err = f.Retract(ctx, t)
	if err != nil || !ok {
		return nil, false, err
	}
	return again, true, f.rebase(ctx, t, family, currency)
}

func (f Feature) rebase(ctx context.Context, t *telegram.Turn, family api.Family, currency string) error {
	if family.ID == 0 {
		return errs.New(errs.NotFound, api.CodeFamilyUnknown, "There is no such workspace")
	}
	return f.Tokens.Do(ctx, t.Chat, func(c *client.Client) error {
		_, err := c.UpdateFamily(ctx, api.UpdateFamily{ID: family.ID, BaseCurrency: &currency})
		return err
	})
}
