package photo

import (
	"context"
	"time"

	"github.com/redis/go-redis/v9"

	"financebot/bot-service/internal/cache"
	"financebot/bot-service/internal/key"
)

const (
	seldom   = 24 * time.Hour   // between two looks at a photo
	sooner   = 10 * time.Minute // until the next, where one failed
	maxKnown = 10_000
)

// Memory knows whose photo was looked at lately: all replicas share it, and while Redis is away each
// remembers by itself.
type Memory struct {
	redis redis.Cmdable
	bot   key.Bot
	known cache.Map[int64, struct{}]
}

// NewMemory keeps in Redis what one bot has looked at.
func NewMemory(r redis.Cmdable, bot key.Bot) *Memory {
	return &Memory{redis: r, bot: bot, known: cache.New[int64, struct{}](maxKnown, seldom)}
}

func (m *Memory) key(chat int64) string { return m.bot.Name("photo", chat) }

// Due reports whether a chat's photo is to be looked at, and takes note that it is. again makes it
// due whenever it was looked at.
func (m *Memory) Due(ctx context.Context, chat int64, again bool) bool {
	_, lately := m.known.Get(chat)
	first, err := m.redis.SetNX(ctx, m.key(chat), 1, seldom).Result()
	if err != nil {
		first = !lately
	}
	m.known.Set(chat, struct{}{})
	return first || again
}

// Sooner makes a chat's photo due before long.
func (m *Memory) Sooner(ctx context.Context, chat int64) {
	m.known.Drop(chat)
	_ = m.redis.Expire(ctx, m.key(chat), sooner).Err() // it is due tomorrow then
}
