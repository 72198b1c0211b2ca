package telegram

import (
	"context"
	"time"

	"github.com/redis/go-redis/v9"

	"financebot/bot-service/internal/key"
)

// leaderLife outlasts a long poll and what is done with its answer.
const leaderLife = 40 * time.Second

// The lock is extended and released only by the one who holds it.
const (
	extendScript  = `if redis.call("GET", KEYS[1]) == ARGV[1] then return redis.call("PEXPIRE", KEYS[1], ARGV[2]) end return 0`
	releaseScript = `if redis.call("GET", KEYS[1]) == ARGV[1] then return redis.call("DEL", KEYS[1]) end return 0`
)

// Leader sees to it that one replica does what only one should do.
type Leader struct {
	redis   redis.Cmdable
	key     string
	replica string
}

// NewLeader is a candidate for an office; the replica's name must be the same after a restart.
func NewLeader(client redis.Cmdable, bot key.Bot, office, replica string) *Leader {
	return &Leader{redis: client, key: bot.Name("leader", office), replica: replica}
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
