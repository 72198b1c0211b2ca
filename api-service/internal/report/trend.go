package report

import (
	"slices"
	"time"

	"financebot/pkg/api"
)

// steps cuts a period at the beginnings of days, weeks or months.
func (p period) steps(by string) []period {
	var out []period
	for from := p.from; !from.After(p.to); {
		next := from.AddDate(0, 0, 1)
		switch by {
		case api.Weekly:
			next = from.AddDate(0, 0, 7-(int(from.Weekday())+6)%7)
		case api.Monthly:
			next = from.AddDate(0, 1, 1-from.Day())
		}
		to := next.AddDate(0, 0, -1)
		if to.After(p.to) {
			to = p.to
		}
		out = append(out, period{from, to})
		from = next
	}
	return out
}

// stepOf is the step where nobody chose: few enough points to look at.
func (p period) stepOf(asked string) string {
	switch {
	case asked != "":
		return asked
	case p.to.Before(p.from.AddDate(0, 1, 1)):
		return api.Daily
	case p.to.Before(p.from.AddDate(0, 6, 1)):
		return api.Weekly
	}
	return api.Monthly
}

// trend tells a period step by step.
func trend(f facts, p period, by, currency string) (api.Trend, error) {
	x, lacking, steps := newExchange(currency, f), flows{}, p.steps(by)
	out := api.Trend{Period: p.told(), By: by, Currency: x.into, Items: make([]api.TrendPoint, 0, len(steps))}
	moved := make([]flow, len(steps))
	for _, s := range f.sums {
		if s.Kind == api.Transfer {
			continue
		}
		exact, ok := x.exact(s.money(), s.Start)
		if !ok {
			lacking.add(s)
			continue
		}
		moved[stepWith(steps, s.Start)].add(s.Kind, exact, s.Entries)
	}
	closings, err := f.balancesAt(len(steps))
	if err != nil {
		return out, err
	}
	for i, step := range steps {
		point, err := pointOf(x, &moved[i], closings[i], step)
		if err != nil {
			return out, err
		}
		out.Items = append(out.Items, point)
	}
	out.Rates = x.rates()
	out.NotConverted, err = lacking.told()
	return out, err
}

// stepWith is the place of the step that has a day.
func stepWith(steps []period, day time.Time) int {
	at, _ := slices.BinarySearchFunc(steps, day, func(s period, day time.Time) int { return s.to.Compare(day) })
	return at
}

func pointOf(x *exchange, moved *flow, accounts []account, step period) (api.TrendPoint, error) {
	told, err := moved.told(x.into)
	if err != nil {
		return api.TrendPoint{}, err
	}
	closing := newWorth(x.into)
	for _, a := range accounts {
		if err := closing.add(x, a, step.to); err != nil {
			return api.TrendPoint{}, err
		}
	}
	lacking, err := balances(closing.lacking)
	return api.TrendPoint{
		Period: step.told(), Income: told.Income, Expense: told.Expense, Net: told.Net, Entries: told.Entries,
		Closing: closing.total.Decimal(), NotConverted: lacking,
	}, err
}
