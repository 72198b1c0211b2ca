package app_test

import (
	"context"
	"testing"
	"time"

	"financebot/api-service/internal/app/apptest"
	"financebot/pkg/api"
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
		if _, err := c.UndoTransaction(ctx, id); err != nil || balance(t, c, cash.ID) != want {
			t.Errorf("entry %d: %v, cash is %s, want %s", id, err, balance(t, c, cash.ID), want)
		}
	}
	undo(ids[0], "-145.00") // although another was changed since
	undo(ids[1], "-140.00") // the change
	undo(ids[1], "-120.00") // the booking
	if _, err := c.UndoTransaction(ctx, ids[1]); !is(err, "operation.unknown") {
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
	if _, err := c.UndoTransaction(ctx, second.Items[0].ID); err != nil || balance(t, c, cash.ID) != "-12.50" {
		t.Errorf("undone: %v, cash is %s", err, balance(t, c, cash.ID))
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
