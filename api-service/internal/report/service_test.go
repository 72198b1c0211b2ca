package report_test

import (
	"context"
	"fmt"
	"math/big"
	"math/rand/v2"
	"testing"
	"time"

	"financebot/api-service/internal/actor"
	"financebot/api-service/internal/postgres"
	"financebot/api-service/internal/postgres/pgtest"
	"financebot/api-service/internal/report"
	"financebot/api-service/internal/user"
	"financebot/deploy/dev/devtest"
	"financebot/pkg/api"
	"financebot/pkg/money"
)

func TestMain(m *testing.M) { devtest.Main(m) }

// place is a workspace with its user, in a database of the test's own transaction.
type place struct {
	db     *postgres.DB
	family int64
	user   int64
}

// newPlace opens a workspace that counts in US dollars.
func newPlace(t *testing.T, db *postgres.DB, name string) place {
	t.Helper()
	p := place{db: db}
	p.family = p.id(t, "INSERT INTO families (kind, name, base_currency) VALUES ('personal', 'x', 'USD') RETURNING id")
	p.user = p.id(t, "INSERT INTO users (email, referral_code) VALUES (?, ?) RETURNING id", name+"@example.com", "UP-"+name)
	return p
}

func (p place) id(t *testing.T, statement string, args ...any) int64 {
	t.Helper()
	var id int64
	if err := p.db.From(context.Background()).Raw(statement, args...).Scan(&id).Error; err != nil {
		t.Fatal(err)
	}
	return id
}

func (p place) ctx() context.Context {
	return actor.With(context.Background(), actor.Actor{UserID: p.user, FamilyID: p.family, Role: actor.Viewer})
}

func (p place) account(t *testing.T, kind, currency string, balance int64) int64 {
	t.Helper()
	return p.id(t, `INSERT INTO accounts (family_id, name, kind, currency, opening, balance)
		VALUES (?, gen_random_uuid(), ?, ?, ?, ?) RETURNING id`, p.family, kind, currency, balance, balance)
}

func (p place) category(t *testing.T, kind string, parent *int64) int64 {
	t.Helper()
	return p.id(t, "INSERT INTO categories (family_id, kind, name, parent_id) VALUES (?, ?, gen_random_uuid(), ?) RETURNING id", p.family, kind, parent)
}

func (p place) rate(t *testing.T, date, base, quote, rate string) {
	t.Helper()
	p.id(t, `INSERT INTO exchange_rates (family_id, date, base, quote, rate, created_by, created_at)
		VALUES (?, ?, ?, ?, CAST(? AS numeric), ?, now()) RETURNING id`, p.family, date, base, quote, rate, p.user)
}

// entry books money on an account and moves its balance, as the ledger does.
func (p place) entry(t *testing.T, kind, date string, account int64, currency string, amount int64, category *int64, split bool) int64 {
	t.Helper()
	delta := amount
	if kind == api.Expense {
		delta = -amount
	}
	p.id(t, "UPDATE accounts SET balance = balance + ? WHERE family_id = ? AND id = ? RETURNING id", delta, p.family, account)
	return p.id(t, `INSERT INTO transactions (family_id, kind, account_id, amount, currency, category_id, date, is_split, created_by, created_at, updated_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, now(), now()) RETURNING id`,
		p.family, kind, account, amount, currency, category, date, split, p.user)
}

// reports makes a service whose users live by a clock.
func (p place) reports(now time.Time) *report.Service {
	return report.New(p.db, user.New(p.db, func() time.Time { return now }).Today)
}

