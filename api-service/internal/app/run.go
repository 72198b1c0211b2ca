package app

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"os"
	"runtime/debug"
	"sync"
	"time"

	"financebot/api-service/internal/postgres"
	"financebot/api-service/internal/web"
	"financebot/pkg/background"
)

// grace is how long requests under way may take to finish at the end.
const grace = 8 * time.Second

// version is set by the linker of a release.
var version = ""

// Version names the build: the release, or the commit it was built from.
func Version() string {
	if version != "" {
		return version
	}
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" {
				return s.Value[:12]
			}
		}
	}
	return "dev"
}

// Run serves until ctx ends. Requests under way then finish, and everything is closed.
func Run(ctx context.Context, c Config) error {
	log, err := newLog(c)
	if err != nil {
		return err
	}
	slog.SetDefault(log)
	boundMemory()
	db, cache, closeAll, err := openAll(ctx, c)
	if err != nil {
		return err
	}
	defer closeAll()
	if lacking, err := db.Lacking(ctx); err == nil && len(lacking) > 0 {
		log.Error("the schema is behind this program", "lacks", lacking, "remedy", "api migrate up")
	} else if err == nil && !db.HasTextIndex(ctx) {
		log.Warn(postgres.ErrNoTextIndex.Error(), "remedy", "api migrate up, which tells what is missing")
	}
	a := New(c, db, cache, log, time.Now)
	listener, err := net.Listen("tcp", c.Addr)
	if err != nil {
		return fmt.Errorf("API_ADDR: %w", err)
	}
	log.Info("serving", "addr", listener.Addr().String(), "version", Version())
	return a.Serve(ctx, listener)
}

// Little of the heap lives longer than a request: garbage is collected when there is much of it,
// or sooner where the heap would outgrow its limit, as hashing passwords at 19 MiB each does.
const (
	heapLimit  = 72 << 20
	heapGrowth = 400 // percent of what lives
)

// boundMemory sets what GOMEMLIMIT and GOGC have not set.
func boundMemory() {
	if os.Getenv("GOMEMLIMIT") != "" || os.Getenv("GOGC") != "" {
		return
	}
	debug.SetMemoryLimit(heapLimit)
	debug.SetGCPercent(heapGrowth)
}

// Serve answers on l and runs the jobs until ctx ends. It goes on answering for the drain delay then,
// lets requests under way finish, and waits for all jobs.
func (a *App) Serve(ctx context.Context, l net.Listener) error {
	jobs, stop := context.WithCancel(ctx)
	serving, closeDoor := context.WithCancel(context.WithoutCancel(ctx))
	defer closeDoor()

	var running sync.WaitGroup
	for name, job := range a.jobs() {
		running.Go(func() { background.Keep(jobs, a.log, name, job) })
	}
	running.Go(func() {
		background.Run(a.log, "drain", func() { a.drain(jobs) })
		closeDoor()
	})

	err := web.Serve(serving, l, a.Handler, web.Serving{Operations: a.Operations, Grace: grace, Log: a.log})
	closeDoor()
	stop()
	running.Wait()
	return err
}

// jobs are what goes on beside the requests.
func (a *App) jobs() map[string]func(context.Context) {
	return map[string]func(context.Context){"sweep": a.sweep, "settle": a.settle, "listen": a.listen}
}

// drain tells probes, and so whoever balances over the replicas, as soon as the end is near. It
// lets them act on it before it sends those away who wait for events.
func (a *App) drain(ctx context.Context) {
	<-ctx.Done()
	a.draining.Store(true)
	if pause := a.config.Pause; pause != nil {
		pause(a.config.DrainDelay)
	} else {
		time.Sleep(a.config.DrainDelay)
	}
	a.slices.events.Close()
}

func newLog(c Config) (*slog.Logger, error) {
	var level slog.Level
	if err := level.UnmarshalText([]byte(c.LogLevel)); err != nil {
		return nil, fmt.Errorf("LOG_LEVEL must be debug, info, warn or error")
	}
	options := &slog.HandlerOptions{Level: level}
	switch c.LogFormat {
	case "json":
		return slog.New(slog.NewJSONHandler(os.Stdout, options)), nil
	case "text":
		return slog.New(slog.NewTextHandler(os.Stdout, options)), nil
	}
	return nil, fmt.Errorf("LOG_FORMAT must be json or text")
}
