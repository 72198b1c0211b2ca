package event_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"financebot/bot-service/internal/event"
	"financebot/bot-service/internal/key"
	"financebot/bot-service/internal/redistest"
	"financebot/bot-service/internal/telegram"
	"financebot/pkg/client"
)

// TestTellerThatIsReplacedStopsAtOnce holds that nobody waits for events beside the replica that
// tells them, not even for the rest of a long poll.
func TestTellerThatIsReplacedStopsAtOnce(t *testing.T) {
	t.Parallel()
	limit, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()

	var polls atomic.Int32
	asked, hungUp := make(chan struct{}), make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		if polls.Add(1) > 1 {
			return
		}
		close(asked)
		<-r.Context().Done()
		close(hungUp)
	}))
	defer server.Close()

	redis, bot := redistest.Client(t), key.Bot("700100200")
	leader := telegram.NewLeader(redis, bot, "events", "a")
	beats := make(chan struct{})
	leader.Pause = func(ctx context.Context, _ time.Duration) error {
		select {
		case <-beats:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	running, stop := context.WithCancel(limit)
	aside := time.Duration(0)
	teller := event.Feature{API: client.New(server.URL, server.Client()), Leader: leader, Pause: func(_ context.Context, d time.Duration) error {
		aside = d
		stop()
		return nil
	}}
	done := make(chan struct{})
	go func() { teller.Run(running); close(done) }()

	<-asked
	redis.Set(limit, bot.Name("leader", "events"), "b", time.Minute)
	beats <- struct{}{}
	<-done
	select {
	case <-hungUp:
	case <-limit.Done():
		t.Error("its poll went on")
	}
	if aside != telegram.Aside || polls.Load() != 1 {
		t.Errorf("it asked %d times and waited %v", polls.Load(), aside)
	}
	if holder := redis.Get(limit, bot.Name("leader", "events")).Val(); holder != "b" {
		t.Errorf("the office went to %q", holder)
	}
}
