package app_test

import (
	"context"
	"slices"
	"testing"

	"financebot/api-service/internal/app/apptest"
	"financebot/pkg/api"
	"financebot/pkg/client"
)

// twoAccounts is a workspace with a checking and a savings account.
func twoAccounts(t *testing.T, a *apptest.API) (c *client.Client, checking, savings api.Account) {
	t.Helper()
	c, _, checking = ledger(t, a, "ana@example.com")
	savings, err := c.CreateAccount(context.Background(), api.CreateAccount{Name: "Savings", Kind: "bank", Currency: "USD"})
	if err != nil {
		t.Fatal(err)
	}
	return c, checking, savings
}

const head = "Date,Description,Amount\n"

// A transfer that was entered by hand is found in the file of either account.
func TestTransfersAreFoundInFilesOfBothAccounts(t *testing.T) {
	t.Parallel()
	for name, step := range map[string]struct {
		out  bool // whether it is the file of the account that the money left
		rows string
		want tally
	}{
		"out":               {true, "2026-01-25,Move,-100.00\n", tally{duplicates: 1}},
		"in":                {false, "2026-01-25,Move,100.00\n", tally{duplicates: 1}},
		"in other words":    {false, "2026-01-25,From 5550001,100.00\n", tally{duplicates: 1}},
		"booked later":      {false, "2026-01-27,From 5550001,100.00\n", tally{fresh: 1, maybe: 1}},
		"booked earlier":    {true, "2026-01-22,To savings,-100.00\n", tally{fresh: 1, maybe: 1}},
		"too late":          {false, "2026-01-29,From 5550001,100.00\n", tally{fresh: 1}},
		"the wrong way":     {false, "2026-01-25,Move,-100.00\n", tally{fresh: 1}},
		"another amount":    {true, "2026-01-25,Move,-100.01\n", tally{fresh: 1}},
		"twice":             {true, "2026-01-25,Move,-100.00\n2026-01-25,Shoes,-100.00\n", tally{fresh: 1, duplicates: 1}},
		"twice, in neither": {true, "2026-01-25,Coat,-100.00\n2026-01-25,Shoes,-100.00\n", tally{fresh: 2, maybe: 1}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a, ctx := apptest.New(t), context.Background()
			c, checking, savings := twoAccounts(t, a)
			move, err := c.CreateTransfer(ctx, api.CreateTransfer{
				FromAccountID: checking.ID, ToAccountID: savings.ID, Amount: "100", Date: "2026-01-25", Note: "Move",
			})
			if err != nil {
				t.Fatal(err)
			}
			account := savings.ID
			if step.out {
				account = checking.ID
			}
			seen := previewed(t, c, account, head+step.rows)
			counted(t, name, seen, step.want)
			if step.want.maybe > 0 && seen.Doubts[0].MatchID != move.ID {
				t.Errorf("doubts: %+v", seen.Doubts)
			}
		})
	}
}

// The two sides of one transfer, in the files of two accounts, become one where the caller says so.
func TestSidesInTwoFilesBecomeOneTransfer(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	c, checking, savings := twoAccounts(t, a)
	in := csvFile(head + "2026-01-25,To savings,-100\n2026-01-25,Coffee,-5\n")
	in.AccountID = checking.ID
	first := imported(t, c, in, api.ImportPlan{})
	left := entryOf(t, c, "To savings")
	other := head + "2026-01-26,From checking,100\n2026-01-26,Interest,1\n"
	seen := previewed(t, c, savings.ID, other)
	counted(t, "seen", seen, tally{fresh: 2, transfers: 1})
	side := seen.Doubts[0].Transfers
	if len(side) != 1 || side[0].ID != left.ID || side[0].AccountID != checking.ID || seen.Doubts[0].JoinsID != 0 {
		t.Errorf("doubts: %+v", seen.Doubts)
	}
	joined := api.ImportPlan{ID: seen.ID, ImportDecisions: api.ImportDecisions{JoinTransfers: true}}
	counted(t, "joined", planned(t, c, joined), tally{fresh: 2, transfers: 1, joined: 1})
	done := applied(t, c, joined)
	both := func() string { return balance(t, c, checking.ID) + " " + balance(t, c, savings.ID) }
	moved, err := c.Transaction(ctx, left.ID)
	if err != nil || done.New != 2 || moved.Kind != api.Transfer || *moved.ToAccountID != savings.ID || moved.Date != "2026-01-25" || both() != "-5.00 101.00" {
		t.Fatalf("done: %+v, %+v, %v, %s", done, moved, err, both())
	}
	sound(t, a)
	// Either file again finds its side.
	counted(t, "the first again", previewed(t, c, checking.ID, string(in.File.Content)), tally{duplicates: 2})
	counted(t, "the second again", previewed(t, c, savings.ID, other), tally{duplicates: 2})
	if _, err := c.UndoImport(ctx, api.UndoImport{ID: first.ID}); !is(err, "import.changed") {
		t.Errorf("the first undone: %v", err)
	}
	if _, err := c.UndoImport(ctx, api.UndoImport{ID: done.ID}); err != nil || both() != "-5.00 0.00" {
		t.Errorf("undone: %v, %s", err, both())
	}
	if back, err := c.Transaction(ctx, left.ID); err != nil || back.Kind != api.Expense || back.Note != left.Note || back.Payee != left.Payee {
		t.Errorf("as it was: %+v, %v", back, err)
	}
	sound(t, a)
	if _, err := c.UndoImport(ctx, api.UndoImport{ID: first.ID}); err != nil || both() != "100.00 0.00" {
		t.Errorf("the first undone: %v, %s", err, both())
	}
	sound(t, a)
}

