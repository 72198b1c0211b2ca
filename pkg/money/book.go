package money

import (
	"maps"
	"slices"
	"time"
)

// Quote is what was written down on a day: one Base is worth Rate of Quote.
type Quote struct {
	Date        time.Time
	Base, Quote string
	Rate        Rate
}

// Book finds the rate that holds on a day among those that were written down.
type Book struct {
	pairs map[[2]string][]Quote // by base and quote, oldest first
}

// NewBook holds the quotes, in whatever order they come.
func NewBook(quotes []Quote) Book {
	b := Book{pairs: map[[2]string][]Quote{}}
	for _, q := range quotes {
		pair := [2]string{q.Base, q.Quote}
		b.pairs[pair] = append(b.pairs[pair], q)
	}
	for _, all := range b.pairs {
		slices.SortStableFunc(all, func(a, c Quote) int { return a.Date.Compare(c.Date) })
	}
	return b
}

// Found is a rate with the quotes that it was made of.
type Found struct {
	Rate   Rate
	Quotes []Quote
}

// since is the day from which the rate is: the older of its quotes.
func (f Found) since() time.Time {
	oldest := f.Quotes[0].Date
	for _, q := range f.Quotes[1:] {
		if q.Date.Before(oldest) {
			oldest = q.Date
		}
	}
	return oldest
}

// Find gives the rate from one currency to another that holds on a day: the last that was
// quoted on or before it, either way round; of one day's, the one that was quoted in the
// direction asked for. Only where the two were not quoted together until that day it goes through
// a third currency: the one whose older quote is newest, the first in the alphabet among equals.
func (b Book) Find(from, to string, on time.Time) (Found, bool) {
	if found, ok := b.between(from, to, on); ok {
		return found, true
	}
	var best Found
	for _, third := range b.currencies() {
		first, ok := b.between(from, third, on)
		if !ok {
			continue
		}
		second, ok := b.between(third, to, on)
		if !ok {
			continue
		}
		through := Found{Rate: first.Rate.Times(second.Rate), Quotes: append(first.Quotes, second.Quotes...)}
		if best.Quotes == nil || through.since().After(best.since()) {
			best = through
		}
	}
	return best, best.Quotes != nil
}

// currencies are all that were quoted, in the order of the alphabet.
func (b Book) currencies() []string {
	seen := map[string]bool{}
	for pair := range b.pairs {
		seen[pair[0]], seen[pair[1]] = true, true
	}
	return slices.Sorted(maps.Keys(seen))
}

// between is the last rate of two currencies that were quoted together.
func (b Book) between(from, to string, on time.Time) (Found, bool) {
	straight, ok := last(b.pairs[[2]string{from, to}], on)
	inverse, okToo := last(b.pairs[[2]string{to, from}], on)
	switch {
	case ok && (!okToo || !inverse.Date.After(straight.Date)):
		return Found{straight.Rate, []Quote{straight}}, true
	case okToo:
		return Found{inverse.Rate.Inverse(), []Quote{inverse}}, true
	}
	return Found{}, false
}

func last(all []Quote, on time.Time) (Quote, bool) {
	at, _ := slices.BinarySearchFunc(all, on, func(q Quote, on time.Time) int {
		if q.Date.After(on) {
			return 1
		}
		return -1
	})
	if at == 0 {
		return Quote{}, false
	}
	return all[at-1], true
}
