package whole_test

import (
	"fmt"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"financebot/deploy/dev/devtest"
	"financebot/deploy/dev/telegram"
)

// What people may be told while it is not known what came of their messages.
const (
	saidUnsure = "I'm not sure yet whether this went through."
	saidWaits  = "I can't reach your data right now. Nothing is lost:"
)

// Everybody writes once for each message and never again, whatever happens on the way.
func TestNothingBookedIsToldAsNotBooked(t *testing.T) {
	h := build(t)
	h.unlimited()
	network := h.wireBetween()
	h.startAPI()
	h.api.WaitReady(h.apiURL + "/readyz")
	h.startBot()
	h.bot.WaitReady(h.botURL + "/readyz")
	people := h.people(24)
	h.registerAll(people)

	each := devtest.Sized(2, 9) // five times, of 24 people
	began, sent := time.Now(), 0
	write := func() {
		for range each {
			for i, p := range people {
				p.Send("0.01 " + words(sent, i))
			}
			sent++
		}
	}
	bookedAll := func(what string) {
		h.t.Helper()
		h.eventually(what, func() bool { return h.booked() == sent*len(people) })
		h.took(what, began)
	}
	write()
	bookedAll("booked over a good network")

	network.goes(network.failReads)
	write()
	bookedAll("booked while reads fail after each change")

	network.goes(network.cutAnswers)
	write()
	bookedAll("booked while every other answer to a change is cut")

	network.goes(network.away)
	away := time.After(lasting(0, time.Minute))
	write()
	h.eventually("everybody's call was given up", func() bool { return network.givenUp.Load() >= int64(len(people)) })
	<-away
	network.goes(nil)
	bookedAll("booked after the API was away")

	network.goes(network.count)
	thaw := h.freezePostgres()
	frozen := time.After(lasting(0, 7*time.Second))
	write()
	h.eventually("everybody's call failed", func() bool { return network.failed.Load() >= int64(len(people)) })
	<-frozen
	thaw()
	bookedAll("booked after PostgreSQL was frozen")

	for limit := time.Now().Add(20*time.Second); time.Now().Before(limit) && !everybodyTold(people, sent); time.Sleep(time.Second) {}
	for _, p := range people { if len(cards(p)) < sent { t.Log(said(p.Chat().Messages())) } }
	h.took(fmt.Sprintf("%d messages; %d reads failed, %d answers cut, %d calls given up, %d failed",
		sent*len(people), network.readsFailed.Load(), (network.answersCut.Load()+1)/2, network.givenUp.Load(), network.failed.Load()), began)
	h.bookedOnce(sent * len(people))
	h.inOrder(people)
	for i, p := range people {
		h.toldTheTruth(p, sent, i)
	}
}

// words are what the message of a number is about, with no amount in them.
func words(number, who int) string { return fmt.Sprintf("m%03dp%d", number, who) }

// toldTheTruth sees to it that a person was shown each entry, once, in order, and was told
// nothing besides but that it is not known yet.
func (h *house) toldTheTruth(p *telegram.Person, sent, who int) {
	h.t.Helper()
	next := 0
	for _, m := range answers(p, 0) {
		switch {
		case strings.HasPrefix(m.Text, saidUnsure), strings.HasPrefix(m.Text, saidWaits):
		case strings.Contains(m.Text, words(next, who)):
			next++
		default:
			h.t.Errorf("%s was told %q, after %d entries", p.FirstName, m.Text, next)
		}
	}
	if next != sent {
		h.t.Errorf("%s was shown %d of %d entries", p.FirstName, next, sent)
	}
}

// freezePostgres stops every process of the server where it stands; thaw lets them go on.
func (h *house) freezePostgres() (thaw func()) {
	h.t.Helper()
	all := append([]int32{int32(h.postgres.PID())},
		rows(h, pgx.RowTo[int32], "SELECT pid FROM pg_stat_activity WHERE pid <> pg_backend_pid()")...)
	signal := func(what syscall.Signal) {
		for _, pid := range all {
			_ = syscall.Kill(int(pid), what) // one that has ended meanwhile does nothing either
		}
	}
	signal(syscall.SIGSTOP)
	thaw = func() { signal(syscall.SIGCONT) }
	h.t.Cleanup(thaw)
	return thaw
}

// lasting is how long a fault lasts at least.
func lasting(small, full time.Duration) time.Duration {
	return time.Duration(devtest.Sized(int(small), int(full)))
}
