package app_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"financebot/api-service/internal/app/apptest"
	"financebot/deploy/dev/devtest"
	"financebot/pkg/api"
	"financebot/pkg/client"
	"financebot/pkg/errs"
)

// seedVariable names the one history that is to be played again.
const seedVariable = "TEST_SEED"

// What people do to their money, drawn from seeds, comes to what a model of it says, though every
// other change loses its connection to the database at some question or answer and is asked again.
func TestHistoriesComeToWhatTheModelSays(t *testing.T) {
	t.Parallel()
	histories, ledgers := devtest.Sized(10, 1_000), 2
	seeds := make(chan uint64, histories)
	for seed := range histories {
		seeds <- uint64(seed)
	}
	if text, only := os.LookupEnv(seedVariable); only {
		seed, err := strconv.ParseUint(text, 10, 64)
		if err != nil {
			t.Fatalf("%s: %v", seedVariable, err)
		}
		seeds, ledgers = make(chan uint64, 1), 1
		seeds <- seed
	}
	close(seeds)

	var played, steps, broken atomic.Int64
	var playing sync.WaitGroup
	for range ledgers {
		p := newProxy(t)
		a := apptest.New(t, behind(p))
		playing.Go(func() {
			for seed := range seeds {
				h := &history{seed: seed, random: rand.New(rand.NewPCG(seed, 8)), api: a, fuse: &p.fuse}
				err := h.play(t)
				played.Add(1)
				steps.Add(int64(len(h.steps)))
				broken.Add(int64(h.broken))
				if err != nil {
					t.Errorf("history %d: %v, after\n%s\nto play it again: %s=%d",
						seed, err, strings.Join(h.steps, "\n"), seedVariable, seed)
				}
			}
			sound(t, a)
		})
	}
	playing.Wait()
	t.Logf("%d histories, %d steps, %d calls made again", played.Load(), steps.Load(), broken.Load())
	if broken.Load() == 0 {
		t.Error("no connection was lost")
	}
}

// history is what one new user does, drawn from a seed.
type history struct {
	seed   uint64
	random *rand.Rand
	api    *apptest.API
	fuse   *fuse
	client *client.Client
	model  *books

	steps  []string        // that were done, in words
	again  []func() error  // each asks for an earlier change again and compares the answer
	broken int             // calls that were made again
	keys   int             // of changes so far
	ctx    context.Context //nolint:containedctx // of all steps
}

func (h *history) oneIn(n int) bool { return h.random.IntN(n) == 0 }

// play does a number of steps and compares the ledger with the model after each.
func (h *history) play(t *testing.T) error {
	h.ctx = context.Background()
	h.client, _ = h.api.Register(t, fmt.Sprintf("seed%d@example.com", h.seed))
	all, err := h.client.Accounts(h.ctx)
	if err != nil {
		return err
	}
	another := api.CreateAccount{Name: "Card", Kind: "card", Currency: "USD", Opening: "100"}
	card, err := h.client.CreateAccount(h.ctx, another)
	if err != nil {
		return err
	}
	h.model = newBooks(all.Items[0], card)

	const steps = 12
	for range steps {
		if err := h.step(); err != nil {
			return err
		}
		if err := h.model.differs(h.ctx, h.client); err != nil {
			return err
		}
	}
	return nil
}

// step does one thing; what cannot be done to the books as they are is another entry.
func (h *history) step() error {
	live := h.model.live()
	switch what := h.random.IntN(8); {
	case what == 0 && len(live) > 0:
		return h.change(live[h.random.IntN(len(live))])
	case what == 1 && len(live) > 0:
		return h.remove(live[h.random.IntN(len(live))])
	case what <= 3 && len(h.model.undoable()) > 0:
		return h.undo()
	case what == 4 && len(h.again) > 0:
		h.steps = append(h.steps, "an earlier change is asked for again")
		return h.again[h.random.IntN(len(h.again))]()
	case what == 5:
		return h.message()
	case what == 6:
		return h.transfer()
	default:
		return h.entry()
	}
}

// once makes a change under a new key, asks again where a connection was lost, and remembers it, so
// that it may be asked for again later: the answer must be the same.
func once[Out any](
	h *history, what string, same func(a, b Out) bool, do func(c *client.Client) (Out, error),
) (Out, error) {
	h.keys++
	c := h.client.Once(fmt.Sprintf("seed %d change %d", h.seed, h.keys))
	h.steps = append(h.steps, fmt.Sprintf("%d. %s", h.keys, what))
	if h.oneIn(2) {
		h.fuse.set(1+h.random.IntN(8), []int{questionLost, answerLost}[h.random.IntN(2)])
	}
	out, err := answered(h, c, do)
	h.fuse.set(0, nothingLost)
	if err != nil {
		return out, err
	}
	h.again = append(h.again, func() error {
		repeated, err := answered(h, c, do)
		if err == nil && !same(out, repeated) {
			err = fmt.Errorf("%s is answered by %+v, and was by %+v", what, repeated, out)
		}
		return err
	})
	return out, nil
}

