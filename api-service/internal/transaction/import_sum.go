package transaction

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"financebot/pkg/api"
	"financebot/pkg/money"
)

// sums is what the rows that a plan books come to, and their days.
type sums struct {
	of       map[string]sum // by currency
	from, to time.Time
}

type sum struct{ income, expense money.Money }

// sums adds up what the plan books. A currency whose sum is too large to be told has none.
func (p *plan) sums() sums {
	all := sums{of: map[string]sum{}}
	broken := map[string]bool{}
	for _, d := range p.drafts {
		if !p.books(d) {
			continue
		}
		all.span(d.Date)
		if d.Kind == api.Transfer || p.joins(d) != nil {
			continue
		}
		if err := all.add(d); err != nil {
			broken[d.Amount.Currency] = true
		}
	}
	maps.DeleteFunc(all.of, func(currency string, _ sum) bool { return broken[currency] })
	return all
}

func (s *sums) span(day time.Time) {
	if s.from.IsZero() || day.Before(s.from) {
		s.from = day
	}
	if day.After(s.to) {
		s.to = day
	}
}

func (s *sums) add(d Draft) error {
	currency := d.Amount.Currency
	of, known := s.of[currency]
	if !known {
		of = sum{income: money.Of(0, currency), expense: money.Of(0, currency)}
	}

	side := &of.expense
	if d.Kind == api.Income {
		side = &of.income
	}
	total, err := side.Add(d.Amount)
	if err != nil {
		return err
	}
	*side = total
	s.of[currency] = of
	return nil
}

func sumsToAPI(s sums, out *api.Import) {
	for currency, of := range s.of {
		out.Sums = append(out.Sums, api.ImportSum{Currency: currency, Income: of.income.Decimal(), Expense: of.expense.Decimal()})
	}
	slices.SortFunc(out.Sums, func(a, b api.ImportSum) int { return cmp.Compare(a.Currency, b.Currency) })
	if !s.from.IsZero() {
		out.From, out.To = s.from.Format(api.DateForm), s.to.Format(api.DateForm)
	}
}
