package telegram

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"financebot/bot-service/internal/redistest"
)

// sending is a sender whose pauses take no time.
func sending(t *testing.T, s *script) (*Bot, *pauses) {
	t.Helper()
	b := newTestBot(t, s.serve(t), NewInbox(redistest.Gone(t), testBot, "a"))
	p := &pauses{}
	b.sender.pause = p.pause
	return b, p
}

func TestFloodIsWaitedOutAndTheMessageArrives(t *testing.T) {
	t.Parallel()
	s := newScript().on("sendMessage",
		says(429, `{"ok":false,"error_code":429,"description":"Too Many Requests","parameters":{"retry_after":7}}`),
		says(200, `{"ok":true,"result":{"message_id":1}}`))
	b, p := sending(t, s)
	if err := b.Send(ctx(t), 7, Reply{Text: "hello"}); err != nil {
		t.Fatal(err)
	}
	if got := p.seen(); len(got) != 1 || got[0] < 6900*time.Millisecond || got[0] > 7*time.Second {
		t.Errorf("waits %v, want 7 s", got)
	}
	if got := s.seen("sendMessage"); len(got) != 2 {
		t.Errorf("%d calls", len(got))
	}
}

func TestSendThatEndsWhileItWaitsSaysWhatFor(t *testing.T) {
	t.Parallel()
	s := newScript().on("sendMessage",
		says(429, `{"ok":false,"error_code":429,"description":"Too Many Requests","parameters":{"retry_after":600}}`))
	b, paused := sending(t, s)
	err := b.Send(ctx(t), 7, Reply{Text: "hello"}) // ten minutes are more than it has
	if len(paused.seen()) != 0 {
		t.Errorf("waited %v in vain", paused.seen())
	}
	var no *Refusal
	if !errors.Is(err, context.DeadlineExceeded) || !errors.As(err, &no) || no.Status != 429 {
		t.Errorf("got %v", err)
	}
}

// What Telegram has taken is shown once, also where the bot stops meanwhile.
func TestCallThatHasBegunComesToItsEnd(t *testing.T) {
	t.Parallel()
	stopping, stop := context.WithCancel(ctx(t))
	s := newScript().on("sendMessage", func(w http.ResponseWriter, _ *http.Request) {
		stop()
		says(http.StatusOK, `{"ok":true,"result":{"message_id":7}}`)(w, nil)
	}, says(http.StatusOK, `{"ok":true,"result":{"message_id":8}}`))
	b, _ := sending(t, s)
	if message, err := b.sender.send(stopping, 5, Reply{Text: "hello"}); message != 7 || err != nil {
		t.Errorf("got %d, %v", message, err)
	}
	if _, err := b.sender.send(stopping, 5, Reply{Text: "more"}); !errors.Is(err, context.Canceled) || len(s.seen("sendMessage")) != 1 {
		t.Errorf("after the stop: %v, %d calls", err, len(s.seen("sendMessage")))
	}
}

func TestCallThatHangsIsCalledOffSoonAfterTheStop(t *testing.T) {
	t.Parallel()
	stopping, stop := context.WithCancel(ctx(t))
	s := newScript().on("sendMessage", func(w http.ResponseWriter, r *http.Request) {
		stop()
		idle(w, r)
	})
	b, _ := sending(t, s)
	b.sender.lastWord = time.Millisecond
	if err := b.Send(stopping, 5, Reply{Text: "hello"}); !errors.Is(err, context.Canceled) || len(s.seen("sendMessage")) != 1 {
		t.Errorf("got %v, %d calls", err, len(s.seen("sendMessage")))
	}
}

func TestFaultsAreRepeatedABoundedNumberOfTimes(t *testing.T) {
	t.Parallel()
	for name, answer := range map[string]http.HandlerFunc{
		"5xx": says(502, "<html>"), "nonsense": says(200, "<html>"),
		"hang up": func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newScript().on("sendMessage", answer)
			b, p := sending(t, s)
			if err := b.Send(ctx(t), 7, Reply{Text: "hello"}); err == nil {
				t.Error("sent?")
			}
			if got := s.seen("sendMessage"); len(got) != maxFaults || len(p.seen()) != maxFaults-1 {
				t.Errorf("%d calls, waits %v", len(got), p.seen())
			}
		})
	}
}

func TestRefusalsAreNotRepeated(t *testing.T) {
	t.Parallel()
	s := newScript().on("sendMessage",
		says(403, `{"ok":false,"error_code":403,"description":"Forbidden: bot was blocked by the user"}`),
		says(400, `{"ok":false,"error_code":400,"description":"Bad Request: chat not found"}`))
	b, _ := sending(t, s)
	if err := b.Send(ctx(t), 7, Reply{Text: "hello"}); !errors.Is(err, ErrBlocked) {
		t.Errorf("blocked: got %v", err)
	}
	var no *Refusal
	if err := b.Send(ctx(t), 7, Reply{Text: "hello"}); !errors.As(err, &no) || no.Status != 400 {
		t.Errorf("refused: got %v", err)
	}
	if got := s.seen("sendMessage"); len(got) != 2 {
		t.Errorf("%d calls", len(got))
	}
}

