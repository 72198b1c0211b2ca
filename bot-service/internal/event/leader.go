package event

import (
	"context"
	"time"

	"github.com/redis/go-redis/v9"
)

const (
	leaderKey = "bot:events:leader"
	// leaderLife outlasts a long poll and the telling of one event.
	leaderLife = time.Minute
)

// The lock is extended and released only by the one who holds it.
const (
	extendScript  = `if redis.call("GET", KEYS[1]) == ARGV[1] then return redis.call("PEXPIRE", KEYS[1], ARGV[2]) end return 0`
	releaseScript = `if redis.call("GET", KEYS[1]) == ARGV[1] then return redis.call("DEL", KEYS[1]) end return 0`
)

// Leader sees to it that one replica tells the chats, not each of them.
type Leader struct {
	redis   *redis.Client
	replica string
}

// NewLeader is a candidate with a name that is the same after a restart.
func NewLeader(client *redis.Client, replica string) *Leader {
	return &Leader{redis: client, replica: replica}
}

// Hold reports whether this replica is the one, and keeps it so for a minute. Without Redis
// every replica is: a notice told twice is better than none.
func (l *Leader) Hold(ctx context.Context) bool {
	taken, err := l.redis.SetNX(ctx, leaderKey, l.replica, leaderLife).Result()
	if err != nil || taken {
		return true
	}
	mine, err := l.redis.Eval(ctx, extendScript, []string{leaderKey}, l.replica, leaderLife.Milliseconds()).Int()
	return err != nil || mine == 1
}

// Release makes way for another replica at once.
func (l *Leader) Release(ctx context.Context) {
	_ = l.redis.Eval(ctx, releaseScript, []string{leaderKey}, l.replica).Err() // it ends by itself too
}
