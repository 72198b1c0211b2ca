package telegram

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"financebot/bot-service/internal/redistest"
)

// runPoller polls until so many pauses were asked for and gives them.
func runPoller(t *testing.T, url string, n int) []time.Duration {
	t.Helper()
	b := newTestBot(t, url, NewInbox(redistest.Gone(t), testBot, "a"))
	limited, cancel := context.WithCancel(ctx(t))
	defer cancel()
	p := &pauses{stop: cancel, max: n}
	b.poller.pause = p.pause
	b.poller.run(limited)
	return p.seen()
}

func near(got, want time.Duration) bool { return got <= want && got >= want-want/10 }

func TestBackOffDoublesUpToFiveMinutes(t *testing.T) {
	t.Parallel()
	got := runPoller(t, newScript().on("getUpdates", says(http.StatusBadGateway, "<html>bad gateway")).serve(t), 9)
	for i, seconds := range []int{5, 10, 20, 40, 80, 160, 300, 300, 300} {
		if want := time.Duration(seconds) * time.Second; !near(got[i], want) {
			t.Errorf("attempt %d: waits %v, want about %v", i+1, got[i], want)
		}
	}
}

func TestEveryKindOfFailureBacksOff(t *testing.T) {
	t.Parallel()
	huge := `{"ok":true,"result":["` + strings.Repeat("x", 10<<20) + `"]}`
	cut := func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "1000")
		_, _ = io.WriteString(w, `{"ok":true,"resu`)
	}
	for name, answer := range map[string]http.HandlerFunc{
		"500":                says(500, `{"ok":false,"error_code":500,"description":"Internal"}`),
		"HTML":               says(200, "<html>hello"),
		"cut JSON":           cut,
		"half JSON":          says(200, `{"ok":true,"result":[{"update_id"`),
		"ten megabytes":      says(200, huge),
		"no result":          says(200, `{"ok":true}`),
		"not ok":             says(200, `{"ok":false}`),
		"conflict":           says(409, `{"ok":false,"error_code":409,"description":"Conflict: terminated by other getUpdates request"}`),
		"updates without id": says(200, `{"ok":true,"result":[{"message":null},null,7]}`),
		"redirect":           func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/elsewhere", http.StatusFound) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := runPoller(t, newScript().on("getUpdates", answer).serve(t), 2); !near(got[0], 5*time.Second) || !near(got[1], 10*time.Second) {
				t.Errorf("waits %v", got)
			}
		})
	}
	t.Run("refused", func(t *testing.T) {
		t.Parallel()
		if got := runPoller(t, "http://127.0.0.1:1", 2); !near(got[1], 10*time.Second) {
			t.Errorf("waits %v", got)
		}
	})
}

func TestRetryAfterIsObeyedHoweverItIsWritten(t *testing.T) {
	t.Parallel()
	for value, want := range map[string]time.Duration{
		"3": 3 * time.Second, `"7"`: 7 * time.Second, "2.5": 2500 * time.Millisecond, "1e9": time.Hour,
		"null": 5 * time.Second, "-1": 5 * time.Second, `"soon"`: 5 * time.Second, "{}": 5 * time.Second, `"NaN"`: 5 * time.Second,
	} {
		answer := says(429, `{"ok":false,"error_code":429,"description":"Too Many Requests","parameters":{"retry_after":`+value+`}}`)
		if got := runPoller(t, newScript().on("getUpdates", answer).serve(t), 1); !near(got[0], want) {
			t.Errorf("retry_after %s: waits %v, want %v", value, got[0], want)
		}
	}
}

func TestSuccessEndsTheBackOff(t *testing.T) {
	t.Parallel()
	bad := says(http.StatusBadGateway, "")
	url := newScript().on("getUpdates", bad, bad, updates(), bad).serve(t)
	if got := runPoller(t, url, 3); !near(got[1], 10*time.Second) || !near(got[2], 5*time.Second) {
		t.Errorf("waits %v", got)
	}
}

