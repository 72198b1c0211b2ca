package report

import (
	"maps"
	"math/big"
	"slices"
	"time"

	"financebot/pkg/api"
	"financebot/pkg/money"
)

// account is where money lies, with its balance after all entries there are.
type account struct {
	ID       int64
	Kind     string
	Currency string
	Balance  int64
}

// move is what entries did to an account after one day of a report, and no later than the next.
type move struct {
	After     int // the place of that day
	AccountID int64
	Minor     int64
}

// owed are the kinds of accounts that are debts.
var owed = []string{"credit", "loan"}

// balancesAt gives the accounts as they were at the end of each day: what is there now, less
// what entries did since.
func (f facts) balancesAt(days int) ([][]account, error) {
	since := make([]map[int64]int64, days)
	for i := range since {
		since[i] = map[int64]int64{}
	}
	for _, m := range f.moves {
		since[m.After][m.AccountID] = m.Minor
	}
	now, out := f.accounts, make([][]account, days)
	for i := days - 1; i >= 0; i-- {
		then := slices.Clone(now)
		for at := range then {
			left, err := money.Of(then[at].Balance, "").Add(money.Of(-since[i][then[at].ID], ""))
			if err != nil {
				return nil, ErrRange
			}
			then[at].Balance = left.Minor
		}
		out[i], now = then, then
	}
	return out, nil
}

// worth adds accounts up. Each is rounded by itself, so that all its sums agree.
type worth struct {
	total    money.Money
	own      map[string]*big.Rat // by currency, as it lies there
	lacking  map[string]*big.Rat
	accounts int
}

func newWorth(currency string) *worth {
	return &worth{total: money.Of(0, currency), own: map[string]*big.Rat{}, lacking: map[string]*big.Rat{}}
}

// add counts an account, converted at the rate of a day. Nothing needs no rate.
func (w *worth) add(x *exchange, a account, on time.Time) error {
	w.accounts++
	lies := money.Of(a.Balance, a.Currency)
	more(w.own, lies)
	if lies.IsZero() {
		return nil
	}
	exact, ok := x.exact(lies, on)
	if !ok {
		more(w.lacking, lies)
		return nil
	}
	minor, err := round(exact)
	if err != nil {
		return err
	}
	if w.total, err = w.total.Add(money.Of(minor, x.into)); err != nil {
		return ErrRange
	}
	return nil
}

func more(sums map[string]*big.Rat, m money.Money) {
	if sums[m.Currency] == nil {
		sums[m.Currency] = new(big.Rat)
	}
	sums[m.Currency].Add(sums[m.Currency], new(big.Rat).SetInt64(m.Minor))
}

func balances(sums map[string]*big.Rat) ([]api.Balance, error) {
	out := make([]api.Balance, 0, len(sums))
	for _, currency := range slices.Sorted(maps.Keys(sums)) {
		amount, err := decimal(sums[currency], currency)
		if err != nil {
			return nil, err
		}
		out = append(out, api.Balance{Currency: currency, Amount: amount})
	}
	return out, nil
}

// netWorth tells what there was and what was owed on each of the days.
func netWorth(f facts, days []time.Time, currency string) (api.NetWorth, error) {
	x := newExchange(currency, f)
	out := api.NetWorth{Currency: x.into, Items: make([]api.Worth, 0, len(days))}
	all, err := f.balancesAt(len(days))
	if err != nil {
		return out, err
	}
	for i, accounts := range all {
		item, err := worthOn(x, accounts, days[i])
		if err != nil {
			return out, err
		}
		out.Items = append(out.Items, item)
	}
	if out.Kinds, err = byKind(x, all[len(all)-1], days[len(days)-1]); err != nil {
		return out, err
	}
	out.Rates = x.rates()
	return out, nil
}

func worthOn(x *exchange, accounts []account, on time.Time) (api.Worth, error) {
	assets, debts, both := newWorth(x.into), newWorth(x.into), newWorth(x.into)
	for _, a := range accounts {
		side := assets
		if slices.Contains(owed, a.Kind) {
			side = debts
		}
		for _, w := range []*worth{side, both} {
			if err := w.add(x, a, on); err != nil {
				return api.Worth{}, err
			}
		}
	}
	lacking, err := balances(both.lacking)
	return api.Worth{
		Date: on.Format(api.DateForm), Assets: assets.total.Decimal(), Liabilities: debts.total.Neg().Decimal(),
		Net: both.total.Decimal(), NotConverted: lacking,
	}, err
}

func byKind(x *exchange, accounts []account, on time.Time) ([]api.KindWorth, error) {
	kinds := map[string]*worth{}
	for _, a := range accounts {
		if kinds[a.Kind] == nil {
			kinds[a.Kind] = newWorth(x.into)
		}
		if err := kinds[a.Kind].add(x, a, on); err != nil {
			return nil, err
		}
	}
	out := make([]api.KindWorth, 0, len(kinds))
	for _, kind := range api.AccountKinds {
		w := kinds[kind]
		if w == nil {
			continue
		}
		item := api.KindWorth{Kind: kind, Liability: slices.Contains(owed, kind), Accounts: w.accounts, Amount: w.total.Decimal()}
		var err error
		if item.Currencies, err = balances(w.own); err != nil {
			return nil, err
		}
		if item.NotConverted, err = balances(w.lacking); err != nil {
			return nil, err
		}
		out = append(out, item)
	}
	return out, nil
}

// monthEnds are so many ends of months before a day, and the day itself.
func monthEnds(day time.Time, months int) []time.Time {
	first := day.AddDate(0, 0, 1-day.Day())
	out := make([]time.Time, 0, months+1)
	for back := months; back > 0; back-- {
		out = append(out, first.AddDate(0, 1-back, -1))
	}
	return append(out, day)
}
