// Package child runs programs that end no later than the program which
// started them, even when that one is killed without a chance to tidy up.
package child

import (
	"errors"
	"fmt"
	"io"
	"os/exec"
	"runtime"
	"syscall"
	"time"
)

// waitDelay bounds how long the output of an ended process is read on: a
// grandchild may hold the pipe open.
const waitDelay = 2 * time.Second

// Command says what to run. Only Path is required.
type Command struct {
	Path string
	Args []string
	Env  []string // nil: this process's environment
	Dir  string
	Out  io.Writer           // takes stdout and stderr; nil discards them
	User *syscall.Credential // nil: the same user

	// Orphaned is the signal the process gets when this one dies; SIGKILL
	// unless given.
	Orphaned syscall.Signal
}

// Process is a started Command. It leads its own process group, so a Ctrl-C
// in the terminal reaches only whoever started it.
type Process struct {
	cmd  *exec.Cmd
	last tail
	done chan struct{}
	err  error
}

// Start runs c and returns once it is running.
func Start(c Command) (*Process, error) {
	if c.Orphaned == 0 {
		c.Orphaned = syscall.SIGKILL
	}
	p := &Process{done: make(chan struct{})}
	p.cmd = exec.Command(c.Path, c.Args...)
	p.cmd.Env, p.cmd.Dir = c.Env, c.Dir
	p.cmd.SysProcAttr = attributes(c)
	p.cmd.WaitDelay = waitDelay

	var out io.Writer = &p.last
	if c.Out != nil {
		out = io.MultiWriter(&p.last, c.Out)
	}
	p.cmd.Stdout, p.cmd.Stderr = out, out

	started := make(chan error)
	go p.run(c, started)
	if err := <-started; err != nil {
		return nil, fmt.Errorf("start %s: %w", c.Path, err)
	}
	return p, nil
}

// run starts the process and waits for it on one locked thread: Linux ties
// the signal for orphans to the thread that forked, not to the process.
func (p *Process) run(c Command, started chan<- error) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()

	err := p.cmd.Start()
	if err == nil {
		err = leash(p.cmd.Process.Pid, c.Orphaned, p.done)
	}
	started <- err
	if p.cmd.Process == nil {
		return
	}
	p.err = p.cmd.Wait()
	close(p.done)
}

// PID is the process id.
func (p *Process) PID() int { return p.cmd.Process.Pid }

// Done is closed when the process has ended.
func (p *Process) Done() <-chan struct{} { return p.done }

// Err waits for the end and says how it came: nil after a clean exit.
func (p *Process) Err() error {
	<-p.done
	if errors.Is(p.err, exec.ErrWaitDelay) {
		return nil
	}
	return p.err
}

// LastWords is the end of what the process wrote, for messages about its
// death.
func (p *Process) LastWords() string { return p.last.String() }

// Stop sends sig, gives the process that long to end, then kills it. It
// reports whether the process ended by itself in time.
func (p *Process) Stop(sig syscall.Signal, grace time.Duration) bool {
	_ = p.cmd.Process.Signal(sig) // fails only when it has ended already
	deadline := time.NewTimer(grace)
	defer deadline.Stop()
	select {
	case <-p.done:
		return true
	case <-deadline.C:
		p.Kill()
		return false
	}
}

// Kill ends the process and its group at once and waits until it is gone.
func (p *Process) Kill() {
	_ = syscall.Kill(-p.PID(), syscall.SIGKILL) // fails only when it is gone
	<-p.done
}
