package whole_test

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"financebot/deploy/dev/devtest"
	"financebot/deploy/dev/telegram"
	"financebot/pkg/api"
	"financebot/pkg/client"
	"financebot/pkg/errs"
)

// unlimited lets a few users call as often as many would.
func (h *house) unlimited() { h.apiEnv["RATE_LIMIT_API_PER_MINUTE"] = "1000000000" }

func TestEntriesAreBookedOnceWhileTheAPIIsKilled(t *testing.T) {
	h := build(t)
	h.unlimited()
	h.startAPI()
	h.api.WaitReady(h.apiURL + "/readyz")
	clients, keys, kills := 64, devtest.Sized(600, 10_000), devtest.Sized(3, 30)
	c := h.signUp("ana@example.com")

	began := time.Now()
	var next, acknowledged, again atomic.Int64
	var working, killing sync.WaitGroup
	for range clients {
		working.Go(func() {
			for n := next.Add(1); n <= int64(keys); n = next.Add(1) {
				again.Add(h.book(c, n))
				acknowledged.Add(1)
			}
		})
	}
	killing.Go(func() {
		for kill := range kills {
			due := int64(keys * (kill + 1) / (kills + 1))
			h.eventually("entries are booked", func() bool { return acknowledged.Load() >= due })
			h.api.Kill()
			h.api.Restart()
		}
	})
	working.Wait()
	killing.Wait()
	h.took(fmt.Sprintf("%d entries by %d clients, %d kills, %d calls made again", keys, clients, kills, again.Load()), began)
	h.bookedOnce(keys)
}

// book makes an entry, asking again until there is an answer; of ten answers one gets lost and
// is asked for again. It tells how often it asked again.
func (h *house) book(c *client.Client, n int64) (again int64) {
	once := c.Once(fmt.Sprintf("entry-%d", n))
	answers := int64(1)
	if n%10 == 0 {
		answers = 2
	}
	for answers > 0 {
		_, err := once.CreateTransaction(h.ctx, api.CreateTransaction{Kind: api.Expense, Amount: "0.01", Note: fmt.Sprintf("entry %d", n)})
		switch {
		case err == nil:
			answers--
		case h.ctx.Err() != nil:
			h.t.Errorf("entry %d: in vain: %v", n, err)
			return again
		case errs.Is(err, errs.Invalid) || errs.Is(err, errs.Conflict) || errs.Is(err, errs.Internal):
			h.t.Errorf("entry %d: %v", n, err)
			return again
		default:
			again++
			_ = pause(h.ctx, glance) // its end is seen above
		}
	}
	return again
}

// bookedOnce sees to it that each of so many entries is in the books once, and the books are
// sound in the eyes of "api check".
func (h *house) bookedOnce(want int) {
	h.t.Helper()
	counts := rows(h, pgx.RowTo[int64], `
		SELECT unnest(ARRAY[count(*), count(DISTINCT note), coalesce(sum(amount), 0)]) FROM transactions`)
	if counts[0] != int64(want) || counts[1] != int64(want) {
		h.t.Errorf("%d entries, %d different ones, want %d", counts[0], counts[1], want)
	}
	balances := rows(h, pgx.RowTo[int64], "SELECT coalesce(sum(opening - balance), 0)::bigint FROM accounts")
	if balances[0] != counts[2] {
		h.t.Errorf("the accounts gave %d, the entries say %d", balances[0], counts[2])
	}
	check := devtest.Start(h.t, devtest.Binary(h.t, "api"), pairs(h.apiEnv), "check")
	select {
	case <-check.Done():
		check.Stop() // fails the test where it ended badly
	case <-h.ctx.Done():
		h.t.Fatal("the check does not end")
	}
}

// Telegram delivers what it is not sure of again, and the bot may die at any point of its work.
func TestCommandsDeliveredOftenAreBookedOnceWhileTheBotIsKilled(t *testing.T) {
	h := open(t)
	people := h.people(devtest.Sized(12, 100))
	h.registerAll(people)
	const each = 10
	kills := devtest.Sized(3, 20)

	began := time.Now()
	var killing sync.WaitGroup
	want := each * len(people)
	killing.Go(func() {
		for kill := range kills {
			h.eventually("entries are booked", func() bool { return h.booked() >= want*(kill+1)/(kills+2) })
			h.bot.Kill()
			h.bot.Restart()
		}
	})
	for n := range each {
		for i, p := range people {
			p.Send(fmt.Sprintf("0.01 entry e%dp%d", n, i))
		}
		h.telegram.Redeliver(n % 4 * len(people)) // none to three times as many as there are people
	}
	h.eventually("everything is booked", func() bool { return h.booked() >= want })
	killing.Wait()
	h.bot.WaitReady(h.botURL + "/readyz")
	if err := h.telegram.WaitConfirmed(h.ctx); err != nil {
		t.Fatal("updates stay unconfirmed")
	}
	h.eventually("everybody is told", func() bool { return everybodyTold(people, each) })
	h.took(fmt.Sprintf("%d commands, %d kills", want, kills), began)
	h.bookedOnce(want)
	h.inOrder(people)
	for _, p := range people {
		if n := len(cards(p)); n > each+kills {
			t.Errorf("%s: %d cards for %d entries and %d kills", p.FirstName, n, each, kills)
		}
	}
}

func (h *house) booked() int {
	return int(rows(h, pgx.RowTo[int64], "SELECT count(*) FROM transactions")[0])
}

// cards are what the bot said about entries.
func cards(p *telegram.Person) (all []telegram.Message) {
	for _, m := range answers(p, 0) {
		if _, card := m.Button("Undo"); card {
			all = append(all, m)
		}
	}
	return all
}

func everybodyTold(people []*telegram.Person, each int) bool {
	for _, p := range people {
		if len(cards(p)) < each {
			return false
		}
	}
	return true
}

// inOrder sees to it that everybody's entries were booked in the order in which they were sent.
func (h *house) inOrder(people []*telegram.Person) {
	h.t.Helper()
	wrong := rows(h, pgx.RowTo[string], `
		SELECT note FROM (SELECT note, lag(note) OVER (PARTITION BY family_id ORDER BY id) AS before FROM transactions) t
		WHERE before > note`)
	if len(wrong) > 0 {
		h.t.Errorf("of %d people's entries these came too early: %q", len(people), wrong)
	}
}
