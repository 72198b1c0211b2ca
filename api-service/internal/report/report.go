// Package report tells what the entries of a workspace come to. It reads across all tables
// and writes to none; what it tells is computed, so its rules give the contract's own types.
package report

import (
	"cmp"
	"math/big"
	"slices"
	"time"

	"financebot/pkg/api"
	"financebot/pkg/errs"
	"financebot/pkg/money"
)

// ErrRange says that the entries come to more than can be told.
var ErrRange = errs.New(errs.Refused, api.CodeReportRange, "The sums are too large to tell")

// facts are what the database knows for a report.
type facts struct {
	base     string // the currency of the workspace
	language string // of the one who asks
	quotes   []money.Quote
	sums     []sum
	names    []category
	accounts []account
	moves    []move
}

// sum is what entries of one kind and currency come to during days on which no rate changed
// and no period began.
type sum struct {
	Start      time.Time // the first of these days
	Kind       string
	Currency   string
	CategoryID *int64
	Minor      int64
	Entries    int64
}

func (s sum) money() money.Money { return money.Of(s.Minor, s.Currency) }

// period is the days of a report, both included, at midnight UTC.
type period struct{ from, to time.Time }

// periodOf reads a period whose form was checked; the month of today where nothing is given.
func periodOf(in api.ReportPeriod, today time.Time) period {
	if in.From != "" {
		from, _ := time.Parse(api.DateForm, in.From)
		to, _ := time.Parse(api.DateForm, in.To)
		return period{from, to}
	}
	month := today.AddDate(0, 0, 1-today.Day())
	if in.Month != "" {
		month, _ = time.Parse(api.MonthForm, in.Month)
	}
	return period{month, month.AddDate(0, 1, -1)}
}

// before is the period to compare with: as many months before whole months, else as many days.
func (p period) before() period {
	end := p.from.AddDate(0, 0, -1)
	if p.from.Day() == 1 && p.to.AddDate(0, 0, 1).Day() == 1 {
		months := (p.to.Year()-p.from.Year())*12 + int(p.to.Month()-p.from.Month()) + 1
		return period{p.from.AddDate(0, -months, 0), end}
	}
	days := int(p.to.Sub(p.from)/(24*time.Hour)) + 1
	return period{p.from.AddDate(0, 0, -days), end}
}

func (p period) has(day time.Time) bool { return !day.Before(p.from) && !day.After(p.to) }

func (p period) told() api.Period {
	return api.Period{From: p.from.Format(api.DateForm), To: p.to.Format(api.DateForm)}
}

// exchange converts into one currency and remembers by which rates.
type exchange struct {
	into string
	book money.Book
	used map[string]money.Quote
}

// newExchange converts into the currency that was asked for, or the workspace's own.
func newExchange(asked string, f facts) *exchange {
	return &exchange{into: cmp.Or(asked, f.base), book: money.NewBook(f.quotes), used: map[string]money.Quote{}}
}

// Sums of fractions by many different rates would grow beyond all bounds. From so many rates on
// what does not end is cut far behind the point, where no rounding looks.
const (
	fewRates   = 100
	farDecimal = 30
)

// bounded is an amount that may be added to many others.
func (x *exchange) bounded(exact *big.Rat) *big.Rat {
	if len(x.used) <= fewRates {
		return exact
	}
	far := new(big.Int).Exp(big.NewInt(10), big.NewInt(farDecimal), nil)
	scaled := new(big.Int).Mul(exact.Num(), far)
	return new(big.Rat).SetFrac(scaled.Quo(scaled, exact.Denom()), far)
}

// exact is an amount at the rate of a day, not rounded; false where there is none.
func (x *exchange) exact(m money.Money, on time.Time) (*big.Rat, bool) {
	if m.Currency == x.into {
		return new(big.Rat).SetInt64(m.Minor), true
	}
	found, ok := x.book.Find(m.Currency, x.into, on)
	if !ok {
		return nil, false
	}
	exact, err := found.Rate.Exact(m, x.into)
	if err != nil {
		return nil, false // a currency that is known no more
	}
	for _, q := range found.Quotes {
		x.used[q.Date.Format(api.DateForm)+q.Base+q.Quote] = q
	}
	return x.bounded(exact), true
}

// rates are those used so far, oldest first.
func (x *exchange) rates() []api.UsedRate {
	out := make([]api.UsedRate, 0, len(x.used))
	for _, q := range x.used {
		out = append(out, api.UsedRate{Date: q.Date.Format(api.DateForm), Base: q.Base, Quote: q.Quote, Rate: q.Rate.Decimal()})
	}
	slices.SortFunc(out, func(a, b api.UsedRate) int {
		return cmp.Or(cmp.Compare(a.Date, b.Date), cmp.Compare(a.Base, b.Base), cmp.Compare(a.Quote, b.Quote))
	})
	return out
}

// decimal rounds a complete sum, in minor units of a currency, and writes it.
func decimal(exact *big.Rat, currency string) (string, error) {
	minor, err := round(exact)
	return money.Of(minor, currency).Decimal(), err
}

func round(exact *big.Rat) (int64, error) {
	minor, err := money.Round(exact)
	if err != nil {
		return 0, ErrRange
	}
	return minor, nil
}
