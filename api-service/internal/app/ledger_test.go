package app_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"financebot/api-service/internal/app/apptest"
	"financebot/pkg/api"
	"financebot/pkg/client"
)

// balance is what an account shows.
func balance(t *testing.T, c *client.Client, id int64) string {
	t.Helper()
	a, err := c.Account(context.Background(), id)
	if err != nil {
		t.Fatal(err)
	}
	return a.Balance
}

// ledger is a new user with his first account and a second one.
func ledger(t *testing.T, a *apptest.API, email string) (c *client.Client, cash, card api.Account) {
	t.Helper()
	ctx := context.Background()
	c, _ = a.Register(t, email)
	all, err := c.Accounts(ctx)
	if err != nil {
		t.Fatal(err)
	}
	card, err = c.CreateAccount(ctx, api.CreateAccount{Name: "Card", Kind: "card", Currency: "USD", Opening: "100"})
	if err != nil {
		t.Fatal(err)
	}
	return c, all.Items[0], card
}

func TestEntriesMoveBalancesExactly(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	c, cash, card := ledger(t, a, "ana@example.com")
	spent, err := c.CreateTransaction(ctx, api.CreateTransaction{Kind: api.Expense, Amount: "12.50", Note: "coffee", Tags: []string{"Home", "home"}})
	if err != nil || spent.Amount != "12.50" || spent.AccountID != cash.ID || len(spent.Tags) != 1 || spent.OperationID == "" {
		t.Fatalf("spent: %+v, %v", spent, err)
	}
	if got := balance(t, c, cash.ID); got != "-12.50" {
		t.Errorf("cash is %s", got)
	}
	if _, err := c.CreateTransfer(ctx, api.CreateTransfer{FromAccountID: card.ID, ToAccountID: cash.ID, Amount: "30"}); err != nil {
		t.Fatal(err)
	}
	if got := balance(t, c, cash.ID) + " " + balance(t, c, card.ID); got != "17.50 70.00" {
		t.Errorf("after the transfer: %s", got)
	}
	amount, note := api.Decimal("2.5"), "tea"
	changed, err := c.UpdateTransaction(ctx, api.UpdateTransaction{ID: spent.ID, IfMatch: spent.ETag(), Amount: &amount, Note: &note, AccountID: &card.ID})
	if err != nil || changed.Note != "tea" || changed.Version != 2 {
		t.Fatalf("changed: %+v, %v", changed, err)
	}
	if got := balance(t, c, cash.ID) + " " + balance(t, c, card.ID); got != "30.00 67.50" {
		t.Errorf("after the change: %s", got)
	}
	if _, err := c.UpdateTransaction(ctx, api.UpdateTransaction{ID: spent.ID, IfMatch: spent.ETag(), Note: &note}); !is(err, "transaction.changed") {
		t.Errorf("an old version: %v", err)
	}
	if _, err := c.UndoTransaction(ctx, api.UndoTransaction{ID: spent.ID}); err != nil {
		t.Errorf("undo the change: %v", err)
	}
	if got := balance(t, c, cash.ID) + " " + balance(t, c, card.ID); got != "17.50 70.00" {
		t.Errorf("after the undo: %s", got)
	}
	if _, err := c.UndoTransaction(ctx, api.UndoTransaction{ID: spent.ID}); err != nil {
		t.Errorf("undo the booking: %v", err)
	}
	if got := balance(t, c, cash.ID); got != "30.00" {
		t.Errorf("after both undos: %s", got)
	}
	if _, err := c.Transaction(ctx, spent.ID); !is(err, "transaction.unknown") {
		t.Errorf("an undone entry: %v", err)
	}
}

