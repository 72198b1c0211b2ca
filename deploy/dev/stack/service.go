package stack

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"syscall"
	"time"

	"financebot/deploy/dev/child"
)

const glance = 20 * time.Millisecond

// service is one of the programs of this repository as a process.
type service struct {
	name  string
	path  string
	args  []string
	env   []string
	out   io.Writer
	ready string        // answers 200 once the service is ready
	grace time.Duration // to stop in
	proc  *child.Process
}

// Done is closed when the process has ended.
func (s *service) Done() <-chan struct{} { return s.proc.Done() }

// Restart runs the process again.
func (s *service) Restart(context.Context) error {
	proc, err := child.Start(child.Command{Path: s.path, Args: s.args, Env: s.env, Out: s.out})
	if err == nil {
		s.proc = proc
	}
	return err
}

func (s *service) stop() {
	if s.proc != nil {
		s.proc.Stop(syscall.SIGTERM, s.grace)
	}
}

// awaitReady returns true when the service is ready and false when it is not
// within the given time. It fails when the process ends.
func (s *service) awaitReady(ctx context.Context, within time.Duration) (bool, error) {
	client := http.Client{Timeout: time.Second}
	deadline := time.NewTimer(within)
	defer deadline.Stop()
	tick := time.NewTicker(glance)
	defer tick.Stop()
	for !answers(ctx, &client, s.ready) {
		select {
		case <-tick.C:
		case <-deadline.C:
			return false, nil
		case <-ctx.Done():
			return false, ctx.Err()
		case <-s.proc.Done():
			return false, fmt.Errorf("the %s ended right after its start: %s", s.name, s.proc.LastWords())
		}
	}
	return true, nil
}

func answers(ctx context.Context, client *http.Client, url string) bool {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, http.NoBody)
	if err != nil {
		return false
	}
	resp, err := client.Do(req)
	if err != nil {
		return false
	}
	_ = resp.Body.Close() // only the status matters
	return resp.StatusCode == http.StatusOK
}
