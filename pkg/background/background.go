// Package background runs what nobody waits for. A panic in it is logged with its stack, and ends
// nothing else.
package background

import (
	"context"
	"fmt"
	"log/slog"
	"runtime/debug"
	"time"
)

// How long what panicked stays away before it is run again: longer each time, unless it ran well
// for a while.
const (
	firstPause   = 200 * time.Millisecond
	longestPause = time.Minute
)

// Panic is what a function panicked with.
type Panic struct {
	Value any
	Stack []byte
}

func (p *Panic) Error() string { return fmt.Sprintf("panic: %v", p.Value) }

// Contain runs f. Where it panics, its error is a *Panic.
func Contain(f func() error) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = &Panic{Value: v, Stack: debug.Stack()}
		}
	}()
	return f()
}

// Run runs f, and reports whether it ended well; where it panics, that is logged.
func Run(log *slog.Logger, what string, f func()) bool {
	err := Contain(func() error {
		f()
		return nil
	})
	if p, ok := err.(*Panic); ok { //nolint:errorlint // Contain wraps nothing
		log.Error("panic in the background", "what", what, "panic", p.Error(), "stack", string(p.Stack))
	}
	return err == nil
}

// Go is Run beside the caller.
func Go(log *slog.Logger, what string, f func()) { go Run(log, what, f) }

// Keep runs f until it returns. Where it panics it is run again after a pause, until ctx ends.
func Keep(ctx context.Context, log *slog.Logger, what string, f func(context.Context)) {
	pause := firstPause
	for {
		began := time.Now()
		if Run(log, what, func() { f(ctx) }) {
			return
		}
		if time.Since(began) > longestPause {
			pause = firstPause
		}

		timer := time.NewTimer(pause)
		select {
		case <-ctx.Done():
			timer.Stop()
			return
		case <-timer.C:
		}
		pause = min(2*pause, longestPause)
	}
}
