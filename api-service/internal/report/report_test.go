package report

import (
	"fmt"
	"math/big"
	"strings"
	"testing"
	"time"

	"financebot/pkg/api"
	"financebot/pkg/money"
)

func of(from, to string) period { return period{day(from), day(to)} }

func (p period) String() string { return p.told().From + ".." + p.told().To }

func TestPeriodsAreComparedWithAsMuchBefore(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ from, to, want string }{
		{"2026-03-01", "2026-03-31", "2026-02-01..2026-02-28"},
		{"2024-03-01", "2024-03-31", "2024-02-01..2024-02-29"},
		{"2026-01-01", "2026-01-31", "2025-12-01..2025-12-31"},
		{"2026-01-01", "2026-03-31", "2025-10-01..2025-12-31"},
		{"2024-01-01", "2024-12-31", "2023-01-01..2023-12-31"},
		{"2024-02-01", "2024-02-28", "2024-01-04..2024-01-31"}, // not the whole month
		{"2024-02-29", "2024-02-29", "2024-02-28..2024-02-28"},
		{"2026-03-23", "2026-03-29", "2026-03-16..2026-03-22"}, // a week whose last night is an hour shorter
		{"2026-10-19", "2026-10-25", "2026-10-12..2026-10-18"},
	} {
		if got := of(c.from, c.to).before().String(); got != c.want {
			t.Errorf("before %s..%s is %s, want %s", c.from, c.to, got, c.want)
		}
	}
}

func TestPeriodsAreReadAsAsked(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		in   api.ReportPeriod
		want string
	}{
		{api.ReportPeriod{}, "2024-02-01..2024-02-29"},
		{api.ReportPeriod{Month: "2023-02"}, "2023-02-01..2023-02-28"},
		{api.ReportPeriod{Month: "2023-12"}, "2023-12-01..2023-12-31"},
		{api.ReportPeriod{From: "2023-12-05", To: "2024-01-05"}, "2023-12-05..2024-01-05"},
	} {
		if got := periodOf(c.in, day("2024-02-29")).String(); got != c.want {
			t.Errorf("%+v is %s, want %s", c.in, got, c.want)
		}
	}
}

func TestStepsCoverThePeriodWithoutGaps(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ from, to, by, want string }{
		{"2024-02-28", "2024-03-01", api.Daily, "2024-02-28..2024-02-28 2024-02-29..2024-02-29 2024-03-01..2024-03-01"},
		{"2026-11-04", "2026-11-17", api.Weekly, "2026-11-04..2026-11-08 2026-11-09..2026-11-15 2026-11-16..2026-11-17"},
		{"2026-11-02", "2026-11-08", api.Weekly, "2026-11-02..2026-11-08"},
		{"2026-11-08", "2026-11-09", api.Weekly, "2026-11-08..2026-11-08 2026-11-09..2026-11-09"},
		{"2025-12-15", "2026-02-10", api.Monthly, "2025-12-15..2025-12-31 2026-01-01..2026-01-31 2026-02-01..2026-02-10"},
	} {
		if got := strings.Trim(fmt.Sprint(of(c.from, c.to).steps(c.by)), "[]"); got != c.want {
			t.Errorf("%s..%s by %s:\n got %s\nwant %s", c.from, c.to, c.by, got, c.want)
		}
	}
	steps := of("2020-01-01", "2029-12-31").steps(api.Daily)
	for i, s := range steps {
		if stepWith(steps, s.from) != i {
			t.Fatalf("%v is not in its own step", s)
		}
	}
	if len(steps) != 3653 {
		t.Errorf("ten years have %d days", len(steps))
	}
}

func TestStepFitsThePeriod(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ from, to, asked, want string }{
		{"2026-01-01", "2026-01-31", "", api.Daily},
		{"2026-01-01", "2026-02-01", "", api.Daily},
		{"2026-01-01", "2026-02-02", "", api.Weekly},
		{"2026-01-01", "2026-06-30", "", api.Weekly},
		{"2026-01-01", "2026-12-31", "", api.Monthly},
		{"2026-01-01", "2026-12-31", api.Daily, api.Daily},
	} {
		if got := of(c.from, c.to).stepOf(c.asked); got != c.want {
			t.Errorf("%s..%s: %s, want %s", c.from, c.to, got, c.want)
		}
	}
}

func TestMonthsEndOnTheirLastDays(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		day    string
		months int
		want   string
	}{
		{"2024-03-31", 2, "2024-01-31 2024-02-29 2024-03-31"},
		{"2026-01-01", 1, "2025-12-31 2026-01-01"},
		{"2024-02-29", 0, "2024-02-29"},
		{"2026-03-30", 3, "2025-12-31 2026-01-31 2026-02-28 2026-03-30"},
	} {
		var got []string
		for _, d := range monthEnds(day(c.day), c.months) {
			got = append(got, d.Format(api.DateForm))
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%d months before %s: %v, want %s", c.months, c.day, got, c.want)
		}
	}
}

