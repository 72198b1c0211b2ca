package app

import (
	"context"
	"errors"
	"io"
	"net"
	"sync/atomic"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/logging"
	"github.com/redis/go-redis/v9/maintnotifications"

	"financebot/pkg/secret"
)

const (
	// redisBudget bounds one call: the bot works without Redis, so it does not wait long for it.
	redisBudget = 500 * time.Millisecond
	// redisRest is how long Redis is left alone after it did not answer, so that not every
	// call of an update waits for it in vain.
	redisRest = time.Second
)

var errResting = errors.New("redis did not answer a moment ago")

// redisClient is a client as the bot uses it: each package that saw *redis.Client would compile
// its hundreds of methods once more.
type redisClient interface {
	redis.Cmdable
	io.Closer
}

// openRedis gives a client that connects when it is first used.
func openRedis(url secret.Text) (redisClient, error) {
	options, err := redis.ParseURL(url.Reveal())
	if err != nil {
		return nil, err
	}
	logging.Disable() // what goes wrong is logged where it matters
	options.DialTimeout, options.ReadTimeout, options.WriteTimeout = redisBudget, redisBudget, redisBudget
	options.MaxRetries, options.DialerRetries = 1, 1
	options.ContextTimeoutEnabled = true
	options.MaintNotificationsConfig = &maintnotifications.Config{Mode: maintnotifications.ModeDisabled}
	client := redis.NewClient(options)
	client.AddHook(&rest{now: time.Now})
	return client, nil
}

func pingRedis(client redis.Cmdable) func(context.Context) error {
	return func(ctx context.Context) error { return client.Ping(ctx).Err() }
}

// rest fails calls at once for a moment after one that got no answer.
type rest struct {
	now   func() time.Time
	until atomic.Int64 // Unix nanoseconds
}

func (r *rest) DialHook(next redis.DialHook) redis.DialHook {
	return func(ctx context.Context, network, addr string) (net.Conn, error) { return next(ctx, network, addr) }
}

func (r *rest) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	return func(ctx context.Context, cmd redis.Cmder) error {
		return r.call(ctx, func() error { return next(ctx, cmd) }, func(err error) { cmd.SetErr(err) })
	}
}

func (r *rest) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return func(ctx context.Context, cmds []redis.Cmder) error {
		return r.call(ctx, func() error { return next(ctx, cmds) }, func(err error) {
			for _, cmd := range cmds {
				cmd.SetErr(err)
			}
		})
	}
}

func (r *rest) call(ctx context.Context, do func() error, refuse func(error)) error {
	if r.now().UnixNano() < r.until.Load() {
		refuse(errResting)
		return errResting
	}
	err := do()
	var answered redis.Error // an answer, if not a good one
	if err != nil && !errors.As(err, &answered) && ctx.Err() == nil {
		r.until.Store(r.now().Add(redisRest).UnixNano())
	}
	return err
}
