package transaction

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"gorm.io/gorm"

	"financebot/api-service/internal/cursor"
	"financebot/api-service/internal/postgres"
	"financebot/api-service/internal/postgres/pgtest"
	"financebot/pkg/api"
)

// A hundred thousand entries: half of them are one workspace's, the others are of a thousand more.
// Of that one 30 are rare in each way that a filter can tell.
const crowd = `
	INSERT INTO families (kind, name, base_currency) SELECT 'personal', 'x', 'EUR' FROM generate_series(1, 1001);
	INSERT INTO accounts (family_id, id, name, kind, currency) OVERRIDING SYSTEM VALUE
		SELECT f, a, 'a' || a, 'cash', CASE a WHEN 3 THEN 'EUR' WHEN 4 THEN 'USD' ELSE 'MDL' END
		FROM generate_series(1, 1001) f, generate_series(1, 4) a;
	INSERT INTO categories (family_id, id, kind, name) OVERRIDING SYSTEM VALUE
		SELECT f, c, 'expense', 'c' || c FROM generate_series(1, 1001) f, generate_series(1, 4) c;
	INSERT INTO transactions (family_id, kind, account_id, amount, currency, to_account_id, to_amount, to_currency,
		category_id, date, note, payee, tags, is_split, created_by, created_at, updated_at)
	SELECT CASE WHEN n % 2 = 0 THEN 1 ELSE 2 + n / 2 % 1000 END,
		CASE n % 20 WHEN 2 THEN 'income' WHEN 4 THEN 'transfer' ELSE 'expense' END,
		CASE WHEN rare THEN 4 WHEN n % 20 = 4 THEN 1 ELSE 1 + n / 2 % 3 END,
		CASE WHEN rare AND n % 20 <> 4 THEN 9999999 ELSE 100 + n % 5000 END,
		CASE WHEN rare THEN 'USD' WHEN n % 20 <> 4 AND n / 2 % 3 = 2 THEN 'EUR' ELSE 'MDL' END,
		CASE n % 20 WHEN 4 THEN 2 END, CASE n % 20 WHEN 4 THEN 100 + n % 5000 END, CASE n % 20 WHEN 4 THEN 'MDL' END,
		CASE WHEN n % 20 IN (4, 6) THEN NULL WHEN rare THEN 4 ELSE 1 + n % 3 END,
		DATE '2026-06-01' - n / 100, (ARRAY['coffee', 'Pâine și lapte', 'такси', 'rent', ''])[1 + n % 5] || CASE WHEN rare THEN ' zoopark' ELSE '' END,
		(ARRAY['Linella', '', 'Tucano'])[1 + n % 3],
		CASE WHEN rare THEN ARRAY['seldom'] WHEN n % 8 = 0 THEN ARRAY['home'] ELSE '{}' END, n % 20 = 6,
		CASE WHEN rare THEN 3 ELSE 1 + n / 2 % 2 END, now(), now()
	FROM (SELECT n, n % 20 <> 4 AND n % 3400 = 0 AS rare FROM generate_series(1, 100000) n) n;
	INSERT INTO transaction_splits (family_id, transaction_id, position, category_id, amount)
		SELECT family_id, id, p, 1 + (id + p) % 3, amount / 2 FROM transactions, generate_series(0, 1) p WHERE is_split`

// planned are the filters whose plans are looked at; each is asked for its first page and deep down.
var planned = map[string]filter{
	"nothing":           {},
	"a period":          {from: dated("2025-03-01"), to: dated("2025-04-30")},
	"income":            {kind: api.Income},
	"transfers":         {kind: api.Transfer},
	"account":           {account: 2},
	"rare account":      {account: 4},
	"category":          {category: 1},
	"rare category":     {category: 4},
	"tag":               {tag: "home"},
	"rare tag":          {tag: "seldom"},
	"author":            {author: 1},
	"rare author":       {author: 3},
	"currency":          {currency: "EUR"},
	"rare currency":     {currency: "USD"},
	"amounts":           {currency: "MDL", atLeast: new(int64(4000)), atMost: new(int64(4500))},
	"rare amounts":      {currency: "USD", atLeast: new(int64(9000000))},
	"no such amounts":   {currency: "MDL", atLeast: new(int64(9000000))},
	"word":              {text: "COFFEE"},
	"word with marks":   {text: "paine si"},
	"rare word":         {text: "zoopark"},
	"no such word":      {text: "zzz"},
	"much like a word":  {text: "coffix"},
	"two letters":       {text: "of"},
	"signs of LIKE":     {text: "%_%"},
	"no such two":       {text: "qq"},
	"word on account":   {text: "coffee", account: 3},
	"word with tag":     {text: "coffee", tag: "home"},
	"tag and category":  {tag: "home", category: 2},
	"account and kind":  {account: 1, kind: api.Income},
	"author and amount": {author: 2, currency: "MDL", atLeast: new(int64(4900))},
	"all together": {text: "rent", kind: api.Expense, account: 2, category: 2, tag: "home", author: 1, currency: "MDL",
		atLeast: new(int64(1)), atMost: new(int64(100000)), from: dated("2024-01-01"), to: dated("2026-12-31")},
}

