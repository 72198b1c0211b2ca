// Package stack runs the whole program on one machine: databases, services and
// a local Telegram, started with one command and kept running until stopped.
package stack

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
	"time"

	"financebot/deploy/dev/pgboot"
	"financebot/deploy/dev/redisboot"
	"financebot/deploy/dev/rundir"
)

// Options say where to run.
type Options struct {
	Root  string    // the repository
	Dir   string    // for everything that is kept
	Bin   string    // the services' binaries; empty: they are built
	Began time.Time // when whoever waits for it began to wait
	Out   io.Writer // messages and the services' logs
}

// stack is the program while it runs.
type stack struct {
	dir      string
	bin      string
	console  *console
	settings settings

	postgres *pgboot.Server
	redis    *redisboot.Server
	telegram *service
	api      *service
	bot      *service
}

// Run brings the program up and keeps it up until ctx ends, then stops it in
// good order and returns nil. Where something stands in the way, such as a
// taken port or another run, the error says so in a sentence.
func Run(ctx context.Context, o Options) error {
	s := &stack{
		dir:     o.Dir,
		bin:     o.Bin,
		console: newConsole(o.Out),
	}
	if err := rundir.Open(s.dir); err != nil {
		return err
	}
	lock, err := s.lock()
	if err != nil {
		return err
	}
	defer lock.Unlock()

	err = s.up(ctx, o, lock)
	if err == nil {
		s.keepUntil(ctx)
	}
	s.down()
	if ctx.Err() != nil {
		return nil // being told to stop is no failure, at whatever moment
	}
	return err
}

func (s *stack) lock() (*rundir.Lock, error) {
	path := filepath.Join(s.dir, "lock")
	lock, err := rundir.TryLock(path)
	if errors.Is(err, rundir.ErrLocked) {
		return nil, fmt.Errorf("it already runs (%s): use that one, or stop it with Ctrl-C where it was started", rundir.Holder(path))
	}
	return lock, err
}

// up starts all parts, each when those it needs are ready.
func (s *stack) up(ctx context.Context, o Options, lock *rundir.Lock) error {
	if err := s.resolve(); err != nil {
		return err
	}
	if err := lock.Note(fmt.Sprintf("process %d, %s", os.Getpid(), s.settings.get("API_BASE_URL"))); err != nil {
		return err
	}
	if err := s.checkPorts(); err != nil {
		return err
	}
	err := together(
		func() error { return s.build(ctx, o.Root) },
		func() error { return s.startPostgres(ctx) },
		func() error { return s.startRedis(ctx) },
	)
	if err != nil {
		return err
	}
	if err := s.migrate(ctx); err != nil {
		return err
	}
	if err := s.startServices(ctx); err != nil {
		return err
	}
	if err := s.writeEnv(); err != nil {
		return err
	}
	s.welcome(time.Since(o.Began))
	return nil
}

// resolve fixes every setting that does not depend on a running server.
func (s *stack) resolve() error {
	if err := os.Remove(s.envFile()); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("remove the settings of the last run: %w", err)
	}
	var err error
	s.settings, err = resolve(s.dir, os.LookupEnv)
	return err
}

// keepUntil brings back every part that ends before ctx does.
func (s *stack) keepUntil(ctx context.Context) {
	var keepers sync.WaitGroup
	keep := func(name string, p part) {
		keepers.Go(func() { keeper{name, p, s.console}.run(ctx) })
	}
	if s.postgres != nil {
		keep("PostgreSQL", s.postgres)
	}
	if s.redis != nil {
		keep("Redis", s.redis)
	}
	for _, svc := range s.services() {
		keep(svc.name, svc)
	}
	<-ctx.Done()
	s.console.say("Stopping…")
	keepers.Wait()
}

// services lists those that were started, in the order to stop them: whoever
// asks goes before whoever answers.
func (s *stack) services() []*service {
	var started []*service
	for _, svc := range []*service{s.bot, s.api, s.telegram} {
		if svc != nil {
			started = append(started, svc)
		}
	}
	return started
}

// down stops what runs.
func (s *stack) down() {
	for _, svc := range s.services() {
		svc.stop()
	}
	var servers sync.WaitGroup
	if s.redis != nil {
		servers.Go(s.redis.Stop)
	}
	if s.postgres != nil {
		servers.Go(func() { _ = s.postgres.Stop() }) // durable: nothing to remove, so nothing to fail
	}
	servers.Wait()
}

// together runs the steps at the same time and joins their errors.
func together(steps ...func() error) error {
	errs := make([]error, len(steps))
	var running sync.WaitGroup
	for i, step := range steps {
		running.Go(func() { errs[i] = step() })
	}
	running.Wait()
	return errors.Join(errs...)
}
