package seed_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"financebot/api-service/internal/check"
	"financebot/api-service/internal/postgres"
	"financebot/api-service/internal/postgres/pgtest"
	"financebot/api-service/internal/seed"
	"financebot/deploy/dev/devtest"
)

func TestMain(m *testing.M) { devtest.Main(m) }

func options(families, entries int) seed.Options {
	return seed.Options{Families: families, Entries: entries, Seed: 7, Hash: "x", Now: time.Date(2026, 2, 28, 15, 4, 5, 0, time.UTC)}
}

// table is a query's rows as one text.
func table(t *testing.T, db *postgres.DB, query string) string {
	t.Helper()
	var text string
	err := db.Pool().QueryRow(context.Background(),
		"SELECT coalesce(string_agg(q::text, E'\n' ORDER BY q::text), '') FROM ("+query+") q").Scan(&text)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return text
}

// schema is all that guards and serves the tables.
const schema = `SELECT conrelid::regclass, pg_get_constraintdef(oid), convalidated FROM pg_constraint
	UNION ALL SELECT indrelid::regclass, pg_get_indexdef(indexrelid), indisvalid FROM pg_index WHERE indrelid > 16383`

func sound(t *testing.T, db *postgres.DB) {
	t.Helper()
	faults, err := check.Ledger(context.Background(), db)
	if err != nil || len(faults) > 0 {
		t.Errorf("the books are not sound: %v, %v", faults, err)
	}
}

func TestBooksAreSoundAndTheTablesAsBefore(t *testing.T) {
	t.Parallel()
	db, ctx := pgtest.DB(t), context.Background()
	before := table(t, db, schema)
	first, err := seed.Run(ctx, db, options(3, 400))
	if err != nil {
		t.Fatal(err)
	}
	sound(t, db)
	more := options(2, 100)
	more.Add = true
	second, err := seed.Run(ctx, db, more)
	if err != nil {
		t.Fatal(err)
	}
	sound(t, db)
	if after := table(t, db, schema); after != before {
		t.Errorf("the schema was\n%s\nand is\n%s", before, after)
	}
	got := table(t, db, `SELECT (SELECT count(*) FROM users), (SELECT count(*) FROM families), (SELECT count(*) FROM accounts),
		(SELECT count(*) FROM categories), (SELECT count(*) FROM transactions), (SELECT count(*) FROM transaction_splits)`)
	want := fmt.Sprintf("(5,5,%d,%d,1400,%d)", first.Accounts+second.Accounts, first.Categories+second.Categories, first.Splits+second.Splits)
	if got != want {
		t.Errorf("there are %s rows, told %s", got, want)
	}
	// What is written next takes none of the ids given out.
	for _, insert := range []string{
		`INSERT INTO users (email, referral_code) VALUES ('new@example.com', 'UP-NEW') RETURNING id`,
		`INSERT INTO families (kind, name, base_currency) VALUES ('personal', 'x', 'EUR') RETURNING id`,
		`INSERT INTO accounts (family_id, name, kind, currency) VALUES (1, 'new', 'cash', 'EUR') RETURNING id`,
		`INSERT INTO categories (family_id, kind, name) VALUES (1, 'expense', 'new') RETURNING id`,
	} {
		if _, err := db.Pool().Exec(ctx, insert); err != nil {
			t.Errorf("%s: %v", insert, err)
		}
	}
}

