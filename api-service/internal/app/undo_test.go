package app_test

import (
	"context"
	"testing"
	"time"

	"financebot/api-service/internal/app/apptest"
	"financebot/pkg/api"
	"financebot/pkg/client"
)

// Each card of a message of several lines acts on its own entry.
func TestUndoOfAnEntryLeavesThoseBesideIt(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	c, cash, _ := ledger(t, a, "ana@example.com")
	added, err := c.QuickAdd(ctx, api.QuickAdd{Text: "10 coffee\n20 tea\n40 bread\n80 milk"})
	if err != nil {
		t.Fatal(err)
	}
	ids := make([]int64, 0, len(added.Items))
	for _, item := range added.Items {
		ids = append(ids, item.ID)
	}
	amount := api.Decimal("25")
	if _, err := c.UpdateTransaction(ctx, api.UpdateTransaction{ID: ids[1], Amount: &amount}); err != nil {
		t.Fatal(err)
	}
	undo := func(id int64, want string) {
		t.Helper()
		if _, err := c.UndoTransaction(ctx, api.UndoTransaction{ID: id}); err != nil || balance(t, c, cash.ID) != want {
			t.Errorf("entry %d: %v, cash is %s, want %s", id, err, balance(t, c, cash.ID), want)
		}
	}
	undo(ids[0], "-145.00") // although another was changed since
	undo(ids[1], "-140.00") // the change
	undo(ids[1], "-120.00") // the booking
	if _, err := c.UndoTransaction(ctx, api.UndoTransaction{ID: ids[1]}); !is(err, "operation.unknown") {
		t.Errorf("a third time: %v", err)
	}
	if _, err := c.Undo(ctx, added.OperationID); err != nil || balance(t, c, cash.ID) != "0.00" {
		t.Errorf("what is left, at once: %v, cash is %s", err, balance(t, c, cash.ID))
	}
	sound(t, a)
}

// What took the place of another goes, and the other is back.
func TestUndoOfAReplacementBringsTheReplacedBack(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	c, cash, _ := ledger(t, a, "ana@example.com")
	first, err := c.QuickAdd(ctx, api.QuickAdd{Text: "12.50 coffee"})
	if err != nil {
		t.Fatal(err)
	}
	second, err := c.QuickAdd(ctx, api.QuickAdd{Text: "+12.50 coffee", Replaces: []int64{first.Items[0].ID}})
	if err != nil || balance(t, c, cash.ID) != "12.50" {
		t.Fatalf("replaced: %v, cash is %s", err, balance(t, c, cash.ID))
	}
	if _, err := c.UndoTransaction(ctx, api.UndoTransaction{ID: second.Items[0].ID}); err != nil || balance(t, c, cash.ID) != "-12.50" {
		t.Errorf("undone: %v, cash is %s", err, balance(t, c, cash.ID))
	}
	sound(t, a)
}

// Nothing comes back to an account that was archived since; once that is open again, it does.
func TestUndoBringsNothingToAnArchivedAccount(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	c, cash, card := ledger(t, a, "ana@example.com")
	box, err := c.CreateAccount(ctx, api.CreateAccount{Name: "Box", Kind: "cash", Currency: cash.Currency})
	if err != nil {
		t.Fatal(err)
	}
	archive := func(yes bool) {
		t.Helper()
		if _, err := c.UpdateAccount(ctx, api.UpdateAccount{ID: box.ID, Archived: &yes}); err != nil {
			t.Fatal(err)
		}
	}
	all := func() string {
		return balance(t, c, cash.ID) + " " + balance(t, c, card.ID) + " " + balance(t, c, box.ID)
	}
	for name, step := range leavings(ctx, c, cash.ID, card.ID, box.ID) {
		id, err := step.book()
		if err != nil {
			t.Fatal(err)
		}
		before := all()
		operation, err := step.leave(id)
		if err != nil {
			t.Fatal(err)
		}
		after := all()
		archive(true)
		if _, err := c.Undo(ctx, operation); !is(err, "account.archived") || all() != after {
			t.Errorf("%s, undone: %v, from %s to %s", name, err, after, all())
		}
		if _, err := c.UndoTransaction(ctx, api.UndoTransaction{ID: id}); !is(err, "account.archived") || all() != after {
			t.Errorf("%s, the entry undone: %v, from %s to %s", name, err, after, all())
		}
		archive(false)
		err = overtaken(t, a, "UPDATE accounts SET archived = true WHERE name = 'Box'", func() error { return failure(c.Undo(ctx, operation)) })
		if !is(err, "account.archived") || all() != after {
			t.Errorf("%s, undone while it is archived: %v, from %s to %s", name, err, after, all())
		}
		archive(false)
		if _, err := c.Undo(ctx, operation); err != nil || all() != before {
			t.Errorf("%s, undone with the account open again: %v, %s, want %s", name, err, all(), before)
		}
	}
	sound(t, a)
}

// leaving books an entry on an account, and takes it away from there.
type leaving struct {
	book  func() (id int64, err error)
	leave func(id int64) (operation string, err error)
}

