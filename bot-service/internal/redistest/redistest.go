// Package redistest gives tests a Redis of their own, and one that is not there.
package redistest

import (
	"context"
	"fmt"
	"testing"

	"github.com/redis/go-redis/v9"

	"financebot/deploy/dev/devtest"
)

// databases is how many databases the tests' server has, besides the one that counts them.
const databases = 999

// URL is an empty Redis database that no other test uses.
func URL(t testing.TB) string {
	t.Helper()
	common := Open(t, devtest.Redis(t))
	n, err := common.Incr(context.Background(), "redistest:databases").Result()
	if err != nil {
		t.Fatal(err)
	}
	url := fmt.Sprintf("redis://%s/%d", common.Options().Addr, 1+n%databases)
	if err := Open(t, url).FlushDB(context.Background()).Err(); err != nil {
		t.Fatal(err)
	}
	return url
}

// Client is a client of an empty database that no other test uses.
func Client(t testing.TB) redis.Cmdable {
	t.Helper()
	return Open(t, URL(t))
}

// Open is a client that is closed with the test.
func Open(t testing.TB, url string) *redis.Client {
	t.Helper()
	options, err := redis.ParseURL(url)
	if err != nil {
		t.Fatal(err)
	}
	client := redis.NewClient(options)
	t.Cleanup(func() { _ = client.Close() })
	return client
}

// Gone is a client of a server that is down.
func Gone(t testing.TB) redis.Cmdable {
	t.Helper()
	client := redis.NewClient(&redis.Options{Addr: "127.0.0.1:1", MaxRetries: -1, DialerRetries: 1})
	t.Cleanup(func() { _ = client.Close() })
	return client
}
