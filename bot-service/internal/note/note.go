// Package note keeps small texts in Redis, so that they outlive the bot, and in memory those that
// Redis was not there to take. What one process noted last is what it reads next, wherever that is;
// of two processes that noted something while Redis was away, the one that comes back later wins.
package note

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/redis/go-redis/v9"

	"financebot/bot-service/internal/cache"
)

// Notes are texts by their keys.
type Notes struct {
	redis redis.Cmdable
	life  time.Duration
	local cache.Map[string, local]
	log   *slog.Logger
}

// local is a note as this process knows it.
type local struct {
	text []byte
	gone bool
	late bool // whether Redis has not taken it yet, and may have an older one
}

// New has no notes. Each lives so long after it was put; so many are also known without Redis.
func New(client redis.Cmdable, most int, life time.Duration, log *slog.Logger) *Notes {
	return &Notes{redis: client, life: life, local: cache.New[string, local](most, life), log: log}
}

// Put notes a text in place of the one before.
func (n *Notes) Put(ctx context.Context, key string, text []byte) {
	n.write(ctx, key, local{text: text})
}

// Get is the text that was put last, and whether there is one.
func (n *Notes) Get(ctx context.Context, key string) (text []byte, known bool) {
	here, known := n.local.Get(key)
	if known && here.late {
		n.write(ctx, key, here)
		return here.text, !here.gone
	}
	text, err := n.redis.Get(ctx, key).Bytes()
	switch {
	case err == nil:
		return text, true
	case errors.Is(err, redis.Nil):
		n.local.Drop(key)
		return nil, false
	}
	return here.text, known && !here.gone
}

// Drop forgets a text and reports whether there was one, as far as can be told.
func (n *Notes) Drop(ctx context.Context, key string) (was bool) {
	here, known := n.local.Get(key)
	deleted, err := n.redis.Del(ctx, key).Result()
	n.settle(ctx, key, local{gone: true}, err)
	if err != nil || (known && here.late) {
		return known && !here.gone
	}
	return deleted > 0
}

func (n *Notes) write(ctx context.Context, key string, l local) {
	var err error
	if l.gone {
		err = n.redis.Del(ctx, key).Err()
	} else {
		err = n.redis.Set(ctx, key, l.text, n.life).Err()
	}
	n.settle(ctx, key, l, err)
}

// settle remembers whether Redis has taken a note.
func (n *Notes) settle(ctx context.Context, key string, l local, err error) {
	l.late = err != nil
	n.local.Set(key, l)
	if l.late {
		n.log.DebugContext(ctx, "a note is kept in memory until Redis takes it", "error", err)
	}
}
