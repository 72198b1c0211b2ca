package telegram

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"time"

	"financebot/bot-service/internal/redistest"
)

// heart beats when the test says so.
type heart chan struct{}

func (h heart) pause(ctx context.Context, _ time.Duration) error {
	select {
	case <-h:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func TestOneOfTwoHoldsTheOffice(t *testing.T) {
	t.Parallel()
	client := redistest.Client(t)
	a, b := NewLeader(client, testBot, "poll", "a"), NewLeader(client, testBot, "poll", "b")
	if !a.Hold(ctx(t)) || b.Hold(ctx(t)) || !a.Hold(ctx(t)) {
		t.Error("the first who comes holds it, and goes on holding it")
	}
	if !NewLeader(client, testBot, "events", "b").Hold(ctx(t)) {
		t.Error("another office is free")
	}
	b.Release(ctx(t)) // it is not his
	if b.Hold(ctx(t)) || !NewLeader(client, testBot, "poll", "a").Hold(ctx(t)) {
		t.Error("a restart under the same name goes on")
	}
	a.Release(ctx(t))
	if !b.Hold(ctx(t)) {
		t.Error("released, yet not free")
	}
	if !NewLeader(redistest.Gone(t), testBot, "poll", "c").Hold(ctx(t)) {
		t.Error("without Redis everybody works")
	}
}

func TestLeaderShowsThatItLivesWhileItWorks(t *testing.T) {
	t.Parallel()
	client, beats := redistest.Client(t), make(heart)
	l := NewLeader(client, testBot, "poll", "a")
	l.Pause = beats.pause

	err := l.Lead(ctx(t), func(term context.Context) error {
		client.PExpire(term, l.key, time.Second) // nine seconds have passed
		beats <- struct{}{}
		waitFor(t, func() bool { return client.PTTL(term, l.key).Val() > leaderLife/2 })
		return errBoom
	})
	if !errors.Is(err, errBoom) {
		t.Errorf("got %v, want the work's own error", err)
	}
}

func TestLeaderThatIsReplacedStopsAtOnce(t *testing.T) {
	t.Parallel()
	client, beats := redistest.Client(t), make(heart)
	l := NewLeader(client, testBot, "poll", "a")
	l.Pause = beats.pause

	err := l.Lead(ctx(t), func(term context.Context) error {
		client.Set(term, l.key, "b", leaderLife)
		beats <- struct{}{}
		<-term.Done()
		return term.Err()
	})
	if !errors.Is(err, ErrNotLeader) {
		t.Errorf("got %v", err)
	}

	err = l.Lead(ctx(t), func(context.Context) error {
		t.Error("it works beside the leader")
		return nil
	})
	if holder := client.Get(ctx(t), l.key).Val(); !errors.Is(err, ErrNotLeader) || holder != "b" {
		t.Errorf("got %v, and %s holds the office", err, holder)
	}
}

// A dead leader's last sign of life is followed by nothing. Redis tells how long it lasts, and the
// one who stands aside how soon it asks again.
func TestDeadLeaderIsReplacedWithinFifteenSeconds(t *testing.T) {
	t.Parallel()
	client := redistest.Client(t)
	dead := NewLeader(client, testBot, "poll", "dead")
	dead.Hold(ctx(t))

	s := newScript().on("getUpdates", idle)
	b := newTestBot(t, s.serve(t), NewInbox(client, testBot, "a"))
	running, stop := context.WithCancel(ctx(t))
	var waited time.Duration
	b.poller.pause = func(_ context.Context, d time.Duration) error {
		waited = d + client.PTTL(running, dead.key).Val()
		client.Del(running, dead.key) // it has ended
		return nil
	}
	done := make(chan struct{})
	go func() { b.poller.run(running); close(done) }()
	waitFor(t, func() bool { return len(s.seen("getUpdates")) > 0 })
	stop()
	<-done

	if waited <= Aside || waited > 15*time.Second {
		t.Errorf("replaced after %v", waited)
	}
}

func TestUpdateThatTwoPollersFetchedIsHandledOnce(t *testing.T) {
	t.Parallel()
	client, beats := redistest.Client(t), make(heart)
	replaced := NewInbox(client, testBot, "a")
	again := updates(textUpdate(1, 7, "hello"))

	// The first has got an update and waits for more when its office goes to the second.
	asked := make(chan struct{})
	first := newTestBot(t, newScript().on("getUpdates", again, func(w http.ResponseWriter, r *http.Request) {
		close(asked)
		idle(w, r)
	}).serve(t), replaced)
	first.poller.leader.Pause = beats.pause
	aside := make(chan struct{})
	running, stop := context.WithCancel(ctx(t))
	defer stop()
	first.poller.pause = func(ctx context.Context, _ time.Duration) error {
		close(aside)
		<-ctx.Done()
		return ctx.Err()
	}
	heard := collect(first, nil)
	go first.poller.run(running)
	heard.wait(t, 1)
	<-asked
	client.Set(running, first.poller.leader.key, "b", leaderLife)

	// Telegram was not told yet that the update is taken.
	second := newTestBot(t, newScript().on("getUpdates", again, updates(textUpdate(2, 7, "next")), idle).serve(t), NewInbox(client, testBot, "b"))
	other := collect(second, nil)
	go second.poller.run(running)
	if got := other.wait(t, 1); got[0] != "next" {
		t.Errorf("the second handles %v", got)
	}

	beats <- struct{}{}
	select {
	case <-aside:
	case <-running.Done():
		t.Error("the first goes on polling")
	}
}

func TestOnlyTheLeaderPolls(t *testing.T) {
	t.Parallel()
	client := redistest.Client(t)
	NewLeader(client, testBot, "poll", "other").Hold(ctx(t))
	s := newScript().on("getUpdates", idle)
	b := newTestBot(t, s.serve(t), NewInbox(client, testBot, "a"))
	limited, cancel := context.WithCancel(ctx(t))
	b.poller.pause = (&pauses{stop: cancel, max: 3}).pause
	b.poller.run(limited)
	if got := s.seen("getUpdates"); len(got) != 0 {
		t.Errorf("polled %d times beside the leader", len(got))
	}
}

func TestWebhookSetMeanwhileIsTakenAway(t *testing.T) {
	t.Parallel()
	s := newScript().on("getUpdates", says(409, `{"ok":false,"error_code":409,"description":"Conflict: can't use getUpdates method while webhook is active"}`))
	runPoller(t, s.serve(t), 2)
	if got := s.seen("deleteWebhook"); len(got) != 2 {
		t.Errorf("%d tries", len(got))
	}
}
