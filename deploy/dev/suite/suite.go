// Package suite runs the tests of all modules on servers of their own, which
// are gone afterwards.
package suite

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"syscall"

	"financebot/deploy/dev/child"
	"financebot/deploy/dev/devtest"
	"financebot/deploy/dev/pgboot"
	"financebot/deploy/dev/redisboot"
	"financebot/deploy/dev/rundir"
)

// usualPort is taken by Redis where it is free: an address that stays the same
// keeps Go's cache of test results valid.
const usualPort = 16379

// ErrFailed says that tests failed; their output has said which.
var ErrFailed = errors.New("tests failed")

// Options say what to test.
type Options struct {
	Root string   // the repository
	Dir  string   // for what is kept from one run to the next
	Args []string // arguments of go test; none: all modules
	Out  io.Writer
}

// first is the package that takes longest, most of it by waiting for the pace that Telegram
// allows; it runs beside all others.
const first = "./deploy/dev/whole"

// relaxed is how seldom garbage is collected: the race detector makes looking at memory dear,
// and tests are gone before they need much of it.
const relaxed = "400"

// suite is one run. Servers and binaries the environment names are not
// started or built.
type suite struct {
	Options
	env   []string
	race  []string // the flag of the race detector, where it works
	after []func() // undo what was started, last first
}

// Run builds the services, starts PostgreSQL and Redis, and runs the tests
// with the race detector, or says why without. It returns ErrFailed if any failed.
func Run(ctx context.Context, o Options) error {
	s := &suite{Options: o, env: os.Environ()}
	defer s.cleanUp()
	if why := raceless(ctx); why == "" {
		s.race = []string{"-race"}
	} else {
		_, _ = fmt.Fprintln(o.Out, "The tests run without the race detector: "+why)
	}
	for _, prepare := range []func(context.Context) error{s.postgres, s.redis, s.binaries} {
		if err := prepare(ctx); err != nil {
			return err
		}
	}
	return s.test(ctx)
}

func (s *suite) cleanUp() {
	for i := len(s.after) - 1; i >= 0; i-- {
		s.after[i]()
	}
}

func (s *suite) export(name, value string) { s.env = append(s.env, name+"="+value) }

func (s *suite) postgres(ctx context.Context) error {
	if os.Getenv(devtest.PostgresVariable) != "" {
		return nil
	}
	server, err := pgboot.Start(ctx, pgboot.Options{Throwaway: true})
	if err != nil {
		return err
	}
	s.after = append(s.after, func() { _ = server.Stop() }) // what is left the next run sweeps
	s.export(devtest.PostgresVariable, server.URL)
	return nil
}

func (s *suite) redis(ctx context.Context) error {
	if os.Getenv(devtest.RedisVariable) != "" {
		return nil
	}
	server, err := redisboot.Start(ctx, redisboot.Options{Port: usualPort})
	if err != nil {
		return err
	}
	s.after = append(s.after, server.Stop)
	s.export(devtest.RedisVariable, server.URL)
	return nil
}

// binaries builds into a folder named by content, because Go's cache of test
// results knows the name of the folder but not what is in it.
func (s *suite) binaries(ctx context.Context) error {
	if os.Getenv(devtest.BinariesVariable) != "" {
		return nil
	}
	home := filepath.Join(s.Dir, "test-bin")
	if err := rundir.Open(s.Dir); err != nil {
		return err
	}
	if err := rundir.Private(home, rundir.Closed); err != nil {
		return err
	}
	fresh, err := os.MkdirTemp(home, "new-")
	if err != nil {
		return fmt.Errorf("make room for the binaries: %w", err)
	}
	s.after = append(s.after, func() { _ = os.RemoveAll(fresh) })
	args := slices.Concat([]string{"build"}, s.race,
		[]string{"-buildvcs=false", "-o", fresh + string(filepath.Separator)}, devtest.Sources())
	cmd := exec.CommandContext(ctx, "go", args...)
	var said bytes.Buffer
	out := io.MultiWriter(&said, s.Out)
	cmd.Dir, cmd.Stdout, cmd.Stderr = s.Root, out, out
	if err := cmd.Run(); err != nil {
		if rundir.Full(said.String()) {
			return syscall.ENOSPC
		}
		return errors.New("the services do not build; the lines above say why")
	}
	dir, err := store(fresh, home)
	if err != nil {
		return fmt.Errorf("keep the binaries: %w", err)
	}
	s.export(devtest.BinariesVariable, dir)
	return nil
}

func (s *suite) test(ctx context.Context) error {
	args := s.Args
	if len(args) == 0 {
		args = []string{"-p", strconv.Itoa(runtime.NumCPU() + 1), first, "work"}
	}
	if os.Getenv("GOGC") == "" {
		s.export("GOGC", relaxed)
	}
	program, err := exec.LookPath("go")
	if err != nil {
		return err
	}
	report := newReport(s.Out)
	report.verbose = slices.Contains(args, "-v")
	proc, err := child.Start(child.Command{
		Path: program,
		Args: slices.Concat([]string{"test", "-json"}, s.race, args),
		Env:  s.env,
		Dir:  s.Root,
		Out:  report,
	})
	if err != nil {
		return err
	}
	select {
	case <-proc.Done():
	case <-ctx.Done():
		proc.Kill()
	}
	report.summarize()
	switch {
	case ctx.Err() != nil:
		return errors.New("stopped before the end")
	case proc.Err() != nil:
		return ErrFailed
	default:
		return nil
	}
}