// Replicas keep in mind which account is the default; the ledger itself must not believe them. Where
// the default is archived the next one is it, and stays so.
func TestEntryWithoutAccountGoesToTheDefault(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	b := a.Replica(t)
	ana, cash, card := ledger(t, a, "ana@example.com")
	other := b.Client().As(login(t, a, "ana@example.com").AccessToken)
	spend := api.CreateTransaction{Kind: api.Expense, Amount: "1"}
	for _, step := range []struct {
		account  int64
		archived bool
		want     int64
	}{{cash.ID, false, cash.ID}, {cash.ID, true, card.ID}, {cash.ID, false, card.ID}, {card.ID, true, cash.ID}} {
		if _, err := other.UpdateAccount(ctx, api.UpdateAccount{ID: step.account, Archived: &step.archived}); err != nil {
			t.Fatal(err)
		}
		for range 2 {
			if got, err := ana.CreateTransaction(ctx, spend); err != nil || got.AccountID != step.want {
				t.Errorf("%d archived %v: booked on %d, %v; want %d", step.account, step.archived, got.AccountID, err, step.want)
			}
		}
	}
}

func TestDeletionIsUndoneWithItsParts(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	c, cash, _ := ledger(t, a, "ana@example.com")
	categories, err := c.Categories(ctx)
	if err != nil {
		t.Fatal(err)
	}
	food, home := categories.Items[0].ID, categories.Items[3].ID
	entry, err := c.CreateTransaction(ctx, api.CreateTransaction{Kind: api.Expense, Amount: "10", Splits: []api.Split{
		{CategoryID: &food, Amount: "7.25"}, {CategoryID: &home, Amount: "2.75", Note: "soap"}}})
	if err != nil || len(entry.Splits) != 2 {
		t.Fatalf("entry: %+v, %v", entry, err)
	}
	gone, err := c.DeleteTransaction(ctx, api.DeleteTransaction{ID: entry.ID})
	if err != nil || balance(t, c, cash.ID) != "0.00" {
		t.Fatalf("gone: %+v, %v, %s", gone, err, balance(t, c, cash.ID))
	}
	if _, err := c.Undo(ctx, gone.OperationID); err != nil {
		t.Fatal(err)
	}
	back, err := c.Transaction(ctx, entry.ID)
	if err != nil || len(back.Splits) != 2 || back.Splits[1].Note != "soap" || balance(t, c, cash.ID) != "-10.00" {
		t.Errorf("back: %+v, %v", back, err)
	}
	if _, err := c.Undo(ctx, gone.OperationID); !is(err, "operation.undone") {
		t.Errorf("twice: %v", err)
	}
	if _, err := c.Undo(ctx, entry.OperationID); err != nil {
		t.Errorf("the booking after that: %v", err)
	}
}

func TestUndoEndsAfterTenMinutes(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	c, _, _ := ledger(t, a, "ana@example.com")
	entry, err := c.CreateTransaction(ctx, api.CreateTransaction{Kind: api.Income, Amount: "1"})
	if err != nil {
		t.Fatal(err)
	}
	a.Advance(10*time.Minute + time.Second)
	if _, err := c.UndoTransaction(ctx, api.UndoTransaction{ID: entry.ID}); !is(err, "operation.too_late") {
		t.Errorf("got %v", err)
	}
}