// The month it is begins where the user lives, also in the weeks when clocks change.
func TestTheMonthIsTheUsers(t *testing.T) {
	t.Parallel()
	p := newPlace(t, pgtest.Tx(t), "AAAAAA")
	for _, test := range []struct{ zone, now, from, to string }{
		{"Europe/Chisinau", "2026-10-31T21:59:59Z", "2026-10-01", "2026-10-31"}, // winter time since the 25th
		{"Europe/Chisinau", "2026-10-31T22:00:00Z", "2026-11-01", "2026-11-30"},
		{"Europe/Chisinau", "2027-03-31T20:59:59Z", "2027-03-01", "2027-03-31"}, // summer time since the 28th
		{"Europe/Chisinau", "2027-03-31T21:00:00Z", "2027-04-01", "2027-04-30"},
		{"Europe/Chisinau", "2027-10-31T00:30:00Z", "2027-10-01", "2027-10-31"}, // the hour that comes twice
		{"Pacific/Kiritimati", "2027-04-30T10:00:00Z", "2027-05-01", "2027-05-31"},
		{"Pacific/Pago_Pago", "2027-05-01T10:59:59Z", "2027-04-01", "2027-04-30"},
		{"UTC", "2028-02-29T23:59:59Z", "2028-02-01", "2028-02-29"},
	} {
		now, err := time.Parse(time.RFC3339, test.now)
		if err != nil {
			t.Fatal(err)
		}
		p.id(t, "UPDATE users SET timezone = ? WHERE id = ? RETURNING id", test.zone, p.user)
		got, err := p.reports(now).Summary(p.ctx(), api.ReportPeriod{})
		if err != nil || got.Period.From != test.from || got.Period.To != test.to {
			t.Errorf("%s in %s: %+v, %v", test.now, test.zone, got.Period, err)
		}
	}
}

// chaos books random entries of all sorts in a month and around it, and gives what its income
// and expense come to in dollars, added up one by one.
func chaos(t *testing.T, p place, random *rand.Rand) map[string]*big.Rat {
	t.Helper()
	currencies := []string{"USD", "EUR", "JPY", "KWD", "GBP"} // nobody quotes GBP
	quoted := []money.Quote{}
	for _, q := range [][4]string{
		{"2025-12-31", "EUR", "USD", "1.0837"}, {"2026-05-07", "USD", "EUR", "0.9123"}, {"2026-05-07", "USD", "JPY", "151.37"},
		{"2026-05-20", "USD", "JPY", "149.99"}, {"2026-01-01", "KWD", "EUR", "3.0149"},
	} {
		p.rate(t, q[0], q[1], q[2], q[3])
		date, _ := time.Parse(time.DateOnly, q[0])
		exact, err := money.ParseRate(q[3])
		if err != nil {
			t.Fatal(err)
		}
		quoted = append(quoted, money.Quote{Date: date, Base: q[1], Quote: q[2], Rate: exact})
	}
	book := money.NewBook(quoted)
	accounts, categories := map[string]int64{}, map[string][]*int64{api.Income: {nil}, api.Expense: {nil}}
	for _, currency := range currencies {
		accounts[currency] = p.account(t, "cash", currency, 0)
	}
	for kind := range categories {
		for range 3 {
			top := p.category(t, kind, nil)
			below := p.category(t, kind, &top)
			categories[kind] = append(categories[kind], &top, &below)
		}
	}
	want := map[string]*big.Rat{api.Income: {}, api.Expense: {}}
	for range 300 {
		kind := []string{api.Income, api.Expense}[random.IntN(2)]
		currency, amount := currencies[random.IntN(len(currencies))], 1+random.Int64N(1e7)
		date := time.Date(2026, 4, 25+random.IntN(45), 0, 0, 0, 0, time.UTC)
		of := categories[kind]
		pick := func() *int64 { return of[random.IntN(len(of))] }
		if split := random.IntN(4) == 0 && amount > 3; split {
			id := p.entry(t, kind, date.Format(api.DateForm), accounts[currency], currency, amount, nil, true)
			for at, part := range []int64{1, 2, amount - 3} {
				p.id(t, `INSERT INTO transaction_splits (family_id, transaction_id, position, category_id, amount)
					VALUES (?, ?, ?, ?, ?) RETURNING position`, p.family, id, at, pick(), part)
			}
		} else {
			p.entry(t, kind, date.Format(api.DateForm), accounts[currency], currency, amount, pick(), false)
		}
		if date.Month() != time.May {
			continue
		}
		exact := new(big.Rat).SetInt64(amount)
		if currency != "USD" {
			found, ok := book.Find(currency, "USD", date)
			if !ok {
				continue
			}
			var err error
			if exact, err = found.Rate.Exact(money.Of(amount, currency), "USD"); err != nil {
				t.Fatal(err)
			}
		}
		want[kind].Add(want[kind], exact)
	}
	return want
}

