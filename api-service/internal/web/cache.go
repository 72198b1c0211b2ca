package web

import (
	"context"
	"errors"
	"io"
	"sync/atomic"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/logging"
	"github.com/redis/go-redis/v9/maintnotifications"
)

// RedisBudget is what Redis may cost a request.
const RedisBudget = 50 * time.Millisecond

// redisRest is how long Redis is left alone after it failed.
const redisRest = time.Second

// insistence is how often Redis is told what it must not miss.
const insistence = 3

var errRedisDown = errors.New("web: redis is down")

// redisClient is a client as it is used here: each package that saw *redis.Client would compile
// its hundreds of methods once more.
type redisClient interface {
	redis.Cmdable
	io.Closer
}

// Cache is Redis where it is up. It is never waited for: a call that fails or is late closes
// it for a moment, and callers go on with what they know themselves.
type Cache struct {
	redis  redisClient
	budget time.Duration
	shut   atomic.Int64 // Unix nanoseconds until which Redis is left alone
	dials  atomic.Int64 // connections that were opened so far
}

// OpenCache prepares a client for url that may cost a request as much as budget; it connects
// when first used.
func OpenCache(url string, budget time.Duration) (*Cache, error) {
	options, err := redis.ParseURL(url)
	if err != nil {
		// The parser's error repeats the URL, and with it the password.
		return nil, errors.New("web: the Redis URL does not parse")
	}
	options.MaintNotificationsConfig = &maintnotifications.Config{Mode: maintnotifications.ModeDisabled}
	options.DialTimeout, options.ReadTimeout, options.WriteTimeout = budget, budget, budget
	options.PoolTimeout = budget
	options.ContextTimeoutEnabled = true
	options.MaxRetries, options.DialerRetries = -1, 1
	logging.Disable() // what fails is seen in the health, and each call tells its caller
	c := &Cache{budget: budget}
	options.OnConnect = func(context.Context, *redis.Conn) error {
		c.dials.Add(1)
		return nil
	}
	c.redis = redis.NewClient(options)
	return c, nil
}

// Close gives all connections back.
func (c *Cache) Close() error { return c.redis.Close() }

// Ping reports whether Redis answers.
func (c *Cache) Ping(ctx context.Context) error { return c.redis.Ping(ctx).Err() }

// insist is do for what must not be missed for a hiccup: it tries a few times, and also while
// Redis is left alone.
func (c *Cache) insist(ctx context.Context, f func(context.Context, redis.Cmdable) error) (err error) {
	for range insistence {
		budget, cancel := context.WithTimeout(ctx, c.budget)
		err = f(budget, c.redis)
		cancel()
		if err == nil {
			return nil
		}
	}
	return err
}

// do runs f against Redis or gives errRedisDown at once.
func (c *Cache) do(ctx context.Context, f func(context.Context, redis.Cmdable) error) error {
	return c.judge(ctx, func() error {
		budget, cancel := context.WithTimeout(ctx, c.budget)
		defer cancel()
		return f(budget, c.redis)
	})
}

// judge is do for a call that keeps to the budget by itself.
func (c *Cache) judge(ctx context.Context, call func() error) error {
	if time.Now().UnixNano() < c.shut.Load() {
		return errRedisDown
	}
	err := call()
	if err != nil && !errors.Is(err, redis.Nil) && ctx.Err() == nil {
		c.shut.Store(time.Now().Add(redisRest).UnixNano())
		return errRedisDown
	}
	return err
}
