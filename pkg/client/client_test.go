package client

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"financebot/pkg/api"
	"financebot/pkg/errs"
	"financebot/pkg/signing"
)

func server(t *testing.T, h http.HandlerFunc) *Client {
	t.Helper()
	srv := httptest.NewServer(h)
	t.Cleanup(srv.Close)
	return New(srv.URL, srv.Client())
}

func TestInputTravelsWhereItsTagsSay(t *testing.T) {
	t.Parallel()
	var got, body string
	c := server(t, func(w http.ResponseWriter, r *http.Request) {
		b, _ := io.ReadAll(r.Body)
		got, body = r.Method+" "+r.RequestURI, string(b)
		_, _ = io.WriteString(w, `{}`)
	})
	ctx := context.Background()
	for _, step := range []struct {
		do         func() error
		line, body string
	}{
		{func() error { _, err := c.DeleteSession(ctx, "a/b"); return err }, "DELETE /api/v1/auth/sessions/a%2Fb", ""},
		{func() error { _, err := c.ChatUser(ctx, 7); return err }, "POST /api/v1/telegram/auth/verify-user", `{"chat_id":7}`},
		{func() error { _, err := c.Events(ctx, api.EventsAfter{After: "x", Wait: 5}); return err }, "GET /api/v1/events?after=x&wait=5", ""},
		{func() error { _, err := c.DeleteUser(ctx, api.DeleteUser{Code: "1"}); return err }, "DELETE /api/v1/users/me", `{"code":"1"}`},
		{func() error { _, err := c.Accounts(ctx); return err }, "GET /api/v1/accounts", ""},
	} {
		if err := step.do(); err != nil || got != step.line || body != step.body {
			t.Errorf("got %s %s, %v; want %s %s", got, body, err, step.line, step.body)
		}
	}
}

func TestRefusalIsTheServersError(t *testing.T) {
	t.Parallel()
	c := server(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "7")
		w.Header().Set(HeaderRequestID, "r-1")
		w.WriteHeader(http.StatusTooManyRequests)
		_, _ = io.WriteString(w, `{"code":"limit.exceeded","detail":"Slow down","errors":[{"field":"f"}],"choices":[{"field":"f","part":"a","text":"a b"}]}`)
	})
	_, err := c.User(context.Background())
	if !errors.Is(err, errs.New(errs.Limited, "limit.exceeded", "")) {
		t.Fatalf("got %v", err)
	}
	e := errs.As(err)
	if e.Kind != errs.Limited || e.RetryAfter != 7*time.Second || e.RequestID != "r-1" || len(e.Fields) != 1 ||
		len(e.Choices) != 1 || e.Choices[0] != (errs.Choice{Field: "f", Part: "a", Text: "a b"}) {
		t.Errorf("got %+v", e)
	}
}

func TestForeignAnswersAreErrorsToo(t *testing.T) {
	t.Parallel()
	c := server(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/api/v1/users/me":
			_, _ = io.WriteString(w, `<html>`)
		case "/api/v1/categories":
			w.WriteHeader(http.StatusOK) // and nothing more
		case "/api/v1/families":
			http.Error(w, "<html>blocked", http.StatusForbidden)
		case "/api/v1/accounts":
			w.Header().Set("Retry-After", "5")
			http.Error(w, "<html>bad gateway", http.StatusBadGateway)
		}
	})
	ctx := context.Background()
	calls := map[string]func() error{
		"a page instead of JSON": func() error { _, err := c.User(ctx); return err },
		"nothing":                func() error { _, err := c.Categories(ctx); return err },
		"a filter's page":        func() error { _, err := c.Families(ctx); return err },
		"a gateway's error":      func() error { _, err := c.Accounts(ctx); return err },
	}
	for name, call := range calls {
		if err := call(); !errors.Is(err, ErrUnreadable) || errors.Is(err, ErrUnreachable) || Unclear(err) == (name == "a filter's page") {
			t.Errorf("%s: got %v, want ErrUnreadable", name, err)
		} else if strings.Contains(err.Error(), "html") && strings.Contains(err.Error(), "blocked") {
			t.Errorf("%s: the text is told: %v", name, err)
		}
	}
	if err := errs.As(calls["a gateway's error"]()); err.RetryAfter != 5*time.Second {
		t.Errorf("a gateway says when to come back; got %v", err.RetryAfter)
	}
	gone := New("http://127.0.0.1:1", http.DefaultClient)
	if _, err := gone.User(context.Background()); !errors.Is(err, ErrUnreachable) {
		t.Errorf("nobody there: got %v", err)
	}
}

func TestSignedCallVerifies(t *testing.T) {
	t.Parallel()
	keys, err := signing.ParseKeys("k1:" + strings.Repeat("s", signing.MinSecret))
	if err != nil {
		t.Fatal(err)
	}
	var verdict error
	c := server(t, func(w http.ResponseWriter, r *http.Request) {
		b, _ := io.ReadAll(r.Body)
		_, verdict = signing.Verify(r, b, BotClient, keys, time.Now())
		if r.Header.Get(HeaderRequestID) != "id-9" || r.Header.Get("X-Family-Id") != "3" {
			t.Errorf("headers: %v", r.Header)
		}
		_, _ = io.WriteString(w, `{}`)
	}).Signing(keys.First()).As("token").In(3)
	ctx := WithRequestID(context.Background(), "id-9")
	if _, err := c.Events(ctx, api.EventsAfter{After: "a b"}); err != nil || verdict != nil {
		t.Errorf("got %v, %v", err, verdict)
	}
}

func TestWatcherIsToldTheRouteAndTheStatus(t *testing.T) {
	t.Parallel()
	var got []Call
	c := server(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, `{}`) })
	watch := func(call Call) { got = append(got, call) }
	if _, err := c.Watched(watch).DeleteSession(context.Background(), "secret-id"); err != nil {
		t.Fatal(err)
	}
	if _, err := New("http://127.0.0.1:1", http.DefaultClient).Watched(watch).User(context.Background()); err == nil {
		t.Fatal("nobody there, yet an answer")
	}
	if len(got) != 2 || got[0].Route != "/auth/sessions/{id}" || got[0].Status != http.StatusOK || got[1].Status != 0 {
		t.Errorf("got %+v", got)
	}
}
