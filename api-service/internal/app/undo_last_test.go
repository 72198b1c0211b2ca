package app_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"financebot/api-service/internal/app/apptest"
	"financebot/pkg/api"
	"financebot/pkg/client"
)

// quickly books a line and gives its entry.
func quickly(t *testing.T, c *client.Client, line string) api.QuickEntry {
	t.Helper()
	added, err := c.QuickAdd(context.Background(), api.QuickAdd{Text: line, Language: "en"})
	if err != nil {
		t.Fatal(err)
	}
	return added.Items[0]
}

// noteOf is what an undo tells of its first entry.
func noteOf(done api.Undone) string {
	all := slices.Concat(done.Gone, done.Restored)
	if len(all) == 0 {
		return ""
	}
	return all[0].Note
}

func TestUndoWalksBack(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	c, cash, _ := ledger(t, a, "ana@example.com")
	quickly(t, c, "1 old")
	a.Advance(10*time.Minute + time.Second)

	first := quickly(t, c, "2 aaa")
	amount := api.Decimal("5")
	if _, err := c.UpdateTransaction(ctx, api.UpdateTransaction{ID: first.ID, Amount: &amount}); err != nil {
		t.Fatal(err)
	}
	gone := quickly(t, c, "3 bbb")
	if _, err := c.UndoTransaction(ctx, api.UndoTransaction{ID: gone.ID}); err != nil {
		t.Fatal(err)
	}
	quickly(t, c, "4 ccc")

	for _, want := range []struct{ note, cash string }{{"ccc", "-6.00"}, {"aaa", "-3.00"}, {"aaa", "-1.00"}} {
		again := c.Once("undo " + want.cash)
		done, err := again.UndoLast(ctx)
		if err != nil || noteOf(done) != want.note || balance(t, c, cash.ID) != want.cash {
			t.Errorf("undone %q, %v, cash is %s; want %+v", noteOf(done), err, balance(t, c, cash.ID), want)
		}
		if same, err := again.UndoLast(ctx); err != nil || same.OperationID != done.OperationID {
			t.Errorf("asked again for the same step: %+v, %v", same, err)
		}
	}
	if _, err := c.UndoLast(ctx); !is(err, "operation.unknown") {
		t.Errorf("beyond the ten minutes: %v", err)
	}
	sound(t, a)
}

// What somebody else did, or changed since, stays.
func TestUndoLastLeavesWhatOthersDid(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	c, cash, _ := ledger(t, a, "ana@example.com")
	_, other := a.Register(t, "ben@example.com")
	others := func(operation string) {
		t.Helper()
		_, err := a.DB.Pool().Exec(ctx, "UPDATE operations SET user_id = $1 WHERE id = $2", other.UserID, operation)
		if err != nil {
			t.Fatal(err)
		}
	}
	quickly(t, c, "1 aaa")
	shared, note := quickly(t, c, "2 bbb"), "theirs"
	changed, err := c.UpdateTransaction(ctx, api.UpdateTransaction{ID: shared.ID, Note: &note})
	if err != nil {
		t.Fatal(err)
	}
	others(changed.OperationID)
	others(quickly(t, c, "4 ccc").OperationID)

	done, err := c.UndoLast(ctx)
	if err != nil || noteOf(done) != "aaa" || balance(t, c, cash.ID) != "-6.00" {
		t.Errorf("undone %q, %v, cash is %s", noteOf(done), err, balance(t, c, cash.ID))
	}
	if _, err := c.UndoLast(ctx); !is(err, "operation.overtaken") || balance(t, c, cash.ID) != "-6.00" {
		t.Errorf("all that is left was changed since: %v, cash is %s", err, balance(t, c, cash.ID))
	}
	sound(t, a)
}

