// Package load calls a server as many do at once and measures how it answers: in a closed loop,
// where each caller waits for its answer before it calls again, and in an open loop, where calls
// come at a rate whether or not earlier ones were answered.
package load

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

// Caller makes the calls of one connection, one after the other.
type Caller interface {
	// Request is the next call as it goes over the wire.
	Request() []byte
	// Answer takes the body of the answer to it; an error counts as a wrong one.
	Answer(status int, body []byte) error
}

// Load says who calls where, and how long.
type Load struct {
	Addr    string // host:port
	Callers []Caller
	For     time.Duration
	Rate    float64 // calls per second in an open loop; zero: a closed loop
}

// Run calls until the time is over, waits for the last answers and tells what they came to. It
// gives an error only where ctx ends first.
func (l Load) Run(ctx context.Context) (Result, error) {
	var (
		all     = make([]Result, len(l.Callers))
		running sync.WaitGroup
		calls   atomic.Int64
		start   = time.Now()
	)
	for i, caller := range l.Callers {
		running.Go(func() {
			w := worker{load: l, caller: caller, conn: conn{addr: l.Addr}, start: start, calls: &calls}
			defer w.conn.close()
			all[i] = w.run(ctx)
		})
	}
	running.Wait()
	return merge(all, time.Since(start)), ctx.Err()
}

// worker is one connection with its caller.
type worker struct {
	load   Load
	caller Caller
	conn   conn
	start  time.Time
	calls  *atomic.Int64 // begun by all workers
	result Result
}

func (w *worker) run(ctx context.Context) Result {
	for ctx.Err() == nil {
		due, ok := w.next(ctx)
		if !ok {
			break
		}
		status, body, err := w.conn.call(w.caller.Request())
		if err == nil {
			err = w.caller.Answer(status, body)
		}
		w.note(time.Since(due), err)
	}
	return w.result
}

// next waits for the moment of the next call. In an open loop a call that could not go out in
// time is still measured from when it was due, or slow answers would hide behind each other.
func (w *worker) next(ctx context.Context) (due time.Time, ok bool) {
	end := w.start.Add(w.load.For)
	if w.load.Rate == 0 {
		due = time.Now()
		return due, due.Before(end)
	}
	due = w.start.Add(time.Duration(float64(w.calls.Add(1)-1) / w.load.Rate * float64(time.Second)))
	if !due.Before(end) {
		return due, false
	}
	if wait := time.Until(due); wait > 0 {
		timer := time.NewTimer(wait)
		defer timer.Stop()
		select {
		case <-timer.C:
		case <-ctx.Done():
			return due, false
		}
	}
	return due, true
}

func (w *worker) note(took time.Duration, err error) {
	if err == nil {
		w.result.Count++
		w.result.took = append(w.result.took, took)
		return
	}
	w.result.Errors++
	if w.result.First == nil {
		w.result.First = err
	}
}

// Want refuses an answer with another status than the one that is right.
func Want(want, status int, body []byte) error {
	if status == want {
		return nil
	}
	const some = 200
	return fmt.Errorf("answered %d %s, want %d: %.*s", status, http.StatusText(status), want, some, body)
}