// leavings are the ways in which an entry leaves the box.
func leavings(ctx context.Context, c *client.Client, cash, card, box int64) map[string]leaving {
	spend := func() (int64, error) {
		spent, err := c.CreateTransaction(ctx, api.CreateTransaction{Kind: api.Expense, Amount: "3", AccountID: box})
		return spent.ID, err
	}
	send := func() (int64, error) {
		sent, err := c.CreateTransfer(ctx, api.CreateTransfer{FromAccountID: card, ToAccountID: box, Amount: "5", ToAmount: "5"})
		return sent.ID, err
	}
	remove := func(id int64) (string, error) {
		gone, err := c.DeleteTransaction(ctx, api.DeleteTransaction{ID: id})
		return gone.OperationID, err
	}
	return map[string]leaving{
		"deleted":             {spend, remove},
		"a transfer, deleted": {send, remove},
		"moved": {spend, func(id int64) (string, error) {
			moved, err := c.UpdateTransaction(ctx, api.UpdateTransaction{ID: id, AccountID: &cash})
			return moved.OperationID, err
		}},
		"replaced": {spend, func(id int64) (string, error) {
			other, err := c.QuickAdd(ctx, api.QuickAdd{Text: "8 tea", Replaces: []int64{id}})
			return other.OperationID, err
		}},
	}
}

// What is on an archived account may still be put right, and go.
func TestUndoOnAnArchivedAccount(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	c, cash, card := ledger(t, a, "ana@example.com")
	spent, err := c.CreateTransaction(ctx, api.CreateTransaction{Kind: api.Expense, Amount: "3", AccountID: cash.ID})
	if err != nil {
		t.Fatal(err)
	}
	amount, closed := api.Decimal("30"), true
	if _, err := c.UpdateTransaction(ctx, api.UpdateTransaction{ID: spent.ID, Amount: &amount}); err != nil {
		t.Fatal(err)
	}
	if _, err := c.UpdateAccount(ctx, api.UpdateAccount{ID: cash.ID, Archived: &closed}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"-3.00", "0.00"} { // the change, then the booking
		if _, err := c.UndoTransaction(ctx, api.UndoTransaction{ID: spent.ID}); err != nil || balance(t, c, cash.ID) != want {
			t.Errorf("%v, cash is %s, want %s; the card has %s", err, balance(t, c, cash.ID), want, balance(t, c, card.ID))
		}
	}
	sound(t, a)
}

// A category that was merged away takes nothing with it that can still be undone.
func TestUndoOutlivesAMergeOfCategories(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	c, cash, _ := ledger(t, a, "ana@example.com")
	categories, err := c.Categories(ctx)
	if err != nil {
		t.Fatal(err)
	}
	from, into := categories.Items[0].ID, categories.Items[3].ID
	whole, err := c.CreateTransaction(ctx, api.CreateTransaction{Kind: api.Expense, Amount: "10", CategoryID: &from})
	if err != nil {
		t.Fatal(err)
	}
	split, err := c.CreateTransaction(ctx, api.CreateTransaction{Kind: api.Expense, Amount: "10", Splits: []api.Split{
		{CategoryID: &from, Amount: "7.25"}, {CategoryID: &into, Amount: "2.75"}}})
	if err != nil {
		t.Fatal(err)
	}
	kept, err := c.CreateTransaction(ctx, api.CreateTransaction{Kind: api.Expense, Amount: "10", Splits: []api.Split{
		{CategoryID: &from, Amount: "1"}, {CategoryID: &into, Amount: "9"}}})
	if err != nil {
		t.Fatal(err)
	}
	var gone []string
	for _, id := range []int64{whole.ID, split.ID} {
		deleted, err := c.DeleteTransaction(ctx, api.DeleteTransaction{ID: id})
		if err != nil {
			t.Fatal(err)
		}
		gone = append(gone, deleted.OperationID)
	}
	if _, err := c.MergeCategory(ctx, api.MergeCategory{ID: from, Into: into}); err != nil {
		t.Fatal(err)
	}
	for _, operation := range gone {
		if _, err := c.Undo(ctx, operation); err != nil {
			t.Fatal(err)
		}
	}
	back, err := c.Transaction(ctx, whole.ID)
	if err != nil || back.CategoryID == nil || *back.CategoryID != into || balance(t, c, cash.ID) != "-30.00" {
		t.Errorf("back: %+v, %v, cash is %s", back, err, balance(t, c, cash.ID))
	}
	back, err = c.Transaction(ctx, split.ID)
	if err != nil || len(back.Splits) != 2 || *back.Splits[0].CategoryID != into {
		t.Errorf("back: %+v, %v", back, err)
	}
	note := "other"
	if _, err := c.UpdateTransaction(ctx, api.UpdateTransaction{ID: kept.ID, IfMatch: kept.ETag(), Note: &note}); !is(err, "transaction.changed") {
		t.Errorf("an entry whose parts moved has the old version: %v", err)
	}
	sound(t, a)
}

// To tidy up the categories is no change of what a file brought.
func TestImportIsUndoneAfterAMergeOfCategories(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	c, _, _ := ledger(t, a, "ana@example.com")
	categories, err := c.Categories(ctx)
	if err != nil {
		t.Fatal(err)
	}
	from, into := categories.Items[0], categories.Items[3]
	done := imported(t, c, csvFile("Date,Amount,Category\n2026-01-05,-1,"+from.Name+"\n2026-01-06,-2,"+into.Name+"\n"), api.ImportPlan{})
	if _, err := c.MergeCategory(ctx, api.MergeCategory{ID: from.ID, Into: into.ID}); err != nil {
		t.Fatal(err)
	}
	a.Advance(14 * time.Minute)
	if _, err := c.UndoImport(ctx, api.UndoImport{ID: done.ID}); err != nil || len(entries(t, c)) != 0 {
		t.Errorf("%v, %d entries are left", err, len(entries(t, c)))
	}
	sound(t, a)
}
