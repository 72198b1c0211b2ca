package whole_test

import (
	"fmt"
	"slices"
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
	n := h.wireBetween()
	h.startAPI()
	h.api.WaitReady(h.apiURL + "/readyz")
	h.startBot()
	h.bot.WaitReady(h.botURL + "/readyz")
	c := &crowd{house: h, people: h.people(devtest.Sized(8, 24)), each: devtest.Sized(2, 9), began: time.Now()}
	h.registerAll(c.people)
	c.makesCategories(n)
	n.rest()
	before := h.metric(goroutines)
	c.writes()
	c.isBooked("while reads fail after each change")

	n.goes(nil)
	c.writes()
	c.isBooked("over a good network")

	n.goes(n.cutAnswers)
	c.writes()
	c.isBooked("while every other answer to a change is cut")

	n.goes(n.away)
	away := time.After(lasting(0, time.Minute))
	c.writes()
	h.eventually("everybody's call was given up", func() bool { return n.givenUp.Load() >= int64(len(c.people)) })
	<-away
	n.goes(nil)
	c.isBooked("after the API was away")

	n.goes(n.count)
	thaw := h.freezePostgres()
	frozen := time.After(lasting(0, 7*time.Second))
	c.writes()
	h.eventually("everybody's call failed", func() bool { return n.failed.Load() >= int64(len(c.people)) })
	<-frozen
	thaw()
	c.isBooked("after PostgreSQL was frozen")
	c.writesWhileDatabaseCrashes()

	n.goes(n.slow)
	c.writes()
	c.isBooked("over a slow network")

	h.eventually("everybody is told", func() bool { return everybodyTold(c.people, c.sent) })
	h.took(fmt.Sprintf("all told; %d reads failed, %d answers cut, %d calls given up, %d failed",
		n.readsFailed.Load(), n.answersCut.Load(), n.givenUp.Load(), n.failed.Load()), c.began)
	c.isToldTheTruth()
	h.bookedOnce(c.sent * len(c.people))
	h.inOrder(c.people)
	n.rest()
	h.settles(goroutines, before, 5)
}

// writesWhileDatabaseCrashes has everybody write while PostgreSQL is killed again and again, and
// while its connections end.
func (c *crowd) writesWhileDatabaseCrashes() {
	c.t.Helper()
	for _, part := range append(slices.Repeat([]part{thePostgres}, devtest.Sized(1, 3)), theConnection) {
		before := c.booked()
		c.writes()
		c.eventually("some of it is booked", func() bool { return c.booked() > before })
		c.crash(part)
		c.isBooked("while " + string(part) + " crashed")
	}
}

// crowd is people who write entries, each of them the same number.
type crowd struct {
	*house
	people []*telegram.Person
	each   int // that somebody writes in a row
	sent   int // by each so far
	began  time.Time
}

func (c *crowd) writes() {
	for range c.each {
		for who, p := range c.people {
			p.Send("0.01 " + words(c.sent, who))
		}
		c.sent++
	}
}

func (c *crowd) isBooked(when string) {
	c.t.Helper()
	want := c.sent * len(c.people)
	c.eventually("all is booked "+when, func() bool { return c.booked() == want })
	c.took(fmt.Sprintf("%d entries booked %s", want, when), c.began)
}

// makesCategories has everybody make a category, whose card is shown although the others cannot be
// read any more.
func (c *crowd) makesCategories(n *wire) {
	c.t.Helper()
	for _, p := range c.people {
		c.tap(p, c.ask(p, "/categories"), "➕ New category", "What should")
	}
	n.goes(n.failReads)
	for _, p := range c.people {
		p.Send("🦁 Zoo")
	}
	for _, p := range c.people {
		c.hears(p, "🦁 Zoo")
	}
	if n.readsFailed.Load() == 0 {
		c.t.Error("no read failed")
	}
}

// words are what the message of a number is about, with no amount in them.
func words(number, who int) string { return fmt.Sprintf("m%03dp%d", number, who) }

// isToldTheTruth sees to it that everybody was shown each entry, once, in order, and was told
// nothing besides but that something is not known yet.
func (c *crowd) isToldTheTruth() {
	c.t.Helper()
	for who, p := range c.people {
		next := 0
		for _, m := range answers(p, 0) {
			switch {
			case strings.HasPrefix(m.Text, saidUnsure), strings.HasPrefix(m.Text, saidWaits):
			case strings.Contains(m.Text, "What should"), strings.Contains(m.Text, "🦁 Zoo"):
			case strings.Contains(m.Text, "Categories"), strings.Contains(m.Text, "categories"):
			case strings.Contains(m.Text, words(next, who)):
				next++
			default:
				c.t.Errorf("%s was told %q, after %d entries", p.FirstName, m.Text, next)
			}
		}
		if next != c.sent {
			c.t.Errorf("%s was shown %d of %d entries", p.FirstName, next, c.sent)
		}
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
