package redisboot

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strconv"
	"syscall"
	"time"

	"financebot/deploy/dev/child"
)

const (
	startWithin = 20 * time.Second // reading a long log included
	stopWithin  = 2 * time.Second
	glance      = 5 * time.Millisecond
)

// external is the machine's redis-server.
type external struct {
	path string
	addr string
	port int
	dir  string
	log  io.Writer
	proc *child.Process
}

func (e *external) start(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, startWithin)
	defer cancel()
	proc, err := child.Start(child.Command{Path: e.path, Args: e.args(), Dir: e.dir, Out: e.log})
	if err != nil {
		return err
	}
	if err := e.awaitReady(ctx, proc); err != nil {
		proc.Kill()
		return err
	}
	e.proc = proc
	return nil
}

func (e *external) args() []string {
	args := []string{
		"--bind", "127.0.0.1", "--port", strconv.Itoa(e.port),
		"--save", "", "--databases", "1000", "--daemonize", "no",
	}
	if e.dir == "" {
		return append(args, "--appendonly", "no")
	}
	return append(args, "--appendonly", "yes", "--dir", e.dir)
}

func (e *external) awaitReady(ctx context.Context, proc *child.Process) error {
	tick := time.NewTicker(glance)
	defer tick.Stop()
	for !serves(e.addr, proc.PID()) {
		select {
		case <-tick.C:
		case <-ctx.Done():
			return fmt.Errorf("%w: %s", ctx.Err(), proc.LastWords())
		case <-proc.Done():
			return errors.New(proc.LastWords())
		}
	}
	return nil
}

// serves reports whether the Redis at addr is process pid, and has loaded its
// data.
func serves(addr string, pid int) bool {
	conn, err := net.DialTimeout("tcp", addr, time.Second)
	if err != nil {
		return false
	}
	defer func() { _ = conn.Close() }()
	if conn.SetDeadline(time.Now().Add(time.Second)) != nil {
		return false
	}
	if _, err := io.WriteString(conn, "INFO\r\nQUIT\r\n"); err != nil {
		return false
	}
	info, _ := io.ReadAll(conn) // a part of the answer will not do below
	return bytes.Contains(info, fmt.Appendf(nil, "\r\nprocess_id:%d\r\n", pid)) &&
		bytes.Contains(info, []byte("\r\nloading:0\r\n"))
}

func (e *external) stop()                 { e.proc.Stop(syscall.SIGTERM, stopWithin) }
func (e *external) kill()                 { e.proc.Kill() }
func (e *external) done() <-chan struct{} { return e.proc.Done() }
