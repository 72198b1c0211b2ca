package web

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"
	"github.com/prometheus/client_golang/prometheus"

	"financebot/pkg/background"
	"financebot/pkg/client"
)

// Options set up a server.
type Options struct {
	Log            *slog.Logger
	Guard          *Guard
	Metrics        *prometheus.Registry
	Outage         func(error) bool
	TrustedProxies []netip.Prefix // whose X-Forwarded-For counts
	AllowedOrigins []string       // of browsers on other sites
	Secure         bool           // whether people open the pages over TLS
	Patience       time.Duration  // the least that a request may take; zero: what its route says, or 3 seconds
	Draining       func() bool    // whether the service is about to stop; nil: it never is
}

// New is an Echo with everything every request passes, and the router for the slices.
func New(o Options) (*echo.Echo, *Router) {
	e := echo.New()
	e.HideBanner, e.HidePort = true, true
	e.IPExtractor = ipExtractor(o.TrustedProxies)
	e.HTTPErrorHandler = problems{log: o.Log, outage: o.Outage}.handle
	e.Pre(oldPaths)
	e.Use(
		parting(o.Draining),
		identified,
		measured(o.Log, o.Metrics),
		middleware.RecoverWithConfig(middleware.RecoverConfig{LogErrorFunc: logPanic(o.Log)}),
		secured,
		hurried,
	)
	if len(o.AllowedOrigins) > 0 {
		e.Use(cors(o.AllowedOrigins))
	}
	o.Guard.seen = newMemory()
	return e, &Router{echo: e, guard: o.Guard, patience: o.Patience, arrivals: newArrivals(), places: newPlaces(), works: newWorks(o.Log), linePatience: linePatience, secure: o.Secure}
}

// ipExtractor believes X-Forwarded-For only as far as trusted proxies wrote it.
func ipExtractor(trusted []netip.Prefix) echo.IPExtractor {
	if len(trusted) == 0 {
		return echo.ExtractIPDirect()
	}
	options := []echo.TrustOption{echo.TrustLoopback(false), echo.TrustLinkLocal(false), echo.TrustPrivateNet(false)}
	for _, p := range trusted {
		bits := p.Addr().BitLen()
		options = append(options, echo.TrustIPRange(&net.IPNet{
			IP: p.Masked().Addr().AsSlice(), Mask: net.CIDRMask(p.Bits(), bits),
		}))
	}
	return echo.ExtractIPFromXFFHeader(options...)
}

// oldPaths lets the paths from before the version answer as their twins. The request's
// target stays as it was sent, because that is what is signed.
func oldPaths(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		u := c.Request().URL
		if rest, ok := strings.CutPrefix(u.Path, "/api/"); ok && !strings.HasPrefix(rest, "v1/") && rest != "v1" {
			u.Path = base + "/" + rest
			if raw, ok := strings.CutPrefix(u.RawPath, "/api/"); ok {
				u.RawPath = base + "/" + raw
			}
		}
		return next(c)
	}
}

// parting has callers come by another connection once the service is about to stop: the one that
// is open would be cut, perhaps amid the next request.
func parting(draining func() bool) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			if draining != nil && draining() {
				c.Response().Header().Set(echo.HeaderConnection, "close")
			}
			return next(c)
		}
	}
}

// secured says what a browser may do with an answer: nothing, unless a page says otherwise.
func secured(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		h := c.Response().Header()
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
		return next(c)
	}
}

// hurried gives a reader no longer than slowest, unless the route needs longer to answer.
func hurried(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		writeUntil(c, slowest)
		return next(c)
	}
}

// writeUntil is how long the writing of an answer may take from now on.
func writeUntil(c echo.Context, within time.Duration) {
	_ = http.NewResponseController(c.Response()).SetWriteDeadline(time.Now().Add(within)) // recorders in tests have none
}

func cors(origins []string) echo.MiddlewareFunc {
	return middleware.CORSWithConfig(middleware.CORSConfig{
		AllowOrigins: origins,
		AllowHeaders: []string{
			echo.HeaderAuthorization, echo.HeaderContentType, "Idempotency-Key", "If-Match", "If-None-Match",
			"X-Family-Id", client.HeaderRequestID,
		},
		ExposeHeaders: []string{
			"ETag", echo.HeaderLocation, "Retry-After", echo.HeaderContentDisposition,
			headerLimit, headerRemaining, headerReset, client.HeaderRequestID,
		},
		MaxAge: int(time.Hour.Seconds()),
	})
}

func logPanic(log *slog.Logger) middleware.LogErrorFunc {
	return func(c echo.Context, err error, stack []byte) error {
		log.Error("panic", "request_id", requestID(c), "route", c.Path(), "error", err, "stack", string(stack))
		return fmt.Errorf("panic: %w", err)
	}
}

// Serving says how to serve.
type Serving struct {
	Operations []Operation   // all that is served beside what answers at once
	Grace      time.Duration // for requests under way at the end
	Log        *slog.Logger
}

// Server is net/http's, with limits on whoever is slow. No answer has as long as WriteTimeout, which
// only outlasts the slowest route: each has a deadline of its own.
func (s Serving) Server(h http.Handler) *http.Server {
	var longest time.Duration
	for _, o := range s.Operations {
		longest = max(longest, o.Timeout)
	}
	return &http.Server{
		Handler:           h,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       15 * time.Second,
		WriteTimeout:      longest + slowest,
		IdleTimeout:       90 * time.Second,
		MaxHeaderBytes:    32 << 10,
		ErrorLog:          slog.NewLogLogger(s.Log.Handler(), slog.LevelDebug),
	}
}

// Serve answers on l until ctx ends, then lets requests under way finish.
func Serve(ctx context.Context, l net.Listener, h http.Handler, s Serving) error {
	server := s.Server(h)
	life, cutOff := context.WithCancel(context.WithoutCancel(ctx))
	defer cutOff()
	server.BaseContext = func(net.Listener) context.Context { return context.WithValue(context.Background(), lifeKey{}, life) }
	failed := make(chan error, 1)
	background.Go(s.Log, "serve", func() { failed <- server.Serve(l) })
	select {
	case err := <-failed:
		return fmt.Errorf("web: %w", err)
	case <-ctx.Done():
	}
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.Grace)
	defer cancel()
	if err := server.Shutdown(last); err != nil {
		s.Log.Warn("requests cut off at the end", "error", err)
		cutOff()
		return server.Close()
	}
	return nil
}
