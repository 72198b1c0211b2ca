package app_test

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"

	"financebot/pkg/api"
	"financebot/pkg/client"
	"financebot/pkg/money"
)

// books are what a ledger must hold: a model of it that knows nothing of databases.
type books struct {
	accounts   []int64
	opening    map[int64]int64     // in cents
	entries    map[int64][]booking // by id: as the entry was and, last, as it is
	operations []change            // that may be undone, oldest first
}

// booking is an entry at one time. One that is not live counts for nothing.
type booking struct {
	kind    string
	account int64
	to      int64
	cents   int64
	note    string
	live    bool
}

// change is an operation and the entries that it gave another state.
type change struct {
	operation string
	entries   []int64
}

func newBooks(accounts ...api.Account) *books {
	b := &books{opening: map[int64]int64{}, entries: map[int64][]booking{}}
	for _, a := range accounts {
		b.accounts = append(b.accounts, a.ID)
		b.opening[a.ID] = cents(a.Opening)
	}
	return b
}

func cents(amount string) int64 {
	m, err := money.Parse(amount, "USD")
	if err != nil {
		panic(err) // drawn or answered as exact cents
	}
	return m.Minor
}

func (b *books) anyAccount(random *rand.Rand) int64 { return b.accounts[random.IntN(len(b.accounts))] }

func (b *books) other(than int64) int64 {
	return b.accounts[1-slices.Index(b.accounts, than)]
}

func (b *books) now(id int64) booking {
	states := b.entries[id]
	return states[len(states)-1]
}

func (b *books) isTransfer(id int64) bool { return b.now(id).to != 0 }

// live are the entries that count, in the order of their ids.
func (b *books) live() (ids []int64) {
	for _, id := range slices.Sorted(maps.Keys(b.entries)) {
		if b.now(id).live {
			ids = append(ids, id)
		}
	}
	return ids
}

// undoable are the operations whose entries were not changed since.
func (b *books) undoable() (operations []string) {
	later := map[int64]bool{}
	for _, c := range slices.Backward(b.operations) {
		free := true
		for _, id := range c.entries {
			free = free && !later[id]
			later[id] = true
		}
		if free {
			operations = append(operations, c.operation)
		}
	}
	return operations
}

func (b *books) set(operation string, states map[int64]booking) {
	for id, state := range states {
		b.entries[id] = append(b.entries[id], state)
	}
	b.operations = append(b.operations, change{operation, slices.Sorted(maps.Keys(states))})
}

// book takes new entries in.
func (b *books) book(operation string, states map[int64]booking) error {
	for id := range states {
		if len(b.entries[id]) > 0 {
			return fmt.Errorf("entry %d is there already", id)
		}
		b.entries[id] = []booking{{}}
	}
	b.set(operation, states)
	return nil
}

func (b *books) change(operation string, id int64, amount api.Decimal, in api.UpdateTransaction) error {
	state := b.now(id)
	state.note = *in.Note
	if in.Amount != nil {
		state.cents = cents(string(amount))
	}
	if in.AccountID != nil {
		state.account = *in.AccountID
	}
	b.set(operation, map[int64]booking{id: state})
	return nil
}

func (b *books) remove(operation string, id int64) {
	state := b.now(id)
	state.live = false
	b.set(operation, map[int64]booking{id: state})
}

func (b *books) undo(operation string) {
	at := slices.IndexFunc(b.operations, func(c change) bool { return c.operation == operation })
	for _, id := range b.operations[at].entries {
		b.entries[id] = b.entries[id][:len(b.entries[id])-1]
	}
	b.operations = slices.Delete(b.operations, at, at+1)
}

// balance is what an account must show, in cents.
func (b *books) balance(account int64) int64 {
	sum := b.opening[account]
	for _, id := range b.live() {
		e := b.now(id)
		switch {
		case e.account == account && e.kind == api.Income:
			sum += e.cents
		case e.account == account:
			sum -= e.cents
		}
		if e.to == account {
			sum += e.cents
		}
	}
	return sum
}

// differs says in what the ledger differs from the books.
func (b *books) differs(ctx context.Context, c *client.Client) error {
	accounts, err := c.Accounts(ctx)
	if err != nil {
		return err
	}
	for _, a := range accounts.Items {
		if got, want := cents(a.Balance), b.balance(a.ID); got != want {
			return fmt.Errorf("account %d holds %d cents, want %d", a.ID, got, want)
		}
	}
	list, err := c.Transactions(ctx, api.TransactionFilter{Limit: 200})
	if err != nil {
		return err
	}
	found := map[int64]booking{}
	for _, e := range list.Items {
		state := booking{kind: e.Kind, account: e.AccountID, cents: cents(e.Amount), note: e.Note, live: true}
		if e.ToAccountID != nil {
			state.to = *e.ToAccountID
		}
		found[e.ID] = state
	}
	want := map[int64]booking{}
	for _, id := range b.live() {
		want[id] = b.now(id)
	}
	if !maps.Equal(found, want) {
		return fmt.Errorf("the entries are %+v, want %+v", found, want)
	}
	return nil
}
