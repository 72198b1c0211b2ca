package app

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"time"

	"github.com/prometheus/client_golang/prometheus/promhttp"
	"golang.org/x/sync/errgroup"

	"financebot/pkg/background"
)

// stopTimeout is what is left of ten seconds when the bot has finished its work.
const stopTimeout = time.Second

// Run serves until ctx ends and returns within ten seconds after that. It gives an error where
// it cannot even listen.
func (a *App) Run(ctx context.Context) error {
	listener, err := net.Listen("tcp", a.config.Addr)
	if err != nil {
		return fmt.Errorf("BOT_ADDR: %w", err)
	}
	server := &http.Server{Handler: a.routes(), ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 30 * time.Second, IdleTimeout: 2 * time.Minute}
	a.log.Info("the bot starts", "addr", listener.Addr().String(), "mode", a.config.Mode, "version", a.health.version)

	// The server outlives the bot, so that probes are answered while it finishes.
	serving := make(chan error, 1)
	background.Go(a.log, "serve", func() { serving <- server.Serve(listener) })
	err = a.work(ctx, serving)
	stopping, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopTimeout)
	defer cancel()
	if late := server.Shutdown(stopping); late != nil { // also where someone connected and asks nothing
		a.log.Info("callers cut off at the end", "error", late)
		err = errors.Join(err, server.Close())
	}
	err = errors.Join(err, a.redis.Close())
	a.log.Info("the bot has stopped")
	return err
}

// work runs all that goes on at once until ctx ends or the server breaks.
func (a *App) work(ctx context.Context, serving <-chan error) error {
	group, ctx := errgroup.WithContext(ctx)
	for name, run := range map[string]func(context.Context){
		"bot":    a.bot.Run,
		"events": a.events.Run,
		"photos": a.photos.Run,
		"health": a.health.watch,
		"menus":  func(ctx context.Context) { a.bot.SetMenus(ctx, a.catalog, menu) },
	} {
		group.Go(func() error {
			background.Keep(ctx, a.log, name, run)
			return nil
		})
	}
	group.Go(func() error {
		return background.Contain(func() error { return first(ctx, serving) })
	})
	return group.Wait()
}

// first is the error that comes before ctx ends.
func first(ctx context.Context, errs <-chan error) error {
	select {
	case err := <-errs:
		return err
	case <-ctx.Done():
		return nil
	}
}

func (a *App) routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /health", a.health.show)
	mux.HandleFunc("GET /livez", live)
	mux.HandleFunc("GET /readyz", a.health.ready)
	mux.Handle("GET /metrics", promhttp.HandlerFor(a.metrics, promhttp.HandlerOpts{}))
	if a.config.Mode == modeWebhook {
		mux.Handle(hookPath(a.config.WebhookURL), a.bot)
	}
	return mux
}

// hookPath is where the proxy that people reach passes deliveries on to.
func hookPath(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Path == "" || u.Path == "/" {
		return "/webhook"
	}
	return u.Path
}
