package token

import (
	"log/slog"
	"testing"

	"financebot/bot-service/internal/redistest"
)

func TestUpdateReadsItsChatOnce(t *testing.T) {
	t.Parallel()
	client := redistest.Client(t)
	s, err := NewStore(client, "700100200", nil, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	ctx := Glance(t.Context())
	see := func(what, token, lang string) {
		t.Helper()
		if gotToken, gotLang := s.look(ctx, 7); gotToken != token || gotLang != lang {
			t.Errorf("%s: got %q, %q, want %q, %q", what, gotToken, gotLang, token, lang)
		}
	}
	see("nothing is kept", "", "")
	s.put(ctx, 7, "one")
	s.putLanguage(ctx, 7, "ro")
	see("kept by this update", "one", "ro")

	client.Set(ctx, tokenKey(7), "two", life)
	see("another one came meanwhile", "one", "ro")
	if got := s.get(ctx, 7); got != "two" {
		t.Errorf("in Redis: got %q", got)
	}
	s.drop(ctx, 7)
	see("dropped", "", "ro")
	client.Set(ctx, tokenKey(8), "eight", life)
	if got, _ := s.look(ctx, 8); got != "eight" {
		t.Errorf("another chat: got %q", got)
	}
	ctx = Glance(t.Context())
	see("the next update", "", "ro")
}
