package app_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"financebot/api-service/internal/app/apptest"
	"financebot/pkg/api"
	"financebot/pkg/client"
)

// overtaken makes a change to the database under the feet of a call: the call begins while the
// change is not yet committed, and goes on once it either waits for the change or is through.
func overtaken(t *testing.T, a *apptest.API, change string, call func() error) error {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	done := make(chan error, 1)
	err := a.DB.InTx(ctx, func(within context.Context) error {
		if err := a.DB.From(within).Exec(change).Error; err != nil {
			return err
		}
		go func() { done <- call() }()
		for len(done) == 0 {
			var waiting int
			err := a.DB.From(ctx).Raw(`SELECT count(*) FROM pg_stat_activity
				WHERE datname = current_database() AND wait_event_type = 'Lock'`).Scan(&waiting).Error
			if err != nil {
				return err
			}
			if waiting > 0 {
				return nil
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return <-done
}

// A session must not begin by what was taken back while it began.
func TestSessionDoesNotOvertakeItsEnd(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	const shut = "UPDATE users SET is_active = false"
	for name, step := range map[string]struct {
		change string
		call   func(a *apptest.API, ana *client.Client) (*client.Client, error)
	}{
		"login and another password":  {"UPDATE users SET password_hash = 'another'", logInAgain},
		"login and deactivation":      {shut, logInAgain},
		"callback and deactivation":   {shut, callBack},
		"chat token and unlink":       {"UPDATE users SET telegram_id = NULL", tokenOfChat},
		"chat token and deactivation": {shut, tokenOfChat},
		"chat register and deactivation": {shut, func(a *apptest.API, _ *client.Client) (*client.Client, error) {
			out, err := a.Bot().RegisterChat(ctx, api.RegisterChat{Chat: api.Chat{ChatID: 7}})
			return a.Bot().As(out.JWTToken), err
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := apptest.New(t)
			ana, _ := a.Register(t, "ana@example.com")
			a.Link(t, ana, 7)
			var in *client.Client
			err := overtaken(t, a, step.change, func() (err error) {
				in, err = step.call(a, ana)
				return err
			})
			if err == nil {
				t.Errorf("the session began; its token gives %v", failure(in.Accounts(ctx)))
			}
		})
	}
}

func logInAgain(a *apptest.API, _ *client.Client) (*client.Client, error) {
	out, err := a.Client().Login(context.Background(), api.Login{Email: "ana@example.com", Password: apptest.Password})
	return a.Client().As(out.AccessToken), err
}

func callBack(a *apptest.API, ana *client.Client) (*client.Client, error) {
	code, err := ana.GenerateCode(context.Background(), api.PurposeWebLogin)
	if err != nil {
		return nil, errors.Join(errors.New("no code"), err)
	}
	out, err := a.Client().Callback(context.Background(), code.Code)
	return a.Client().As(out.AccessToken), err
}

func tokenOfChat(a *apptest.API, _ *client.Client) (*client.Client, error) {
	out, err := a.Bot().ChatToken(context.Background(), 7)
	return a.Client().As(out.AccessToken), err
}

// What ends sessions also ends the codes that would open new ones.
func TestCodesEndWithTheSessionsThatMadeThem(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	for name, end := range map[string]func(a *apptest.API, ana *client.Client) error{
		"logout-all": func(_ *apptest.API, ana *client.Client) error { return failure(ana.LogoutAll(ctx)) },
		"another password": func(_ *apptest.API, ana *client.Client) error {
			return failure(ana.ChangePassword(ctx, api.ChangePassword{CurrentPassword: apptest.Password, NewPassword: "quite another phrase"}))
		},
		"unlink": func(_ *apptest.API, ana *client.Client) error { return failure(ana.UnlinkChat(ctx)) },
		"the end of the session": func(_ *apptest.API, ana *client.Client) error {
			page, err := ana.Sessions(ctx)
			for _, s := range page.Items {
				if s.Kind == "telegram" {
					err = errors.Join(err, failure(ana.DeleteSession(ctx, s.ID)))
				}
			}
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := apptest.New(t)
			ana, _ := a.Register(t, "ana@example.com")
			chat := a.Bot().As(a.Link(t, ana, 7))
			web, err := chat.GenerateCode(ctx, api.PurposeWebLogin)
			if err != nil {
				t.Fatal(err)
			}
			link, err := chat.GenerateCode(ctx, api.PurposeTelegramLink)
			if err != nil {
				t.Fatal(err)
			}
			if err := end(a, ana); err != nil {
				t.Fatal(err)
			}
			if _, err := a.Client().Callback(ctx, web.Code); !is(err, api.CodeCodeInvalid) {
				t.Errorf("the web_login code: %v", err)
			}
			if _, err := a.Bot().LinkChat(ctx, api.LinkChat{Chat: api.Chat{ChatID: 8}, Code: link.Code}); !is(err, api.CodeCodeInvalid) {
				t.Errorf("the telegram_link code: %v", err)
			}
		})
	}
}

func TestUnlinkEndsWebSessionsThatCameFromTheChat(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	ana, _ := a.Register(t, "ana@example.com")
	fromChat := anotherSession(t, a, a.Bot().As(a.Link(t, ana, 7)))
	if _, err := a.Client().As(fromChat.AccessToken).Accounts(ctx); err != nil {
		t.Fatal(err)
	}
	if _, err := ana.UnlinkChat(ctx); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Client().As(fromChat.AccessToken).Accounts(ctx); !is(err, api.CodeSessionEnded) {
		t.Errorf("the web session of the chat: %v", err)
	}
	if _, err := ana.Accounts(ctx); err != nil {
		t.Errorf("the session by password: %v", err)
	}
}

// An entry must not move to an account that is archived while it moves.
func TestChangeDoesNotOvertakeAnArchivedAccount(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	c, cash, card := ledger(t, a, "ana@example.com")
	box, err := c.CreateAccount(ctx, api.CreateAccount{Name: "Box", Kind: "cash", Currency: cash.Currency})
	if err != nil {
		t.Fatal(err)
	}
	spent, err := c.CreateTransaction(ctx, api.CreateTransaction{Kind: api.Expense, Amount: "5", AccountID: cash.ID})
	if err != nil {
		t.Fatal(err)
	}
	sent, err := c.CreateTransfer(ctx, api.CreateTransfer{FromAccountID: card.ID, ToAccountID: cash.ID, Amount: "5", ToAmount: "5"})
	if err != nil {
		t.Fatal(err)
	}
	for name, in := range map[string]api.UpdateTransaction{
		"an expense":               {ID: spent.ID, AccountID: &box.ID},
		"the target of a transfer": {ID: sent.ID, ToAccountID: &box.ID},
	} {
		err := overtaken(t, a, "UPDATE accounts SET archived = true WHERE name = 'Box'", func() error {
			return failure(c.UpdateTransaction(ctx, in))
		})
		if !is(err, "account.archived") {
			t.Errorf("%s: %v", name, err)
		}
		open, note := false, name
		if _, err := c.UpdateAccount(ctx, api.UpdateAccount{ID: box.ID, Archived: &open}); err != nil {
			t.Fatal(err)
		}
		if _, err := c.UpdateTransaction(ctx, api.UpdateTransaction{ID: in.ID, Note: &note}); err != nil {
			t.Errorf("%s, where it was: %v", name, err)
		}
	}
	if got := balance(t, c, cash.ID) + " " + balance(t, c, box.ID); got != "0.00 0.00" {
		t.Errorf("something moved: %s", got)
	}
	closed, note := true, "still here"
	if _, err := c.UpdateAccount(ctx, api.UpdateAccount{ID: cash.ID, Archived: &closed}); err != nil {
		t.Fatal(err)
	}
	if _, err := c.UpdateTransaction(ctx, api.UpdateTransaction{ID: spent.ID, Note: &note}); err != nil {
		t.Errorf("an entry of an archived account gets a note: %v", err)
	}
}
