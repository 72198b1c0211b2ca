package app_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"

	"financebot/api-service/internal/app/apptest"
	"financebot/api-service/internal/check"
	"financebot/deploy/dev/devtest"
	"financebot/pkg/api"
	"financebot/pkg/client"
	"financebot/pkg/money"
)

// total is what all accounts hold together, in one snapshot.
func total(t *testing.T, c *client.Client) int64 {
	t.Helper()
	all, err := c.Accounts(context.Background())
	if err != nil {
		t.Error(err)
		return -1
	}
	var sum int64
	for _, a := range all.Items {
		m, err := money.Parse(a.Balance, a.Currency)
		if err != nil {
			t.Error(err)
		}
		sum += m.Minor
	}
	return sum
}

// bank opens accounts with the same amount each.
func bank(t *testing.T, c *client.Client, n int) []int64 {
	t.Helper()
	ids := make([]int64, n)
	for i := range ids {
		a, err := c.CreateAccount(context.Background(), api.CreateAccount{
			Name: fmt.Sprintf("Account %d", i), Kind: "bank", Currency: "USD", Opening: "1000",
		})
		if err != nil {
			t.Fatal(err)
		}
		ids[i] = a.ID
	}
	return ids
}

func TestMovingMoneyMakesNone(t *testing.T) {
	t.Parallel()
	const writers, readers, accounts = 8, 2, 10
	moves := devtest.Sized(40, 2_500) // each, which takes a minute or two in full
	a := apptest.New(t)
	c, _ := a.Register(t, "bank@example.com")
	ids := bank(t, c, accounts)
	want := total(t, c)
	var (
		writing, reading sync.WaitGroup
		done             atomic.Bool
		snapshots        atomic.Int64
	)
	for w := range writers {
		writing.Go(func() { moveAbout(t, c, ids, rand.New(rand.NewPCG(1, uint64(w))), moves) })
	}
	for range readers {
		reading.Go(func() {
			for !done.Load() {
				if got := total(t, c); got != want {
					t.Errorf("a snapshot holds %d, want %d", got, want)
					return
				}
				snapshots.Add(1)
			}
		})
	}
	writing.Wait()
	done.Store(true)
	reading.Wait()
	if got := total(t, c); got != want || snapshots.Load() == 0 {
		t.Errorf("in the end %d after %d snapshots, want %d", got, snapshots.Load(), want)
	}
	if faults, err := check.Ledger(context.Background(), a.DB); err != nil || len(faults) != 0 {
		t.Errorf("the books: %v, %v", faults, err)
	}
}

// moveAbout does at random what people do to money between their accounts: move it, change
// the move, take it back.
func moveAbout(t *testing.T, c *client.Client, ids []int64, random *rand.Rand, moves int) {
	ctx := context.Background()
	for range moves {
		pick := random.Perm(len(ids))
		moved, err := c.CreateTransfer(ctx, api.CreateTransfer{
			FromAccountID: ids[pick[0]], ToAccountID: ids[pick[1]], Amount: api.Decimal(fmt.Sprintf("%d.%02d", random.IntN(50), 1+random.IntN(98))),
		})
		if err != nil {
			t.Errorf("move: %v", err)
			return
		}
		switch random.IntN(4) {
		case 0:
			_, err = c.UndoTransaction(ctx, api.UndoTransaction{ID: moved.ID})
		case 1:
			_, err = c.UpdateTransaction(ctx, api.UpdateTransaction{ID: moved.ID, ToAccountID: &ids[pick[2]]})
		case 2:
			_, err = c.DeleteTransaction(ctx, api.DeleteTransaction{ID: moved.ID})
		}
		if err != nil {
			t.Errorf("after the move: %v", err)
			return
		}
	}
}
