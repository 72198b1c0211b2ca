package auth

import (
	"context"
	"testing"
	"time"

	"financebot/api-service/internal/postgres/pgtest"
)

// try makes an attempt at a moment and fails unless it comes to what is wanted.
func try(t *testing.T, s store, g guesses, at time.Time, ok bool, pause time.Duration) {
	t.Helper()
	got, until, err := s.attempt(context.Background(), "key", g, at)
	if err != nil || got != ok || max(0, until.Sub(at)) != pause {
		t.Errorf("at %v: %v, a pause of %v, %v; want %v and %v", at.Sub(noon), got, max(0, until.Sub(at)), err, ok, pause)
	}
}

func TestAttemptsPauseMoreAndMore(t *testing.T) {
	t.Parallel()
	s := store{pgtest.Tx(t)}
	g := guesses{free: 2, pause: time.Second, longest: 3 * time.Second, forget: time.Hour}
	try(t, s, g, noon, true, 0)
	try(t, s, g, noon, true, time.Second)
	try(t, s, g, noon, false, time.Second)
	try(t, s, g, noon.Add(time.Second), true, 2*time.Second)
	try(t, s, g, noon.Add(3*time.Second), true, 3*time.Second)
	try(t, s, g, noon.Add(6*time.Second), true, 3*time.Second)
	try(t, s, g, noon.Add(2*time.Hour), true, 0)
}

// Requests at the same moment reach the database in any order.
func TestAttemptsAtOnceDoNotPauseEachOther(t *testing.T) {
	t.Parallel()
	s := store{pgtest.Tx(t)}
	try(t, s, passwordGuesses, noon.Add(time.Millisecond), true, 0)
	try(t, s, passwordGuesses, noon, true, 0)
	if err := s.forgive(context.Background(), "key", passwordGuesses); err != nil {
		t.Fatal(err)
	}
	try(t, s, passwordGuesses, noon.Add(-time.Millisecond), true, 0)
}

func TestForgivenAttemptsDoNotCount(t *testing.T) {
	t.Parallel()
	s, ctx := store{pgtest.Tx(t)}, context.Background()
	for range 10 {
		try(t, s, passwordGuesses, noon, true, 0)
		if err := s.forgive(ctx, "key", passwordGuesses); err != nil {
			t.Fatal(err)
		}
	}
	for range 4 {
		try(t, s, passwordGuesses, noon, true, 0)
	}
	try(t, s, passwordGuesses, noon, true, time.Second)
	if err := s.forgive(ctx, "key", passwordGuesses); err != nil {
		t.Fatal(err)
	}
	try(t, s, passwordGuesses, noon, true, time.Second)
	if err := s.clear(ctx, "key"); err != nil {
		t.Fatal(err)
	}
	try(t, s, passwordGuesses, noon, true, 0)
	if err := s.forgive(ctx, "nobody tried", passwordGuesses); err != nil {
		t.Error(err)
	}
}

func TestForgivingOneKeepsThePauseOfTheOthers(t *testing.T) {
	t.Parallel()
	s, g := store{pgtest.Tx(t)}, guesses{free: 2, pause: time.Minute, longest: time.Hour, forget: 2 * time.Hour}
	try(t, s, g, noon, true, 0)
	try(t, s, g, noon, true, time.Minute)
	try(t, s, g, noon.Add(time.Minute), true, 2*time.Minute)
	if err := s.forgive(context.Background(), "key", g); err != nil {
		t.Fatal(err)
	}
	try(t, s, g, noon.Add(time.Minute), false, 2*time.Minute)
}
