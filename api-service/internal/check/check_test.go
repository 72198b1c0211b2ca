package check_test

import (
	"context"
	"testing"

	"financebot/api-service/internal/check"
	"financebot/api-service/internal/postgres"
	"financebot/api-service/internal/postgres/pgtest"
	"financebot/deploy/dev/devtest"
)

func TestMain(m *testing.M) { devtest.Main(m) }

// books is one user's workspace with two accounts, a transfer, an income and a split expense.
const books = `
	INSERT INTO users (email, referral_code) VALUES ('a@example.com', 'UP-AAAAAA');
	INSERT INTO families (kind, name, base_currency) VALUES ('personal', 'x', 'EUR');
	INSERT INTO family_members (family_id, user_id, role, is_active) VALUES (1, 1, 'owner', true);
	INSERT INTO accounts (family_id, name, kind, currency, opening, balance) VALUES (1, 'a', 'cash', 'EUR', 100, 340), (1, 'b', 'bank', 'USD', 0, 55);
	INSERT INTO categories (family_id, kind, name) VALUES (1, 'expense', 'c');
	INSERT INTO transactions (family_id, kind, account_id, amount, currency, to_account_id, to_amount, to_currency, category_id, date, is_split, created_by, created_at, updated_at) VALUES
		(1, 'transfer', 1, 50, 'EUR', 2, 55, 'USD', NULL, '2026-01-01', false, 1, now(), now()),
		(1, 'income',   1, 300, 'EUR', NULL, NULL, NULL, NULL, '2026-01-01', false, 1, now(), now()),
		(1, 'expense',  1, 10, 'EUR', NULL, NULL, NULL, NULL, '2026-01-01', true, 1, now(), now());
	INSERT INTO transaction_splits (family_id, transaction_id, position, category_id, amount) VALUES (1, 3, 0, 1, 4), (1, 3, 1, 1, 6);`

func TestEveryBrokenPromiseIsTold(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ statement, promise string }{
		"nothing":           {"SELECT 1", ""},
		"a balance":         {"UPDATE accounts SET balance = balance + 1 WHERE id = 2", "balance is opening plus entries"},
		"an entry lost":     {"DELETE FROM transactions WHERE kind = 'income'", "balance is opening plus entries"},
		"a currency":        {"UPDATE transactions SET currency = 'RON' WHERE id = 2", "an entry is in its account's currency"},
		"another currency":  {"UPDATE transactions SET to_currency = 'RON' WHERE id = 1", "an entry is in its account's currency"},
		"a part":            {"UPDATE transaction_splits SET amount = 5 WHERE position = 0", "parts add up to the whole"},
		"parts of no whole": {"UPDATE transactions SET is_split = false WHERE id = 3", "parts add up to the whole"},
		"a part's day":      {"UPDATE transaction_splits SET date = '2026-01-02' WHERE position = 0", "a part has the day of its entry"},
		"a tag not found": {"UPDATE transactions SET tags = '{home}' WHERE id = 2; DELETE FROM transaction_tags",
			"an entry is found by its tags"},
		"a tag found for nothing": {"INSERT INTO transaction_tags VALUES (1, 'home', '2026-01-01', 2)", "an entry is found by its tags"},
		"a category":              {"UPDATE transactions SET category_id = 1 WHERE id = 2", "a category is of its entry's kind"},
		"a part's category": {"INSERT INTO categories (family_id, kind, name) VALUES (1, 'income', 'd'); UPDATE transaction_splits SET category_id = 2 WHERE position = 0",
			"a category is of its entry's kind"},
		"a lower category": {"INSERT INTO categories (family_id, kind, name, parent_id) VALUES (1, 'income', 'd', 1)", "a category is of its parent's kind"},
		"a third level": {"INSERT INTO categories (family_id, kind, name, parent_id) VALUES (1, 'expense', 'd', 1), (1, 'expense', 'e', 2)",
			"categories have two levels"},
		"a transfer": {"UPDATE accounts SET currency = 'EUR'; UPDATE transactions SET to_currency = 'EUR' WHERE id = 1",
			"a transfer in one currency arrives whole"},
		"no workspace": {"UPDATE family_members SET is_active = false", "a user works in one workspace"},
		"no owner":     {"UPDATE family_members SET role = 'admin'", "a workspace has an owner"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			db, ctx := pgtest.DB(t), context.Background()
			run(t, db, books)
			run(t, db, test.statement)
			faults, err := check.Ledger(ctx, db)
			if err != nil {
				t.Fatal(err)
			}
			if test.promise == "" {
				if len(faults) != 0 {
					t.Errorf("sound books: %v", faults)
				}
				return
			}
			if len(faults) != 1 || faults[0].Promise != test.promise || faults[0].Detail == "" {
				t.Errorf("got %v, want %q broken once", faults, test.promise)
			}
		})
	}
}

func run(t *testing.T, db *postgres.DB, statements string) {
	t.Helper()
	if _, err := db.Pool().Exec(context.Background(), statements); err != nil {
		t.Fatal(err)
	}
}
