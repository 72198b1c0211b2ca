package telegram

import (
	"context"
	"testing"

	"financebot/bot-service/internal/redistest"
)

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
