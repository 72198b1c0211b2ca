package pgboot

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"financebot/deploy/dev/child"
)

// Why a server may end at once where the next attempt can succeed.
var (
	errHeld      = errors.New("processes of an earlier server have not quite ended")
	errPortTaken = errors.New("another program took the port")
)

const glance = 5 * time.Millisecond

// awaitReady returns when the server answers, or an error with the end of its
// log when it does not come up.
func awaitReady(ctx context.Context, proc *child.Process, data string) error {
	tick := time.NewTicker(glance)
	defer tick.Stop()
	for {
		if pid, state := postmaster(data); pid == proc.PID() && state == "ready" {
			return nil
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return fmt.Errorf("%w: %s", ctx.Err(), proc.LastWords())
		case <-proc.Done():
			return explain(proc.LastWords())
		}
	}
}

// explain makes an error of the log of a server that did not start.
func explain(log string) error {
	switch {
	case strings.Contains(log, "shared memory block"):
		return fmt.Errorf("%w: %s", errHeld, log)
	case strings.Contains(log, "could not create any TCP/IP sockets"):
		return fmt.Errorf("%w: %s", errPortTaken, log)
	default:
		return errors.New(log)
	}
}

// postmaster reads what the server that has the data says about itself.
func postmaster(data string) (pid int, state string) {
	text, _ := os.ReadFile(filepath.Join(data, "postmaster.pid"))
	lines := strings.Split(string(text), "\n")
	pid, _ = strconv.Atoi(strings.TrimSpace(lines[0]))
	if len(lines) > 7 {
		state = strings.TrimSpace(lines[7])
	}
	return pid, state
}

// evict ends a server that outlived the process which started it. The caller
// holds the lock on the data, so no such server is wanted any more. What a
// dead server left PostgreSQL clears up itself, unless its process id now
// belongs to somebody else.
func evict(ctx context.Context, data string) error {
	pid, _ := postmaster(data)
	if pid <= 0 || !alive(pid) {
		return nil
	}
	if !serves(ctx, pid, data) {
		return os.Remove(filepath.Join(data, "postmaster.pid"))
	}
	ctx, cancel := context.WithTimeout(ctx, 2*stopWithin)
	defer cancel()
	tick := time.NewTicker(glance)
	defer tick.Stop()
	_ = syscall.Kill(pid, syscall.SIGINT) // fails only when it is gone
	for alive(pid) {
		select {
		case <-tick.C:
		case <-ctx.Done():
			return fmt.Errorf("an earlier PostgreSQL (process %d) does not let go of %s: end it and try again", pid, data)
		}
	}
	return nil
}

func alive(pid int) bool {
	err := syscall.Kill(pid, 0)
	return err == nil || errors.Is(err, syscall.EPERM)
}

// serves reports whether process pid is a PostgreSQL server on this data.
func serves(ctx context.Context, pid int, data string) bool {
	line, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), "cmdline"))
	if err != nil { // no Linux
		line, _ = exec.CommandContext(ctx, "ps", "-o", "args=", "-p", strconv.Itoa(pid)).Output()
	}
	return strings.Contains(string(line), "postgres") && strings.Contains(string(line), data)
}
