package app_test

import (
	"log/slog"
	"strings"
	"testing"

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
