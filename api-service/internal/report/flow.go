package report

import (
	"maps"
	"math/big"
	"slices"

	"financebot/pkg/api"
	"financebot/pkg/money"
)

// flow adds up income and expense, in minor units of one currency, and rounds once.
type flow struct {
	income, expense big.Rat
	entries         int64
}

func (f *flow) add(kind string, exact *big.Rat, entries int64) {
	side := &f.expense
	if kind == api.Income {
		side = &f.income
	}
	side.Add(side, exact)
	f.entries += entries
}

// rounded gives income, expense and what is left of them.
func (f *flow) rounded(currency string) (income, expense, net money.Money, err error) {
	income.Currency, expense.Currency = currency, currency
	if income.Minor, err = round(&f.income); err != nil {
		return income, expense, net, err
	}
	if expense.Minor, err = round(&f.expense); err != nil {
		return income, expense, net, err
	}
	if net, err = income.Add(expense.Neg()); err != nil {
		err = ErrRange
	}
	return income, expense, net, err
}

func (f *flow) told(currency string) (api.Flow, error) {
	income, expense, net, err := f.rounded(currency)
	return api.Flow{
		Currency: currency, Income: income.Decimal(), Expense: expense.Decimal(), Net: net.Decimal(), Entries: f.entries,
	}, err
}

// flows are kept apart by their currencies.
type flows map[string]*flow

func (all flows) add(s sum) {
	if all[s.Currency] == nil {
		all[s.Currency] = &flow{}
	}
	all[s.Currency].add(s.Kind, new(big.Rat).SetInt64(s.Minor), s.Entries)
}

func (all flows) told() ([]api.Flow, error) {
	out := make([]api.Flow, 0, len(all))
	for _, currency := range slices.Sorted(maps.Keys(all)) {
		f, err := all[currency].told(currency)
		if err != nil {
			return nil, err
		}
		out = append(out, f)
	}
	return out, nil
}

// summary compares a period with the one before it.
func summary(f facts, p period, currency string) (api.Summary, error) {
	now, total, err := periodFlow(f, p, currency)
	if err != nil {
		return api.Summary{}, err
	}
	previous, before, err := periodFlow(f, p.before(), currency)
	if err != nil {
		return api.Summary{}, err
	}
	out := api.Summary{PeriodFlow: now, Previous: previous}
	out.Change, err = change(before, total, now.Total.Currency)
	return out, err
}

// periodFlow tells the sums of a period, and gives its total to be compared.
func periodFlow(f facts, p period, currency string) (api.PeriodFlow, *flow, error) {
	x, total, booked, lacking := newExchange(currency, f), &flow{}, flows{}, flows{}
	out := api.PeriodFlow{Period: p.told()}
	for _, s := range f.sums {
		if !p.has(s.Start) {
			continue
		}
		if s.Kind == api.Transfer {
			out.Transfers += s.Entries
			continue
		}
		booked.add(s)
		if exact, ok := x.exact(s.money(), s.Start); ok {
			total.add(s.Kind, exact, s.Entries)
		} else {
			lacking.add(s)
		}
	}
	out.Rates = x.rates()
	var err error
	if out.Total, err = total.told(x.into); err != nil {
		return out, total, err
	}
	if out.Currencies, err = booked.told(); err != nil {
		return out, total, err
	}
	out.NotConverted, err = lacking.told()
	return out, total, err
}

func change(before, now *flow, currency string) (api.Change, error) {
	oldIncome, oldExpense, oldNet, err := before.rounded(currency)
	if err != nil {
		return api.Change{}, err
	}
	income, expense, net, err := now.rounded(currency)
	if err != nil {
		return api.Change{}, err
	}
	out := api.Change{IncomePercent: percent(oldIncome.Minor, income.Minor), ExpensePercent: percent(oldExpense.Minor, expense.Minor)}
	for _, d := range []struct {
		old, now money.Money
		told     *string
	}{{oldIncome, income, &out.Income}, {oldExpense, expense, &out.Expense}, {oldNet, net, &out.Net}} {
		difference, err := d.now.Add(d.old.Neg())
		if err != nil {
			return out, ErrRange
		}
		*d.told = difference.Decimal()
	}
	return out, nil
}

// percent is how much more or less than before, with one digit; nil where there was nothing.
func percent(before, now int64) *string {
	if before == 0 {
		return nil
	}
	ratio := big.NewRat(now, before)
	ratio.Sub(ratio, big.NewRat(1, 1))
	text := ratio.Mul(ratio, big.NewRat(100, 1)).FloatString(1)
	return &text
}
