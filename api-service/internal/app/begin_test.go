package app_test

import (
	"context"
	"errors"
	"testing"

	"financebot/api-service/internal/app/apptest"
	"financebot/pkg/api"
	"financebot/pkg/client"
	"financebot/pkg/errs"
)

// beginner is a chat's new user, with a currency and a time zone of the chat's choice.
func beginner(t *testing.T, a *apptest.API, currency, zone string) *client.Client {
	t.Helper()
	out, err := a.Bot().RegisterChat(context.Background(), api.RegisterChat{
		Chat: api.Chat{ChatID: 7, FirstName: "Ana"}, Language: "ro", Currency: currency, Timezone: zone,
	})
	if err != nil {
		t.Fatal(err)
	}
	return a.Bot().As(out.JWTToken)
}

// workspace is the one workspace of a user.
func workspace(t *testing.T, c *client.Client) api.Family {
	t.Helper()
	all, err := c.Families(context.Background())
	if err != nil || len(all.Items) != 1 {
		t.Fatalf("%d workspaces, %v", len(all.Items), err)
	}
	return all.Items[0]
}

// rebased asks for another base currency.
func rebased(t *testing.T, c *client.Client, currency string) (api.Family, error) {
	t.Helper()
	return c.UpdateFamily(context.Background(), api.UpdateFamily{ID: workspace(t, c).ID, BaseCurrency: &currency})
}

// onlyAccount is the one account of a workspace.
func onlyAccount(t *testing.T, c *client.Client) api.Account {
	t.Helper()
	all, err := c.Accounts(context.Background())
	if err != nil || len(all.Items) != 1 {
		t.Fatalf("%d accounts, %v", len(all.Items), err)
	}
	return all.Items[0]
}

func TestNewcomerBeginsInTheCurrencyAndZoneThatAreAskedFor(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	c := beginner(t, a, "RON", "Europe/Bucharest")

	me, err := c.User(context.Background())
	if err != nil || me.Timezone != "Europe/Bucharest" {
		t.Errorf("time zone %s, %v", me.Timezone, err)
	}
	if got := workspace(t, c).BaseCurrency; got != "RON" {
		t.Errorf("base currency %s", got)
	}
	if got := onlyAccount(t, c); got.Currency != "RON" || !got.Default {
		t.Errorf("account %+v", got)
	}

	_, err = a.Bot().RegisterChat(context.Background(), api.RegisterChat{Chat: api.Chat{ChatID: 8}, Currency: "XXX", Timezone: "Local"})
	if e := errs.As(err); e == nil || e.Kind != errs.Invalid || len(e.Fields) != 2 {
		t.Errorf("nonsense gives %v", err)
	}
}

func TestBaseCurrencyChangesWhileTheWorkspaceIsEmpty(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	a := apptest.New(t)
	c := beginner(t, a, "RON", "UTC")
	before := onlyAccount(t, c)

	f, err := rebased(t, c, "MDL")
	if err != nil || f.BaseCurrency != "MDL" {
		t.Fatalf("%+v, %v", f, err)
	}
	after := onlyAccount(t, c)
	if after.Currency != "MDL" || after.Name != before.Name || after.ID == before.ID || !after.Default {
		t.Errorf("account %+v was %+v", after, before)
	}

	// What is written next counts in the new currency, also where the first account is remembered.
	added, err := c.QuickAdd(ctx, api.QuickAdd{Text: "12.50 coffee", Language: "ro"})
	if err != nil || added.Items[0].Currency != "MDL" {
		t.Fatalf("%+v, %v", added, err)
	}
	if _, err := rebased(t, c, "EUR"); !errors.Is(err, errs.New(errs.Refused, api.CodeNotEmpty, "")) {
		t.Errorf("with an entry: %v", err)
	}

	// Taken back, the entry cannot come back in a currency that is gone.
	if _, err := c.Undo(ctx, added.OperationID); err != nil {
		t.Fatal(err)
	}
	if _, err := rebased(t, c, "EUR"); err != nil {
		t.Errorf("after the undo: %v", err)
	}
	if got := onlyAccount(t, c); got.Currency != "EUR" {
		t.Errorf("account %+v", got)
	}
}

func TestBaseCurrencyStaysWhereMoreThanOneAccountIs(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	a := apptest.New(t)
	c := beginner(t, a, "RON", "UTC")
	if _, err := c.CreateAccount(ctx, api.CreateAccount{Name: "Card", Kind: "card", Currency: "EUR"}); err != nil {
		t.Fatal(err)
	}
	if _, err := rebased(t, c, "MDL"); !errors.Is(err, errs.New(errs.Refused, api.CodeNotEmpty, "")) {
		t.Errorf("got %v", err)
	}
	if got := workspace(t, c).BaseCurrency; got != "RON" {
		t.Errorf("base currency %s", got)
	}

	stranger, _ := a.Register(t, "bob@example.com")
	mdl := "MDL"
	if _, err := stranger.UpdateFamily(ctx, api.UpdateFamily{ID: workspace(t, c).ID, BaseCurrency: &mdl}); !errs.Is(err, errs.NotFound) {
		t.Errorf("a stranger gets %v", err)
	}
}

