package app_test

import (
	"context"
	"crypto/rand"
	"net/http"
	"testing"
	"time"

	"financebot/api-service/internal/app/apptest"
	"financebot/pkg/api"
	"financebot/pkg/errs"
)

func TestOutageOfPostgresIsToldAndGottenOver(t *testing.T) {
	t.Parallel()
	p := newProxy(t)
	a := apptest.New(t, behind(p))
	ana, who := a.Register(t, "ana@example.com")
	p.Cut(true)
	for name, in := range map[string]apptest.Request{
		"a read":     {Method: http.MethodGet, Path: "/api/v1/accounts", Bearer: who.AccessToken},
		"a login":    logIn(a, "ana@example.com", apptest.Password),
		"a register": {Path: "/api/v1/auth/register", Body: `{"email":"bob@example.com","password":` + password + `}`},
		"a refresh":  {Path: "/api/v1/auth/refresh", Body: `{"refresh_token":"` + who.RefreshToken + `"}`},
	} {
		for range 3 { // the first may find a connection that was cut, the others none
			began := time.Now()
			got := a.Do(t, in)
			refused(t, name, got, 503, api.CodeUnavailable)
			if took := time.Since(began); got.Header.Get("Retry-After") == "" || took > 3*time.Second {
				t.Errorf("%s: after %v, Retry-After %q", name, took, got.Header.Get("Retry-After"))
			}
		}
	}
	p.Cut(false)
	// Connections that died in the pool are found out by those who draw them.
	var err error
	for range 40 {
		if _, err = ana.Accounts(context.Background()); err == nil {
			break
		}
	}
	if err != nil {
		t.Fatalf("it does not come back: %v", err)
	}
	if _, err := a.Client().Refresh(context.Background(), who.RefreshToken); err != nil {
		t.Errorf("the refresh token was lost: %v", err)
	}
	login(t, a, "ana@example.com")
	whole(t, a, 1)
}

// Who disowns a session must not take an outage for its end.
func TestASessionIsNotToldToBeOverDuringAnOutage(t *testing.T) {
	t.Parallel()
	p := newProxy(t)
	a, ctx := apptest.New(t, behind(p)), context.Background()
	ana, _ := a.Register(t, "ana@example.com")
	chat := a.Bot().As(a.Link(t, ana, 7))
	sessions, err := ana.Sessions(ctx)
	if err != nil || len(sessions.Items) == 0 {
		t.Fatalf("%d sessions, %v", len(sessions.Items), err)
	}
	if _, err := chat.User(ctx); err != nil { // it is known to be signed in for a while
		t.Fatal(err)
	}

	p.Cut(true)
	if _, err := chat.DisownSession(ctx, sessions.Items[0].ID); !errs.Is(err, errs.Unavailable) {
		t.Errorf("got %v", err)
	}
}

// Some things are asked for all the time: what they may cost is written down here.
func TestFrequentCallsAreFewStatements(t *testing.T) {
	t.Parallel()
	p := newProxy(t)
	a := apptest.New(t, behind(p))
	a.Freeze()
	ana, _ := a.Register(t, "ana@example.com")
	chat := a.Bot().As(a.Link(t, ana, 7))
	ctx := context.Background()
	entry := api.CreateTransaction{Kind: api.Expense, Amount: "5", Note: "bread"}
	posted, err := ana.CreateTransaction(ctx, entry)
	if err != nil {
		t.Fatal(err)
	}
	for range 60 { // more than a page
		if _, err := ana.CreateTransaction(ctx, entry); err != nil {
			t.Fatal(err)
		}
	}
	message := api.QuickAdd{Text: "5 bread\n6 milk\n7 ~Lidl"} // whose categories are looked up at once
	literal := api.QuickAdd{Text: message.Text, Literal: true}
	for name, step := range map[string]struct {
		call func() error
		most int64
	}{
		"accounts":                  {func() error { return failure(ana.Accounts(ctx)) }, 1},
		"accounts, by a chat":       {func() error { return failure(chat.Accounts(ctx)) }, 1},
		"categories":                {func() error { return failure(ana.Categories(ctx)) }, 1},
		"families":                  {func() error { return failure(ana.Families(ctx)) }, 1},
		"the user":                  {func() error { return failure(ana.User(ctx)) }, 1},
		"an entry":                  {func() error { return failure(ana.Transaction(ctx, posted.ID)) }, 1},
		"entries":                   {func() error { return failure(ana.Transactions(ctx, api.TransactionFilter{})) }, 1},
		"entries found":             {func() error { return failure(ana.Transactions(ctx, api.TransactionFilter{Text: "bread"})) }, 1},
		"an entry more":             {func() error { return failure(ana.CreateTransaction(ctx, entry)) }, 4},
		"a message":                 {func() error { return failure(ana.QuickAdd(ctx, message)) }, 9}, // with the balances after it
		"a message, read":           {func() error { return failure(ana.ParseEntries(ctx, message)) }, 3},
		"a message, read by itself": {func() error { return failure(ana.ParseEntries(ctx, literal)) }, 2},
		"the same, keyed": {func() error {
			return failure(ana.Once(rand.Text()).CreateTransaction(ctx, entry))
		}, 4},
		"on a certain account, keyed": {func() error {
			entry := entry
			entry.AccountID, entry.Date = posted.AccountID, "2026-05-04"
			return failure(ana.Once(rand.Text()).CreateTransaction(ctx, entry))
		}, 4},
	} {
		if err := step.call(); err != nil { // the first use of a session is noted
			t.Fatal(err)
		}
		least := int64(1 << 62) // of several: jobs in the background ask now and then
		for range 5 {
			before := p.statements.Load()
			if err := step.call(); err != nil {
				t.Fatal(err)
			}
			least = min(least, p.statements.Load()-before)
		}
		if least == 0 || least > step.most {
			t.Errorf("%s: %d statements, at most %d are due", name, least, step.most)
		}
	}
}
