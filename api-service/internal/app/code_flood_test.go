package app_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"financebot/api-service/internal/app/apptest"
	"financebot/deploy/dev/devtest"
	"financebot/pkg/api"
)

// codeLetters are those of which the short codes are made.
const codeLetters = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"

// While many chats guess codes as fast as they can, each is soon looked at no more, and whoever has
// a code gets in with it, typed, by the link or from the web.
func TestLinksWorkWhileAFloodGuessesCodes(t *testing.T) {
	t.Parallel()
	guessers, people := devtest.Sized(100, 1_000), devtest.Sized(12, 60)
	const guesses, atOnce = 6, 32
	a := apptest.New(t)
	a.Freeze()
	b := a.Replica(t)

	var looked, paused, linked atomic.Int64
	random := rand.New(rand.NewPCG(33, 2026))
	jobs := make([]func(), guessers*guesses)
	for n := range jobs {
		code := randomCode(random)
		jobs[n] = func() {
			switch err := redeem([]*apptest.API{a, b}[n%2], int64(10_000+n%guessers), code); {
			case is(err, api.CodeCodeInvalid):
				looked.Add(1)
			case is(err, api.CodePaused):
				paused.Add(1)
			default:
				t.Errorf("guess %d, %s: %v", n, code, err)
			}
		}
	}
	for n, link := range linksOf(t, a, people) {
		at := len(jobs) * (n + 1) / (people + 1)
		guess := jobs[at]
		jobs[at] = func() {
			if err := link(); err != nil {
				t.Errorf("person %d: %v", n, err)
			} else {
				linked.Add(1)
			}
			guess()
		}
	}

	var next atomic.Int64
	var flood sync.WaitGroup
	for range atOnce {
		flood.Go(func() {
			for n := next.Add(1) - 1; n < int64(len(jobs)); n = next.Add(1) - 1 {
				jobs[n]()
			}
		})
	}
	flood.Wait()
	t.Logf("%d guesses by %d chats: %d looked at, %d paused; %d of %d people linked meanwhile",
		len(jobs), guessers, looked.Load(), paused.Load(), linked.Load(), people)
	if want := int64(guessers * (guesses - 1)); looked.Load() != want || paused.Load() != int64(guessers) {
		t.Errorf("%d guesses were looked at and %d paused, want %d and %d", looked.Load(), paused.Load(), want, guessers)
	}
	if n := number(t, a, "SELECT count(*) FROM users WHERE telegram_id >= 10000"); n != 0 {
		t.Errorf("%d guessers are in", n)
	}
}

func randomCode(random *rand.Rand) string {
	var code strings.Builder
	for range 8 {
		_ = code.WriteByte(codeLetters[random.IntN(len(codeLetters))])
	}
	return code.String()
}

// linksOf are the ways in of so many people: each has a code, to be typed, followed or confirmed.
func linksOf(t *testing.T, a *apptest.API, people int) (ways []func() error) {
	t.Helper()
	ctx := context.Background()
	for n := range people {
		chat := int64(1 + n)
		c, _ := a.Register(t, fmt.Sprintf("u%d@example.com", n))
		code := linkCode(t, c)
		_, long, _ := strings.Cut(code.DeepLink, "start=")
		started, err := a.Bot().StartLink(ctx, api.StartLink{Chat: api.Chat{ChatID: chat}})
		if err != nil {
			t.Fatal(err)
		}
		ways = append(ways, []func() error{
			func() error { return redeem(a, chat, code.Code) },
			func() error { return redeem(a, chat, long) },
			func() error { return failure(c.ConfirmLink(ctx, api.ConfirmLink{Code: started.Code})) },
		}[n%3])
	}
	return ways
}
