package web

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/redis/go-redis/v9"
)

func newBatch(t *testing.T, addr string, budget time.Duration) *batch {
	t.Helper()
	cache, err := OpenCache("redis://"+addr, budget)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cache.Close() })
	return &batch{redis: cache.redis, budget: budget, log: slog.New(slog.DiscardHandler)}
}

// hook lets h see what b sends.
func (b *batch) hook(h redis.Hook) { b.redis.(*redis.Client).AddHook(h) }

func TestEachOfABatchGetsItsOwnAnswer(t *testing.T) {
	t.Parallel()
	server := miniredis.RunT(t)
	b := newBatch(t, server.Addr(), time.Minute)
	const callers, calls = 20, 25
	var group sync.WaitGroup
	for caller := range callers {
		value := fmt.Sprint("value ", caller)
		if err := server.Set(fmt.Sprint("key ", caller), value); err != nil {
			t.Fatal(err)
		}
		group.Go(func() {
			for n := range calls {
				q := &question{window: fmt.Sprint("window ", caller), keys: []string{fmt.Sprint("key ", caller), "none"}}
				if err := b.ask(context.Background(), q); err != nil || q.n != int64(n+1) || q.left <= 0 || q.left > window {
					t.Errorf("call %d of %d: %d for %v, %v", n, caller, q.n, q.left, err)
				}
				if len(q.values) != 2 || q.values[0] != value || q.values[1] != "" {
					t.Errorf("%d reads %q", caller, q.values)
				}
			}
		})
	}
	group.Wait()
}

// counted counts the pipelines that a client sends.
type counted struct {
	redis.Hook
	sent, commands int
}

func (c *counted) DialHook(next redis.DialHook) redis.DialHook          { return next }
func (c *counted) ProcessHook(next redis.ProcessHook) redis.ProcessHook { return next }
func (c *counted) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return func(ctx context.Context, commands []redis.Cmder) error {
		c.sent++
		c.commands += len(commands)
		return next(ctx, commands)
	}
}

func TestThoseWhoWaitAreAskedForTogether(t *testing.T) {
	t.Parallel()
	b := newBatch(t, miniredis.RunT(t).Addr(), time.Minute)
	b.waiting = []*question{{window: "other", done: make(chan struct{})}}
	b.drain() // connects, by a pipeline too
	seen := &counted{}
	b.hook(seen)
	const callers = 50
	for range callers {
		b.waiting = append(b.waiting, &question{window: "window", keys: []string{"key"}, done: make(chan struct{})})
	}
	questions := b.waiting
	b.drain()
	for i, q := range questions {
		<-q.done
		if q.n != int64(i+1) || q.err != nil {
			t.Errorf("call %d is the %dth, %v", i, q.n, q.err)
		}
	}
	if seen.sent != 2 || seen.commands < 3*callers { // the second gives the new window its end
		t.Errorf("%d commands went in %d pipelines", seen.commands, seen.sent)
	}
}

func TestWindowWithoutAnEndIsGivenOne(t *testing.T) {
	t.Parallel()
	server := miniredis.RunT(t)
	b := newBatch(t, server.Addr(), time.Minute)
	if err := server.Set("window", "41"); err != nil { // whoever counted these fell silent
		t.Fatal(err)
	}
	q := &question{window: "window"}
	if err := b.ask(context.Background(), q); err != nil || q.n != 42 || q.left != window {
		t.Errorf("%d for %v, %v", q.n, q.left, err)
	}
	if left := server.TTL("window"); left != window {
		t.Errorf("it ends in %v", left)
	}
}

// Who waits behind a call that fails does not wait for a failure of his own.
func TestFailureIsToldToAllWhoWait(t *testing.T) {
	t.Parallel()
	addr, _ := silent(t)
	b := newBatch(t, addr, 200*time.Millisecond)
	seen := &counted{}
	b.hook(seen)
	first, second := &question{window: "a", done: make(chan struct{})}, &question{window: "b", done: make(chan struct{})}
	b.hook(&during{deed: func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		b.waiting = append(b.waiting, second)
	}})
	b.waiting = []*question{first}
	b.drain()
	if first.err == nil || !errors.Is(second.err, first.err) || seen.sent != 1 {
		t.Errorf("got %v and %v by %d pipelines", first.err, second.err, seen.sent)
	}
}

// during does something while a pipeline is under way.
type during struct {
	counted
	deed func()
}

func (d *during) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return func(ctx context.Context, commands []redis.Cmder) error {
		d.deed()
		return next(ctx, commands)
	}
}

func TestWhoGivesUpLeavesTheOthersAlone(t *testing.T) {
	t.Parallel()
	server := miniredis.RunT(t)
	b := newBatch(t, server.Addr(), time.Minute)
	gone, cancel := context.WithCancel(context.Background())
	cancel()
	q := &question{window: "window"}
	if err := b.ask(gone, q); err != nil && !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	<-q.done
	other := &question{window: "window"}
	if err := b.ask(context.Background(), other); err != nil || other.n != 2 {
		t.Errorf("the next is the %dth, %v", other.n, err)
	}
}
