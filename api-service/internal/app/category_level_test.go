package app_test

import (
	"context"
	"testing"

	"financebot/api-service/internal/app/apptest"
	"financebot/pkg/api"
)

func TestMergeMakesNoThirdLevel(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	c, _, _ := ledger(t, a, "ana@example.com")
	open := func(name string, parent *int64) int64 {
		t.Helper()
		made, err := c.CreateCategory(ctx, api.CreateCategory{Kind: api.Expense, Name: name, ParentID: parent})
		if err != nil {
			t.Fatal(err)
		}
		return made.ID
	}
	upper := open("Upper", nil)
	lower := open("Lower", &upper)
	full := open("Full", nil)
	open("Its own", &full)
	for from, name := range map[int64]string{upper: "into its own", full: "with another under it"} {
		if _, err := c.MergeCategory(ctx, api.MergeCategory{ID: from, Into: lower}); !is(err, "category.depth") {
			t.Errorf("%s: %v", name, err)
		}
	}
	plain := open("Plain", nil)
	spent, err := c.CreateTransaction(ctx, api.CreateTransaction{Kind: api.Expense, Amount: "1", CategoryID: &plain})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.MergeCategory(ctx, api.MergeCategory{ID: plain, Into: lower}); err != nil {
		t.Fatalf("with none under it: %v", err)
	}
	if got, err := c.Transaction(ctx, spent.ID); err != nil || *got.CategoryID != lower {
		t.Errorf("the entry: %+v, %v", got, err)
	}
	sound(t, a)
}
