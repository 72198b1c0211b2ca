package app_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"financebot/api-service/internal/app/apptest"
	"financebot/pkg/api"
)

// What a file comes to is told before it is booked, and by the booking.
func TestSumsAndDaysOfAnImportAreTold(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	c, _, card := ledger(t, a, "ana@example.com")
	seen := previewed(t, c, card.ID, week+"2026-01-09,900,Pay\n")
	want := []api.ImportSum{{Currency: "USD", Income: "900.00", Expense: "58.50"}}
	if !slices.Equal(seen.Sums, want) || seen.From != "2026-01-05" || seen.To != "2026-01-09" {
		t.Errorf("seen: %+v, %s to %s", seen.Sums, seen.From, seen.To)
	}

	done := applied(t, c, api.ImportPlan{ID: seen.ID, SkipLines: []int{2}})
	want[0].Expense = "55.50"
	if !slices.Equal(done.Sums, want) || done.From != "2026-01-05" || done.To != "2026-01-09" {
		t.Errorf("done: %+v, %s to %s", done.Sums, done.From, done.To)
	}
}

// The rows of a preview are looked at page by page.
func TestRowsOfAPreviewBeginWhereThePlanSays(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	c, _, card := ledger(t, a, "ana@example.com")
	var file strings.Builder
	file.WriteString("Date,Amount,Description\n")
	for n := range 50 {
		fmt.Fprintf(&file, "2026-01-05,-1,row %d\n", n)
	}
	seen := previewed(t, c, card.ID, file.String())
	for _, step := range []struct{ after, rows, first int }{{0, 20, 2}, {20, 20, 22}, {40, 10, 42}} {
		page, err := c.PreviewImport(context.Background(), api.ImportPlan{ID: seen.ID, RowsAfter: step.after})
		if err != nil || len(page.Rows) != step.rows || page.Rows[0].Line != step.first || page.New != 50 {
			t.Errorf("behind %d: %v, %d rows", step.after, err, len(page.Rows))
		}
	}
	if past, err := c.PreviewImport(context.Background(), api.ImportPlan{ID: seen.ID, RowsAfter: 50}); err != nil || len(past.Rows) != 0 {
		t.Errorf("behind all: %v, %d rows", err, len(past.Rows))
	}
}
