package app_test

import (
	"context"
	"strings"
	"testing"

	"financebot/api-service/internal/app/apptest"
	"financebot/pkg/api"
	"financebot/pkg/errs"
)

func TestQuickAddBooksAllLinesOrNone(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	c, cash, card := ledger(t, a, "ana@example.com")
	added, err := c.QuickAdd(ctx, api.QuickAdd{Text: "12.50 groceries\n+1500 salary !salary @card #job\n20 @card > @cash\n3 tea !nonsense"})
	if err != nil || len(added.Items) != 4 {
		t.Fatalf("added: %+v, %v", added, err)
	}
	if added.Items[0].CategoryID == nil || added.Items[1].CategoryID == nil || added.Items[3].UnknownCategory != "nonsense" {
		t.Errorf("categories: %+v", added.Items)
	}
	if got := balance(t, c, cash.ID) + " " + balance(t, c, card.ID); got != "4.50 1580.00" {
		t.Errorf("balances: %s", got)
	}
	_, err = c.QuickAdd(ctx, api.QuickAdd{Text: "5 bread\nnothing here\n7 cheese @vault"})
	if e := errs.As(err); e == nil || e.Code != "entry.unreadable" || len(e.Fields) != 1 || e.Fields[0].Field != "line 2" {
		t.Errorf("an unreadable line: %+v", err)
	}
	_, err = c.QuickAdd(ctx, api.QuickAdd{Text: "5 bread\n7 cheese @vault"})
	if e := errs.As(err); e == nil || len(e.Fields) != 1 || e.Fields[0].Code != "quick.account" {
		t.Errorf("an unknown account: %+v", err)
	}
	_, err = c.QuickAdd(ctx, api.QuickAdd{Text: "\u200b\n\u2060\ufeff\n7 cheese @vault"})
	if e := errs.As(err); e == nil || len(e.Fields) != 1 || e.Fields[0].Field != "line 3" {
		t.Errorf("after lines of invisible characters: %+v", err)
	}
	if got := balance(t, c, cash.ID); got != "4.50" {
		t.Errorf("a refused message moved money: %s", got)
	}
	if _, err := c.Undo(ctx, added.OperationID); err != nil {
		t.Fatal(err)
	}
	if got := balance(t, c, cash.ID) + " " + balance(t, c, card.ID); got != "0.00 100.00" {
		t.Errorf("after the undo: %s", got)
	}
}

func TestReadingBooksNothing(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	c, cash, _ := ledger(t, a, "ana@example.com")
	read, err := c.ParseEntries(ctx, api.QuickAdd{Text: "1.234 rent", Language: "ro"})
	if err != nil || len(read.Items) != 1 || read.Items[0].Amount != "1234.00" || len(read.Items[0].Readings) == 0 {
		t.Errorf("read: %+v, %v", read, err)
	}
	if got := balance(t, c, cash.ID); got != "0.00" {
		t.Errorf("reading moved money: %s", got)
	}
}

func TestQuickAddReplacesEntriesInOneOperation(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	c, cash, card := ledger(t, a, "ana@example.com")
	first, err := c.QuickAdd(ctx, api.QuickAdd{Text: "10 coffee\n20 tea @card"})
	if err != nil {
		t.Fatal(err)
	}
	in := api.QuickAdd{Text: "+5 coffee\n1 bread", Replaces: []int64{first.Items[1].ID, first.Items[0].ID}}
	second, err := c.Once("edit-1").QuickAdd(ctx, in)
	if err != nil || len(second.Items) != 2 {
		t.Fatalf("replaced: %+v, %v", second, err)
	}
	again, err := c.Once("edit-1").QuickAdd(ctx, in)
	if err != nil || again.OperationID != second.OperationID {
		t.Errorf("asked again: %+v, %v", again, err)
	}
	if got := balance(t, c, cash.ID) + " " + balance(t, c, card.ID); got != "4.00 100.00" {
		t.Errorf("after the change: %s", got)
	}
	if _, err := c.QuickAdd(ctx, in); !errs.Is(err, errs.NotFound) {
		t.Errorf("entries that are gone: %v", err)
	}
	other, _ := a.Register(t, "bob@example.com")
	if _, err := other.QuickAdd(ctx, api.QuickAdd{Text: "1 tea", Replaces: []int64{second.Items[0].ID}}); !errs.Is(err, errs.NotFound) {
		t.Errorf("entries of others: %v", err)
	}
	if got := balance(t, c, cash.ID); got != "4.00" {
		t.Errorf("a refused change moved money: %s", got)
	}
	if _, err := c.Undo(ctx, second.OperationID); err != nil {
		t.Fatal(err)
	}
	if got := balance(t, c, cash.ID) + " " + balance(t, c, card.ID); got != "-10.00 80.00" {
		t.Errorf("after the undo: %s", got)
	}
	if _, err := c.Transaction(ctx, first.Items[0].ID); err != nil {
		t.Errorf("the first entry did not come back: %v", err)
	}
}

func TestTagThatIsTypedCanBeSentAgain(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	c, _, _ := ledger(t, a, "ana@example.com")
	longest := strings.Repeat("ș", api.MaxTag)
	added, err := c.QuickAdd(ctx, api.QuickAdd{Text: "5 bread #" + longest})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.UpdateTransaction(ctx, api.UpdateTransaction{ID: added.Items[0].ID, Tags: &added.Items[0].Tags}); err != nil {
		t.Errorf("the same tags: %v", err)
	}
	_, err = c.QuickAdd(ctx, api.QuickAdd{Text: "5 bread #" + longest + "ș"})
	if e := errs.As(err); e == nil || len(e.Fields) != 1 || e.Fields[0].Code != "entry.tag_too_long" {
		t.Errorf("a longer one: %+v", err)
	}
}
