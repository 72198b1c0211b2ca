package web

import (
	"context"
	"errors"
	"net"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
)

// silent is a Redis that takes every connection and never answers.
func silent(t *testing.T) (addr string, connections *atomic.Int64) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	connections = &atomic.Int64{}
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			connections.Add(1)
			t.Cleanup(func() { _ = conn.Close() })
		}
	}()
	return l.Addr().String(), connections
}

func ping(c *Cache) error {
	return c.do(context.Background(), func(ctx context.Context, r redis.Cmdable) error { return r.Ping(ctx).Err() })
}

// A thousand requests wait for a Redis that does not answer as long as one.
func TestDeadRedisIsWaitedForOnce(t *testing.T) {
	t.Parallel()
	addr, connections := silent(t)
	c, err := OpenCache("redis://"+addr, 300*time.Millisecond)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = c.Close() }()
	if err := ping(c); !errors.Is(err, errRedisDown) {
		t.Fatalf("got %v", err)
	}
	c.shut.Store(time.Now().Add(time.Hour).UnixNano()) // for as long as the test may take
	before := connections.Load()
	for range 1000 {
		if err := ping(c); !errors.Is(err, errRedisDown) {
			t.Fatalf("got %v", err)
		}
	}
	if n := connections.Load(); n != before {
		t.Errorf("it was asked %d times while left alone", n-before)
	}
	c.shut.Store(0)
	if err := ping(c); !errors.Is(err, errRedisDown) || c.shut.Load() == 0 {
		t.Errorf("it is not asked again: %v", err)
	}
}

func TestFailureShutsForASecond(t *testing.T) {
	t.Parallel()
	c, err := OpenCache("redis://127.0.0.1:1", time.Second)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = c.Close() }()
	before := time.Now()
	if err := ping(c); !errors.Is(err, errRedisDown) {
		t.Fatalf("got %v", err)
	}
	until := time.Unix(0, c.shut.Load())
	if until.Before(before.Add(redisRest)) || until.After(time.Now().Add(redisRest)) {
		t.Errorf("left alone until %v after", until.Sub(before))
	}
	if redisRest != time.Second || RedisBudget != 50*time.Millisecond {
		t.Errorf("Redis may cost %v once in %v", RedisBudget, redisRest)
	}
}

// Who gives up himself says nothing about Redis; nor does a key that is not there.
func TestOnlyRedisOwnFailuresShut(t *testing.T) {
	t.Parallel()
	addr, _ := silent(t)
	c, err := OpenCache("redis://"+addr, time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = c.Close() }()
	gone, cancel := context.WithCancel(context.Background())
	cancel()
	if err := c.do(gone, func(ctx context.Context, r redis.Cmdable) error { return r.Ping(ctx).Err() }); err == nil {
		t.Error("a call that was given up succeeded")
	}
	if err := c.do(context.Background(), func(context.Context, redis.Cmdable) error { return redis.Nil }); !errors.Is(err, redis.Nil) {
		t.Errorf("got %v", err)
	}
	if c.shut.Load() != 0 {
		t.Error("Redis is left alone for nothing")
	}
}

func TestBadRedisURLKeepsItsPassword(t *testing.T) {
	t.Parallel()
	for _, url := range []string{"redis://user:canary@host:port", "http://canary@x", "canary", ""} {
		if _, err := OpenCache(url, time.Second); err == nil || strings.Contains(err.Error(), "canary") {
			t.Errorf("%q: %v", url, err)
		}
	}
}
