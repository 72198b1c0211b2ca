package dev_test

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"
)

// outage is longer than all replicas need to stop and to start anew, as they do at once where a
// secret changes.
const outage = 8 * time.Second

// TestNoCallFailsWhileThereIsNoAPI holds callers to be answered, late but once, while all
// replicas are away at the same time.
func TestNoCallFailsWhileThereIsNoAPI(t *testing.T) {
	t.Parallel()
	p := startProxy(t)
	load := p.load(8)
	load.settled(t, 50)

	var leaving sync.WaitGroup
	for _, r := range p.replicas {
		leaving.Go(r.leave)
	}
	leaving.Wait()
	for _, r := range p.replicas {
		r.stop()
	}
	<-time.After(outage)
	before := load.count()
	for _, r := range p.replicas {
		r.start(t)
	}
	load.settled(t, before+50)
	made := load.stop()

	for _, failure := range load.failures {
		t.Error(failure)
	}
	posted := map[string]int{}
	for _, r := range p.replicas {
		for body, times := range r.bodies {
			posted[body] += times
		}
	}
	for _, body := range made {
		if posted[body] != 1 {
			t.Errorf("%s was posted %d times", body, posted[body])
		}
	}
	if load.longest < outage/2 {
		t.Errorf("nobody waited longer than %v: there was no outage", load.longest)
	}
	t.Logf("%d calls, %d of them posts; the longest took %v", load.count(), len(made), load.longest)
}

// load is callers that post and get by turns, each the next call when the last is answered.
type load struct {
	url     string
	halt    chan struct{}
	callers sync.WaitGroup
	more    chan struct{}

	mu       sync.Mutex
	done     int
	made     []string // what was posted
	failures []string
	longest  time.Duration
}

func (p *proxied) load(callers int) *load {
	l := &load{url: p.url, halt: make(chan struct{}), more: make(chan struct{}, 1)}
	for n := range callers {
		l.callers.Go(func() { l.call(n) })
	}
	return l
}

func (l *load) call(caller int) {
	client := &http.Client{Timeout: time.Minute}
	for n := 0; ; n++ {
		select {
		case <-l.halt:
			return
		default:
		}

		body := fmt.Sprintf("entry %d of %d", n, caller)
		began := time.Now()
		resp, err := client.Post(l.url+"/entries", "text/plain", strings.NewReader(body))
		l.note(body, began, resp, err)
		began = time.Now()
		resp, err = client.Get(l.url + "/balance")
		l.note("", began, resp, err)
	}
}

func (l *load) note(body string, began time.Time, resp *http.Response, err error) {
	took := time.Since(began)
	failure := ""
	if err != nil {
		failure = err.Error()
	} else {
		answer, _ := io.ReadAll(resp.Body)
		_ = resp.Body.Close()
		if resp.StatusCode != http.StatusOK {
			failure = fmt.Sprintf("%s after %v: %s", resp.Status, took, answer)
		}
	}

	l.mu.Lock()
	defer l.mu.Unlock()
	l.done++
	l.longest = max(l.longest, took)
	if body != "" {
		l.made = append(l.made, body)
	}
	if failure != "" {
		l.failures = append(l.failures, failure)
	}
	select {
	case l.more <- struct{}{}:
	default:
	}
}

func (l *load) count() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.done
}

// settled returns when so many calls are answered.
func (l *load) settled(t *testing.T, calls int) {
	t.Helper()
	limit := time.After(time.Minute)
	for l.count() < calls {
		select {
		case <-l.more:
		case <-limit:
			t.Fatalf("%d calls are answered, want %d", l.count(), calls)
		}
	}
}

// stop ends the load and gives what was posted.
func (l *load) stop() []string {
	close(l.halt)
	l.callers.Wait()
	return l.made
}
