package whole_test

import (
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"financebot/deploy/dev/devtest"
	"financebot/pkg/api"
	"financebot/pkg/client"
	"financebot/pkg/money"
)

// bank is money that writers move about between accounts while readers add it up.
type bank struct {
	*house
	client   *client.Client
	accounts []int64
	holds    int64 // together, in cents

	moves, again, snapshots atomic.Int64
}

// Money that is moved, moved elsewhere, taken back and deleted is the same sum in every snapshot,
// whatever crashes meanwhile.
func TestMovingMoneyMakesNoneWhateverCrashes(t *testing.T) {
	const writers, readers = 8, 2
	moves, crashes, snapshots := devtest.Sized(8, 600), devtest.Sized(4, 40), devtest.Sized(20, 1_000)
	h := build(t)
	h.unlimited()
	h.startAPI()
	h.api.WaitReady(h.apiURL + "/readyz")
	b := &bank{house: h, client: h.booker("bank", writers+readers)}
	b.opens(10)

	began := time.Now()
	var writing, reading sync.WaitGroup
	var done atomic.Bool
	for w := range writers {
		writing.Go(func() { b.movesAbout(w, rand.New(rand.NewPCG(8, uint64(w))), moves) })
	}
	for range readers {
		reading.Go(func() {
			for h.ctx.Err() == nil && (!done.Load() || b.snapshots.Load() < int64(snapshots)) {
				b.addsUp()
			}
		})
	}
	random := rand.New(rand.NewPCG(8, 2026))
	for n := range crashes {
		due := int64(writers * moves * (n + 1) / (crashes + 1))
		h.eventually("money moves", func() bool { return b.moves.Load() >= due })
		parts := []part{theAPI, thePostgres, theConnection, theRedis, theMemory}
		h.crash(parts[(n+random.IntN(2))%len(parts)])
	}
	writing.Wait()
	done.Store(true)
	reading.Wait()

	b.addsUp()
	h.took(fmt.Sprintf("%d moves, %d crashes, %d snapshots, %d calls made again",
		b.moves.Load(), crashes, b.snapshots.Load(), b.again.Load()), began)
	h.booksAreSound()
}

// opens opens accounts with the same amount each.
func (b *bank) opens(n int) {
	b.t.Helper()
	for i := range n {
		a, err := b.client.CreateAccount(b.ctx, api.CreateAccount{
			Name: fmt.Sprintf("Account %d", i), Kind: "bank", Currency: "USD", Opening: "1000",
		})
		if err != nil {
			b.t.Fatal(err)
		}
		b.accounts = append(b.accounts, a.ID)
	}
	b.holds = int64(n) * 1000_00
}

// addsUp takes a snapshot of all accounts.
func (b *bank) addsUp() {
	var all api.Page[api.Account]
	again, err := b.untilAnswered(func() (err error) {
		all, err = b.client.Accounts(b.ctx)
		return err
	})
	b.again.Add(again)
	if err != nil {
		b.t.Errorf("reading the accounts: %v", err)
		return
	}
	var sum int64
	for _, a := range all.Items {
		m, err := money.Parse(a.Balance, a.Currency)
		if err != nil {
			b.t.Error(err)
		}
		sum += m.Minor
	}
	if sum != b.holds {
		b.t.Errorf("a snapshot holds %d, want %d", sum, b.holds)
	}
	b.snapshots.Add(1)
}

// movesAbout does at random what people do to money between their accounts: move it, change the
// move, take it back.
func (b *bank) movesAbout(writer int, random *rand.Rand, moves int) {
	for n := range moves {
		b.move(fmt.Sprintf("writer %d, move %d", writer, n), random)
		b.moves.Add(1)
	}
}

func (b *bank) move(name string, random *rand.Rand) {
	pick := random.Perm(len(b.accounts))
	amount := api.Decimal(fmt.Sprintf("%d.%02d", random.IntN(50), 1+random.IntN(98)))
	what := random.IntN(4)

	var moved api.Transaction
	b.call(name, func() (err error) {
		moved, err = b.client.Once(name).CreateTransfer(b.ctx, api.CreateTransfer{
			FromAccountID: b.accounts[pick[0]], ToAccountID: b.accounts[pick[1]], Amount: amount,
		})
		return err
	})
	then := b.client.Once(name + ", then")
	switch what {
	case 0:
		b.call(name+", undone", func() error {
			return second(then.UndoTransaction(b.ctx, api.UndoTransaction{ID: moved.ID}))
		})
	case 1:
		b.call(name+", changed", func() error {
			return second(then.UpdateTransaction(b.ctx, api.UpdateTransaction{ID: moved.ID, ToAccountID: &b.accounts[pick[2]]}))
		})
	case 2:
		b.call(name+", deleted", func() error {
			return second(then.DeleteTransaction(b.ctx, api.DeleteTransaction{ID: moved.ID}))
		})
	}
}

func (b *bank) call(name string, do func() error) {
	again, err := b.untilAnswered(do)
	b.again.Add(again)
	if err != nil {
		b.t.Errorf("%s: %v", name, err)
	}
}
