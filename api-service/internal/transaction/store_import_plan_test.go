package transaction

import (
	"context"
	"strings"
	"testing"

	"github.com/google/uuid"

	"financebot/api-service/internal/postgres"
	"financebot/api-service/internal/postgres/pgtest"
)

// An import of a new workspace, of which PostgreSQL knows nothing: its statistics are those of
// another one.
const unknownImport = `
	INSERT INTO families (kind, name, base_currency) SELECT 'personal', 'x', 'EUR' FROM generate_series(1, 2);
	INSERT INTO accounts (family_id, id, name, kind, currency) OVERRIDING SYSTEM VALUE SELECT f, f, 'a', 'cash', 'EUR' FROM generate_series(1, 2) f;
	INSERT INTO imports (family_id, id, user_id, applied_at, created_at)
		SELECT f, CAST(lpad(f::text, 32, '0') AS uuid), 1, now(), now() FROM generate_series(1, 2) f;
	INSERT INTO transactions (family_id, kind, account_id, amount, currency, date, created_by, created_at, updated_at)
		SELECT 1, 'expense', 1, n, 'EUR', DATE '2026-01-01' + n, 1, now(), now() FROM generate_series(1, 3000) n;
	INSERT INTO imported_entries (family_id, transaction_id, import_id, account_id, print)
		SELECT 1, id, CAST(lpad('1', 32, '0') AS uuid), 1, decode(md5(id::text), 'hex') FROM transactions;
	ANALYZE;
	INSERT INTO transactions (family_id, kind, account_id, amount, currency, date, created_by, created_at, updated_at)
		SELECT 2, 'expense', 2, n, 'EUR', DATE '2026-01-01' + n, 1, now(), now() FROM generate_series(1, 3000) n;
	INSERT INTO imported_entries (family_id, transaction_id, import_id, account_id, print)
		SELECT 2, id, CAST(lpad('2', 32, '0') AS uuid), 2, decode(md5(id::text), 'hex') FROM transactions WHERE family_id = 2`

// Joined value by value, an import takes the square of the time that it should.
func TestLongListsAreNeverComparedValueByValue(t *testing.T) {
	t.Parallel()
	db := pgtest.DB(t)
	for statement := range strings.SplitSeq(unknownImport, ";") {
		if _, err := db.Pool().Exec(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	list := listJSON([]int64{1})
	args := map[string]any{
		"family": 2, "import": uuid.MustParse("00000000-0000-0000-0000-000000000002").String(), "ids": list, "least": 1, "most": 9000,
		"names": listJSON([]string{"a"}), "prints": listJSON([]string{"00"}), "days": listJSON([]string{"2026-02-01"}), "amounts": list, "gone": "[]",
	}
	loops := 0
	for what, sql := range map[string]string{
		"what an import booked": importedSQL, "a deletion": deleteSQL + columns, "rows of before": linesSQL, "entries near": nearSQL,
		"what it joined": joinedSQL, "rows forgotten": forgetSQL,
	} {
		if plan := joiningPlan(t, db, few, sql, args); strings.Contains(plan, "Nested Loop") {
			loops++
		}
		if plan := joiningPlan(t, db, few+1, sql, args); strings.Contains(plan, "Nested Loop") {
			t.Errorf("%s:\n%s", what, plan)
		}
	}
	if loops == 0 {
		t.Error("short lists have no loops either: the statistics are too good for this test")
	}
}

// few is how many values a list may have to be joined in any way.
const few = 200

// joiningPlan is the plan of a statement that joins lists of n values.
func joiningPlan(t *testing.T, db *postgres.DB, n int, sql string, args map[string]any) string {
	t.Helper()
	var plan []string
	err := db.Joining(t.Context(), n, func(ctx context.Context) error {
		return db.From(ctx).Raw("EXPLAIN "+sql, args).Scan(&plan).Error
	})
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(plan, "\n")
}
