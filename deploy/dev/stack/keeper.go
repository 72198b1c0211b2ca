package stack

import (
	"context"
	"time"
)

// How long an ended part stays away: longer each time, unless it ran well for
// a while.
const (
	firstPause   = 200 * time.Millisecond
	longestPause = 10 * time.Second
	ranWell      = 30 * time.Second
)

// part is whatever runs and can be brought back.
type part interface {
	Done() <-chan struct{}
	Restart(ctx context.Context) error
}

// keeper brings a part back whenever it ends.
type keeper struct {
	name    string
	part    part
	console *console
}

func (k keeper) run(ctx context.Context) {
	pause := firstPause
	for {
		began := time.Now()
		select {
		case <-ctx.Done():
			return
		case <-k.part.Done():
		}
		if time.Since(began) > ranWell {
			pause = firstPause
		}
		k.console.say("%s ended unexpectedly; it is started again.", k.name)
		if !k.revive(ctx, &pause) {
			return
		}
		k.console.say("%s runs again.", k.name)
	}
}

// revive tries until the part runs, or gives up when ctx ends.
func (k keeper) revive(ctx context.Context, pause *time.Duration) bool {
	for {
		timer := time.NewTimer(*pause)
		select {
		case <-ctx.Done():
			timer.Stop()
			return false
		case <-timer.C:
		}
		*pause = min(2**pause, longestPause)
		err := k.part.Restart(ctx)
		if err == nil {
			return true
		}
		if ctx.Err() == nil {
			k.console.say("%s does not start: %v", k.name, err)
		}
	}
}
