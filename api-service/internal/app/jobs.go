package app

import (
	"context"
	"time"
)

// How often the service tidies up, and waits before it listens again.
const (
	sweepEvery  = 10 * time.Minute
	listenAgain = 5 * time.Second
	settleEvery = time.Second
)

// sweep removes what has expired, now and then. Replicas may do so at the same time.
func (a *App) sweep(ctx context.Context) {
	tick := time.NewTicker(sweepEvery)
	defer tick.Stop()
	for {
		for name, clean := range map[string]func(context.Context) error{
			"auth": a.slices.auth.Sweep, "events": a.slices.events.Sweep,
			"answers": a.slices.answers.Sweep, "operations": a.slices.transactions.Sweep,
		} {
			if err := clean(ctx); err != nil && ctx.Err() == nil {
				a.log.Warn("sweep failed", "of", name, "error", err)
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// settle voids the passes that could not be voided while Redis was down.
func (a *App) settle(ctx context.Context) {
	tick := time.NewTicker(settleEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			a.passes.Settle(ctx)
		}
	}
}

// listen keeps an ear on the database's notices of events.
func (a *App) listen(ctx context.Context) {
	for {
		err := a.slices.events.Listen(ctx)
		if ctx.Err() != nil {
			return
		}
		a.log.Warn("not listening for events", "error", err, "again_in", listenAgain)
		select {
		case <-ctx.Done():
			return
		case <-time.After(listenAgain):
		}
	}
}
