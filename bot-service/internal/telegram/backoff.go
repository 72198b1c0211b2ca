package telegram

import (
	"context"
	"math/rand/v2"
	"time"
)

const (
	firstDelay = 5 * time.Second
	maxDelay   = 5 * time.Minute
)

// pause waits for d, or gives the context's error.
type pause func(ctx context.Context, d time.Duration) error

// Sleep waits for d, or gives the context's error.
func Sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// backoff is how long to wait after so many failures in a row: twice as long each time, and
// up to a tenth less, so that replicas do not come back all at once.
func backoff(failures int) time.Duration {
	delay := maxDelay
	if steps := failures - 1; steps < 10 {
		delay = min(firstDelay<<steps, maxDelay)
	}
	return delay - rand.N(delay/10) // #nosec G404 -- spreads load, guards nothing
}
