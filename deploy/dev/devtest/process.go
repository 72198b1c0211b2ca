package devtest

import (
	"bytes"
	"net/http"
	"os"
	"sync"
	"syscall"
	"testing"
	"time"

	"financebot/deploy/dev/child"
)

const (
	readyWithin = 30 * time.Second
	stopWithin  = 15 * time.Second
	glance      = 20 * time.Millisecond
)

// Process is a program under test. It dies with the test, whose log shows what
// it wrote if the test fails.
type Process struct {
	tb   testing.TB
	path string
	args []string
	env  []string
	proc *child.Process
	log  buffer
}

// Start runs the binary at path. env ("KEY=value") is added to the test's own
// environment.
func Start(tb testing.TB, path string, env []string, args ...string) *Process {
	tb.Helper()
	p := &Process{tb: tb, path: path, args: args, env: append(os.Environ(), env...)}
	p.start()
	tb.Cleanup(func() {
		p.proc.Kill()
		if tb.Failed() {
			tb.Logf("%s wrote:\n%s", path, p.Log())
		}
	})
	return p
}

func (p *Process) start() {
	p.tb.Helper()
	proc, err := child.Start(child.Command{Path: p.path, Args: p.args, Env: p.env, Out: &p.log})
	if err != nil {
		p.tb.Fatal(err)
	}
	p.proc = proc
}

// WaitReady returns when url answers 200; the test fails if the process ends
// first or takes too long.
func (p *Process) WaitReady(url string) {
	p.tb.Helper()
	client := http.Client{Timeout: 2 * time.Second}
	deadline := time.After(readyWithin)
	tick := time.NewTicker(glance)
	defer tick.Stop()
	for !ok(&client, url) {
		select {
		case <-tick.C:
		case <-p.proc.Done():
			p.tb.Fatalf("%s ended before %s answered:\n%s", p.path, url, p.Log())
		case <-deadline:
			p.tb.Fatalf("%s does not answer at %s:\n%s", p.path, url, p.Log())
		}
	}
}

func ok(client *http.Client, url string) bool {
	resp, err := client.Get(url)
	if err != nil {
		return false
	}
	return resp.Body.Close() == nil && resp.StatusCode == http.StatusOK
}

// Kill ends the process as a crash would.
func (p *Process) Kill() { p.proc.Kill() }

// Stop asks the process to end; the test fails if it does not do so soon, or
// ends with an error.
func (p *Process) Stop() {
	p.tb.Helper()
	if !p.proc.Stop(syscall.SIGTERM, stopWithin) {
		p.tb.Errorf("%s did not stop within %v", p.path, stopWithin)
	} else if err := p.proc.Err(); err != nil {
		p.tb.Errorf("%s stopped badly: %v", p.path, err)
	}
}

// Restart runs the program again, killing it first if it runs.
func (p *Process) Restart() {
	p.tb.Helper()
	p.proc.Kill()
	p.start()
}

// Done is closed when the process has ended. After Restart it is another
// channel.
func (p *Process) Done() <-chan struct{} { return p.proc.Done() }

// PID is the process id.
func (p *Process) PID() int { return p.proc.PID() }

// Log is what the program has written so far, over all restarts.
func (p *Process) Log() string { return p.log.String() }

// buffer may be written and read at the same time.
type buffer struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (b *buffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.Write(p)
}

func (b *buffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.String()
}
