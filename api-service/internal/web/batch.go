package web

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"

	"financebot/pkg/background"
)

// batch asks Redis for many requests at once. The first is asked for at once; those that come
// meanwhile are asked for together, which costs a fraction of asking for each.
type batch struct {
	redis  redis.Cmdable
	budget time.Duration // of a round trip; nobody waits longer
	log    *slog.Logger

	mu      sync.Mutex
	waiting []*question
	asking  bool
}

// question counts one call in a window and reads values on the way.
type question struct {
	window string // the key that counts
	keys   []string

	done   chan struct{} // closed when what follows is known
	n      int64
	left   time.Duration // of the window
	values []string      // of keys; empty where there is none
	err    error
}

// ask waits for the answer to q, as long as ctx lasts.
func (b *batch) ask(ctx context.Context, q *question) error {
	q.done = make(chan struct{})
	b.mu.Lock()
	b.waiting = append(b.waiting, q)
	if !b.asking {
		b.asking = true
		background.Go(b.log, "ask Redis", b.drain)
	}
	b.mu.Unlock()
	select {
	case <-q.done:
		return q.err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// drain asks until nobody waits. Who waits for a Redis that just failed is told at once.
func (b *batch) drain() {
	var broken error
	for {
		b.mu.Lock()
		questions := b.waiting
		b.waiting, b.asking = nil, len(questions) > 0
		b.mu.Unlock()
		switch {
		case len(questions) == 0:
			return
		case broken == nil:
			broken = background.Contain(func() error { return b.send(questions) })
			tellAll(questions, broken)
		default:
			tellAll(questions, broken)
		}
		for _, q := range questions {
			close(q.done)
		}
	}
}

// tellAll gives questions an error that they all share, where there is one.
func tellAll(questions []*question, err error) {
	if err == nil {
		return
	}
	for _, q := range questions {
		q.err = err
	}
}

// asked are the commands of one question.
type asked struct {
	n    *redis.IntCmd
	left *redis.DurationCmd
	read *redis.SliceCmd
}

// send answers questions, and tells when Redis did not reply.
func (b *batch) send(questions []*question) error {
	ctx, cancel := context.WithTimeout(context.Background(), b.budget)
	defer cancel()
	pipe, commands := b.redis.Pipeline(), make([]asked, len(questions))
	for i, q := range questions {
		commands[i].n, commands[i].left = pipe.Incr(ctx, q.window), pipe.PTTL(ctx, q.window)
		if len(q.keys) > 0 {
			commands[i].read = pipe.MGet(ctx, q.keys...)
		}
	}
	_, err := pipe.Exec(ctx)
	fresh := b.redis.Pipeline()
	for i, q := range questions {
		if commands[i].answer(q); q.err == nil && q.left <= 0 {
			q.left = window
			fresh.PExpire(ctx, q.window, window)
		}
	}
	if fresh.Len() > 0 {
		_, _ = fresh.Exec(ctx) // where it fails, the next call finds the window without an end again
	}
	if reply := redis.Error(nil); errors.As(err, &reply) {
		return nil // each command has an answer of its own
	}
	return err
}

// answer tells q what came back. The time left is not positive where the window has no end yet.
func (a asked) answer(q *question) {
	if q.n, q.err = a.n.Result(); q.err != nil {
		return
	}
	if q.left, q.err = a.left.Result(); q.err != nil || a.read == nil {
		return
	}
	found, err := a.read.Result()
	q.values, q.err = make([]string, len(q.keys)), err
	for i, value := range found {
		q.values[i], _ = value.(string)
	}
}
