package app_test

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"testing"

	"financebot/api-service/internal/app/apptest"
	"financebot/api-service/internal/web"
	"financebot/deploy/dev/devtest"
	"financebot/pkg/api"
)

// onlyLook are calls that change nothing, though they are made by POST.
var onlyLook = []string{"/transactions/parse", "/transactions/parse/edit", "/transactions/import/{id}/preview"}

// Whoever missed the answer to a change asks again under the same key.
func TestEveryChangeOfAWorkspaceMayBeAskedAgain(t *testing.T) {
	t.Parallel()
	for _, o := range apptest.New(t).Operations {
		changes := o.Access == web.Family && o.Method != http.MethodGet && !slices.Contains(onlyLook, o.Path)
		if changes != o.Creates {
			t.Errorf("%s %s: changes something: %v, gives the first answer again: %v", o.Method, o.Path, changes, o.Creates)
		}
	}
}

// An answer that is given again has the status it had, also where the route by now has another.
func TestAnswerThatIsGivenAgainHasItsStatus(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	_, ana := a.Register(t, "ana@example.com")
	ask := func() int {
		return a.Do(t, apptest.Request{
			Path: "/api/v1/accounts", Body: `{"name":"Card","kind":"card","currency":"EUR"}`,
			Bearer: ana.AccessToken, Header: []string{"Idempotency-Key", "card-1"},
		}).Status
	}
	if first, again := ask(), ask(); first != http.StatusCreated || again != http.StatusCreated {
		t.Fatalf("first %d, again %d", first, again)
	}
	if _, err := a.DB.Pool().Exec(ctx, "UPDATE idempotency_keys SET status = 202"); err != nil {
		t.Fatal(err)
	}
	if again := ask(); again != http.StatusAccepted {
		t.Errorf("kept with 202, given again with %d", again)
	}
}

func TestChangeThatIsAskedAgainIsMadeOnce(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	c, cash, _ := ledger(t, a, "ana@example.com")
	e, err := c.CreateTransaction(ctx, api.CreateTransaction{Kind: api.Expense, Amount: "10", Note: "tea"})
	if err != nil {
		t.Fatal(err)
	}
	for _, amount := range []api.Decimal{"20", "40"} {
		if _, err := c.UpdateTransaction(ctx, api.UpdateTransaction{ID: e.ID, Amount: &amount}); err != nil {
			t.Fatal(err)
		}
	}

	// An undo by itself goes one step back each time.
	first, err := c.Once("tap-1").UndoTransaction(ctx, api.UndoTransaction{ID: e.ID})
	if err != nil {
		t.Fatal(err)
	}
	again, err := c.Once("tap-1").UndoTransaction(ctx, api.UndoTransaction{ID: e.ID})
	if err != nil || again.OperationID != first.OperationID || balance(t, c, cash.ID) != "-20.00" {
		t.Errorf("undone again: %+v, want %+v, %v; cash is %s", again, first, err, balance(t, c, cash.ID))
	}

	// A change is made by what was there before it, and there is something else after it.
	note := "green tea"
	now, err := c.Transaction(ctx, e.ID)
	if err != nil {
		t.Fatal(err)
	}
	in := api.UpdateTransaction{ID: e.ID, IfMatch: now.ETag(), Note: &note}
	changed, err := c.Once("edit-1").UpdateTransaction(ctx, in)
	if err != nil {
		t.Fatal(err)
	}
	same, err := c.Once("edit-1").UpdateTransaction(ctx, in)
	if err != nil || same.Version != changed.Version || same.OperationID != changed.OperationID {
		t.Errorf("changed again: %+v, want %+v, %v", same, changed, err)
	}

	gone, err := c.Once("tap-2").DeleteTransaction(ctx, api.DeleteTransaction{ID: e.ID})
	if err != nil {
		t.Fatal(err)
	}
	if again, err := c.Once("tap-2").DeleteTransaction(ctx, api.DeleteTransaction{ID: e.ID}); err != nil || again.OperationID != gone.OperationID {
		t.Errorf("deleted again: %+v, want %+v, %v", again, gone, err)
	}
	if _, err := c.Once("tap-2").UndoTransaction(ctx, api.UndoTransaction{ID: e.ID}); !is(err, "idempotency.mismatch") {
		t.Errorf("another change under the same key: %v", err)
	}
	sound(t, a)
}

// Many callers under one key get one answer, byte by byte, for one entry; the same key of somebody
// else is another key.
func TestKeysAtOnceGiveTheSameBytes(t *testing.T) {
	t.Parallel()
	keys, callers := devtest.Sized(8, 200), devtest.Sized(20, 50)
	a := apptest.New(t)
	b := a.Replica(t)
	_, ana := a.Register(t, "ana@example.com")
	_, bob := a.Register(t, "bob@example.com")
	for n := range keys {
		key := fmt.Sprintf("key %d", n)
		ask := func(on *apptest.API, bearer, amount string) apptest.Answer {
			return on.Do(t, apptest.Request{
				Path: "/api/v1/transactions", Bearer: bearer, Header: []string{"Idempotency-Key", key},
				Body: fmt.Sprintf(`{"kind":"expense","amount":"%s","note":"%s"}`, amount, key),
			})
		}
		said := make([]apptest.Answer, callers)
		many(callers, func(i int) { said[i] = ask([]*apptest.API{a, b}[i%2], ana.AccessToken, "0.01") })
		for i, got := range said {
			same := got.Text == said[0].Text && got.Header.Get("ETag") == said[0].Header.Get("ETag")
			if got.Status != http.StatusCreated || !same {
				t.Fatalf("%s, caller %d: %d %s\nand caller 0: %s", key, i, got.Status, got.Text, said[0].Text)
			}
		}
		refused(t, "another body", ask(a, ana.AccessToken, "0.02"), 409, "idempotency.mismatch")
		theirs := ask(b, bob.AccessToken, "0.01")
		mine := theirs.Body["id"] == said[0].Body["id"] || theirs.Body["account_id"] == said[0].Body["account_id"]
		if theirs.Status != http.StatusCreated || mine {
			t.Errorf("%s of somebody else: %d %s\nand %s", key, theirs.Status, theirs.Text, said[0].Text)
		}
	}
	if n := number(t, a, "SELECT count(*) FROM transactions"); n != 2*keys {
		t.Errorf("%d entries, want one for each of %d keys of two people", n, keys)
	}
	sound(t, a)
}
