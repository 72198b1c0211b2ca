package background_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"financebot/pkg/background"
)

func journal() (*slog.Logger, *bytes.Buffer) {
	var lines bytes.Buffer
	return slog.New(slog.NewTextHandler(&lines, nil)), &lines
}

func breaks() { panic("broken inside") }

func TestPanicIsLoggedWithItsStack(t *testing.T) {
	t.Parallel()
	log, lines := journal()
	if background.Run(log, "sweep", breaks) {
		t.Error("it is said to have ended well")
	}
	for _, want := range []string{"sweep", "broken inside", "background_test.breaks"} {
		if !strings.Contains(lines.String(), want) {
			t.Errorf("the log does not tell %q:\n%s", want, lines)
		}
	}
	if !background.Run(log, "sweep", func() {}) {
		t.Error("what ended well is said to have panicked")
	}
}

func TestContainedErrorIsTheOneThatCame(t *testing.T) {
	t.Parallel()
	own := errors.New("own")
	if err := background.Contain(func() error { return own }); !errors.Is(err, own) {
		t.Errorf("got %v", err)
	}
	var p *background.Panic
	if err := background.Contain(func() error { panic(7) }); !errors.As(err, &p) || p.Value != 7 || len(p.Stack) == 0 {
		t.Errorf("got %v", err)
	}
}

// A job that panics goes on later, and less and less often; one that returns has ended.
func TestJobGoesOnAfterItsPanics(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		log, lines := journal()
		ctx, stop := context.WithCancel(t.Context())
		began, runs := time.Now(), 0
		background.Keep(ctx, log, "listen", func(context.Context) {
			if runs++; runs < 4 {
				breaks()
			}
		})
		if took := time.Since(began); runs != 4 || took != 1400*time.Millisecond {
			t.Errorf("%d runs in %v, want 4 in 200+400+800 ms", runs, took)
		}
		if n := strings.Count(lines.String(), "panic in the background"); n != 3 {
			t.Errorf("%d panics are logged, want 3", n)
		}

		background.Keep(ctx, log, "listen", func(context.Context) {
			stop()
			breaks()
		})
	})
}
