package telegram

import (
	"context"
	"sync/atomic"
	"testing"

	"github.com/redis/go-redis/v9"

	"financebot/bot-service/internal/redistest"
)

// counting counts the commands that Redis is asked for.
type counting struct{ n *atomic.Int64 }

func (counting) DialHook(next redis.DialHook) redis.DialHook { return next }

func (c counting) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	return func(ctx context.Context, cmd redis.Cmder) error {
		c.n.Add(1)
		return next(ctx, cmd)
	}
}

func (c counting) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return func(ctx context.Context, cmds []redis.Cmder) error {
		c.n.Add(int64(len(cmds)))
		return next(ctx, cmds)
	}
}

func TestUpdateCostsThreeRedisCommands(t *testing.T) {
	t.Parallel()
	client, n := redistest.Open(t, redistest.URL(t)), &atomic.Int64{}
	b := newTestBot(t, nowhere(t), NewInbox(client, testBot, "a"))
	collect(b, nil)
	take(t, b, textUpdate(1, 7, "the first of a hash tells when it ends"))
	b.intake.dispatch.work.Wait()
	client.AddHook(counting{n})
	for id := int64(2); id < 12; id++ {
		take(t, b, textUpdate(id, 7, "x"))
	}
	b.intake.dispatch.work.Wait()
	if got := n.Load(); got != 30 {
		t.Errorf("ten updates cost %d commands", got)
	}
	if n := left(t, client); n != 0 {
		t.Errorf("%d updates are left", n)
	}
}
