package whole_test

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"financebot/deploy/dev/devtest"
	"financebot/pkg/api"
	"financebot/pkg/client"
	"financebot/pkg/errs"
)

// trial is entries that many clients book while parts of the program crash.
type trial struct {
	name    string
	parts   []part // each crashes in its turn
	entries int
	crashes int

	away bool // whether a part stays away until many entries are booked without it
}

// What is booked under crashes is booked once, and nothing that was acknowledged is lost.
func TestEntriesAreBookedOnceWhateverCrashes(t *testing.T) {
	h := build(t)
	h.unlimited()
	h.startAPI()
	h.api.WaitReady(h.apiURL + "/readyz")

	booked := 0
	for _, trial := range []trial{
		{name: "the API", parts: []part{theAPI}, entries: devtest.Sized(120, 10_000), crashes: devtest.Sized(2, 30)},
		{name: "PostgreSQL", parts: []part{thePostgres}, entries: devtest.Sized(120, 20_000), crashes: devtest.Sized(1, 3)},
		{
			name: "connections and the API", parts: []part{theConnection, theAPI, theConnection},
			entries: devtest.Sized(120, 10_000), crashes: devtest.Sized(3, 15),
		},
		{
			name: "what Redis holds", parts: []part{theMemory},
			entries: devtest.Sized(120, 10_000), crashes: devtest.Sized(3, 15),
		},
		{name: "Redis", parts: []part{theRedis}, entries: devtest.Sized(120, 20_000), crashes: 1, away: true},
		{
			name: "silent Redis", parts: []part{theAnswers}, away: true,
			entries: devtest.Sized(120, 10_000), crashes: 1,
		},
	} {
		t.Run(trial.name, func(t *testing.T) {
			h.in(t).canFell(trial.parts...)
			h.in(t).survives(trial)
			booked += trial.entries
			h.in(t).bookedOnce(booked)
		})
	}
}

// survives books the entries of a trial by many clients, in the midst of its crashes.
func (h *house) survives(trial trial) {
	h.t.Helper()
	clients := devtest.Sized(16, 64)
	stopwatch := &stopwatch{}
	c := h.booker(trial.name, clients).Watched(stopwatch.note)

	began := time.Now()
	var next, acknowledged, again atomic.Int64
	var working sync.WaitGroup
	defer func() { // also where the trial fails on its way: nobody may go on after the test
		next.Store(int64(trial.entries))
		working.Wait()
	}()
	for range clients {
		working.Go(func() {
			for n := next.Add(1); n <= int64(trial.entries) && h.ctx.Err() == nil; n = next.Add(1) {
				again.Add(h.book(c, fmt.Sprintf("%s %d", trial.name, n), n%10 == 0))
				acknowledged.Add(1)
			}
		})
	}
	reach := func(share, of int) {
		h.t.Helper()
		due := int64(trial.entries * share / of)
		h.eventually("entries are booked", func() bool { return acknowledged.Load() >= due })
	}
	for n := range trial.crashes {
		part := trial.parts[n%len(trial.parts)]
		reach(n+1, trial.crashes+2)
		stopwatch.turn()
		h.fell(part)
		if trial.away {
			reach(n+2, trial.crashes+2)
		}
		h.raise(part)
		raised := time.Now()
		stopwatch.turn()
		h.eventually("an entry is booked behind the crash", func() bool {
			return stopwatch.booked() > 0 || acknowledged.Load() == int64(trial.entries)
		})
		h.took(fmt.Sprintf("crash %d, of %s, until an entry is booked again", n+1, part), raised)
	}
	working.Wait()

	h.took(fmt.Sprintf("%d entries by %d clients, %d crashes, %d calls made again",
		trial.entries, clients, trial.crashes, again.Load()), began)
	h.t.Logf("calls that booked took %s", stopwatch)
}

// booker is the API as a new user calls it who is not patient: what goes wrong is seen.
func (h *house) booker(name string, clients int) *client.Client {
	h.t.Helper()
	transport := &http.Transport{MaxIdleConnsPerHost: clients}
	h.t.Cleanup(transport.CloseIdleConnections)
	return h.bookerOver(name, transport)
}

// bookerOver is a booker whose calls go over a certain transport.
func (h *house) bookerOver(name string, transport http.RoundTripper) *client.Client {
	h.t.Helper()
	email := fmt.Sprintf("%x@example.com", name)
	done, err := h.web().Register(h.ctx, api.Register{Email: email, Password: "a canary sings 17 songs"})
	if err != nil {
		h.t.Fatal(err)
	}
	return client.New(h.apiURL, &http.Client{Timeout: callWithin, Transport: transport}).As(done.AccessToken)
}

// book makes an entry, asking again until there is an answer. Where the first answer gets lost it
// is asked for once more. It tells how often it asked again for want of an answer.
func (h *house) book(c *client.Client, note string, lost bool) (again int64) {
	once := c.Once("entry " + note)
	answers := 1
	if lost {
		answers = 2
	}
	for range answers {
		more, err := h.untilAnswered(func() error {
			_, err := once.CreateTransaction(h.ctx, api.CreateTransaction{Kind: api.Expense, Amount: "0.01", Note: note})
			return err
		})
		if err != nil {
			h.t.Errorf("%s: %v", note, err)
		}
		again += more
	}
	return again
}

// untilAnswered makes a call again until its answer is clear, and tells how often. An outage is put
// up with; it is told as one that ends.
func (h *house) untilAnswered(call func() error) (again int64, err error) {
	for {
		err = call()
		if !errs.Is(err, errs.Unavailable) || h.ctx.Err() != nil {
			return again, err
		}
		if !errors.Is(err, client.ErrUnreachable) && errs.As(err).RetryAfter == 0 {
			h.t.Errorf("it is not said when to come back: %v", err)
		}
		again++
		_ = pause(h.ctx, glance) // its end is seen above
	}
}

// stopwatch knows how long calls took that booked an entry, apart for each turn.
type stopwatch struct {
	mu    sync.Mutex
	turns [][]time.Duration
}

func (s *stopwatch) note(c client.Call) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c.Status < 200 || c.Status > 299 {
		return
	}
	if len(s.turns) == 0 {
		s.turns = append(s.turns, nil)
	}
	last := len(s.turns) - 1
	s.turns[last] = append(s.turns[last], c.Took)
}

// turn begins another turn.
func (s *stopwatch) turn() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.turns = append(s.turns, nil)
}

// booked is how many calls of this turn booked an entry.
func (s *stopwatch) booked() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.turns) == 0 {
		return 0
	}
	return len(s.turns[len(s.turns)-1])
}

// String tells of a few turns: in the beginning, around a crash, in the end.
func (s *stopwatch) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	told := ""
	for n, turn := range s.turns {
		if len(turn) == 0 || n >= 3 && n < len(s.turns)-1 {
			continue
		}
		slices.Sort(turn)
		told += fmt.Sprintf("; turn %d: %d calls, median %v, p99 %v", n+1, len(turn),
			turn[len(turn)/2].Round(time.Millisecond/10), turn[len(turn)*99/100].Round(time.Millisecond/10))
	}
	return told
}
