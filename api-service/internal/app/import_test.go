package app_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"financebot/api-service/internal/app/apptest"
	"financebot/api-service/internal/check"
	"financebot/pkg/api"
	"financebot/pkg/client"
)

// csvFile is a table as an upload.
func csvFile(text string) api.ImportFile {
	return api.ImportFile{Name: "bank.csv", File: api.Upload{Media: "text/csv", Content: []byte(text)}}
}

// sound fails unless the books of a service hold every promise.
func sound(t *testing.T, a *apptest.API) {
	t.Helper()
	faults, err := check.Ledger(context.Background(), a.DB)
	if err != nil || len(faults) > 0 {
		t.Errorf("the books: %v, %v", faults, err)
	}
}

// entries are all entries of the workspace, oldest last, each in one line.
func entries(t *testing.T, c *client.Client) []string {
	t.Helper()
	var lines []string
	filter := api.TransactionFilter{Limit: 200}
	for {
		page, err := c.Transactions(context.Background(), filter)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range page.Items {
			lines = append(lines, fmt.Sprintf("%s %s %s %s %s", e.Date, e.Kind, e.Amount, e.Currency, strings.TrimSpace(e.Payee+" "+e.Note)))
		}
		if filter.Cursor = page.NextCursor; filter.Cursor == "" {
			return lines
		}
	}
}

const statementOfJanuary = "Date,Amount,Description,Category\n2026-01-05,-12.50,Coffee,Groceries\n2024-02-29,1500,Salary,Salary\n2025-12-31,-3,Bus,Moped\n2025-12-31,-3,Bus,Moped\n2026-01-06,0.00,Nothing,\n"

func TestFileIsShownThenBookedThenTakenBack(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	c, cash, _ := ledger(t, a, "ana@example.com")
	seen, err := c.Import(ctx, csvFile(statementOfJanuary))
	if err != nil {
		t.Fatal(err)
	}
	if seen.Status != api.ImportReady || seen.Format != api.FormatCSV || seen.Name != "bank.csv" || seen.Total != 5 || seen.New != 4 ||
		seen.Zero != 1 || seen.Lookalikes != 1 || seen.Faults != 0 || seen.AccountID != cash.ID || seen.Remembered {
		t.Errorf("seen: %+v", seen)
	}
	if strings.Join(seen.Mapping.Columns, " ") != "date amount note category" || *seen.Mapping.HeaderLine != 1 || len(seen.Rows) != 4 {
		t.Errorf("mapping: %+v, rows %+v", seen.Mapping, seen.Rows)
	}
	if len(seen.Categories) != 3 || seen.Categories[0].Name != "Moped" || seen.Categories[0].ID != nil || seen.Categories[1].ID == nil {
		t.Errorf("categories: %+v", seen.Categories)
	}
	if len(entries(t, c)) != 0 {
		t.Error("a preview booked something")
	}
	done, err := c.ApplyImport(ctx, api.ImportPlan{ID: seen.ID})
	if err != nil || done.Status != api.ImportApplied || done.New != 4 || done.OperationID == "" {
		t.Fatalf("done: %+v, %v", done, err)
	}
	if got := balance(t, c, cash.ID); got != "1481.50" {
		t.Errorf("balance: %s", got)
	}
	want := "2026-01-05 expense 12.50 EUR Coffee|2025-12-31 expense 3.00 EUR Bus|2025-12-31 expense 3.00 EUR Bus|2024-02-29 income 1500.00 EUR Salary"
	if got := strings.Join(entries(t, c), "|"); got != strings.ReplaceAll(want, "EUR", cash.Currency) {
		t.Errorf("entries: %s", got)
	}
	sound(t, a)
	again, err := c.ApplyImport(ctx, api.ImportPlan{ID: seen.ID})
	if err != nil || again.OperationID != done.OperationID || again.New != 4 || len(entries(t, c)) != 4 {
		t.Errorf("again: %+v, %v", again, err)
	}
	undone, err := c.Undo(ctx, done.OperationID)
	if err != nil || undone.OperationID != done.OperationID || len(entries(t, c)) != 0 || balance(t, c, cash.ID) != "0.00" {
		t.Errorf("undone: %+v, %v, %s", undone, err, balance(t, c, cash.ID))
	}
	if list, err := c.Imports(ctx, api.ImportFilter{}); err != nil || len(list.Items) != 1 || list.Items[0].Status != api.ImportUndone {
		t.Errorf("imports: %+v, %v", list, err)
	}
	if _, err := c.UndoImport(ctx, api.UndoImport{ID: seen.ID}); !is(err, "import.undone") {
		t.Errorf("twice: %v", err)
	}
	if _, err := c.ApplyImport(ctx, api.ImportPlan{ID: seen.ID}); !is(err, "import.undone") {
		t.Errorf("booked after the undo: %v", err)
	}
	sound(t, a)
}
