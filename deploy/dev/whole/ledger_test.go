package whole_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"financebot/deploy/dev/devtest"
	"financebot/deploy/dev/telegram"
)

// unlimited lets a few users call as often as many would, and register from one address.
func (h *house) unlimited() {
	h.apiEnv["RATE_LIMIT_API_PER_MINUTE"] = "1000000000"
	h.apiEnv["RATE_LIMIT_AUTH_PER_MINUTE"] = "1000000000"
}

// bookedOnce sees to it that each of so many entries is in the books once, and the books are sound.
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
	h.booksAreSound()
}

// booksAreSound asks "api check".
func (h *house) booksAreSound() {
	h.t.Helper()
	check := devtest.Start(h.t, devtest.Binary(h.t, "api"), pairs(h.apiEnv), "check")
	select {
	case <-check.Done():
		check.Stop() // fails the test where it ended badly
	case <-h.ctx.Done():
		h.t.Fatal("the check does not end")
	}
}

// Telegram delivers what it is not sure of again, and either of two bots may die at any point of
// its work.
func TestCommandsDeliveredOftenAreBookedOnceWhileBotsAreKilled(t *testing.T) {
	h := open(t)
	bots := []*devtest.Process{h.bot, h.anotherBot()}
	people := h.people(devtest.Sized(12, 100))
	h.registerAll(people)
	each, kills := devtest.Sized(10, 100), devtest.Sized(3, 20)

	began := time.Now()
	want := each * len(people)
	var writing sync.WaitGroup
	writing.Go(func() {
		for n := range each {
			for i, p := range people {
				p.Send(fmt.Sprintf("0.01 entry e%03dp%d", n, i))
			}
			h.telegram.Redeliver(n % 4 * len(people)) // none to three times as many as there are people
		}
	})
	for kill := range kills {
		h.eventually("entries are booked", func() bool { return h.booked() >= want*(kill+1)/(kills+2) })
		killed := bots[kill%len(bots)]
		killed.Kill()
		killed.Restart()
	}
	writing.Wait()
	h.eventually("everything is booked", func() bool { return h.booked() >= want })
	h.bot.WaitReady(h.botURL + "/readyz")
	if err := h.telegram.WaitConfirmed(h.ctx); err != nil {
		t.Fatal("updates stay unconfirmed")
	}
	h.eventually("everybody is told", func() bool { return everybodyTold(people, each) })

	more := 0
	for _, p := range people {
		more = max(more, len(cards(p))-each)
	}
	h.took(fmt.Sprintf("%d commands, 2 bots, %d kills; at most %d cards more than entries in a chat",
		want, kills, more), began)
	if more > kills {
		t.Errorf("somebody was shown %d cards more than entries, after %d kills", more, kills)
	}
	h.bookedOnce(want)
	h.inOrder(people)
}

// anotherBot is a replica beside the first.
func (h *house) anotherBot() *devtest.Process {
	h.t.Helper()
	env := append(pairs(h.botEnv), "BOT_ADDR="+freeAddress(h.t))
	return devtest.Start(h.t, devtest.Binary(h.t, "bot"), env)
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
