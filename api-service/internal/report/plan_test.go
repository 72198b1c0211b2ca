package report

import (
	"context"
	"strings"
	"testing"
	"time"

	"financebot/api-service/internal/actor"
	"financebot/api-service/internal/postgres"
	"financebot/api-service/internal/postgres/pgtest"
)

// many fills one workspace of several with entries of two years. VACUUM marks as visible to all
// only what is known to be on the disk.
const many = `
	SET LOCAL synchronous_commit = on;
	INSERT INTO users (email, referral_code) VALUES ('a@example.com', 'UP-AAAAAA');
	INSERT INTO families (kind, name, base_currency) SELECT 'personal', 'x', 'EUR' FROM generate_series(1, 5);
	INSERT INTO accounts (family_id, name, kind, currency) SELECT f, 'a', 'cash', 'EUR' FROM generate_series(1, 5) f ORDER BY f;
	INSERT INTO transactions (family_id, kind, account_id, amount, currency, date, created_by, created_at, updated_at)
		SELECT 1 + n % 5, CASE n % 4 WHEN 0 THEN 'income' ELSE 'expense' END, 1 + n % 5, n, 'EUR', date '2025-01-01' + n % 730, 1, now(), now()
		FROM generate_series(1, 60000) n;
	INSERT INTO exchange_rates (family_id, date, base, quote, rate, created_by, created_at)
		SELECT f, date '2025-01-01' + n, 'USD', 'EUR', 1, 1, now() FROM generate_series(1, 5) f, generate_series(1, 700) n`

// A month is read from one index, whatever else the workspace holds: nothing is sorted, and
// the table itself is not touched.
func TestEntriesAreReadFromOneIndex(t *testing.T) {
	t.Parallel()
	db, ctx := pgtest.DB(t), context.Background()
	for _, statement := range []string{many, "VACUUM (ANALYZE) transactions", "VACUUM (ANALYZE) exchange_rates"} {
		if _, err := db.Pool().Exec(ctx, statement); err != nil {
			t.Fatal(err)
		}
	}
	args := arguments(actor.Actor{FamilyID: 1, UserID: 1}, []time.Time{day("2026-04-01"), day("2026-05-01")}, day("2026-05-31"))
	args["kind"] = "expense"
	args["since"] = day("2026-04-01")
	addEnds(args, []time.Time{day("2026-10-31"), day("2026-11-30")})
	for name, statement := range map[string]string{
		"flows": known + flowSums, "categories": known + categorySums,
		"trend": effects + known + stepSums + balanceSums, "balances": effects + known + balanceSums,
	} {
		plan := explain(t, db, statement, args)
		if !strings.Contains(plan, "Index Only Scan using transactions_date_idx") && !strings.Contains(plan, "Index Only Scan Backward using transactions_date_idx") {
			t.Errorf("%s: the index is not used:\n%s", name, plan)
		}
		for _, bad := range []string{"Sort Key: transactions", "Seq Scan on transactions", "Seq Scan on exchange_rates", "Bitmap Heap Scan on transactions", "Index Scan using transactions"} {
			if strings.Contains(plan, bad) {
				t.Errorf("%s: %s:\n%s", name, bad, plan)
			}
		}
	}
}

func explain(t *testing.T, db *postgres.DB, statement string, args map[string]any) string {
	t.Helper()
	var lines []string
	if err := db.From(context.Background()).Raw("EXPLAIN "+segments+statement+ofWhom, args).Scan(&lines).Error; err != nil {
		t.Fatal(err)
	}
	return strings.Join(lines, "\n")
}

func day(text string) time.Time {
	d, _ := time.Parse(time.DateOnly, text)
	return d
}
