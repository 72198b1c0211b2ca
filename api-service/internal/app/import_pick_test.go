package app_test

import (
	"context"
	"testing"

	"financebot/api-service/internal/app/apptest"
	"financebot/pkg/api"
	"financebot/pkg/errs"
)

// Rows in doubt are booked or left out one by one; those left out are known all the same.
func TestRowsInDoubtAreChosenOneByOne(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	c, cash, _ := ledger(t, a, "ana@example.com")
	for _, e := range []api.CreateTransaction{
		{Kind: api.Expense, Amount: "40", Note: "new boots", Date: "2026-01-07"},
		{Kind: api.Expense, Amount: "9", Note: "lunch", Date: "2026-01-08"},
	} {
		if _, err := c.CreateTransaction(ctx, e); err != nil {
			t.Fatal(err)
		}
	}
	const file = week + "2026-01-31,55.50,Closing balance\n2026-01-10,-9,Elm Diner\n"
	seen := previewed(t, c, cash.ID, file)
	counted(t, "seen", seen, tally{fresh: 5, maybe: 2})
	if seen.Lookalikes != 1 || seen.Summaries != 1 || len(seen.Doubts) != 4 {
		t.Fatalf("%d look alike, %d are summaries, doubts %+v", seen.Lookalikes, seen.Summaries, seen.Doubts)
	}
	boots, closing := seen.Doubts[1], seen.Doubts[2]
	if boots.Match == nil || boots.Match.Note != "new boots" || boots.Match.Date != "2026-01-07" || boots.Match.ID != boots.MatchID || !boots.Books {
		t.Errorf("boots: %+v", boots)
	}
	if closing.Line != 6 || closing.Duplicate != api.DuplicateSummary || closing.Books {
		t.Errorf("closing balance: %+v", closing)
	}
	if behind := planned(t, c, api.ImportPlan{ID: seen.ID, DoubtsAfter: 3}); len(behind.Doubts) != 1 || behind.Doubts[0].Line != 7 {
		t.Errorf("behind three: %+v", behind.Doubts)
	}

	both := api.ImportPlan{ID: seen.ID, ImportDecisions: api.ImportDecisions{BookLines: []int{5}, LeaveLines: []int{5}}}
	if _, err := c.PreviewImport(ctx, both); errs.As(err) == nil || errs.As(err).Kind != errs.Invalid {
		t.Errorf("a line that is booked and left out: %v", err)
	}
	plan := api.ImportPlan{ID: seen.ID, ImportDecisions: api.ImportDecisions{BookLines: []int{6}, LeaveLines: []int{3, 5}}}
	counted(t, "chosen", planned(t, c, plan), tally{fresh: 4, maybe: 2})
	applied(t, c, plan)
	if got := balance(t, c, cash.ID); got != "-18.00" {
		t.Errorf("balance: %s", got)
	}
	again := previewed(t, c, cash.ID, file)
	counted(t, "again", again, tally{fresh: 1, duplicates: 4}) // the other bus ride is nowhere yet
	if again.Summaries != 1 {
		t.Errorf("summaries: %d", again.Summaries)
	}
	sound(t, a)
}

// A row that is left out still takes its place: the other one of its look is not taken for its entry.
func TestLeavingOneTwinOutKeepsTheOther(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	c, checking, savings := twoAccounts(t, a)
	if _, err := c.CreateTransfer(ctx, api.CreateTransfer{
		FromAccountID: checking.ID, ToAccountID: savings.ID, Amount: "100", Date: "2026-01-25", Note: "Move",
	}); err != nil {
		t.Fatal(err)
	}
	seen := previewed(t, c, checking.ID, head+"2026-01-25,Coat,-100.00\n2026-01-25,Shoes,-100.00\n")
	counted(t, "seen", seen, tally{fresh: 2, maybe: 1})
	plan := api.ImportPlan{ID: seen.ID, ImportDecisions: api.ImportDecisions{LeaveLines: []int{2}}}
	counted(t, "chosen", planned(t, c, plan), tally{fresh: 1, maybe: 1})
	applied(t, c, plan)
	if entryOf(t, c, "Shoes").Amount != "100.00" {
		t.Error("the other one is not booked")
	}
	sound(t, a)
}