// add adds decimals of one currency.
func add(t *testing.T, currency string, all ...string) string {
	t.Helper()
	sum := money.Of(0, currency)
	for _, text := range all {
		m, err := money.Parse(text, currency)
		if err != nil {
			t.Fatal(err)
		}
		if sum, err = sum.Add(m); err != nil {
			t.Fatal(err)
		}
	}
	return sum.Decimal()
}

func TestCategoriesAddUpToTheSummary(t *testing.T) {
	t.Parallel()
	for seed := range uint64(8) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			p := newPlace(t, pgtest.Tx(t), "AAAAAA")
			want := chaos(t, p, rand.New(rand.NewPCG(seed, 7)))
			month := api.ReportPeriod{Month: "2026-05"}
			reports := p.reports(time.Now())
			sums, err := reports.Summary(p.ctx(), month)
			if err != nil {
				t.Fatal(err)
			}
			for kind, total := range map[string]string{api.Income: sums.Total.Income, api.Expense: sums.Total.Expense} {
				minor, err := money.Round(want[kind])
				if err != nil || total != money.Of(minor, "USD").Decimal() {
					t.Errorf("%s is %s, one by one %s, %v", kind, total, want[kind].FloatString(4), err)
				}
				got, err := reports.ByCategory(p.ctx(), api.ByCategoryReport{ReportPeriod: month, Kind: kind})
				if err != nil || got.Total != total {
					t.Errorf("%s by category is %s, %v, in the summary %s", kind, got.Total, err, total)
				}
				checkShares(t, got)
			}
		})
	}
}

// checkShares fails unless every level adds up to the one above.
func checkShares(t *testing.T, got api.ByCategory) {
	t.Helper()
	amounts, perMille := []string{}, int64(0)
	for _, item := range got.Items {
		amounts, perMille = append(amounts, item.Amount), perMille+item.PerMille
		if len(item.Items) == 0 {
			continue
		}
		parts, partsPerMille, entries := []string{}, int64(0), int64(0)
		for _, part := range item.Items {
			parts, partsPerMille, entries = append(parts, part.Amount), partsPerMille+part.PerMille, entries+part.Entries
		}
		if sum := add(t, got.Currency, parts...); sum != item.Amount || partsPerMille != item.PerMille || entries != item.Entries {
			t.Errorf("%s is %s with %d ‰ of %d entries, its parts %s with %d ‰ of %d", item.Name, item.Amount, item.PerMille, item.Entries, sum, partsPerMille, entries)
		}
	}
	if sum := add(t, got.Currency, amounts...); sum != got.Total || perMille != 1000 {
		t.Errorf("the total is %s, the items come to %s and %d ‰", got.Total, sum, perMille)
	}
}

func TestAnotherWorkspaceIsNotCounted(t *testing.T) {
	t.Parallel()
	db := pgtest.Tx(t)
	p, other := newPlace(t, db, "AAAAAA"), newPlace(t, db, "BBBBBB")
	other.entry(t, api.Expense, "2026-05-01", other.account(t, "cash", "EUR", 0), "EUR", 100, nil, false)
	other.rate(t, "2026-01-01", "EUR", "USD", "2")
	p.entry(t, api.Expense, "2026-05-01", p.account(t, "cash", "EUR", 0), "EUR", 500, nil, false)
	got, err := p.reports(time.Now()).Summary(p.ctx(), api.ReportPeriod{Month: "2026-05"})
	if err != nil || got.Total.Entries != 0 || len(got.NotConverted) != 1 || got.NotConverted[0].Expense != "5.00" {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestSumsTooLargeAreRefused(t *testing.T) {
	t.Parallel()
	p := newPlace(t, pgtest.Tx(t), "AAAAAA")
	account := p.account(t, "cash", "USD", 0)
	for range 2 {
		p.id(t, `INSERT INTO transactions (family_id, kind, account_id, amount, currency, date, created_by, created_at, updated_at)
			VALUES (?, 'expense', ?, 9000000000000000000, 'USD', '2026-05-01', 1, now(), now()) RETURNING id`, p.family, account)
	}
	if _, err := p.reports(time.Now()).Summary(p.ctx(), api.ReportPeriod{Month: "2026-05"}); err == nil || err.Error() != report.ErrRange.Error() {
		t.Errorf("got %v", err)
	}
}
