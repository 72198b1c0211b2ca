package app_test

import (
	"encoding/csv"
	"net/http"
	"strings"
	"testing"

	"financebot/api-service/internal/app/apptest"
	"financebot/pkg/api"
)

func TestWordsAreFoundWithoutTheirMarksAndInAnyCase(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), t.Context()
	c, _, _ := ledger(t, a, "ana@example.com")
	for _, in := range []api.CreateTransaction{{Note: "PÂINE și lapte"}, {Payee: "Ёлки-палки"}, {Note: "50% off_season"}, {Note: "50 offers"}} {
		in.Kind, in.Amount = api.Expense, "1"
		if _, err := c.CreateTransaction(ctx, in); err != nil {
			t.Fatal(err)
		}
	}
	for _, text := range []string{"paine", "pâine", "SI LAPTE", "şi", "елки", "ёлки", "ПАЛКИ", "50%", "off_", "ne ș"} {
		page, err := c.Transactions(ctx, api.TransactionFilter{Text: text})
		if err != nil || len(page.Items) != 1 || page.NextCursor != "" || page.LookedTo != "" {
			t.Errorf("%q: %+v, %v", text, page, err)
		}
	}
}

// No page looks at more than so many entries; whoever follows the cursors finds all the same.
func TestListThatEndsEarlyTellsHowFarItLooked(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), t.Context()
	c, cash, _ := ledger(t, a, "ana@example.com")
	err := a.DB.From(ctx).Exec(`INSERT INTO transactions
			(family_id, kind, account_id, amount, currency, date, note, created_by, created_at, updated_at)
		SELECT family_id, CASE n WHEN 5000 THEN 'income' ELSE 'expense' END, id, n, currency, DATE '2026-05-01' - n / 10, 'x', 1, now(), now()
		FROM accounts, generate_series(1, 5000) n WHERE id = ?`, cash.ID).Error
	if err != nil {
		t.Fatal(err)
	}

	in, found, empty := api.TransactionFilter{Kind: api.Income}, 0, 0
	for {
		page, err := c.Transactions(ctx, in)
		if err != nil {
			t.Fatal(err)
		}
		if (page.NextCursor != "") != (page.LookedTo != "") || page.LookedTo > "2026-05-01" {
			t.Errorf("looked to %q, and the next page is %q", page.LookedTo, page.NextCursor)
		}
		found += len(page.Items)
		if len(page.Items) == 0 {
			empty++
		}
		if in.Cursor = page.NextCursor; in.Cursor == "" {
			break
		}
	}
	if found != 1 || empty == 0 {
		t.Errorf("found %d entries, and nothing on %d pages", found, empty)
	}

	file, err := c.ExportTransactions(ctx, api.ExportTransactions{TransactionFilter: api.TransactionFilter{Kind: api.Income}, Format: "csv"})
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(file.Body).ReadAll()
	if err := file.Body.Close(); err != nil {
		t.Error(err)
	}
	if err != nil || len(rows) != 2 {
		t.Errorf("the file has %d rows, %v", len(rows), err)
	}
}

func TestDocumentTellsOfPagesThatEndEarly(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	got := a.Do(t, apptest.Request{Method: http.MethodGet, Path: "/openapi.json"})
	if got.Status != http.StatusOK || !strings.Contains(got.Text, "looked_to") {
		t.Errorf("%d, %d bytes without looked_to", got.Status, len(got.Text))
	}
}

// Blocks of days that are far apart may have one number; their entries are told once and in order.
func TestTextsOfDaysFarApartAreFoundOnceAndInOrder(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), t.Context()
	c, cash, _ := ledger(t, a, "ana@example.com")
	err := a.DB.From(ctx).Exec(`INSERT INTO transactions
			(family_id, kind, account_id, amount, currency, date, note, created_by, created_at, updated_at)
		SELECT family_id, 'expense', id, 1, currency, day, 'rare', 1, now(), now()
		FROM accounts, unnest(ARRAY[DATE '9999-12-31', DATE '1970-01-01' + 497680, DATE '2026-05-01', DATE '1905-03-02']) day
		WHERE id = ?`, cash.ID).Error
	if err != nil {
		t.Fatal(err)
	}

	var got []string
	in := api.TransactionFilter{Text: "rare", Limit: 3}
	for {
		page, err := c.Transactions(ctx, in)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range page.Items {
			got = append(got, e.Date)
		}
		if in.Cursor = page.NextCursor; in.Cursor == "" {
			break
		}
	}
	if want := "9999-12-31 3332-08-08 2026-05-01 1905-03-02"; strings.Join(got, " ") != want {
		t.Errorf("found %v, want %s", got, want)
	}
}
