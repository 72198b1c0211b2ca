package telegram

import (
	"context"
	"fmt"
	"net/http"
	"testing"
	"time"

	"financebot/bot-service/internal/redistest"
)

// putOff is a delay that a bot asked for, and what it does after it.
type putOff struct {
	delay time.Duration
	again func()
}

// answering is a bot that repeats what it reads, and the delays of what it could not show.
// Its own pauses take no time.
func answering(t *testing.T, s *script, inbox *Inbox) (*Bot, chan putOff) {
	t.Helper()
	b := newTestBot(t, s.serve(t), inbox)
	b.sender.pause = (&pauses{}).pause
	delays := make(chan putOff, maxDelays+1)
	b.intake.again = func(d time.Duration, again func()) { delays <- putOff{d, again} }
	b.Text(func(ctx context.Context, turn *Turn) (bool, error) {
		return true, turn.Send(ctx, Reply{Text: turn.Text})
	})
	return b, delays
}

func (b *Bot) recovered(t *testing.T) {
	t.Helper()
	if err := b.intake.recover(ctx(t)); err != nil {
		t.Fatal(err)
	}
}

// next is the next delay; it fails the test where the update is done instead.
func next(t *testing.T, delays chan putOff) putOff {
	t.Helper()
	select {
	case p := <-delays:
		return p
	case <-ctx(t).Done():
		t.Fatal("the update was not put off")
		return putOff{}
	}
}

func TestAnswerThatTelegramDoesNotTakeIsShownLater(t *testing.T) {
	t.Parallel()
	broken := says(http.StatusBadGateway, "<html>")
	s := newScript().on("sendMessage", broken, broken, broken, broken, broken,
		says(http.StatusOK, `{"ok":true,"result":{"message_id":7}}`))
	client := redistest.Client(t)
	b, delays := answering(t, s, NewInbox(client, testBot, "a"))
	j := take(t, b, textUpdate(1, 7, "hello"))[0]
	p := next(t, delays)
	<-j.ended // nobody waits for it any more
	if p.delay != time.Minute || left(t, client) != 1 {
		t.Errorf("put off for %v, kept %d", p.delay, left(t, client))
	}
	b.recovered(t)
	take(t, b, textUpdate(1, 7, "hello"))
	if n := len(s.seen("sendMessage")); n != maxFaults {
		t.Errorf("tried %d times before its time", n)
	}
	p.again()
	b.recovered(t)
	b.intake.dispatch.drain(ctx(t))
	if n := len(s.seen("sendMessage")); n != maxFaults+1 {
		t.Errorf("tried %d times in all", n)
	}
	if n := left(t, client); n != 0 || len(b.intake.delays) != 0 {
		t.Errorf("left: %d in the inbox, %v", n, b.intake.delays)
	}
}

// A flood that outlasts a turn takes no place of others meanwhile.
func TestLongFloodIsNotWaitedFor(t *testing.T) {
	t.Parallel()
	s := newScript().on("sendMessage",
		says(429, `{"ok":false,"error_code":429,"description":"Too Many Requests","parameters":{"retry_after":600}}`))
	b, delays := answering(t, s, NewInbox(redistest.Client(t), testBot, "a"))
	paused := &pauses{}
	b.sender.pause = paused.pause
	take(t, b, textUpdate(1, 7, "hello"))
	if p := next(t, delays); p.delay < 599*time.Second || p.delay > 601*time.Second || len(paused.seen()) != 0 {
		t.Errorf("put off for %v, waited %v", p.delay, paused.seen())
	}
}

func TestAnswerIsGivenUpInTheEnd(t *testing.T) {
	t.Parallel()
	client := redistest.Client(t)
	s := newScript().on("sendMessage", says(http.StatusInternalServerError, "{}"))
	b, delays := answering(t, s, NewInbox(client, testBot, "a"))
	take(t, b, textUpdate(1, 7, "hello"))
	var all time.Duration
	for range maxDelays {
		p := next(t, delays)
		all += p.delay
		p.again()
		b.recovered(t)
	}
	b.intake.dispatch.drain(ctx(t))
	if n := left(t, client); n != 0 || len(delays) != 0 || all != 191*time.Minute {
		t.Errorf("after %v: %d in the inbox, %d delays more", all, n, len(delays))
	}
}

// Who cannot keep an update answers it as well as he can.
func TestWhatIsNotKeptIsNotPutOff(t *testing.T) {
	t.Parallel()
	s := newScript().on("sendMessage", says(http.StatusInternalServerError, "{}"))
	b, delays := answering(t, s, NewInbox(redistest.Gone(t), testBot, "a"))
	j := take(t, b, textUpdate(1, 7, "hello"))[0]
	<-j.ended
	b.intake.dispatch.drain(ctx(t))
	if len(delays) != 0 || !b.intake.handled.has(1) {
		t.Errorf("%d delays", len(delays))
	}
}

// What Telegram refuses for good, or what the person should know, is not put off.
func TestOtherFailuresAreNotPutOff(t *testing.T) {
	t.Parallel()
	for name, status := range map[string]int{"refused": http.StatusBadRequest, "blocked": http.StatusForbidden} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newScript().on("sendMessage", says(status, fmt.Sprintf(`{"ok":false,"error_code":%d,"description":"no"}`, status)))
			b, delays := answering(t, s, NewInbox(redistest.Client(t), testBot, "a"))
			take(t, b, textUpdate(1, 7, "hello"))
			b.intake.dispatch.drain(ctx(t))
			if len(delays) != 0 || !b.intake.handled.has(1) {
				t.Errorf("%d delays", len(delays))
			}
		})
	}
}
