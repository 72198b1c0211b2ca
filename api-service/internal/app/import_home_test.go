package app_test

import (
	"context"
	"testing"

	"financebot/api-service/internal/app/apptest"
	"financebot/pkg/api"
)

const (
	cashOfMay    = "Date,Amount,Description\n2026-05-02,-4.10,Bread\n2026-05-03,-60,Shoes\n2026-05-09,-7.30,Market\n"
	savingsOfMay = "Date,Amount,Description\n2026-05-01,200,Put aside\n2026-05-31,1.25,Interest\n"
)

// A bank's headings are those of all accounts there, so that they do not tell whose a file is.
func TestRowsTellWhoseAFileIs(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	c, cash, savings := ledger(t, a, "ana@example.com")
	imported(t, c, csvFile(cashOfMay), api.ImportPlan{AccountID: cash.ID})
	imported(t, c, csvFile(savingsOfMay), api.ImportPlan{AccountID: savings.ID})
	for what, want := range map[string]struct {
		file    string
		account int64
		known   bool
		fresh   int
	}{
		"the very file":                {cashOfMay, cash.ID, true, 0},
		"that of the last account":     {savingsOfMay, savings.ID, false, 0},
		"one that shares two rows":     {cashOfMay + "2026-05-12,-3,Tea\n2026-05-13,-3,Tea\n2026-05-14,-3,Tea\n2026-05-15,-3,Tea\n", cash.ID, true, 4},
		"one with a row of either one": {"Date,Amount,Description\n2026-05-02,-4.10,Bread\n2026-05-31,1.25,Interest\n", savings.ID, false, 0},
	} {
		seen, err := c.Import(ctx, csvFile(want.file))
		if err != nil || seen.AccountID != want.account || seen.AccountKnown != want.known || seen.New-seen.Maybe != want.fresh {
			t.Errorf("%s: %d new, %d in doubt, on %d (%v, %v), want %+v", what, seen.New, seen.Maybe, seen.AccountID, seen.AccountKnown, err, want)
		}
	}
	seen, err := c.Import(ctx, csvFile("Date,Amount,Description\n2026-06-02,-5,Fish\n"))
	if err != nil || seen.AccountKnown || len(seen.AccountChoices) != 2 {
		t.Errorf("one whose rows tell nothing: %+v, %v", seen, err)
	}
	if seen, err = c.PreviewImport(ctx, api.ImportPlan{ID: seen.ID, AccountID: cash.ID}); err != nil || seen.AccountChoices != nil {
		t.Errorf("once it is said: %+v, %v", seen, err)
	}
}

// What somebody booked on one account by hand is not booked on another one unmarked.
func TestRowsOfAnotherAccountAreMarked(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	c, cash, savings := ledger(t, a, "ana@example.com")
	typed, err := c.CreateTransaction(ctx, api.CreateTransaction{AccountID: cash.ID, Kind: api.Expense, Amount: "60", Date: "2026-05-03", Note: "shoes"})
	if err != nil {
		t.Fatal(err)
	}
	seen, err := c.PreviewImport(ctx, api.ImportPlan{ID: uploaded(t, c, csvFile(cashOfMay)).ID, AccountID: savings.ID})
	if err != nil || seen.New != 3 || seen.Maybe != 1 || len(seen.Doubts) != 1 || seen.Doubts[0].Match == nil {
		t.Fatalf("seen: %+v, %v", seen, err)
	}
	if got := seen.Doubts[0]; got.Duplicate != api.DuplicateMaybe || got.MatchID != typed.ID || got.Match.AccountID != cash.ID {
		t.Errorf("in doubt: %+v", got)
	}
	plan := api.ImportPlan{ID: seen.ID, AccountID: savings.ID}
	plan.LeaveLines = []int{seen.Doubts[0].Line}
	done, err := c.ApplyImport(ctx, plan)
	if err != nil || done.New != 2 || balance(t, c, cash.ID) != "-60.00" {
		t.Errorf("left out: %+v, %v", done, err)
	}
	sound(t, a)
}

func uploaded(t *testing.T, c interface {
	Import(context.Context, api.ImportFile) (api.Import, error)
}, file api.ImportFile) api.Import {
	t.Helper()
	seen, err := c.Import(context.Background(), file)
	if err != nil {
		t.Fatal(err)
	}
	return seen
}