func TestEachFailureIsLoggedWithoutTheToken(t *testing.T) {
	t.Parallel()
	b := newTestBot(t, "http://127.0.0.1:1", NewInbox(redistest.Gone(t), testBot, "a"))
	var log bytes.Buffer
	b.poller.log = slog.New(slog.NewTextHandler(&log, nil))
	limited, cancel := context.WithCancel(ctx(t))
	b.poller.pause = (&pauses{stop: cancel, max: 2}).pause
	b.poller.run(limited)
	for _, want := range []string{"attempt=1", "attempt=2", "next_in=", "getUpdates"} {
		if !strings.Contains(log.String(), want) {
			t.Errorf("the log does not say %q:\n%s", want, &log)
		}
	}
	if strings.Contains(log.String(), "canary") {
		t.Errorf("the log holds the token:\n%s", &log)
	}
}

func TestOddUpdatesDoNotHideTheOthers(t *testing.T) {
	t.Parallel()
	s := newScript().on("getUpdates", updates(
		`{"update_id":1,"message":"text"}`, `{"update_id":2,"message":null}`, `{"update_id":3,"new_kind":{"a":1}}`,
		`{"update_id":4,"message":{"message_id":1e30}}`, `{"update_id":9007199254740993,"message":{}}`, `{}`,
		textUpdate(5, 7, "hello")), idle)
	b := newTestBot(t, s.serve(t), NewInbox(redistest.Client(t), testBot, "a"))
	c := collect(b, nil)
	running, cancel := context.WithCancel(ctx(t))
	defer cancel()
	go b.poller.run(running)
	if got := c.wait(t, 1); got[0] != "hello" {
		t.Errorf("got %v", got)
	}
}

func TestSleepEndsWithItsContext(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		limited, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if err := Sleep(limited, time.Hour); err == nil {
			t.Error("it slept for an hour")
		}
		if err := Sleep(t.Context(), 24*time.Hour); err != nil {
			t.Error(err)
		}
	})
}

func TestOffsetMovesOnlyPastWhatIsSafe(t *testing.T) {
	t.Parallel()
	for name, keep := range map[string]struct {
		inbox  *Inbox
		before string // what the second poll asks for while the first update is still being handled
	}{
		"with Redis":    {NewInbox(redistest.Client(t), testBot, "a"), `"offset":3,`},
		"without Redis": {NewInbox(redistest.Gone(t), testBot, "a"), `"offset":0,`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			again := updates(textUpdate(1, 7, "slow"), textUpdate(2, 8, "quick"))
			s := newScript().on("getUpdates", again, again, idle)
			b := newTestBot(t, s.serve(t), keep.inbox)
			release := make(chan struct{})
			c := collect(b, func(turn *Turn) {
				if turn.Text == "slow" {
					<-release
				}
			})
			running, cancel := context.WithCancel(ctx(t))
			defer cancel()
			done := make(chan struct{})
			go func() { b.poller.run(running); close(done) }()
			if got := c.wait(t, 1); got[0] != "quick" {
				t.Errorf("the slow chat holds up the other: %v", got)
			}
			waitFor(t, func() bool { return len(s.seen("getUpdates")) >= 2 })
			if second := s.seen("getUpdates")[1]; !strings.Contains(second+",", keep.before) {
				t.Errorf("second poll: %s, want %s", second, keep.before)
			}
			close(release)
			waitFor(t, func() bool {
				return slices.ContainsFunc(s.seen("getUpdates"), func(call string) bool { return strings.Contains(call, `"offset":3,`) })
			})
			if got := c.wait(t, 2); len(got) != 2 {
				t.Errorf("handled %v: each once, however often it was fetched", got)
			}
			cancel()
			<-done
		})
	}
}

// waitFor looks until something is so; the test fails where it never is.
func waitFor(t *testing.T, so func() bool) {
	t.Helper()
	limit := ctx(t)
	for !so() {
		if Sleep(limit, time.Millisecond) != nil {
			t.Fatal("it never came to that")
		}
	}
}
