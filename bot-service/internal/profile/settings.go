package profile

import (
	"context"
	"strconv"

	"financebot/bot-service/internal/telegram"
	"financebot/bot-service/internal/text"
	"financebot/pkg/api"
	"financebot/pkg/client"
	"financebot/pkg/errs"
)

// state is all that settings show.
type state struct {
	user     api.User
	family   api.Family // the active workspace
	accounts []api.Account
}

// look gathers the settings of a chat's user.
func (f Feature) look(ctx context.Context, t *telegram.Turn) (state, error) {
	var s state
	user, err := f.Users.User(ctx, t.Chat)
	if err != nil {
		return s, err
	}
	s.user = user

	err = f.Tokens.Do(ctx, t.Chat, func(c *client.Client) error {
		families, err := c.Families(ctx)
		if err != nil {
			return err
		}
		for _, family := range families.Items {
			if family.Active {
				s.family = family
			}
		}
		accounts, err := c.Accounts(ctx)
		s.accounts = accounts.Items
		return err
	})
	return s, err
}

// preferred is the account that entries go to which name none.
func (s state) preferred() (api.Account, bool) {
	first, found := api.Account{}, false
	for _, a := range s.accounts {
		switch {
		case a.Archived:
			continue
		case a.Default:
			return a, true
		case !found:
			first, found = a, true
		}
	}
	return first, found
}

func (f Feature) settings(ctx context.Context, t *telegram.Turn) error {
	s, err := f.look(ctx, t)
	if err != nil {
		return err
	}
	return t.Redraw(ctx, settings(t.Words, s, f.Now()))
}

// accounts offers the accounts that may take what names none.
func (f Feature) accounts(ctx context.Context, t *telegram.Turn) error {
	s, err := f.look(ctx, t)
	if err != nil {
		return err
	}
	return t.Redraw(ctx, accountChoice(t.Words, s))
}

// account makes one the default.
func (f Feature) account(ctx context.Context, t *telegram.Turn) error {
	id, err := strconv.ParseInt(t.With, 10, 64)
	if err != nil {
		return t.Toast(ctx, t.Words.Say("tap.old"))
	}
	chosen := true
	err = f.Tokens.Do(ctx, t.Chat, func(c *client.Client) error {
		_, err := c.UpdateAccount(ctx, api.UpdateAccount{ID: id, Default: &chosen})
		return err
	})
	if err != nil {
		return err
	}
	return f.settings(ctx, t)
}

// notEmpty reports that the workspace's currency cannot be changed any more.
func notEmpty(err error) bool {
	e := errs.As(err)
	return e != nil && e.Code == api.CodeNotEmpty
}

// change changes the chat's user and remembers that.
func (f Feature) change(ctx context.Context, t *telegram.Turn, in api.UpdateUser) (api.User, error) {
	var user api.User
	err := f.Tokens.Do(ctx, t.Chat, func(c *client.Client) (err error) {
		user, err = c.UpdateUser(ctx, in)
		return err
	})
	if err == nil {
		f.Users.Changed(ctx, t.Chat, user)
	}
	return user, err
}

// typed takes the answers to the questions of this feature. What can be an entry is one.
func (f Feature) typed(ctx context.Context, t *telegram.Turn) (mine bool, err error) {
	q, open := f.Dialogs.Waiting(ctx, t)
	if !open || q.Kind != askCurrency && q.Kind != askZone {
		return false, nil
	}
	if q.Kind == askZone {
		return f.zoneTyped(ctx, t, q)
	}
	currency, ok := text.ParseCurrency(t.Text, t.Words.Language)
	switch {
	case ok:
		return true, f.setCurrency(ctx, t, currency)
	case hasDigit(t.Text):
		return false, nil
	}
	return true, t.Send(ctx, telegram.Reply{Text: t.Words.Say("account.currency_unclear")})
}
