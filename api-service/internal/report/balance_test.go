package report_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"financebot/api-service/internal/postgres/pgtest"
	"financebot/pkg/api"
	"financebot/pkg/money"
)

// transfer moves money between two accounts, as the ledger does.
func (p place) transfer(t *testing.T, date string, from, into int64, currency, toCurrency string, amount, toAmount int64) {
	t.Helper()
	p.id(t, "UPDATE accounts SET balance = balance - ? WHERE family_id = ? AND id = ? RETURNING id", amount, p.family, from)
	p.id(t, "UPDATE accounts SET balance = balance + ? WHERE family_id = ? AND id = ? RETURNING id", toAmount, p.family, into)
	p.id(t, `INSERT INTO transactions (family_id, kind, account_id, amount, currency, to_account_id, to_amount, to_currency, date, created_by, created_at, updated_at)
		VALUES (?, 'transfer', ?, ?, ?, ?, ?, ?, ?, ?, now(), now()) RETURNING id`,
		p.family, from, amount, currency, into, toAmount, toCurrency, date, p.user)
}

// Whatever was booked: a trend's closing is the net worth of its day, its steps are the summaries
// of their days, and the last closing is what the accounts say now.
func TestTrendSummaryAndNetWorthAgree(t *testing.T) {
	t.Parallel()
	for seed := range uint64(4) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			random := rand.New(rand.NewPCG(seed, 11))
			p := newPlace(t, pgtest.Tx(t), "AAAAAA")
			chaos(t, p, random)
			cash, loan := p.account(t, "cash", "USD", 5000), p.account(t, "loan", "EUR", -100_000)
			for range 40 {
				date := time.Date(2026, 4, 20+random.IntN(60), 0, 0, 0, 0, time.UTC).Format(api.DateForm)
				p.transfer(t, date, cash, loan, "USD", "EUR", 1+random.Int64N(1000), 1+random.Int64N(1000))
			}
			reports := p.reports(time.Now())
			for _, by := range []string{api.Daily, api.Weekly, api.Monthly} {
				got, err := reports.Trend(p.ctx(), api.TrendReport{ReportPeriod: api.ReportPeriod{From: "2026-04-22", To: "2026-06-30"}, By: by})
				if err != nil {
					t.Fatal(err)
				}
				for _, point := range []api.TrendPoint{got.Items[0], got.Items[random.IntN(len(got.Items))], got.Items[len(got.Items)-1]} {
					checkPoint(t, p, point)
				}
			}
			checkNow(t, p)
		})
	}
}

func checkPoint(t *testing.T, p place, point api.TrendPoint) {
	t.Helper()
	reports := p.reports(time.Now())
	sums, err := reports.Summary(p.ctx(), api.ReportPeriod{From: point.Period.From, To: point.Period.To})
	if err != nil || sums.Total.Income != point.Income || sums.Total.Expense != point.Expense || sums.Total.Net != point.Net || sums.Total.Entries != point.Entries {
		t.Errorf("the step is %+v, the summary %+v, %v", point, sums.Total, err)
	}
	worth, err := reports.NetWorth(p.ctx(), api.NetWorthReport{Date: point.Period.To, Months: 2})
	if err != nil {
		t.Fatal(err)
	}
	last := worth.Items[len(worth.Items)-1]
	if last.Date != point.Period.To || last.Net != point.Closing || fmt.Sprint(last.NotConverted) != fmt.Sprint(point.NotConverted) {
		t.Errorf("the step closes at %+v, the worth is %+v", point, last)
	}
	debts, err := money.Parse(last.Liabilities, "USD")
	if err != nil || add(t, "USD", last.Assets, debts.Neg().Decimal()) != last.Net {
		t.Errorf("assets and liabilities make no net: %+v, %v", last, err)
	}
	kinds := []string{}
	for _, k := range worth.Kinds {
		kinds = append(kinds, k.Amount)
	}
	if sum := add(t, "USD", kinds...); sum != last.Net {
		t.Errorf("kinds come to %s, the net is %s", sum, last.Net)
	}
}

// checkNow compares the end with what the accounts say.
func checkNow(t *testing.T, p place) {
	t.Helper()
	worth, err := p.reports(time.Now()).NetWorth(p.ctx(), api.NetWorthReport{Date: "2026-12-31"})
	if err != nil {
		t.Fatal(err)
	}
	lies := map[string]int64{}
	for _, k := range worth.Kinds {
		for _, b := range k.Currencies {
			m, err := money.Parse(b.Amount, b.Currency)
			if err != nil {
				t.Fatal(err)
			}
			lies[b.Currency] += m.Minor
		}
	}
	for currency, got := range lies {
		want := p.id(t, "SELECT sum(balance)::bigint FROM accounts WHERE family_id = ? AND currency = ?", p.family, currency)
		if got != want {
			t.Errorf("%s: %d, the accounts have %d", currency, got, want)
		}
	}
}
