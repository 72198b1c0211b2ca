package app_test

import (
	"context"
	"fmt"
	"testing"

	"financebot/api-service/internal/app/apptest"
	"financebot/pkg/api"
)

// numbered is a table of a month whose column ID numbers its rows: first the rent, then a bus ride
// on each day.
func numbered(month, rows int) api.ImportFile {
	text := "ID,Date,Amount,Description\n"
	for row := 1; row <= rows; row++ {
		amount := "-3.00"
		if row == 1 {
			amount = "-500.00"
		}
		text += fmt.Sprintf("%d,2025-%02d-%02d,%s,Row\n", row, month, row, amount)
	}
	return csvFile(text)
}

func TestNumbersOfRowsAreNoNames(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	c, cash, _ := ledger(t, a, "ana@example.com")
	months := []int{30, 28, 1} // how many rows each has
	for i, rows := range months {
		if done := imported(t, c, numbered(i+1, rows), api.ImportPlan{}); done.New != rows {
			t.Errorf("month %d: %d are new", i+1, done.New)
		}
	}
	for i, rows := range months {
		if again, err := c.Import(ctx, numbered(i+1, rows)); err != nil || again.Duplicates != rows {
			t.Errorf("month %d again: %+v, %v", i+1, again, err)
		}
	}
	if got := balance(t, c, cash.ID); got != "-1668.00" {
		t.Errorf("balance: %s", got)
	}
	// A file from the middle of a month on numbers the same entries otherwise.
	shifted := csvFile("ID,Date,Amount,Description\n1,2025-01-29,-3.00,Row\n2,2025-01-30,-3.00,Row\n3,2025-01-31,-3.00,Row\n")
	if seen, err := c.Import(ctx, shifted); err != nil || seen.Duplicates != 2 || seen.New != 1 {
		t.Errorf("shifted: %+v, %v", seen, err)
	}
}

// An entry that was changed after its import is still the one that the bank has named.
func TestNamesOfTheBankOutliveChanges(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	c, _, _ := ledger(t, a, "ana@example.com")
	file := csvFile("Transaction ID,Date,Amount,Description\nx1,2025-01-05,-3,Bus\nx2,2025-01-06,-4,Tram\nx3,2025-01-07,-5,Taxi\n")
	imported(t, c, file, api.ImportPlan{})
	page, err := c.Transactions(ctx, api.TransactionFilter{Limit: 1})
	if err != nil {
		t.Fatal(err)
	}
	date, note := "2025-01-09", "Taxi home"
	if _, err := c.UpdateTransaction(ctx, api.UpdateTransaction{ID: page.Items[0].ID, Date: &date, Note: &note}); err != nil {
		t.Fatal(err)
	}
	if again, err := c.Import(ctx, file); err != nil || again.Duplicates != 3 {
		t.Errorf("again: %+v, %v", again, err)
	}
}
