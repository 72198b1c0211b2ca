package app

import (
	"context"
	"encoding/json"
	"log/slog"
	"maps"
	"net/http"
	"sync"
	"time"

	"financebot/pkg/api"
)

const (
	firstCheck   = 300 * time.Millisecond // not at once: Telegram is just being greeted
	checkEvery   = 2 * time.Second
	checkTimeout = 3 * time.Second
)

// health looks now and then at what the bot leans on, and logs when it comes and goes.
type health struct {
	version string
	log     *slog.Logger
	checks  map[string]func(context.Context) error
	needed  []string // those without which the bot is of no use

	mu     sync.Mutex
	states map[string]error
	known  bool
}

func newHealth(version string, log *slog.Logger, checks map[string]func(context.Context) error, needed ...string) *health {
	return &health{version: version, log: log, checks: checks, needed: needed, states: map[string]error{}}
}

// watch looks until ctx ends.
func (h *health) watch(ctx context.Context) {
	timer := time.NewTimer(firstCheck)
	defer timer.Stop()
	for {
		select {
		case <-timer.C:
			h.look(ctx)
			timer.Reset(checkEvery)
		case <-ctx.Done():
			return
		}
	}
}

func (h *health) look(ctx context.Context) {
	states := map[string]error{}
	for name, check := range h.checks {
		limited, cancel := context.WithTimeout(ctx, checkTimeout)
		states[name] = check(limited)
		cancel()
	}
	if ctx.Err() != nil {
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	for name, err := range states {
		before, seen := h.states[name]
		switch {
		case err != nil && (!seen || before == nil):
			h.log.Warn(name+" is not there; the bot goes on and comes back by itself", "error", err)
		case err == nil && seen && before != nil:
			h.log.Info(name + " is back")
		}
	}
	h.states, h.known = states, true
}

// report is the state of everything, and whether people can be served.
func (h *health) report() (api.Health, bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	out := api.Health{Status: "ok", Version: h.version, Checks: map[string]string{}}
	for name := range maps.Keys(h.checks) {
		out.Checks[name] = "ok"
		if err := h.states[name]; err != nil || !h.known {
			out.Checks[name], out.Status = "unreachable", "degraded"
		}
	}
	ready := h.known
	for _, name := range h.needed {
		ready = ready && h.states[name] == nil
	}
	return out, ready
}

// show answers /health, which is 200 as long as it can be answered.
func (h *health) show(w http.ResponseWriter, _ *http.Request) {
	report, _ := h.report()
	writeJSON(w, http.StatusOK, report)
}

// ready answers /readyz: 503 while people cannot be served.
func (h *health) ready(w http.ResponseWriter, _ *http.Request) {
	report, ready := h.report()
	if !ready {
		writeJSON(w, http.StatusServiceUnavailable, report)
		return
	}
	writeJSON(w, http.StatusOK, report)
}

func live(w http.ResponseWriter, _ *http.Request) {
	writeJSON(w, http.StatusOK, map[string]string{"status": "ok"})
}

func writeJSON(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body) // whoever asked is gone otherwise
}
