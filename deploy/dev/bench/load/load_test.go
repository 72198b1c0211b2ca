package load_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"financebot/deploy/dev/bench/load"
)

// plain calls one path over and over and wants 200.
type plain struct {
	path    string
	answers atomic.Int64
	last    atomic.Value
}

func (p *plain) Request() []byte {
	return []byte("GET " + p.path + " HTTP/1.1\r\nHost: x\r\n\r\n")
}

func (p *plain) Answer(status int, body []byte) error {
	p.answers.Add(1)
	p.last.Store(string(body))
	return load.Want(http.StatusOK, status, body)
}

func run(t *testing.T, h http.HandlerFunc, l load.Load) load.Result {
	t.Helper()
	server := httptest.NewServer(h)
	defer server.Close()
	l.Addr = server.Listener.Addr().String()
	got, err := l.Run(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func TestClosedLoopWaitsForEachAnswer(t *testing.T) {
	t.Parallel()
	var inside, most atomic.Int64
	a, b := &plain{path: "/"}, &plain{path: "/"}
	got := run(t, func(w http.ResponseWriter, _ *http.Request) {
		if n := inside.Add(1); n > most.Load() {
			most.Store(n)
		}
		_, _ = fmt.Fprint(w, strings.Repeat("long", 50_000)) // chunked
		inside.Add(-1)
	}, load.Load{Callers: []load.Caller{a, b}, For: 50 * time.Millisecond})
	if got.Errors != 0 || got.Count == 0 || int64(got.Count) != a.answers.Load()+b.answers.Load() {
		t.Errorf("%d right, %d wrong (%v), %d and %d seen", got.Count, got.Errors, got.First, a.answers.Load(), b.answers.Load())
	}
	if most.Load() > 2 {
		t.Errorf("%d calls at once over two connections", most.Load())
	}
	if last := a.last.Load().(string); len(last) != 200_000 {
		t.Errorf("read %d bytes of 200000", len(last))
	}
	if p50, p100 := got.Percentile(50), got.Percentile(100); p50 <= 0 || p50 > p100 || p100 > got.Elapsed {
		t.Errorf("p50 %v, max %v, in all %v", p50, p100, got.Elapsed)
	}
}

func TestOpenLoopKeepsItsRate(t *testing.T) {
	t.Parallel()
	got := run(t, func(http.ResponseWriter, *http.Request) {},
		load.Load{Callers: []load.Caller{&plain{path: "/"}, &plain{path: "/"}}, For: 100 * time.Millisecond, Rate: 200})
	if got.Count != 20 || got.Errors != 0 {
		t.Errorf("%d calls at 200 a second within a tenth of one, %d wrong", got.Count, got.Errors)
	}
}

// A server that stops for a while is late for all calls that were due meanwhile, not for one.
func TestOpenLoopDoesNotHideAPause(t *testing.T) {
	t.Parallel()
	var calls atomic.Int64
	over := make(chan struct{})
	time.AfterFunc(100*time.Millisecond, func() { close(over) })
	got := run(t, func(http.ResponseWriter, *http.Request) {
		if calls.Add(1) == 1 {
			<-over
		}
	}, load.Load{Callers: []load.Caller{&plain{path: "/"}}, For: 100 * time.Millisecond, Rate: 100})
	if half := got.Percentile(50); got.Count != 10 || half < 20*time.Millisecond {
		t.Errorf("%d answers, half of them within %v of when they were due", got.Count, half)
	}
}

func TestWrongAnswersCountAsErrors(t *testing.T) {
	t.Parallel()
	var calls atomic.Int64
	got := run(t, func(w http.ResponseWriter, _ *http.Request) {
		switch calls.Add(1) % 3 {
		case 0:
			http.Error(w, "no", http.StatusTeapot)
		case 1:
			panic(http.ErrAbortHandler) // cuts the connection
		}
	}, load.Load{Callers: []load.Caller{&plain{path: "/"}}, For: time.Second, Rate: 30})
	if got.Count != 10 || got.Errors != 20 || got.First == nil {
		t.Errorf("%d right, %d wrong, first: %v", got.Count, got.Errors, got.First)
	}
}

func TestLoadEndsWithItsContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := load.Load{Addr: "127.0.0.1:1", Callers: []load.Caller{&plain{}}, For: time.Hour}.Run(ctx)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}
