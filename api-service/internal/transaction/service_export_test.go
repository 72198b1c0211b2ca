package transaction

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"financebot/api-service/internal/account"
	"financebot/api-service/internal/actor"
	"financebot/api-service/internal/postgres"
	"financebot/api-service/internal/postgres/pgtest"
	"financebot/pkg/api"
)

// onceBegun does something when an entry is written for the first time.
type onceBegun struct {
	text  strings.Builder
	begun func()
}

func (w *onceBegun) Write(piece []byte) (int, error) {
	if w.begun != nil && strings.Contains(string(piece), "entry") {
		w.begun()
		w.begun = nil
	}
	return w.text.Write(piece)
}

// Memory is bounded by a page, however many entries there are: what is taken out of the books
// when the first entry is written was not read yet, unless it is of the first page.
func TestExportHoldsAPageAtATime(t *testing.T) {
	t.Parallel()
	const many = 3*exportPage + exportPage/2
	for _, format := range []string{"csv", "json"} {
		t.Run(format, func(t *testing.T) {
			t.Parallel()
			db := pgtest.DB(t)
			ctx := withEntries(t, db, many)
			e, err := New(db, account.New(db, time.Now), nil, time.Now).Export(ctx, api.ExportTransactions{})
			if err != nil {
				t.Fatal(err)
			}
			write := e.writeCSV
			if format == "json" {
				write = e.writeJSON
			}
			var whole, emptied onceBegun
			err = write(ctx, &whole)
			if n := entriesIn(t, format, whole.text.String()); err != nil || n != many {
				t.Fatalf("the whole: %d entries, want %d; %v", n, many, err)
			}
			emptied.begun = func() {
				if _, err := db.Pool().Exec(ctx, "DELETE FROM transactions"); err != nil {
					t.Error(err)
				}
			}
			err = write(ctx, &emptied)
			if n := entriesIn(t, format, emptied.text.String()); err != nil || n != exportPage {
				t.Errorf("%d entries were read before one was written, want %d; %v", n, exportPage, err)
			}
		})
	}
}

// withEntries makes a workspace with so many entries and gives the context of its owner.
func withEntries(t *testing.T, db *postgres.DB, n int) context.Context {
	t.Helper()
	ctx, who := context.Background(), actor.Actor{UserID: 1, Role: actor.Owner}
	err := db.Pool().QueryRow(ctx, `WITH family AS (
			INSERT INTO families (kind, name, base_currency) VALUES ('personal', 'x', 'EUR') RETURNING id
		), account AS (
			INSERT INTO accounts (family_id, name, kind, currency) SELECT id, 'x', 'cash', 'EUR' FROM family RETURNING family_id, id
		), entries AS (
			INSERT INTO transactions (family_id, kind, account_id, amount, currency, date, note, created_by, created_at, updated_at)
			SELECT family_id, 'income', id, 1, 'EUR', date '2026-01-01' + i % 7, 'entry', 1, now(), now() FROM account, generate_series(1, $1::int) i
		)
		SELECT family_id FROM account`, n).Scan(&who.FamilyID)
	if err != nil {
		t.Fatal(err)
	}
	return actor.With(ctx, who)
}

func entriesIn(t *testing.T, format, text string) int {
	t.Helper()
	if format == "json" {
		var whole api.TransactionExport
		if err := json.Unmarshal([]byte(text), &whole); err != nil {
			t.Fatal(err)
		}
		return len(whole.Items)
	}
	lines, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return len(lines) - 1
}
