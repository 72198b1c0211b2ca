package app

import (
	"context"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/logging"
	"github.com/redis/go-redis/v9/maintnotifications"

	"financebot/pkg/secret"
)

// redisBudget bounds one call: the bot works without Redis, so it does not wait long for it.
const redisBudget = 500 * time.Millisecond

// openRedis gives a client that connects when it is first used.
func openRedis(url secret.Text) (*redis.Client, error) {
	options, err := redis.ParseURL(url.Reveal())
	if err != nil {
		return nil, err
	}
	logging.Disable() // what goes wrong is logged where it matters
	options.DialTimeout, options.ReadTimeout, options.WriteTimeout = redisBudget, redisBudget, redisBudget
	options.MaxRetries, options.DialerRetries = 1, 1
	options.ContextTimeoutEnabled = true
	options.MaintNotificationsConfig = &maintnotifications.Config{Mode: maintnotifications.ModeDisabled}
	return redis.NewClient(options), nil
}

func pingRedis(client *redis.Client) func(context.Context) error {
	return func(ctx context.Context) error { return client.Ping(ctx).Err() }
}
