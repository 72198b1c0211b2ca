// Package redisboot runs a Redis server with nothing set up before: the
// machine's redis-server, or else one inside this process.
package redisboot

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"

	"financebot/deploy/dev/port"
	"financebot/deploy/dev/rundir"
)

// usualPort is Redis' own, so that a plain redis-cli finds the server.
const usualPort = 6379

// Options choose what is kept and where the server listens.
type Options struct {
	// Dir keeps the data between starts. Empty: nothing is kept.
	Dir string

	// Port is taken if it is free; zero stands for Redis' own where Dir is
	// given and for any port where it is not.
	Port int

	// InProcess passes over the machine's redis-server.
	InProcess bool

	// Log takes the server's log; nil discards it.
	Log io.Writer
}

// Server is a running Redis server on a loopback port.
type Server struct {
	URL     string // does not change over Restart
	Durable bool   // what is written is there after a restart
	Name    string // the program that serves

	engine engine
	lock   *rundir.Lock
}

// engine is one way to serve; start after stop or kill serves again.
type engine interface {
	start(ctx context.Context) error
	stop()
	kill()
	done() <-chan struct{}
}

// Start boots a server and returns once it answers. It dies with this process.
func Start(ctx context.Context, o Options) (*Server, error) {
	s := &Server{}
	if o.Dir != "" {
		if err := s.claim(o.Dir); err != nil {
			return nil, err
		}
	}
	const attempts = 3
	var err error
	for range attempts {
		if err = s.serve(ctx, o); !errors.Is(err, port.ErrTaken) {
			break
		}
	}
	if err != nil {
		s.unlock()
		return nil, fmt.Errorf("redis did not start: %w", err)
	}
	return s, nil
}

// claim makes the folder for the data and locks it.
func (s *Server) claim(dir string) error {
	if err := os.MkdirAll(filepath.Dir(dir), rundir.Closed); err != nil {
		return fmt.Errorf("make room for Redis: %w", err)
	}
	if err := rundir.Private(dir, rundir.Closed); err != nil {
		return err
	}
	lock, err := rundir.TryLock(filepath.Join(dir, "lock"))
	if err != nil {
		return fmt.Errorf("the data in %s: %w", dir, err)
	}
	s.lock = lock
	return nil
}

// serve picks a port and starts serving there. It fails with port.ErrTaken
// where somebody else was quicker.
func (s *Server) serve(ctx context.Context, o Options) error {
	p, err := pick(o)
	if err != nil {
		return err
	}
	addr := port.Loopback(p)
	s.URL = "redis://" + addr + "/0"
	if path, err := exec.LookPath("redis-server"); err == nil && !o.InProcess {
		s.Name, s.Durable = "redis-server", o.Dir != ""
		s.engine = &external{path: path, addr: addr, port: p, dir: o.Dir, log: o.Log}
	} else {
		s.Name, s.Durable = "miniredis", false
		s.engine = &inProcess{addr: addr}
	}
	err = s.engine.start(ctx)
	if err != nil && errors.Is(port.Check(addr), port.ErrTaken) {
		return port.ErrTaken
	}
	return err
}

func pick(o Options) (int, error) {
	switch {
	case o.Dir == "":
		return port.Pick(o.Port)
	case o.Port == 0:
		o.Port = usualPort
	}
	return port.Keep(filepath.Join(o.Dir, "port"), o.Port)
}

func (s *Server) unlock() {
	if s.lock != nil {
		s.lock.Unlock()
	}
}

// Done is closed when the server has ended, for whatever reason. After
// Restart it is another channel.
func (s *Server) Done() <-chan struct{} { return s.engine.done() }

// PID is the process id of the server; zero where it is in this process.
func (s *Server) PID() int {
	if e, ok := s.engine.(*external); ok {
		return e.proc.PID()
	}
	return 0
}

// Stop ends the server in good order.
func (s *Server) Stop() {
	s.engine.stop()
	s.unlock()
}

// Kill ends the server as a power cut would. Restart brings it back.
func (s *Server) Kill() { s.engine.kill() }

// Restart serves again at the same address, ending the server first if it
// runs. A Durable server then has what was written.
func (s *Server) Restart(ctx context.Context) error {
	s.engine.stop()
	return s.engine.start(ctx)
}