// answered asks until there is an answer.
func answered[Out any](h *history, c *client.Client, do func(c *client.Client) (Out, error)) (out Out, err error) {
	const tries = 50 // connections that died in the pool are found out by those who draw them
	for range tries {
		if out, err = do(c); !errs.Is(err, errs.Unavailable) {
			return out, err
		}
		h.broken++
	}
	return out, err
}

func sameEntry(a, b api.Transaction) bool {
	return a.ID == b.ID && a.Version == b.Version && a.OperationID == b.OperationID && a.Amount == b.Amount
}

func sameUndone(a, b api.Undone) bool { return a.OperationID == b.OperationID }

// entry books an income or an expense.
func (h *history) entry() error {
	in := api.CreateTransaction{
		Kind: []string{api.Expense, api.Income}[h.random.IntN(2)], AccountID: h.model.anyAccount(h.random),
		Amount: h.amount(), Note: fmt.Sprintf("entry %d", h.keys),
	}
	booked, err := once(h, fmt.Sprintf("%s of %s on %d", in.Kind, in.Amount, in.AccountID), sameEntry,
		func(c *client.Client) (api.Transaction, error) { return c.CreateTransaction(h.ctx, in) })
	if err != nil {
		return err
	}
	return h.model.book(booked.OperationID, map[int64]booking{
		booked.ID: {kind: in.Kind, account: in.AccountID, cents: cents(string(in.Amount)), note: in.Note, live: true},
	})
}

// transfer moves money between the accounts.
func (h *history) transfer() error {
	from := h.model.anyAccount(h.random)
	in := api.CreateTransfer{FromAccountID: from, ToAccountID: h.model.other(from), Amount: h.amount()}
	moved, err := once(h, fmt.Sprintf("transfer of %s from %d", in.Amount, from), sameEntry,
		func(c *client.Client) (api.Transaction, error) { return c.CreateTransfer(h.ctx, in) })
	if err != nil {
		return err
	}
	return h.model.book(moved.OperationID, map[int64]booking{
		moved.ID: {kind: api.Transfer, account: from, to: in.ToAccountID, cents: cents(string(in.Amount)), live: true},
	})
}

// message books two entries in one text, as the chat does.
func (h *history) message() error {
	bread, milk := h.amount(), h.amount()
	in := api.QuickAdd{Text: fmt.Sprintf("%s bread\n%s milk", bread, milk), Sure: true}
	added, err := once(h, fmt.Sprintf("message %q", in.Text),
		func(a, b api.QuickAdded) bool { return a.OperationID == b.OperationID && len(a.Items) == len(b.Items) },
		func(c *client.Client) (api.QuickAdded, error) { return c.QuickAdd(h.ctx, in) })
	if err != nil {
		return err
	}
	if len(added.Items) != 2 {
		return fmt.Errorf("a message of two entries became %+v", added.Items)
	}
	first := booking{kind: api.Expense, account: h.model.accounts[0], live: true}
	states := map[int64]booking{}
	for n, amount := range []api.Decimal{bread, milk} {
		state := first
		state.cents, state.note = cents(string(amount)), []string{"bread", "milk"}[n]
		states[added.Items[n].ID] = state
	}
	return h.model.book(added.OperationID, states)
}

// change gives an entry another amount, or another account.
func (h *history) change(id int64) error {
	in := api.UpdateTransaction{ID: id}
	amount, note := h.amount(), fmt.Sprintf("changed %d", h.keys)
	in.Note = &note
	if !h.model.isTransfer(id) {
		in.Amount = &amount
		if h.oneIn(2) {
			account := h.model.anyAccount(h.random)
			in.AccountID = &account
		}
	}
	changed, err := once(h, fmt.Sprintf("entry %d becomes %s", id, amount), sameEntry,
		func(c *client.Client) (api.Transaction, error) { return c.UpdateTransaction(h.ctx, in) })
	if err != nil {
		return err
	}
	return h.model.change(changed.OperationID, id, amount, in)
}

func (h *history) remove(id int64) error {
	gone, err := once(h, fmt.Sprintf("entry %d is deleted", id), sameUndone,
		func(c *client.Client) (api.Undone, error) {
			return c.DeleteTransaction(h.ctx, api.DeleteTransaction{ID: id})
		})
	if err != nil {
		return err
	}
	h.model.remove(gone.OperationID, id)
	return nil
}

// undo takes back the last change of some entry.
func (h *history) undo() error {
	able := h.model.undoable()
	operation := able[h.random.IntN(len(able))]
	_, err := once(h, "operation "+operation+" is undone", sameUndone,
		func(c *client.Client) (api.Undone, error) { return c.Undo(h.ctx, operation) })
	if err != nil {
		return err
	}
	h.model.undo(operation)
	return nil
}

// amount is a small one, in exact cents.
func (h *history) amount() api.Decimal {
	return api.Decimal(fmt.Sprintf("%d.%02d", h.random.IntN(90), 1+h.random.IntN(99)))
}
