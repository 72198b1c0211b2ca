package app_test

import (
	"log/slog"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"financebot/api-service/internal/app/apptest"
	"financebot/api-service/internal/web"
)

// A server that is less patient than a route cuts its answer off.
func TestServerIsMorePatientThanAnyRoute(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	server := web.Serving{Operations: a.Operations, Log: slog.New(slog.DiscardHandler)}.Server(nil)
	for _, o := range a.Operations {
		if server.WriteTimeout <= o.Timeout {
			t.Errorf("%s %s may take %v, the server gives it %v", o.Method, o.Path, o.Timeout, server.WriteTimeout)
		}
	}
}

// So does the proxy before it: it has to wait for an answer as long as its route may take, and to
// outlast those that are written piece by piece, which are longer on their way than others.
func TestProxyIsMorePatientThanAnyRoute(t *testing.T) {
	t.Parallel()
	file, err := os.ReadFile(filepath.Join("..", "..", "..", "deploy", "proxy", "Caddyfile"))
	if err != nil {
		t.Fatal(err)
	}
	begins, ends := proxyPatience(t, file, "response_header_timeout"), proxyPatience(t, file, "write")
	const farewell = 10 * time.Second // of work that its caller must hear the end of
	for _, o := range apptest.New(t).Operations {
		if ends <= o.Timeout {
			t.Errorf("%s %s may take %v, the proxy ends it after %v", o.Method, o.Path, o.Timeout, ends)
		}
		if o.Produces == nil && begins < o.Timeout+farewell {
			t.Errorf("%s %s may take %v and %v, the proxy waits %v", o.Method, o.Path, o.Timeout, farewell, begins)
		}
	}
}

// proxyPatience is what the proxy's file says of a time.
func proxyPatience(t *testing.T, file []byte, name string) time.Duration {
	t.Helper()
	found := regexp.MustCompile(`(?m)^\s+` + name + ` (\S+)`).FindSubmatch(file)
	if found == nil {
		t.Fatalf("the proxy's file does not say %q", name)
	}
	d, err := time.ParseDuration(string(found[1]))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// Whoever looks after the service sees how full the pool is, and whether anybody waits.
func TestPoolIsMeasured(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	text := a.Do(t, apptest.Request{Method: "GET", Path: "/metrics"}).Text
	for _, want := range []string{
		"\napi_postgres_connections_max 16\n", "\napi_postgres_connections ", "\napi_postgres_connections_idle ",
		"\napi_postgres_waits_total ", "\napi_postgres_wait_seconds_total ", "\napi_postgres_waits_canceled_total ",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("/metrics lacks %q", want)
		}
	}
}
