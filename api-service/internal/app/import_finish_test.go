package app_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"financebot/api-service/internal/app/apptest"
	"financebot/pkg/api"
)

// manyRows is a statement of so many rows, all of them different.
func manyRows(n int) api.ImportFile {
	var text strings.Builder
	text.WriteString("Date,Amount,Description\n")
	day := time.Date(2010, 1, 1, 0, 0, 0, 0, time.UTC)
	for i := range n {
		fmt.Fprintf(&text, "%s,-%d.%02d,Shop number %d\n", day.AddDate(0, 0, i/10).Format(api.DateForm), 1+i%90, i%100, i)
	}
	return csvFile(text.String())
}

// eventually waits for something that happens by itself.
func eventually(t *testing.T, what string, happened func() bool) {
	t.Helper()
	for end := time.Now().Add(time.Minute); !happened(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("%s does not happen", what)
		}
	}
}

// An import whose caller hangs up is booked all the same, and whoever asks again under the same key
// gets what came of it. So one that takes longer than its callers wait comes to its end.
func TestImportGoesOnWithoutItsCaller(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	c, cash, _ := ledger(t, a, "ana@example.com")
	seen, err := c.Import(ctx, csvFile(statementOfJanuary))
	if err != nil {
		t.Fatal(err)
	}

	held, err := a.DB.Pool().Begin(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = held.Rollback(ctx) }()
	if _, err := held.Exec(ctx, "SELECT FROM accounts WHERE id = $1 FOR UPDATE", cash.ID); err != nil {
		t.Fatal(err)
	}
	caller, hangUp := context.WithCancel(ctx)
	answer := make(chan error, 1)
	plan := api.ImportPlan{ID: seen.ID}
	go func() { answer <- second(c.Once("once").ApplyImport(caller, plan)) }()
	eventually(t, "the booking", func() bool {
		var waits int
		err := a.DB.Pool().QueryRow(ctx, "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()").Scan(&waits)
		if err != nil {
			t.Fatal(err)
		}
		return waits > 0
	})
	hangUp()
	if err := <-answer; err == nil {
		t.Error("the caller got an answer though it hung up")
	}
	if err := held.Commit(ctx); err != nil {
		t.Fatal(err)
	}

	eventually(t, "the end of the import", func() bool {
		page, err := c.Imports(ctx, api.ImportFilter{})
		if err != nil {
			t.Fatal(err)
		}
		return page.Items[0].Status == api.ImportApplied
	})
	done, err := c.Once("once").ApplyImport(ctx, plan)
	if err != nil || done.New != 4 || len(entries(t, c)) != 4 {
		t.Errorf("asked again: %+v, %v", done, err)
	}
	sound(t, a)
}

// Long lists take their own way through the database, with the same end.
func TestManyRowsAreBookedKnownAndTakenBack(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	c, cash, _ := ledger(t, a, "ana@example.com")
	const rows = 2500
	done := imported(t, c, manyRows(rows), api.ImportPlan{})
	again, err := c.Import(ctx, manyRows(rows))
	if err != nil || done.New != rows || again.New != 0 || again.Duplicates != rows {
		t.Fatalf("booked %d, then %d new and %d known, %v", done.New, again.New, again.Duplicates, err)
	}
	sound(t, a)
	undone, err := c.UndoImport(ctx, api.UndoImport{ID: done.ID})
	if err != nil || undone.Kept != 0 || balance(t, c, cash.ID) != "0.00" {
		t.Errorf("undone: %+v, %v, %s left", undone, err, balance(t, c, cash.ID))
	}
	sound(t, a)
}