func TestRefusedLinkButtonBecomesText(t *testing.T) {
	t.Parallel()
	s := newScript().on("sendMessage",
		says(400, `{"ok":false,"error_code":400,"description":"Bad Request: inline keyboard button URL 'http://localhost' is invalid: Wrong HTTP URL"}`),
		says(200, `{"ok":true,"result":{}}`))
	b, _ := sending(t, s)
	err := b.Send(ctx(t), 7, Reply{Text: "hello", Buttons: [][]Button{
		Row(Button{Text: "Open", URL: "http://localhost/link"}, Button{Text: "Stay", Tap: "stay"}),
	}})
	got := s.seen("sendMessage")
	if err != nil || len(got) != 2 || !strings.Contains(got[1], `Open: http://localhost/link`) ||
		strings.Contains(got[1], `"url"`) || !strings.Contains(got[1], `1:stay:`) {
		t.Errorf("%v, %v", err, got)
	}
}

func TestEditThatChangesNothingIsNoError(t *testing.T) {
	t.Parallel()
	s := newScript().on("editMessageText",
		says(400, `{"ok":false,"error_code":400,"description":"Bad Request: message is not modified: same"}`),
		says(400, `{"ok":false,"error_code":400,"description":"Bad Request: message can't be edited"}`))
	b, _ := sending(t, s)
	for range 2 {
		if err := b.sender.edit(ctx(t), 7, 1, Reply{Text: "hello"}); err != nil {
			t.Error(err)
		}
	}
	if got := s.seen("sendMessage"); len(got) != 1 {
		t.Errorf("what cannot be edited is sent: %v", got)
	}
}

func TestPaceKeepsToWhatTelegramAllows(t *testing.T) {
	t.Parallel()
	start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	for name, step := range map[string]struct {
		chat         func(i int) int64
		sends, burst int
		last         time.Duration
	}{
		"one chat":   {func(int) int64 { return 7 }, 15, 5, 10 * time.Second},
		"one group":  {func(int) int64 { return -7 }, 23, 3, time.Minute},
		"many chats": {func(i int) int64 { return int64(i + 1) }, 90, 30, 2 * time.Second},
	} {
		p := newPacer(func() time.Time { return start })
		var waits []time.Duration
		for i := range step.sends {
			waits = append(waits, p.turn(step.chat(i)))
		}
		if waits[step.burst-1] != 0 || waits[step.burst] == 0 {
			t.Errorf("%s: burst of %d: %v", name, step.burst, waits)
		}
		if got := waits[step.sends-1]; (got - step.last).Abs() > 50*time.Millisecond {
			t.Errorf("%s: the last of %d waits %v, want %v", name, step.sends, got, step.last)
		}
	}
}

func TestPaceForgetsIdleChats(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	p := newPacer(func() time.Time { return now })
	for chat := range int64(3 * maxPaced) {
		now = now.Add(time.Second)
		p.turn(chat + 1)
	}
	if len(p.chats) > maxPaced {
		t.Errorf("remembers %d chats", len(p.chats))
	}
}

func TestLongReplyIsCutBetweenLines(t *testing.T) {
	t.Parallel()
	line := strings.Repeat("я", 99) + "😀" // the emoji counts twice
	r := Reply{Text: strings.Repeat(line+"\n", 100), Buttons: [][]Button{Row(Button{Text: "x", Tap: "x"})}}
	parts := r.parts()
	var all []string
	for i, part := range parts {
		if length(part.Text) > maxText {
			t.Errorf("part %d has %d units", i, length(part.Text))
		}
		if (len(part.Buttons) > 0) != (i == len(parts)-1) {
			t.Errorf("part %d: buttons %v", i, part.Buttons)
		}
		all = append(all, strings.Trim(part.Text, "\n"))
	}
	if got := strings.Join(all, "\n"); got != strings.Trim(r.Text, "\n") || len(parts) != 3 {
		t.Errorf("%d parts, of %d characters", len(parts), len(got))
	}
	if got := (Reply{Text: strings.Repeat("x", 2*maxText+1)}).parts(); len(got) != 3 {
		t.Errorf("a line without end: %d parts", len(got))
	}
}

func TestTapsTravelAndOldOnesAreTold(t *testing.T) {
	t.Parallel()
	name, with, ok := readTap(Button{Tap: "link.yes", With: "ABC:D"}.data())
	if name != "link.yes" || with != "ABC:D" || !ok {
		t.Errorf("got %q %q %v", name, with, ok)
	}
	for _, data := range []string{"", "x", "0:a:b", "1:", "1:a", "\f1:a:"} {
		if _, _, ok := readTap(data); ok {
			t.Errorf("%q passes", data)
		}
	}
}

func TestErrorsNeverHoldTheToken(t *testing.T) {
	t.Parallel()
	cancelled, cancel := context.WithCancel(ctx(t))
	cancel()
	for _, url := range []string{"http://127.0.0.1:1", "http://no such host", "http://x.invalid", "https://127.0.0.1:1", "gopher://x"} {
		for _, c := range []context.Context{ctx(t), cancelled} {
			err := newCaller(url, testToken).call(c, "getMe", nil, nil)
			if err == nil || strings.Contains(err.Error(), "canary") {
				t.Errorf("%s: %v", url, err)
			}
		}
	}
}