func TestPercentagesHaveOneDigit(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		before, now int64
		want        string
	}{
		{100, 150, "50.0"}, {100, 0, "-100.0"}, {3, 1, "-66.7"}, {3, 4, "33.3"}, {2000, 2001, "0.1"}, {2000, 1999, "-0.1"}, {7, 7, "0.0"},
		{1, 1_000_000_000_000, "99999999999900.0"},
	} {
		if got := percent(c.before, c.now); got == nil || *got != c.want {
			t.Errorf("from %d to %d: got %v, want %s", c.before, c.now, got, c.want)
		}
	}
	if got := percent(0, 5); got != nil {
		t.Errorf("from nothing: %s", *got)
	}
}

// Balances of the past are today's without what was done since, also in the future.
func TestBalancesAreTakenBack(t *testing.T) {
	t.Parallel()
	f := facts{base: "USD",
		accounts: []account{{1, "cash", "USD", 1000}, {2, "credit", "EUR", -500}, {3, "loan", "GBP", -7}, {4, "cash", "USD", 0}},
		moves:    []move{{After: 0, AccountID: 1, Minor: 300}, {After: 1, AccountID: 1, Minor: 200}, {After: 1, AccountID: 2, Minor: -500}},
		quotes:   []money.Quote{{Date: day("2026-02-01"), Base: "EUR", Quote: "USD", Rate: rate(t, "1.1")}},
	}
	got, err := netWorth(f, []time.Time{day("2026-01-31"), day("2026-02-28")}, "")
	if err != nil {
		t.Fatal(err)
	}
	first, last := got.Items[0], got.Items[1]
	if first.Assets != "5.00" || first.Liabilities != "0.00" || first.Net != "5.00" || len(first.NotConverted) != 1 || first.NotConverted[0] != (api.Balance{Currency: "GBP", Amount: "-0.07"}) {
		t.Errorf("first: %+v", first)
	}
	if last.Assets != "8.00" || last.Liabilities != "0.00" || last.Net != "8.00" {
		t.Errorf("last: %+v", last)
	}
	now, err := netWorth(f, []time.Time{day("2026-01-31"), day("2026-02-28"), day("2026-03-31")}, "")
	if err != nil || now.Items[2].Assets != "10.00" || now.Items[2].Liabilities != "5.50" || now.Items[2].Net != "4.50" {
		t.Errorf("now: %+v, %v", now.Items, err)
	}
	if len(now.Kinds) != 3 || now.Kinds[0].Kind != "cash" || now.Kinds[0].Accounts != 2 || now.Kinds[0].Amount != "10.00" ||
		!now.Kinds[1].Liability || now.Kinds[1].Amount != "-5.50" || now.Kinds[2].NotConverted[0].Amount != "-0.07" {
		t.Errorf("kinds: %+v", now.Kinds)
	}
	if len(now.Rates) != 1 || now.Rates[0].Rate != "1.1" {
		t.Errorf("rates: %+v", now.Rates)
	}
}

func rate(t *testing.T, text string) money.Rate {
	t.Helper()
	r, err := money.ParseRate(text)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// Ten years of daily rates, each the other way round, are added up in no time, and rightly.
func TestManyRatesAreAddedUp(t *testing.T) {
	t.Parallel()
	p := of("2016-01-01", "2025-12-31")
	f := facts{base: "MDL"}
	about := new(big.Rat)
	for i, step := range p.steps(api.Daily) {
		q := money.Quote{Date: step.from, Base: "MDL", Quote: "EUR", Rate: rate(t, fmt.Sprintf("0.05%04d", 1+i))}
		s := sum{Start: step.from, Kind: api.Expense, Currency: "EUR", Minor: int64(1000 + i), Entries: 1}
		f.quotes, f.sums = append(f.quotes, q), append(f.sums, s)
		exact, err := q.Rate.Inverse().Exact(s.money(), "MDL")
		if err != nil {
			t.Fatal(err)
		}
		text := exact.FloatString(20) // near enough, and quick to add
		near, _ := new(big.Rat).SetString(text)
		about.Add(about, near)
	}
	want, err := decimal(about, "MDL")
	if err != nil {
		t.Fatal(err)
	}
	sums, err := summary(f, p, "")
	if err != nil || sums.Total.Expense != want || len(sums.Rates) != len(f.quotes) {
		t.Errorf("the summary tells %s by %d rates, %v, want %s", sums.Total.Expense, len(sums.Rates), err, want)
	}
	shares, err := byCategory(f, p, api.Expense, "")
	if err != nil || shares.Total != want {
		t.Errorf("the categories tell %s, %v, want %s", shares.Total, err, want)
	}
}
