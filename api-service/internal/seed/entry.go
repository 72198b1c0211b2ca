package seed

import (
	"time"

	"financebot/api-service/internal/transaction"
	"financebot/pkg/api"
)

// entry is a row of transactions.
type entry struct {
	id                   int64
	kind                 string
	account, to          *account // to: of a transfer
	amount, arrives      int64
	category             *int64
	date                 time.Time
	note, payee          string
	tags                 []string
	parts                []part
	createdBy, workspace int64
	created              time.Time
}

// part is a row of transaction_splits.
type part struct {
	workspace, entry int64
	position         int
	category         int64
	amount           int64
}

// book makes the entry with the number k of so many, oldest first, and moves the balances.
func (h *household) book(o Options, k int, id int64) entry {
	e := entry{id: id, createdBy: h.userID, workspace: h.familyID, tags: []string{}}
	e.date, e.created = h.when(o, k)
	switch chance := h.random.IntN(100); {
	case chance < 4:
		h.transfer(&e)
	case chance < 10:
		h.earn(&e)
	default:
		h.spend(&e, chance < 12)
	}
	if h.random.IntN(8) == 0 {
		e.tags = []string{pick(h.random, tags)}
	}
	return e
}

// when spreads the entries over the years; some are booked a few days late.
func (h *household) when(o Options, k int) (date, created time.Time) {
	today := o.Now.UTC().Truncate(24 * time.Hour)
	first := today.AddDate(-years, 0, 0)
	days := int64(today.Sub(first).Hours()/24) + 1
	day := first.AddDate(0, 0, int(int64(k)*days/int64(o.Entries)))
	created = day.Add(time.Duration(h.random.Int64N(int64(24 * time.Hour))).Truncate(time.Microsecond)) // as fine as the database's
	if created.After(o.Now) {
		created = o.Now.UTC().Truncate(time.Microsecond)
	}
	if h.random.IntN(10) == 0 {
		day = day.AddDate(0, 0, -h.random.IntN(4))
	}
	return day, created
}

func (h *household) transfer(e *entry) {
	e.kind, e.account, e.to = api.Transfer, &h.accounts[card], &h.accounts[cash]
	e.amount = h.amount(10, 150)
	e.arrives = e.amount
	if h.random.IntN(3) == 0 {
		e.to = &h.accounts[savings]
		e.arrives = max(1, e.amount/h.euro*98/100) // about an euro or a dollar
	}
	e.account.balance -= e.amount
	e.to.balance += e.arrives
}

func (h *household) earn(e *entry) {
	e.kind, e.account = api.Income, &h.accounts[card]
	h.describe(e, pick(h.random, h.incomes))
	e.account.balance += e.amount
}

func (h *household) spend(e *entry, split bool) {
	e.kind, e.account = api.Expense, &h.accounts[pick(h.random, []int{cash, card, card, credit})]
	// The first categories are the ones people need daily.
	c := h.expenses[min(h.random.IntN(len(h.expenses)), h.random.IntN(len(h.expenses)))]
	h.describe(e, c)
	e.account.balance -= e.amount
	if split && e.amount >= 3 {
		h.split(e, c.ID)
	}
}

// describe says what an entry was for, and how much that costs.
func (h *household) describe(e *entry, c transaction.Category) {
	of, ok := habits[c.Emoji]
	if !ok {
		of = usual
	}
	e.amount, e.category = h.amount(of.low, of.high), &c.ID
	if notes := of.notes[h.language]; len(notes) > 0 && h.random.IntN(3) > 0 {
		e.note = pick(h.random, notes)
	}
	if len(of.payees) > 0 && h.random.IntN(2) == 0 {
		e.payee = pick(h.random, of.payees)
	}
}

// split gives an entry two parts that make the whole, in place of its category.
func (h *household) split(e *entry, category int64) {
	first := 1 + h.random.Int64N(e.amount-1)
	e.category = nil
	e.parts = []part{
		{e.workspace, e.id, 0, category, first},
		{e.workspace, e.id, 1, pick(h.random, h.expenses).ID, e.amount - first},
	}
}
