package telegram

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"

	"financebot/bot-service/internal/key"
	"financebot/pkg/background"
)

// A leader that dies without a word is replaced after its last sign of life has ended and another
// replica has asked again: after leaderLife and Aside at the latest, which is 13 seconds.
const (
	leaderLife = 10 * time.Second
	// leaderBeat lets a sign of life get lost twice before the office is free.
	leaderBeat = 3 * time.Second
	// Aside is how long a replica waits before it asks for an office again.
	Aside = 3 * time.Second
)

// ErrNotLeader says that another replica holds the office.
var ErrNotLeader = errors.New("telegram: another replica holds the office")

// The lock is extended and released only by the one who holds it.
const (
	extendScript  = `if redis.call("GET", KEYS[1]) == ARGV[1] then return redis.call("PEXPIRE", KEYS[1], ARGV[2]) end return 0`
	releaseScript = `if redis.call("GET", KEYS[1]) == ARGV[1] then return redis.call("DEL", KEYS[1]) end return 0`
)

// Leader sees to it that one replica does what only one should do.
type Leader struct {
	// Pause waits between two signs of life; nobody but tests has another one than Sleep.
	Pause func(ctx context.Context, d time.Duration) error

	redis   redis.Cmdable
	key     string
	replica string
}

// NewLeader is a candidate for an office; the replica's name must be the same after a restart.
func NewLeader(client redis.Cmdable, bot key.Bot, office, replica string) *Leader {
	return &Leader{Pause: Sleep, redis: client, key: bot.Name("leader", office), replica: replica}
}

// Lead does the work if this replica holds the office, and shows the others all the while that it
// lives. It gives ErrNotLeader where another replica holds the office, or else the work's own
// error. Where another comes to hold it amid the work, the work's context ends at once.
func (l *Leader) Lead(ctx context.Context, work func(ctx context.Context) error) error {
	if !l.Hold(ctx) {
		return ErrNotLeader
	}

	term, end := context.WithCancelCause(ctx)
	var beating sync.WaitGroup
	beating.Go(func() { background.Run(slog.Default(), "hold the office", func() { l.beat(term, end) }) })

	err := work(term)
	end(nil)
	beating.Wait()

	if errors.Is(context.Cause(term), ErrNotLeader) {
		return ErrNotLeader
	}
	return err
}

// beat shows that this replica lives until its term ends, and ends it where the office is lost or
// nothing more can be shown.
func (l *Leader) beat(term context.Context, end context.CancelCauseFunc) {
	defer end(ErrNotLeader)
	for l.Pause(term, leaderBeat) == nil {
		if !l.Hold(term) {
			return
		}
	}
}

// Hold reports whether this replica is the one, and keeps it so for a while. Without Redis
// every replica is: a thing done twice is better than one not done.
func (l *Leader) Hold(ctx context.Context) bool {
	taken, err := l.redis.SetNX(ctx, l.key, l.replica, leaderLife).Result()
	if err != nil || taken {
		return true
	}
	mine, err := l.redis.Eval(ctx, extendScript, []string{l.key}, l.replica, leaderLife.Milliseconds()).Int()
	return err != nil || mine == 1
}

// Release makes way for another replica at once.
func (l *Leader) Release(ctx context.Context) {
	_ = l.redis.Eval(ctx, releaseScript, []string{l.key}, l.replica).Err() // it ends by itself too
}