// Where two entries may be the other side nothing is joined by itself, and the caller names one.
func TestAmbiguousSidesAreNotGuessed(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	c, checking, savings := twoAccounts(t, a)
	var ids []int64
	for _, date := range []string{"2026-01-24", "2026-01-26"} {
		e, err := c.CreateTransaction(ctx, api.CreateTransaction{AccountID: checking.ID, Kind: api.Expense, Amount: "100", Date: date})
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, e.ID)
	}
	seen := previewed(t, c, savings.ID, head+"2026-01-25,From checking,100\n2026-01-25,Gift,100\n")
	counted(t, "seen", seen, tally{fresh: 2, transfers: 2})
	plan := api.ImportPlan{ID: seen.ID, ImportDecisions: api.ImportDecisions{JoinTransfers: true}}
	counted(t, "all", planned(t, c, plan), tally{fresh: 2, transfers: 2})
	for name, transfers := range map[string]map[int]int64{"a stranger": {2: ids[0] + 1000}, "one for both": {2: ids[0], 3: ids[0]}, "no such line": {9: ids[0]}} {
		plan.Transfers = transfers
		if _, err := c.ApplyImport(ctx, plan); !is(err, "import.transfer") {
			t.Errorf("%s: %v", name, err)
		}
	}
	plan.Transfers = map[int]int64{2: ids[1], 3: 0}
	done := applied(t, c, plan)
	if got := balance(t, c, checking.ID) + " " + balance(t, c, savings.ID); done.New != 2 || got != "-100.00 200.00" {
		t.Errorf("done: %+v, %s", done, got)
	}
	if _, err := c.Undo(ctx, done.OperationID); err != nil {
		t.Errorf("undone: %v", err)
	}
	if e, err := c.Transaction(ctx, ids[1]); err != nil || e.Kind != api.Expense || balance(t, c, savings.ID) != "0.00" {
		t.Errorf("as it was: %+v, %v", e, err)
	}
	if list, err := c.Imports(ctx, api.ImportFilter{}); err != nil || list.Items[0].Status != api.ImportUndone {
		t.Errorf("imports: %+v, %v", list.Items, err)
	}
	counted(t, "after the undo", previewed(t, c, savings.ID, head+"2026-01-25,From checking,100\n"), tally{fresh: 1, transfers: 1})
	sound(t, a)
}

// A merge of categories also reaches the entry that an import made a transfer of.
func TestJoinedEntryComesBackInItsCategory(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	c, checking, savings := twoAccounts(t, a)
	all, err := c.Categories(ctx)
	if err != nil {
		t.Fatal(err)
	}
	of := slices.DeleteFunc(all.Items, func(k api.Category) bool { return k.Kind != api.Expense || k.ParentID != nil })
	e, err := c.CreateTransaction(ctx, api.CreateTransaction{AccountID: checking.ID, Kind: api.Expense, Amount: "100", Date: "2026-01-25", CategoryID: &of[0].ID})
	if err != nil {
		t.Fatal(err)
	}
	in := csvFile(head + "2026-01-25,From checking,100\n")
	in.AccountID = savings.ID
	done := imported(t, c, in, api.ImportPlan{ImportDecisions: api.ImportDecisions{JoinTransfers: true}})
	if _, err := c.MergeCategory(ctx, api.MergeCategory{ID: of[0].ID, Into: of[1].ID}); err != nil {
		t.Fatal(err)
	}
	if _, err := c.UndoImport(ctx, api.UndoImport{ID: done.ID}); err != nil {
		t.Fatal(err)
	}
	if back, err := c.Transaction(ctx, e.ID); err != nil || back.CategoryID == nil || *back.CategoryID != of[1].ID {
		t.Errorf("as it was: %+v, %v", back, err)
	}
	sound(t, a)
}
