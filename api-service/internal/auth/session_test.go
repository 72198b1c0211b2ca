package auth

import (
	"strings"
	"testing"
	"time"
)

// What a refresh token comes to, by how old it is and whether its successor is in use.
func TestRefreshTokensMoveOn(t *testing.T) {
	t.Parallel()
	for name, step := range map[string]struct {
		back  int           // how many generations the token is behind
		used  bool          // whether the tokens in force were used
		later time.Duration // since the last rotation
		want  verdict
	}{
		"in force":                            {0, false, 0, rotated},
		"in force and used":                   {0, true, time.Hour, rotated},
		"one behind at once":                  {1, false, 0, repeated},
		"one behind, used, within grace":      {1, true, 30 * time.Second, repeated},
		"one behind, used, after grace":       {1, true, 31 * time.Second, reused},
		"one behind, unused, long after":      {1, false, 24 * time.Hour, repeated},
		"two behind at once":                  {2, false, 0, reused},
		"two behind, unused, within grace":    {2, false, time.Second, reused},
		"two behind, used":                    {2, true, time.Hour, reused},
		"three behind":                        {3, true, 0, reused},
		"one that never was, in these tokens": {-1, false, 0, reused},
	} {
		s := session(t)
		ids, now := []string{s.refreshID()}, noon
		for range 3 {
			now = now.Add(time.Minute)
			if v := s.refresh(ids[len(ids)-1], now); v != rotated {
				t.Fatalf("rotation: %v", v)
			}
			s.seen(s.RefreshCounter, now)
			ids = append(ids, s.refreshID())
		}
		s.SuccessorUsed = step.used
		before, id := s, "never"
		if step.back >= 0 {
			id = ids[len(ids)-1-step.back]
		}
		if got := s.refresh(id, now.Add(step.later)); got != step.want {
			t.Errorf("%s: got %v, want %v", name, got, step.want)
		}
		moved := s.RefreshCounter != before.RefreshCounter
		if moved != (step.want == rotated) || moved && (s.SuccessorUsed || s.refreshID() == before.refreshID()) {
			t.Errorf("%s: the session went from %d to %d", name, before.RefreshCounter, s.RefreshCounter)
		}
	}
}

func TestUseIsNotedOnceAMinuteAndAtFirst(t *testing.T) {
	t.Parallel()
	s := session(t)
	first := s.refreshID()
	s.refresh(first, noon)
	for _, step := range []struct {
		what       string
		generation int64
		at         time.Duration
		noted      bool
		used       bool
	}{
		{"the old tokens", 0, time.Second, false, false},
		{"the new tokens, first", 1, 2 * time.Second, true, true},
		{"the new tokens again", 1, 3 * time.Second, false, true},
		{"a minute later", 1, 63 * time.Second, true, true},
		{"the old tokens, later", 0, 3 * time.Minute, true, true},
	} {
		if noted := s.seen(step.generation, noon.Add(step.at)); noted != step.noted || s.SuccessorUsed != step.used {
			t.Errorf("%s: noted %v, in use %v", step.what, noted, s.SuccessorUsed)
		}
	}
}

func TestSessionLivesUntilItsEnd(t *testing.T) {
	t.Parallel()
	s := session(t)
	end := s.ExpiresAt
	if !s.alive(end.Add(-time.Second)) || s.alive(end) {
		t.Error("it does not end at its end")
	}
	s.refresh(s.refreshID(), noon.Add(time.Hour))
	if !s.ExpiresAt.Equal(end) {
		t.Error("a refresh moves the end")
	}
	s.RevokedAt = &noon
	if s.alive(noon) {
		t.Error("it lives on although it was revoked")
	}
}

func TestDeviceNamesAreKeptShort(t *testing.T) {
	t.Parallel()
	s, err := newSession(1, "web", strings.Repeat("ș", 10_000), "ip", noon, time.Hour)
	if err != nil || len([]rune(s.Device)) != 200 {
		t.Errorf("%d runes, %v", len([]rune(s.Device)), err)
	}
}
