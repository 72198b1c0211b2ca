package app_test

import (
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"financebot/api-service/internal/app"
	"financebot/api-service/internal/app/apptest"
	"financebot/api-service/internal/web"
)

// TestReplicaSaysThatItLeavesBeforeItDoes holds what a balancer needs to lose no request: between
// "not ready" and the closed door everything is answered, on connections that nobody uses again.
func TestReplicaSaysThatItLeavesBeforeItDoes(t *testing.T) {
	t.Parallel()
	told, leave := make(chan time.Duration), make(chan struct{})
	a := apptest.New(t)
	config := a.Config
	config.DrainDelay = 3 * time.Second
	config.Pause = func(d time.Duration) {
		told <- d
		<-leave
	}
	address, stop, done := serveBeside(t, a, config)
	browser := &http.Client{Timeout: 10 * time.Second, Transport: &http.Transport{}}
	get := func(path string) (status int, last bool) {
		resp, err := browser.Get(address + path)
		if err != nil {
			t.Fatal(err)
		}
		_ = resp.Body.Close()
		return resp.StatusCode, resp.Close
	}
	if status, last := get("/readyz"); status != http.StatusOK || last {
		t.Fatalf("at first: %d, closes %v", status, last)
	}

	stop()
	if delay := <-told; delay != config.DrainDelay {
		t.Errorf("it leaves after %v", delay)
	}
	for path, want := range map[string]int{"/readyz": http.StatusServiceUnavailable, "/livez": http.StatusOK, "/api/v1/users/me": http.StatusUnauthorized} {
		if status, last := get(path); status != want || !last {
			t.Errorf("%s while it leaves: %d, closes %v", path, status, last)
		}
	}

	if got := text(t, browser, address+"/health"); !strings.Contains(got, `"status":"stopping"`) {
		t.Errorf("/health while it leaves: %s", got)
	}

	close(leave)
	if err := <-done; err != nil {
		t.Error(err)
	}
	if _, err := browser.Get(address + "/livez"); err == nil {
		t.Error("its door is open")
	}
}

func text(t *testing.T, from *http.Client, url string) string {
	t.Helper()
	resp, err := from.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

// serveBeside runs another service over the databases of a.
func serveBeside(t *testing.T, a *apptest.API, c app.Config) (address string, stop func(), done <-chan error) {
	t.Helper()
	cache, err := web.OpenCache(c.RedisURL.Reveal(), time.Second)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cache.Close() })
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}

	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	service := app.New(c, a.DB, cache, slog.New(slog.DiscardHandler), time.Now)
	go func() { ended <- service.Serve(ctx, listener) }()
	return "http://" + listener.Addr().String(), stop, ended
}
