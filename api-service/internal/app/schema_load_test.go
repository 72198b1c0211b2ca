package app_test

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"

	"financebot/api-service/internal/app/apptest"
	"financebot/api-service/internal/seed"
	"financebot/deploy/dev/devtest"
	"financebot/migrations"
	"financebot/pkg/api"
)

// indexing is the step of the schema that works through every entry there is.
const indexing = 14

// The step that works through all entries is taken back and made again while people book: no call
// fails, and none waits for it.
func TestIndexingUnderLoadFailsNoCall(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	entries := devtest.Sized(2_000, 1_000_000)
	const families = 4
	books := seed.Options{Families: families, Entries: entries / families, Now: a.Now()}
	if _, err := seed.Run(ctx, a.DB, books); err != nil {
		t.Fatal(err)
	}
	steps, err := goose.NewProvider(goose.DialectPostgres, stdlib.OpenDBFromPool(a.DB.Pool()), migrations.Files)
	if err != nil {
		t.Fatal(err)
	}
	c, _ := a.Register(t, "ana@example.com")

	const writers = 4
	var booked, slowest atomic.Int64
	var done atomic.Bool
	var writing sync.WaitGroup
	for range writers {
		writing.Go(func() {
			for !done.Load() {
				began := time.Now()
				in := api.CreateTransaction{Kind: api.Expense, Amount: "0.01", Tags: []string{"home"}}
				if _, err := c.CreateTransaction(ctx, in); err != nil {
					t.Errorf("an entry meanwhile: %v", err)
				}
				booked.Add(1)
				for took := int64(time.Since(began)); ; {
					before := slowest.Load()
					if took <= before || slowest.CompareAndSwap(before, took) {
						break
					}
				}
			}
		})
	}
	for _, up := range []bool{false, true} {
		began := time.Now()
		if _, err := steps.ApplyVersion(ctx, indexing, up); err != nil {
			t.Errorf("the step, up %v: %v", up, err)
		}
		t.Logf("%d entries, up %v: %v; %d entries booked meanwhile, the slowest took %v", entries, up,
			time.Since(began).Round(time.Millisecond), booked.Swap(0), time.Duration(slowest.Swap(0)).Round(time.Millisecond))
	}
	done.Store(true)
	writing.Wait()
	untagged := number(t, a, `SELECT count(*) FROM transactions e WHERE tags <> '{}' AND NOT EXISTS
		(SELECT FROM transaction_tags g WHERE g.family_id = e.family_id AND g.transaction_id = e.id)`)
	if untagged != 0 {
		t.Errorf("%d entries are not found by their tags", untagged)
	}
	sound(t, a)
}
