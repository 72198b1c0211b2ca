package postgres_test

import (
	"context"
	"crypto/rand"
	"errors"
	"strings"
	"testing"

	"financebot/api-service/internal/check"
	"financebot/api-service/internal/postgres"
	"financebot/api-service/internal/postgres/pgtest"
)

func opened(t *testing.T, url string) (*postgres.DB, *postgres.Migrator) {
	t.Helper()
	db, err := postgres.Open(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(db.Close)
	m, err := postgres.NewMigrator(db)
	if err != nil {
		t.Fatal(err)
	}
	return db, m
}

func run(t *testing.T, db *postgres.DB, statements ...string) {
	t.Helper()
	for _, s := range statements {
		if _, err := db.Pool().Exec(t.Context(), s); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
}

// half makes an index what an interrupted CREATE INDEX CONCURRENTLY leaves.
func half(name string) string {
	return "UPDATE pg_index SET indisvalid = false WHERE indexrelid = '" + name + "'::regclass"
}

func broken(t *testing.T, db *postgres.DB) (n int) {
	t.Helper()
	err := db.Pool().QueryRow(t.Context(), "SELECT count(*) FROM pg_index WHERE NOT indisvalid").Scan(&n)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestHalfMadeTextIndexIsMadeAgain(t *testing.T) {
	t.Parallel()
	db, m := opened(t, pgtest.URL(t))
	if made, err := m.Optional(t.Context()); err != nil || made {
		t.Errorf("where it is whole: made %v, %v", made, err)
	}
	run(t, db, half(postgres.TextIndex))
	if db.HasTextIndex(t.Context()) {
		t.Error("half an index is taken for one")
	}
	if made, err := m.Optional(t.Context()); err != nil || !made || broken(t, db) != 0 {
		t.Errorf("made %v, %v; %d are broken", made, err, broken(t, db))
	}
	again, _ := opened(t, db.Pool().Config().ConnString())
	if !again.HasTextIndex(t.Context()) {
		t.Error("it is not found")
	}
}

// A restore, and PostgreSQL itself from version 17 on, makes indexes with an empty search path.
func TestTextIndexIsMadeWithAnEmptySearchPath(t *testing.T) {
	t.Parallel()
	db := pgtest.DB(t)
	run(t, db, entries...)
	run(t, db, "SET search_path = ''; REINDEX INDEX public."+postgres.TextIndex+"; ANALYZE public.transactions; RESET search_path",
		"UPDATE transactions SET note = 'É'")
}

// A provider may keep extensions to itself; the program then works, and says what is missing.
func TestWithoutExtensionsNothingElseIsMissing(t *testing.T) {
	t.Parallel()
	url, role := pgtest.Empty(t), "limited_"+strings.ToLower(rand.Text())
	admin, _ := opened(t, url)
	run(t, admin, "CREATE ROLE "+role, "GRANT CREATE ON SCHEMA public TO "+role)
	t.Cleanup(func() {
		for _, s := range []string{"DROP OWNED BY " + role, "DROP ROLE " + role} {
			if _, err := admin.Pool().Exec(context.WithoutCancel(t.Context()), s); err != nil {
				t.Error(err)
			}
		}
	})

	join := "?"
	if strings.Contains(url, "?") {
		join = "&"
	}
	db, m := opened(t, url+join+"role="+role)
	if _, err := m.Up(t.Context()); err != nil {
		t.Fatal(err)
	}
	made, err := m.Optional(t.Context())
	if made || !errors.Is(err, postgres.ErrNoTextIndex) || !strings.Contains(err.Error(), "pg_trgm") {
		t.Errorf("made %v, %v", made, err)
	}
	if db.HasTextIndex(t.Context()) {
		t.Error("it is said to be there")
	}

	run(t, admin, "CREATE EXTENSION pg_trgm") // somebody with the right to
	if made, err := m.Optional(t.Context()); err != nil || !made {
		t.Errorf("once it is there: made %v, %v", made, err)
	}
}

// entries were written before there was anything to search them by.
var entries = []string{
	`INSERT INTO families (kind, name, base_currency) VALUES ('personal', 'x', 'EUR')`,
	`INSERT INTO accounts (family_id, name, kind, currency, balance) VALUES (1, 'a', 'cash', 'EUR', -3000 * 10)`,
	`INSERT INTO categories (family_id, kind, name) VALUES (1, 'expense', 'c')`,
	`INSERT INTO transactions (family_id, kind, account_id, amount, currency, date, tags, is_split, created_by, created_at, updated_at)
		SELECT 1, 'expense', 1, 10, 'EUR', DATE '2026-01-01' + n % 90, CASE WHEN n % 3 = 0 THEN ARRAY['home', 'n' || n] ELSE '{}' END,
			n % 5 = 0, 1, now(), now() FROM generate_series(1, 3000) n`,
	`INSERT INTO transaction_splits (family_id, transaction_id, position, category_id, amount)
		SELECT family_id, id, p, 1, 5 FROM transactions, generate_series(0, 1) p WHERE is_split`,
	`INSERT INTO users (email, referral_code) VALUES ('a@example.com', 'UP-AAAAAA')`,
	`INSERT INTO family_members (family_id, user_id, role, is_active) VALUES (1, 1, 'owner', true)`,
}

func TestWhatWasThereBeforeCanBeSearched(t *testing.T) {
	t.Parallel()
	db, m := opened(t, pgtest.URL(t))
	for name := ""; name != "0010_search.sql"; {
		var err error
		if name, err = m.Down(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	run(t, db, entries...)
	if _, err := m.Up(t.Context()); err != nil {
		t.Fatal(err)
	}
	sound(t, db)

	// The step with the indexes was interrupted, and what it knows is old.
	for name := ""; name != "0014_search_indexes.sql"; {
		var err error
		if name, err = m.Down(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	run(t, db, "DELETE FROM transaction_tags WHERE transaction_id > 1000",
		"CREATE INDEX transactions_author_idx ON transactions (family_id)", half("transactions_author_idx"))
	if _, err := m.Up(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := broken(t, db); n != 0 {
		t.Errorf("%d indexes are broken", n)
	}
	sound(t, db)
}

func TestTagsAndPartsFollowTheirEntry(t *testing.T) {
	t.Parallel()
	db := pgtest.DB(t)
	run(t, db, entries...)
	sound(t, db)
	for _, change := range []string{
		"UPDATE transactions SET date = date + 1",
		"UPDATE transactions SET tags = tags || ARRAY['more', 'home']",
		"UPDATE transactions SET tags = '{other}', date = date - 3 WHERE id % 2 = 0",
		"UPDATE transactions SET tags = '{}' WHERE id % 7 = 0",
		"UPDATE accounts SET balance = balance + 10 * (SELECT count(*) FROM transactions WHERE id % 11 = 0)",
		"DELETE FROM transactions WHERE id % 11 = 0",
	} {
		run(t, db, change)
	}
	sound(t, db)
	run(t, db, "DELETE FROM transactions")
	var n int
	if err := db.Pool().QueryRow(t.Context(), "SELECT count(*) FROM transaction_tags").Scan(&n); err != nil || n != 0 {
		t.Errorf("%d tags of nothing are left, %v", n, err)
	}
}

func sound(t *testing.T, db *postgres.DB) {
	t.Helper()
	faults, err := check.Ledger(t.Context(), db)
	if err != nil || len(faults) > 0 {
		t.Errorf("%v, %d faults: %v", err, len(faults), faults[:min(3, len(faults))])
	}
}
