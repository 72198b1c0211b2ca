package web

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/redis/go-redis/v9"

	"financebot/pkg/api"
	"financebot/pkg/errs"
)

// window is the time over which calls are counted.
const window = time.Minute

var errLimited = errs.New(errs.Limited, api.CodeLimited, "Too many requests; please wait a little")

// countCall counts in Redis' own time, so that replicas with other clocks agree.
var countCall = redis.NewScript(`
local n = redis.call('INCR', KEYS[1])
if n == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
return {n, redis.call('PTTL', KEYS[1])}`)

// Limiter counts calls in fixed windows. Replicas share the count through Redis; while it is
// down each counts alone and calls go on.
type Limiter struct {
	cache *Cache
	alone *memory
	now   func() time.Time
}

// NewLimiter counts through cache.
func NewLimiter(cache *Cache, now func() time.Time) *Limiter {
	return &Limiter{cache: cache, alone: newMemory(), now: now}
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
	b.limit = limit
	err := l.cache.do(ctx, func(ctx context.Context, r *redis.Client) error {
		reply, found, err := countAndRead(ctx, r, "api:limit:"+key, others)
		if redis.HasErrorPrefix(err, "NOSCRIPT") { // a Redis that has just begun
			if err = countCall.Load(ctx, r).Err(); err == nil {
				reply, found, err = countAndRead(ctx, r, "api:limit:"+key, others)
			}
		}
		if err != nil {
			return err
		}
		b.used, b.reset = int(reply[0]), l.now().Add(time.Duration(reply[1])*time.Millisecond)
		values = found
		return nil
	})
	if err != nil {
		b.used, b.reset = l.alone.count(key, l.now(), window)
	}
	return b, values
}

func countAndRead(ctx context.Context, r *redis.Client, key string, others []string) (reply []int64, values []string, err error) {
	pipe := r.Pipeline()
	counted := countCall.EvalSha(ctx, pipe, []string{key}, window.Milliseconds())
	var read *redis.SliceCmd
	if len(others) > 0 {
		read = pipe.MGet(ctx, others...)
	}
	if _, err := pipe.Exec(ctx); err != nil {
		return nil, nil, err
	}
	reply, err = counted.Int64Slice()
	if read == nil || err != nil {
		return reply, nil, err
	}
	values = make([]string, len(others))
	for i, value := range read.Val() {
		values[i], _ = value.(string)
	}
	return reply, values, nil
}

// tell puts the budget into the answer's headers and refuses what is over it.
func (b budget) tell(h http.Header, now time.Time) error {
	h.Set("X-RateLimit-Limit", strconv.Itoa(b.limit))
	h.Set("X-RateLimit-Remaining", strconv.Itoa(max(0, b.limit-b.used)))
	h.Set("X-RateLimit-Reset", strconv.FormatInt(b.reset.Unix(), 10))
	if b.used > b.limit {
		return errLimited.After(max(time.Second, b.reset.Sub(now)))
	}
	return nil
}
