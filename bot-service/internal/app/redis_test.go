package app

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
)

func TestRedisRestsAfterItDidNotAnswer(t *testing.T) {
	t.Parallel()
	now := time.Unix(1_000_000, 0)
	r := &rest{now: func() time.Time { return now }}
	asked, result := 0, error(nil)
	call := func() error {
		return r.call(context.Background(), func() error { asked++; return result }, func(error) {})
	}
	for _, step := range []struct {
		after time.Duration
		gives error
		asked int
	}{
		{0, nil, 1}, {0, redis.Nil, 2}, {0, redis.ErrClosed, 3}, {0, nil, 3},
		{redisRest / 2, nil, 3}, {redisRest, nil, 4}, {0, nil, 5},
	} {
		now, result = now.Add(step.after), step.gives
		if err := call(); asked != step.asked {
			t.Errorf("%+v: asked %d times, %v", step, asked, err)
		}
	}
	result = errors.New("cut off")
	gone, cancel := context.WithCancel(context.Background())
	cancel()
	_ = r.call(gone, func() error { return result }, func(error) {})
	result = nil
	if err := call(); err != nil {
		t.Errorf("a caller who gave up is not Redis' fault: %v", err)
	}
}
