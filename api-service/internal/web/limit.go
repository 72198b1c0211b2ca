package web

import (
	"context"
	"log/slog"
	"net/http"
	"strconv"
	"time"

	"financebot/pkg/api"
	"financebot/pkg/errs"
)

// window is the time over which calls are counted.
const window = time.Minute

// Headers that tell a caller his budget, as net/http writes them: so they need not be put right
// in every answer.
const (
	headerLimit     = "X-Ratelimit-Limit"
	headerRemaining = "X-Ratelimit-Remaining"
	headerReset     = "X-Ratelimit-Reset"
)

var errLimited = errs.New(errs.Limited, api.CodeLimited, "Too many requests; please wait a little")

// Limiter counts calls in fixed windows. Replicas share the count through Redis, in its time, so
// that replicas with other clocks agree; while it is down each counts alone and calls go on.
type Limiter struct {
	cache  *Cache
	shared batch
	alone  *memory
	now    func() time.Time
}

// NewLimiter counts through cache.
func NewLimiter(cache *Cache, now func() time.Time, log *slog.Logger) *Limiter {
	return &Limiter{
		cache: cache, shared: batch{redis: cache.redis, budget: cache.budget, log: log}, alone: newMemory(), now: now,
	}
}

// budget is what is left of a limit.
type budget struct {
	limit, used int
	reset       time.Time
}

// take counts one call against key.
func (l *Limiter) take(ctx context.Context, key string, limit int) budget {
	b, _ := l.takeAndRead(ctx, key, limit)
	return b
}

// takeAndRead counts one call against key and reads others in the same round trip. A key that
// is not there is empty; values is nil while Redis is down.
func (l *Limiter) takeAndRead(ctx context.Context, key string, limit int, others ...string) (b budget, values []string) {
	q := &question{window: "api:limit:" + key, keys: others}
	err := l.cache.judge(ctx, func() error { return l.shared.ask(ctx, q) })
	b.limit = limit
	if err != nil {
		b.used, b.reset = l.alone.count(key, l.now(), window)
		return b, nil
	}
	b.used, b.reset = int(q.n), l.now().Add(q.left)
	return b, q.values
}

// tell puts the budget into the answer's headers and refuses what is over it.
func (b budget) tell(h http.Header, now time.Time) error {
	h.Set(headerLimit, strconv.Itoa(b.limit))
	h.Set(headerRemaining, strconv.Itoa(max(0, b.limit-b.used)))
	h.Set(headerReset, strconv.FormatInt(b.reset.Unix(), 10))
	if b.used > b.limit {
		return errLimited.After(max(time.Second, b.reset.Sub(now)))
	}
	return nil
}