// What would come back to an archived account keeps nothing older from being undone, and nothing of
// it is kept.
func TestUndoLastStepsOverAnArchivedAccount(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	c, cash, _ := ledger(t, a, "ana@example.com")
	box, err := c.CreateAccount(ctx, api.CreateAccount{Name: "Box", Kind: "cash", Currency: cash.Currency})
	if err != nil {
		t.Fatal(err)
	}
	inBox, err := c.CreateTransaction(ctx, api.CreateTransaction{Kind: api.Expense, Amount: "7", AccountID: box.ID})
	if err != nil {
		t.Fatal(err)
	}
	quickly(t, c, "1 aaa")
	if _, err := c.UpdateTransaction(ctx, api.UpdateTransaction{ID: inBox.ID, AccountID: &cash.ID}); err != nil {
		t.Fatal(err)
	}
	closed, open := true, false
	if _, err := c.UpdateAccount(ctx, api.UpdateAccount{ID: box.ID, Archived: &closed}); err != nil {
		t.Fatal(err)
	}

	done, err := c.UndoLast(ctx)
	if err != nil || noteOf(done) != "aaa" || balance(t, c, cash.ID) != "-7.00" || balance(t, c, box.ID) != "0.00" {
		t.Errorf("undone %q, %v, cash is %s", noteOf(done), err, balance(t, c, cash.ID))
	}
	if _, err := c.UndoLast(ctx); !is(err, "account.archived") || balance(t, c, cash.ID) != "-7.00" {
		t.Errorf("only the archived account is left: %v, cash is %s", err, balance(t, c, cash.ID))
	}
	if _, err := c.UpdateAccount(ctx, api.UpdateAccount{ID: box.ID, Archived: &open}); err != nil {
		t.Fatal(err)
	}
	if _, err := c.UndoLast(ctx); err != nil || balance(t, c, box.ID) != "-7.00" || balance(t, c, cash.ID) != "0.00" {
		t.Errorf("once it is open again: %v, cash is %s", err, balance(t, c, cash.ID))
	}
	sound(t, a)
}

// However many operations lead back to archived accounts, a call ends after some.
func TestUndoLastGivesUpAfterSomeSteps(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	c, cash, _ := ledger(t, a, "ana@example.com")
	box, err := c.CreateAccount(ctx, api.CreateAccount{Name: "Box", Kind: "cash", Currency: cash.Currency})
	if err != nil {
		t.Fatal(err)
	}
	var moved []int64
	for range 20 {
		e, err := c.CreateTransaction(ctx, api.CreateTransaction{Kind: api.Expense, Amount: "1", AccountID: box.ID})
		if err != nil {
			t.Fatal(err)
		}
		moved = append(moved, e.ID)
	}
	quickly(t, c, "1 aaa")
	for _, id := range moved {
		if _, err := c.UpdateTransaction(ctx, api.UpdateTransaction{ID: id, AccountID: &cash.ID}); err != nil {
			t.Fatal(err)
		}
	}
	closed := true
	if _, err := c.UpdateAccount(ctx, api.UpdateAccount{ID: box.ID, Archived: &closed}); err != nil {
		t.Fatal(err)
	}
	if _, err := c.UndoLast(ctx); !is(err, "account.archived") || balance(t, c, cash.ID) != "-21.00" {
		t.Errorf("after as many steps as there are: %v, cash is %s", err, balance(t, c, cash.ID))
	}
	sound(t, a)
}

// A change of an entry that went with its import keeps nothing older from being undone.
func TestUndoLastStepsOverAnEntryThatIsGone(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	c, cash, _ := ledger(t, a, "ana@example.com")
	quickly(t, c, "1 aaa")
	done := imported(t, c, csvFile("Date,Amount\n2026-01-05,-2\n"), api.ImportPlan{AccountID: cash.ID})
	list, err := c.Transactions(ctx, api.TransactionFilter{To: "2026-01-05"})
	if err != nil {
		t.Fatal(err)
	}
	note := "mine"
	if _, err := c.UpdateTransaction(ctx, api.UpdateTransaction{ID: list.Items[0].ID, Note: &note}); err != nil {
		t.Fatal(err)
	}
	if _, err := c.UndoImport(ctx, api.UndoImport{ID: done.ID, Changed: api.ChangedRemove}); err != nil {
		t.Fatal(err)
	}

	undone, err := c.UndoLast(ctx)
	if err != nil || noteOf(undone) != "aaa" || balance(t, c, cash.ID) != "0.00" {
		t.Errorf("undone %q, %v, cash is %s", noteOf(undone), err, balance(t, c, cash.ID))
	}
	sound(t, a)
}
