package web

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"financebot/pkg/api"
	"financebot/pkg/errs"
)

var errOutage = errors.New("dial tcp: password=canary refused")

// serveOne mounts a route that anybody may call, and calls it once.
func serveOne(t *testing.T, log *slog.Logger, h func(context.Context) (api.Success, error)) *httptest.ResponseRecorder {
	t.Helper()
	cache, err := OpenCache("redis://127.0.0.1:1", RedisBudget)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cache.Close() })
	e, router := New(Options{
		Log: log, Metrics: prometheus.NewRegistry(), Outage: func(err error) bool { return errors.Is(err, errOutage) },
		Guard: &Guard{Limiter: NewLimiter(cache, time.Now, slog.New(slog.DiscardHandler)), Cache: cache, APIPerMinute: 100, AuthPerMinute: 100, Now: time.Now},
	})
	Handle(router, Route{Method: http.MethodGet, Path: "/thing", Access: Open}, Simple(h))
	rec := httptest.NewRecorder()
	e.ServeHTTP(rec, httptest.NewRequest(http.MethodGet, "/api/v1/thing?secret=canary", nil))
	return rec
}

func TestErrorsBecomeProblems(t *testing.T) {
	t.Parallel()
	limited := errs.New(errs.Limited, "x.limited", "Wait").After(1500 * time.Millisecond)
	for name, step := range map[string]struct {
		err    error
		status int
		code   string
		after  string
	}{
		"a refusal":         {errs.New(errs.Conflict, "x.conflict", "No"), 409, "x.conflict", ""},
		"a wrapped refusal": {fmt.Errorf("canary: %w", errs.New(errs.NotFound, "x.none", "No")), 404, "x.none", ""},
		"a joined refusal":  {errors.Join(errs.New(errs.Refused, "x.no", "No"), errors.New("canary")), 400, "x.no", ""},
		"a limit":           {limited, 429, "x.limited", "2"},
		"an outage":         {fmt.Errorf("query canary: %w", errOutage), 503, api.CodeUnavailable, "1"},
		"an unforeseen one": {errors.New("canary: relation users does not exist"), 500, api.CodeInternal, ""},
	} {
		rec := serveOne(t, quiet(), func(context.Context) (api.Success, error) { return api.Success{}, step.err })
		var p api.Problem
		if err := json.Unmarshal(rec.Body.Bytes(), &p); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if rec.Code != step.status || p.Status != step.status || p.Code != step.code || rec.Header().Get("Retry-After") != step.after ||
			p.Detail == "" || p.RequestID == "" || rec.Header().Get("Content-Type") != api.ProblemType {
			t.Errorf("%s: %d, Retry-After %q, %s", name, rec.Code, rec.Header().Get("Retry-After"), rec.Body)
		}
		if strings.Contains(rec.Body.String(), "canary") {
			t.Errorf("%s: the cause is told: %s", name, rec.Body)
		}
		if (step.status == 401) != (rec.Header().Get("WWW-Authenticate") != "") {
			t.Errorf("%s: WWW-Authenticate %q", name, rec.Header().Get("WWW-Authenticate"))
		}
	}
}

func TestPanicIsAnErrorLikeAnyOther(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	rec := serveOne(t, slog.New(slog.NewJSONHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug})),
		func(context.Context) (api.Success, error) { panic("broken inside") })
	if rec.Code != http.StatusInternalServerError || strings.Contains(rec.Body.String(), "broken") || !strings.Contains(rec.Body.String(), api.CodeInternal) {
		t.Errorf("got %d %s", rec.Code, rec.Body)
	}
	if !strings.Contains(log.String(), "broken inside") || !strings.Contains(log.String(), rec.Header().Get("X-Request-ID")) {
		t.Errorf("the log does not tell: %s", log.String())
	}
	if strings.Contains(log.String(), "canary") {
		t.Errorf("the log tells the query: %s", log.String())
	}
}

func TestRequestIsNamedByItsSenderWhereThatIsAName(t *testing.T) {
	t.Parallel()
	for given, taken := range map[string]bool{
		"abc-123_X.y": true, strings.Repeat("a", 64): true, strings.Repeat("a", 65): false,
		"": false, "a b": false, "a\"b": false, "ș": false, "<script>": false,
	} {
		var got string
		e, _ := New(Options{Log: quiet(), Metrics: prometheus.NewRegistry(), Guard: &Guard{}})
		req := httptest.NewRequest(http.MethodGet, "/none", nil)
		req.Header.Set("X-Request-ID", given)
		rec := httptest.NewRecorder()
		e.ServeHTTP(rec, req)
		if got = rec.Header().Get("X-Request-ID"); got == "" || (got == given) != taken {
			t.Errorf("%q is named %q", given, got)
		}
	}
}