func TestDefaultAccountTakesWhatNamesNone(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	a := apptest.New(t)
	c := beginner(t, a, "RON", "UTC")
	cash := onlyAccount(t, c)
	card, err := c.CreateAccount(ctx, api.CreateAccount{Name: "Card", Kind: "card", Currency: "RON"})
	if err != nil {
		t.Fatal(err)
	}
	lands := func(where int64) {
		t.Helper()
		quick, err := c.QuickAdd(ctx, api.QuickAdd{Text: "5 tea", Language: "en"})
		if err != nil || quick.Items[0].AccountID != where {
			t.Fatalf("quick add lands on %+v, want %d (%v)", quick.Items, where, err)
		}
		posted, err := c.CreateTransaction(ctx, api.CreateTransaction{Kind: api.Expense, Amount: "5"})
		if err != nil || posted.AccountID != where {
			t.Fatalf("a post lands on %+v, want %d (%v)", posted, where, err)
		}
	}
	lands(cash.ID)

	yes := true
	now, err := c.UpdateAccount(ctx, api.UpdateAccount{ID: card.ID, Default: &yes})
	if err != nil || !now.Default {
		t.Fatalf("%+v, %v", now, err)
	}
	lands(card.ID)
	if was, err := c.Account(ctx, cash.ID); err != nil || was.Default {
		t.Errorf("there are two: %+v, %v", was, err)
	}

	if _, err := c.UpdateAccount(ctx, api.UpdateAccount{ID: card.ID, Archived: &yes}); err != nil {
		t.Fatal(err)
	}
	lands(cash.ID)
}

func TestSettingABalanceBooksTheDifference(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	a := apptest.New(t)
	c := beginner(t, a, "RON", "UTC")
	cash := onlyAccount(t, c)

	for _, step := range []struct{ balance, kind, amount string }{
		{"500", api.Income, "500.00"}, {"480.50", api.Expense, "19.50"}, {"480.50", "", ""}, {"-20", api.Expense, "500.50"},
	} {
		set, err := c.SetBalance(ctx, api.SetBalance{ID: cash.ID, Balance: api.Decimal(step.balance), Note: "count"})
		if err != nil {
			t.Fatal(err)
		}
		if step.kind == "" {
			if set.Transaction != nil || set.OperationID != "" {
				t.Errorf("%s again booked %+v", step.balance, set.Transaction)
			}
			continue
		}
		if e := set.Transaction; e == nil || e.Kind != step.kind || e.Amount != step.amount || e.Note != "count" {
			t.Errorf("%s booked %+v", step.balance, set.Transaction)
		}
		now, err := c.Account(ctx, cash.ID)
		if err != nil || now.Balance != set.Account.Balance || now.Opening != "0.00" {
			t.Errorf("the account is %+v, told %+v (%v)", now, set.Account, err)
		}
	}

	if _, err := c.SetBalance(ctx, api.SetBalance{ID: cash.ID, Balance: "1.005"}); !errs.Is(err, errs.Invalid) {
		t.Errorf("too many decimals: %v", err)
	}
	stranger, _ := a.Register(t, "bob@example.com")
	if _, err := stranger.SetBalance(ctx, api.SetBalance{ID: cash.ID, Balance: "1"}); !errs.Is(err, errs.NotFound) {
		t.Errorf("a stranger gets %v", err)
	}
}

func TestChatEndsAWebSessionThatItWasToldOf(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	a := apptest.New(t)
	ana, _ := a.Register(t, "ana@example.com")
	chat := a.Bot().As(a.Link(t, ana, 7))
	thief := login(t, a, "ana@example.com")

	session, after := "", ""
	for range 10 { // an event is told once no older change can still come before it
		told, err := a.Bot().Events(ctx, api.EventsAfter{After: after, Wait: 5})
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range told.Items {
			after = e.Cursor
			if e.Kind == api.EventSignIn {
				session = e.Data["session"]
			}
		}
		if session != "" {
			break
		}
	}
	if _, err := chat.DisownSession(ctx, session); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Client().As(thief.AccessToken).User(ctx); !errs.Is(err, errs.Unauthenticated) {
		t.Errorf("the session goes on: %v", err)
	}
	if _, err := ana.User(ctx); err != nil {
		t.Errorf("another session ended too: %v", err)
	}
	if _, err := chat.DisownSession(ctx, session); !errs.Is(err, errs.NotFound) {
		t.Errorf("again: %v", err)
	}
}
