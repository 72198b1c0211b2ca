package app_test

import (
	"context"
	"fmt"
	"net/http"
	"regexp"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"financebot/api-service/internal/app"
	"financebot/api-service/internal/app/apptest"
	"financebot/api-service/internal/auth"
	"financebot/pkg/api"
)

func logIn(a *apptest.API, email, password string) apptest.Request {
	return apptest.Request{Path: "/api/v1/auth/login", Body: `{"email":"` + email + `","password":"` + password + `"}`}
}

func TestParallelGuessesAreFewBeforeThePause(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	a.Freeze()
	b := a.Replica(t)
	ana, _ := a.Register(t, "ana@example.com")
	chat := a.Link(t, ana, 7)
	var looked, paused, busy atomic.Int64
	many(200, func(i int) {
		got := []*apptest.API{a, b}[i%2].Do(t, logIn(a, "ana@example.com", fmt.Sprintf("guess number %d", i)))
		switch {
		case got.Status == http.StatusUnauthorized && got.Code() == api.CodeCredentials:
			looked.Add(1)
		case got.Status == http.StatusTooManyRequests && got.Code() == api.CodePaused && got.Header.Get("Retry-After") != "":
			paused.Add(1)
		case got.Status == http.StatusServiceUnavailable && got.Code() == "auth.busy":
			busy.Add(1)
		default:
			t.Errorf("got %d %s", got.Status, got.Text)
		}
	})
	if looked.Load() > 5 || looked.Load()+paused.Load()+busy.Load() != 200 {
		t.Errorf("%d guesses were looked at, %d paused, %d sent away", looked.Load(), paused.Load(), busy.Load())
	}
	for looked.Load() < 5 { // those that were sent away did not count
		refused(t, "one more", a.Do(t, logIn(a, "ana@example.com", "one more guess")), 401, api.CodeCredentials)
		looked.Add(1)
	}
	many(20, func(int) {
		refused(t, "the right one, early", a.Do(t, logIn(a, "ANA@example.com", apptest.Password)), 429, api.CodePaused)
	})
	if _, err := ana.User(ctx); err != nil {
		t.Errorf("an open session: %v", err)
	}
	if _, err := a.Bot().As(chat).User(ctx); err != nil {
		t.Errorf("the chat's session: %v", err)
	}
	if _, err := a.Bot().ChatToken(ctx, 7); err != nil {
		t.Errorf("the signed chat: %v", err)
	}
	a.Advance(time.Second)
	if got := a.Do(t, logIn(a, "ana@example.com", apptest.Password)); got.Status != http.StatusOK {
		t.Errorf("after the pause: %d %s", got.Status, got.Text)
	}
}

// guessOn tries one wrong password after the other, waiting out each pause, and tells what
// came back.
func guessOn(t *testing.T, a *apptest.API, email string, n int) []string {
	t.Helper()
	id := regexp.MustCompile(`"request_id":"[^"]*"`)
	var all []string
	for len(all) < n {
		got := a.Do(t, logIn(a, email, "wrong, and wrong again"))
		all = append(all, fmt.Sprint(got.Status, got.Header.Get("Retry-After"), got.Header["Content-Type"], len(got.Header),
			id.ReplaceAllString(got.Text, "")))
		if s, err := strconv.Atoi(got.Header.Get("Retry-After")); err == nil {
			a.Advance(time.Duration(s) * time.Second)
		}
	}
	return all
}

func TestPausesGrowAndTellNothing(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	a.Freeze()
	a.Register(t, "ana@example.com")
	a.Chat(t, 7)
	known, unknown := guessOn(t, a, "ana@example.com", 9), guessOn(t, a, "nobody@example.com", 9)
	for i := range known {
		if known[i] != unknown[i] {
			t.Errorf("guess %d: the known address answers %s, the unknown one %s", i+1, known[i], unknown[i])
		}
	}
	a.Advance(time.Hour)
	if got := a.Do(t, logIn(a, "ana@example.com", apptest.Password)); got.Status != http.StatusOK {
		t.Fatalf("the owner: %d %s", got.Status, got.Text)
	}
	var pauses []string
	for range 5 {
		refused(t, "a free guess", a.Do(t, logIn(a, "ana@example.com", "wrong again")), 401, api.CodeCredentials)
	}
	for range 12 {
		got := a.Do(t, logIn(a, "ana@example.com", "wrong again"))
		refused(t, "a guess in the pause", got, 429, api.CodePaused)
		pauses = append(pauses, got.Header.Get("Retry-After"))
		s, err := strconv.Atoi(got.Header.Get("Retry-After"))
		if err != nil {
			t.Fatal(err)
		}
		a.Advance(time.Duration(s) * time.Second)
		refused(t, "a guess after it", a.Do(t, logIn(a, "ana@example.com", "wrong again")), 401, api.CodeCredentials)
	}
	if got := fmt.Sprint(pauses); got != "[1 2 4 8 16 32 64 128 256 512 900 900]" {
		t.Errorf("pauses: %s", got)
	}
}

func TestLoginFloodIsBounded(t *testing.T) {
	t.Parallel()
	// Hashing is as dear as it is in earnest: a flood would otherwise be over before it is one.
	a := apptest.New(t, func(c *app.Config) { c.HashCost = auth.StrongCost })
	var looked, busy, alive atomic.Int64
	many(500, func(i int) {
		if i%10 == 0 {
			if got := a.Do(t, apptest.Request{Method: http.MethodGet, Path: "/livez"}); got.Status == http.StatusOK {
				alive.Add(1)
			}
			return
		}
		got := a.Do(t, logIn(a, fmt.Sprintf("u%d@example.com", i), "wrong password"))
		switch {
		case got.Status == http.StatusUnauthorized:
			looked.Add(1)
		case got.Status == http.StatusServiceUnavailable && got.Header.Get("Retry-After") != "":
			busy.Add(1)
		default:
			t.Errorf("got %d %s", got.Status, got.Text)
		}
	})
	if looked.Load() == 0 || busy.Load() == 0 || alive.Load() != 50 {
		t.Errorf("%d looked at, %d sent away, %d of 50 probes answered", looked.Load(), busy.Load(), alive.Load())
	}
}

func TestWrongPasswordsOfOthersDoNotEndTheOwnersWay(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	a.Freeze()
	a.Register(t, "ana@example.com")
	a.Register(t, "bob@example.com")
	guessOn(t, a, "ana@example.com", 12)
	if got := a.Do(t, logIn(a, "bob@example.com", apptest.Password)); got.Status != http.StatusOK {
		t.Errorf("another account: %d %s", got.Status, got.Text)
	}
	a.Advance(25 * time.Hour)
	for range 5 {
		refused(t, "free again after a day", a.Do(t, logIn(a, "ana@example.com", "wrong again")), 401, api.CodeCredentials)
	}
}