func dated(text string) time.Time {
	date, _ := time.Parse(api.DateForm, text)
	return date
}

func TestNoListReadsMoreThanItsBound(t *testing.T) {
	t.Parallel()
	db := pgtest.DB(t)
	settle(t, db)
	for name, f := range planned {
		f.limit, f.textIndex = 50, true
		for _, place := range []cursor.Place{{}, {Date: dated("2024-12-01"), ID: 40_000}} {
			f.after = place
			for _, mode := range []string{"force_custom_plan", "force_generic_plan"} {
				withinBounds(t, fmt.Sprintf("%s after %v, %s", name, place.ID, mode), planOf(t, db, f, mode))
			}
		}
	}
}

// settle books the crowd without the keys and indexes, and makes those again afterwards.
func settle(t *testing.T, db *postgres.DB) {
	t.Helper()
	ctx := t.Context()
	err := db.Load(ctx, func(l *postgres.Loading) error {
		restore, err := l.SetAside(ctx, "transactions")
		if err != nil {
			return err
		}
		for _, statement := range strings.Split(crowd, ";") {
			if err := l.Exec(ctx, statement); err != nil {
				return err
			}
		}
		return restore(ctx)
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Pool().Exec(ctx, "VACUUM (ANALYZE)"); err != nil {
		t.Fatal(err)
	}
}

// node is a step of a plan as PostgreSQL tells it.
type node struct {
	Type     string  `json:"Node Type"`
	Relation string  `json:"Relation Name"`
	Rows     float64 `json:"Actual Rows"`
	Loops    float64 `json:"Actual Loops"`
	Removed  float64 `json:"Rows Removed by Filter"`
	Plans    []node  `json:"Plans"`
}

// withinBounds fails where a plan reads a table from end to end, sorts more than a page of the longest
// kind, reads more entries than a page may look at, or spreads over several cores.
func withinBounds(t *testing.T, name string, n node) {
	t.Helper()
	const longest = 201
	switch {
	case n.Type == "Seq Scan" && n.Relation != "accounts", strings.HasPrefix(n.Type, "Gather"):
		t.Errorf("%s: %s of %s", name, n.Type, n.Relation)
	case strings.Contains(n.Type, "Sort") && n.Plans[0].Rows > longest:
		t.Errorf("%s: sorts %.0f rows", name, n.Plans[0].Rows)
	case n.Relation != "" && n.Loops*(n.Rows+n.Removed) > looks+longest:
		t.Errorf("%s: %s reads %.0f rows of %s", name, n.Type, n.Loops*(n.Rows+n.Removed), n.Relation)
	}
	for _, below := range n.Plans {
		withinBounds(t, name, below)
	}
}

// planOf runs a list and tells how: with its values known, or as a statement prepared for any.
func planOf(t *testing.T, db *postgres.DB, f filter, mode string) (top node) {
	t.Helper()
	ctx := t.Context()
	if f.byCurrency() {
		var err error
		if f.accounts, err = (store{db}).accountsIn(ctx, ours, f.currency); err != nil {
			t.Fatal(err)
		}
	}
	statement, args := f.statement(ours)
	var text string
	err := db.From(ctx).Transaction(func(tx *gorm.DB) error {
		prepared := tx.Session(&gorm.Session{DryRun: true}).Raw(statement, args).Statement
		var values []string
		for _, v := range prepared.Vars {
			values = append(values, literal(v))
		}
		for _, step := range []string{"SET LOCAL plan_cache_mode = " + mode, "PREPARE listed AS " + prepared.SQL.String()} {
			if err := tx.Exec(step).Error; err != nil {
				return err
			}
		}
		execute := "EXECUTE listed"
		if len(values) > 0 {
			execute += "(" + strings.Join(values, ", ") + ")"
		}
		err := tx.Raw("EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) " + execute).Row().Scan(&text)
		if err != nil {
			return err
		}
		return tx.Exec("DEALLOCATE listed").Error
	})
	if err != nil {
		t.Fatalf("%+v: %v\n%s", f, err, statement)
	}
	var plans []struct{ Plan node }
	if err := json.Unmarshal([]byte(text), &plans); err != nil {
		t.Fatal(err)
	}
	return plans[0].Plan
}

func literal(value any) string {
	switch v := value.(type) {
	case nil:
		return "NULL"
	case string:
		return "'" + strings.ReplaceAll(v, "'", "''") + "'"
	case time.Time:
		return "'" + v.Format(api.DateForm) + "'"
	case *int64:
		return fmt.Sprint(*v)
	}
	return fmt.Sprint(value)
}
