package web

import (
	"crypto/rand"
	"errors"
	"log/slog"
	"net/http"
	"regexp"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/prometheus/client_golang/prometheus"

	"financebot/api-service/internal/actor"
	"financebot/pkg/api"
	"financebot/pkg/client"
	"financebot/pkg/errs"
)

// foreignID is what is accepted as a request's name from outside.
var foreignID = regexp.MustCompile(`^[A-Za-z0-9._-]{1,64}$`)

// errGone says that the caller hung up before his answer was there: nobody reads it.
var errGone = errs.New(errs.Unavailable, api.CodeRequestAbandoned, "The caller is gone")

// statusGone is what nginx logs for callers who hung up; it is never sent.
const statusGone = 499

// identified names the request: by the name its sender gave it, or by a new one.
func identified(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		id := c.Request().Header.Get(client.HeaderRequestID)
		if !foreignID.MatchString(id) {
			id = rand.Text()
		}
		c.Response().Header().Set(client.HeaderRequestID, id)
		return next(c)
	}
}

func requestID(c echo.Context) string { return c.Response().Header().Get(client.HeaderRequestID) }

// measured writes one line and one measurement for each request. It speaks of routes, never
// of the query: ids and codes travel there.
func measured(log *slog.Logger, registry *prometheus.Registry) echo.MiddlewareFunc {
	duration := prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name:    "api_request_duration_seconds",
		Help:    "How long requests took, by route and status.",
		Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 30},
	}, []string{"method", "route", "status"})
	registry.MustRegister(duration)
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			start := time.Now()
			err := next(c)
			if err != nil {
				c.Error(err)
			}
			took, status, route := time.Since(start), c.Response().Status, routeOf(c)
			if errors.Is(err, errGone) {
				status = statusGone
			}
			duration.WithLabelValues(methodOf(c), route, strconv.Itoa(status)).Observe(took.Seconds())
			log.LogAttrs(c.Request().Context(), level(status, route), "request",
				slog.String("request_id", requestID(c)), slog.String("method", methodOf(c)),
				slog.String("route", route), slog.Int("status", status), slog.Duration("took", took),
				slog.String("ip", c.RealIP()), slog.Int64("user_id", actor.From(c.Request().Context()).UserID))
			if errors.Is(err, errCutOff) {
				panic(http.ErrAbortHandler) // the only way to let the caller see that it is not the whole
			}
			return nil
		}
	}
}

// routeOf is the route's template; all unknown paths are one.
func routeOf(c echo.Context) string {
	if path := c.Path(); path != "" {
		return path
	}
	return "unknown"
}

// methodOf keeps strangers from inventing labels.
func methodOf(c echo.Context) string {
	switch m := c.Request().Method; m {
	case "GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS":
		return m
	}
	return "OTHER"
}

// level keeps probes and waiting readers out of the log while all is well.
func level(status int, route string) slog.Level {
	switch {
	case status >= 500:
		return slog.LevelWarn
	case route == "/livez", route == "/readyz", route == "/health", route == "/metrics":
		return slog.LevelDebug
	case route == base+"/events" && status < 400: // one ends every minute, and says nothing
		return slog.LevelDebug
	}
	return slog.LevelInfo
}
