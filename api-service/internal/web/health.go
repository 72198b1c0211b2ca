package web

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"financebot/pkg/api"
)

// probePatience is how long a dependency may take to say that it is there.
const probePatience = time.Second

// statusStopping is what the proxy looks for: it sends nothing more to a replica that says so.
const statusStopping = "stopping"

// Health knows how the service is.
type Health struct {
	Version  string
	Required map[string]func(context.Context) error // without these nothing works
	Optional map[string]func(context.Context) error // without these it works less well
	Draining func() bool                            // whether the service is about to stop
}

// Mount adds the probes and the metrics.
func (h Health) Mount(e *echo.Echo, metrics *prometheus.Registry) {
	e.Match(toRead, "/livez", func(c echo.Context) error { return c.JSON(http.StatusOK, map[string]string{"status": "ok"}) })
	e.Match(toRead, "/readyz", h.ready)
	e.Match(toRead, "/health", h.health)
	e.Match(toRead, "/metrics", echo.WrapHandler(promhttp.HandlerFor(metrics, promhttp.HandlerOpts{})))
}

func (h Health) ready(c echo.Context) error {
	health, usable := h.look(c.Request().Context())
	if !usable {
		return c.JSON(http.StatusServiceUnavailable, health)
	}
	return c.JSON(http.StatusOK, health)
}

func (h Health) health(c echo.Context) error {
	health, _ := h.look(c.Request().Context())
	return c.JSON(http.StatusOK, health)
}

func (h Health) look(ctx context.Context) (health api.Health, usable bool) {
	ctx, cancel := context.WithTimeout(ctx, probePatience)
	defer cancel()
	health = api.Health{Status: "ok", Version: h.Version, Checks: map[string]string{}}
	usable = true
	for name, probe := range h.Required {
		usable = note(ctx, &health, name, probe) && usable
	}
	for name, probe := range h.Optional {
		note(ctx, &health, name, probe)
	}
	if h.Draining() {
		health.Status = statusStopping
		usable = false
	}
	return health, usable
}

// Unwell is a reason that holds no secret, so that a probe may tell it to everybody.
type Unwell string

// Error is the reason.
func (u Unwell) Error() string { return string(u) }

// note tells the reason only where it is Unwell: any other may hold an address or a password.
func note(ctx context.Context, health *api.Health, name string, probe func(context.Context) error) bool {
	err := probe(ctx)
	if err == nil {
		health.Checks[name] = "ok"
		return true
	}

	health.Status, health.Checks[name] = "degraded", "down"
	var told Unwell
	if errors.As(err, &told) {
		health.Checks[name] = told.Error()
	}
	return false
}