func TestBooksLookLikeLife(t *testing.T) {
	t.Parallel()
	db := pgtest.DB(t)
	if _, err := seed.Run(context.Background(), db, options(4, 2000)); err != nil {
		t.Fatal(err)
	}
	for _, at := range []struct{ what, query string }{
		{"three kinds", "SELECT FROM (SELECT DISTINCT kind FROM transactions) k HAVING count(*) = 3"},
		{"transfers in two currencies", "SELECT FROM transactions WHERE to_currency <> currency HAVING count(*) > 10"},
		{"transfers in one currency that keep the sum", "SELECT FROM transactions WHERE to_currency = currency HAVING count(*) > 10 AND bool_and(amount = to_amount)"},
		{"notes, payees and tags, not always", `SELECT FROM transactions HAVING count(*) FILTER (WHERE note <> '') BETWEEN 3000 AND 7000
			AND count(*) FILTER (WHERE payee <> '') BETWEEN 2000 AND 6000 AND count(*) FILTER (WHERE tags <> '{}') BETWEEN 500 AND 2000`},
		{"days of three years up to today", "SELECT FROM transactions HAVING min(date) BETWEEN '2023-02-20' AND '2023-03-01' AND max(date) = '2026-02-28'"},
		{"nothing booked in the future", "SELECT FROM transactions HAVING max(created_at) <= '2026-02-28 15:04:05' AND bool_and(date < created_at)"},
		{"some money in hand, some owed", "SELECT FROM accounts HAVING bool_or(balance < 0) AND bool_or(balance > 0) AND max(abs(balance)) < 1000000000"},
		{"three languages", "SELECT FROM (SELECT DISTINCT language FROM users) l HAVING count(*) = 3"},
		{"what a family wrote lies among what others wrote", "SELECT FROM transactions WHERE ctid < '(1,0)' HAVING count(DISTINCT family_id) = 4"},
	} {
		if table(t, db, at.query) == "" {
			t.Errorf("missing: %s", at.what)
		}
	}
}

func TestSameSeedMakesTheSame(t *testing.T) {
	t.Parallel()
	made := func(number uint64) string {
		db, o := pgtest.DB(t), options(2, 150)
		o.Seed = number
		if _, err := seed.Run(context.Background(), db, o); err != nil {
			t.Fatal(err)
		}
		var all strings.Builder
		for _, name := range []string{"users", "families", "family_members", "accounts", "categories", "transactions", "transaction_splits", "transaction_tags"} {
			all.WriteString(table(t, db, "SELECT * FROM "+name))
		}
		return all.String()
	}
	first := made(7)
	if again := made(7); again != first {
		t.Error("the same seed made other books")
	}
	if other := made(8); other == first {
		t.Error("another seed made the same books")
	}
}

func TestInhabitedDatabaseIsLeftAlone(t *testing.T) {
	t.Parallel()
	db, ctx := pgtest.DB(t), context.Background()
	if _, err := db.Pool().Exec(ctx, `INSERT INTO users (email, referral_code) VALUES ('ana@example.com', 'UP-AAAAAA')`); err != nil {
		t.Fatal(err)
	}
	if _, err := seed.Run(ctx, db, options(1, 10)); !errors.Is(err, seed.ErrInhabited) {
		t.Errorf("got %v, want %v", err, seed.ErrInhabited)
	}
	if got := table(t, db, "SELECT count(*) FROM users"); got != "(1)" {
		t.Errorf("there are %s users", got)
	}
}

func TestSeedIsAllOrNothing(t *testing.T) {
	t.Parallel()
	db, ctx := pgtest.DB(t), context.Background()
	// The parts come last.
	if _, err := db.Pool().Exec(ctx, `ALTER TABLE transaction_splits ADD CONSTRAINT none CHECK (amount < 0)`); err != nil {
		t.Fatal(err)
	}
	before := table(t, db, schema)
	if _, err := seed.Run(ctx, db, options(2, 300)); err == nil {
		t.Fatal("it went well")
	}
	if got := table(t, db, "SELECT count(*) FROM users"); got != "(0)" || table(t, db, schema) != before {
		t.Errorf("there are %s users, or another schema", got)
	}
}

func TestSeedHasItsBounds(t *testing.T) {
	t.Parallel()
	for _, o := range []seed.Options{options(0, 1), options(-1, 1), options(10_001, 0), options(1, -1), options(1, 10_000_001), options(1001, 10_000)} {
		if _, err := seed.Run(context.Background(), nil, o); !errors.Is(err, seed.ErrTooMuch) {
			t.Errorf("%d families with %d entries each: got %v, want %v", o.Families, o.Entries, err, seed.ErrTooMuch)
		}
	}
}

func TestFamiliesWithoutEntries(t *testing.T) {
	t.Parallel()
	db := pgtest.DB(t)
	made, err := seed.Run(context.Background(), db, options(2, 0))
	if err != nil || made.Families != 2 || made.Entries != 0 || made.First == made.Last {
		t.Errorf("got %+v, %v", made, err)
	}
	sound(t, db)
}