func TestWrongEntriesAreRefused(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	c, cash, card := ledger(t, a, "ana@example.com")
	other, _, _ := ledger(t, a, "bob@example.com")
	theirs, err := other.Accounts(ctx)
	if err != nil {
		t.Fatal(err)
	}
	theirCategories, err := other.Categories(ctx)
	if err != nil {
		t.Fatal(err)
	}
	mine, err := c.Categories(ctx)
	if err != nil {
		t.Fatal(err)
	}
	income := mine.Items[len(mine.Items)-1].ID
	closed := true
	if _, err := c.UpdateAccount(ctx, api.UpdateAccount{ID: card.ID, Archived: &closed}); err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		in   api.CreateTransaction
		code string
	}{
		"zero":               {api.CreateTransaction{Kind: api.Expense, Amount: "0"}, "transaction.amount"},
		"negative":           {api.CreateTransaction{Kind: api.Expense, Amount: "-5"}, "transaction.amount"},
		"too precise":        {api.CreateTransaction{Kind: api.Expense, Amount: "1.005"}, "money.precision"},
		"too large":          {api.CreateTransaction{Kind: api.Expense, Amount: "99999999999999"}, "money.range"},
		"no amount":          {api.CreateTransaction{Kind: api.Expense, Amount: "abc"}, "money.syntax"},
		"other currency":     {api.CreateTransaction{Kind: api.Expense, Amount: "5", Currency: "EUR"}, "transaction.currency"},
		"unknown account":    {api.CreateTransaction{Kind: api.Expense, Amount: "5", AccountID: 999}, "account.unknown"},
		"another's account":  {api.CreateTransaction{Kind: api.Expense, Amount: "5", AccountID: theirs.Items[0].ID}, "account.unknown"},
		"archived account":   {api.CreateTransaction{Kind: api.Expense, Amount: "5", AccountID: card.ID}, "account.archived"},
		"another's category": {api.CreateTransaction{Kind: api.Expense, Amount: "5", CategoryID: &theirCategories.Items[0].ID}, "category.unknown"},
		"income category":    {api.CreateTransaction{Kind: api.Expense, Amount: "5", CategoryID: &income}, "category.kind"},
		"no such day":        {api.CreateTransaction{Kind: api.Expense, Amount: "5", Date: "2025-02-29"}, "request.invalid"},
		"far future":         {api.CreateTransaction{Kind: api.Expense, Amount: "5", Date: "2999-01-01"}, "transaction.date"},
		"wrong sum":          {api.CreateTransaction{Kind: api.Expense, Amount: "5", Splits: []api.Split{{Amount: "4"}}}, "transaction.splits"},
	} {
		if _, err := c.CreateTransaction(ctx, test.in); !is(err, test.code) {
			t.Errorf("%s: got %v, want %s", name, err, test.code)
		}
	}
	if got := balance(t, c, cash.ID) + " " + balance(t, c, card.ID); got != "0.00 100.00" {
		t.Errorf("something moved: %s", got)
	}
	list, err := c.Transactions(ctx, api.TransactionFilter{})
	if err != nil || len(list.Items) != 0 {
		t.Errorf("something was booked: %+v, %v", list, err)
	}
}

func TestSameKeyBooksOnce(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	c, cash, _ := ledger(t, a, "ana@example.com")
	const callers = 20
	var all sync.WaitGroup
	answers := make([]api.Transaction, callers)
	failures := make([]error, callers)
	for i := range callers {
		all.Go(func() {
			answers[i], failures[i] = c.Once("k-1").CreateTransaction(ctx, api.CreateTransaction{Kind: api.Expense, Amount: "3"})
		})
	}
	all.Wait()
	for i := range callers {
		if failures[i] != nil || answers[i].ID != answers[0].ID {
			t.Errorf("caller %d: %+v, %v", i, answers[i], failures[i])
		}
	}
	if got := balance(t, c, cash.ID); got != "-3.00" {
		t.Errorf("booked more than once: %s", got)
	}
	if _, err := c.Once("k-1").CreateTransaction(ctx, api.CreateTransaction{Kind: api.Expense, Amount: "4"}); !is(err, "idempotency.mismatch") {
		t.Errorf("another body: %v", err)
	}
}

func TestPagesAreStable(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	c, _, _ := ledger(t, a, "ana@example.com")
	for i := range 25 {
		_, err := c.CreateTransaction(ctx, api.CreateTransaction{Kind: api.Expense, Amount: "1", Date: "2026-01-0" + fmt.Sprint(1+i%5), Note: fmt.Sprint(i)})
		if err != nil {
			t.Fatal(err)
		}
	}
	seen, filter := map[int64]bool{}, api.TransactionFilter{Limit: 10}
	for page := range 3 {
		got, err := c.Transactions(ctx, filter)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range got.Items {
			if seen[e.ID] {
				t.Errorf("entry %d came twice", e.ID)
			}
			seen[e.ID] = true
		}
		if filter.Cursor = got.NextCursor; (filter.Cursor == "") != (page == 2) {
			t.Errorf("page %d: cursor %q", page, filter.Cursor)
		}
		if _, err := c.CreateTransaction(ctx, api.CreateTransaction{Kind: api.Income, Amount: "9", Date: "2026-02-01"}); err != nil {
			t.Fatal(err)
		}
	}
	if len(seen) != 25 {
		t.Errorf("saw %d entries, want 25", len(seen))
	}
}
