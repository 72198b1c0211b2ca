package seed

import (
	"math/rand/v2"
	"time"

	"financebot/api-service/internal/transaction"
	"financebot/pkg/api"
)

// The accounts of a family, by their place in its list.
const (
	cash = iota
	card
	savings
	credit
	accountsOfFamily
)

// account is where a made-up family keeps money.
type account struct {
	id                   int64
	name, kind, currency string
	opening, balance     int64
}

// household is one person with his workspace, who books entry after entry.
type household struct {
	place
	random     *rand.Rand
	userID     int64
	familyID   int64
	name       [2]string
	opened     time.Time
	accounts   [accountsOfFamily]account
	categories []transaction.Category
	expenses   []transaction.Category
	incomes    []transaction.Category
}

// firsts are the first ids of what is made.
type firsts struct{ user, family, account, category, entry int64 }

// newHousehold makes the family with the number n.
func newHousehold(o Options, first firsts, n int64) *household {
	h := &household{
		place:  places[n%int64(len(places))],
		random: rand.New(rand.NewPCG(o.Seed, uint64(n))),
		userID: first.user + n, familyID: first.family + n,
		opened: o.Now.AddDate(-years, 0, -1),
	}
	h.name = [2]string{pick(h.random, h.names), pick(h.random, h.surnames)}
	for i, a := range []account{
		{name: h.purses[cash], kind: "cash", currency: h.currency, opening: h.amount(20, 200)},
		{name: h.purses[card], kind: "card", currency: h.currency, opening: h.amount(200, 2000)},
		{name: h.purses[savings], kind: "savings", currency: h.foreign(), opening: 100 * h.random.Int64N(5000)},
		{name: h.purses[credit], kind: "credit", currency: h.currency, opening: -h.amount(1, 500)},
	} {
		a.id = first.account + n*accountsOfFamily + int64(i)
		a.balance = a.opening
		h.accounts[i] = a
	}
	h.categories = transaction.Starters(h.familyID, h.language, h.opened)
	for i := range h.categories {
		c := &h.categories[i]
		c.ID = first.category + n*int64(len(h.categories)) + int64(i)
		if c.Kind == api.Income {
			h.incomes = append(h.incomes, *c)
		} else {
			h.expenses = append(h.expenses, *c)
		}
	}
	return h
}

// foreign is the currency people save in.
func (h *household) foreign() string {
	if h.currency == "EUR" {
		return "USD"
	}
	return "EUR"
}

// amount is so many whole euros or so in minor units of the family's currency: small ones are
// common, large ones rare, and many are round.
func (h *household) amount(low, high int64) int64 {
	low, high = 100*low*h.euro, 100*high*h.euro
	least := h.random.Int64N(high - low)
	for range 2 {
		least = min(least, h.random.Int64N(high-low))
	}
	if minor := low + least; h.random.IntN(2) == 0 {
		return minor
	}
	return (low+least)/100*100 + 100
}

func pick[T any](random *rand.Rand, all []T) T { return all[random.IntN(len(all))] }
