// Package redisboot runs a Redis server with nothing set up before: the
// machine's redis-server, or else one inside this process.
package redisboot

import (
	"context"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"

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
	s := &Server{Name: "miniredis"}
	program, err := exec.LookPath("redis-server")
	real := err == nil && !o.InProcess
	if real {
		s.Name, s.Durable = "redis-server", o.Dir != ""
	}
	p, err := s.claim(o)
	if err != nil {
		return nil, err
	}
	addr := net.JoinHostPort("127.0.0.1", strconv.Itoa(p))
	s.URL = "redis://" + addr + "/0"
	s.engine = &inProcess{addr: addr}
	if real {
		s.engine = &external{path: program, addr: addr, port: p, dir: o.Dir, log: o.Log}
	}
	if err := s.engine.start(ctx); err != nil {
		s.unlock()
		return nil, fmt.Errorf("redis did not start: %w", err)
	}
	return s, nil
}

// claim locks the folder, where there is one, and picks the port.
func (s *Server) claim(o Options) (int, error) {
	if o.Dir == "" {
		return port.Pick(o.Port)
	}
	if err := os.MkdirAll(filepath.Dir(o.Dir), rundir.Closed); err != nil {
		return 0, fmt.Errorf("make room for Redis: %w", err)
	}
	if err := rundir.Private(o.Dir, rundir.Closed); err != nil {
		return 0, err
	}
	lock, err := rundir.TryLock(filepath.Join(o.Dir, "lock"))
	if err != nil {
		return 0, fmt.Errorf("the data in %s: %w", o.Dir, err)
	}
	s.lock = lock
	preferred := o.Port
	if preferred == 0 {
		preferred = usualPort
	}
	p, err := port.Keep(filepath.Join(o.Dir, "port"), preferred)
	if err != nil {
		s.unlock()
	}
	return p, err
}

func (s *Server) unlock() {
	if s.lock != nil {
		s.lock.Unlock()
	}
}

// Done is closed when the server has ended, for whatever reason. After
// Restart it is another channel.
func (s *Server) Done() <-chan struct{} { return s.engine.done() }

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
