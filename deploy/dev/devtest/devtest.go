// Package devtest gives tests what the program runs on: PostgreSQL, Redis and
// the services' own binaries, each started when the first test asks for it.
//
// "make test" starts all of them once and hands them down in the environment;
// a package tested alone starts its own.
package devtest

import (
	"context"
	"os"
	"sync"
	"testing"

	"financebot/deploy/dev/pgboot"
	"financebot/deploy/dev/redisboot"
)

// Where tests find what was started for all of them.
const (
	PostgresVariable = "TEST_DATABASE_URL"
	RedisVariable    = "TEST_REDIS_URL"
	BinariesVariable = "TEST_BIN_DIR"
)

// shared is what the tests of this process start once and end with it.
var shared struct {
	mu       sync.Mutex
	postgres *pgboot.Server
	redis    *redisboot.Server
	binaries string
	built    map[string]*build
}

// Main runs the tests and then ends what they started. Use it as the body of
// TestMain. Without it servers end with the process all the same, and what
// they leave on disk is removed when the next ones start.
func Main(m *testing.M) {
	code := m.Run()
	end()
	os.Exit(code)
}

func end() {
	shared.mu.Lock()
	defer shared.mu.Unlock()
	if shared.postgres != nil {
		_ = shared.postgres.Stop()
	}
	if shared.redis != nil {
		shared.redis.Stop()
	}
	if shared.binaries != "" {
		_ = os.RemoveAll(shared.binaries)
	}
}

// Postgres is the URL of a database server for tests: TEST_DATABASE_URL, or a
// throwaway server. All tests of the process share it and may create databases.
func Postgres(tb testing.TB) string {
	tb.Helper()
	if url := os.Getenv(PostgresVariable); url != "" {
		return url
	}
	shared.mu.Lock()
	defer shared.mu.Unlock()
	if shared.postgres == nil {
		server, err := pgboot.Start(context.Background(), pgboot.Options{Throwaway: true}) // outlives this test
		if err != nil {
			tb.Fatal(err)
		}
		shared.postgres = server
	}
	return shared.postgres.URL
}

// Redis is the URL of a Redis server for tests: TEST_REDIS_URL, or a throwaway
// server. All tests of the process share it, so each keeps to its own keys or
// to its own database of the thousand there are.
func Redis(tb testing.TB) string {
	tb.Helper()
	if url := os.Getenv(RedisVariable); url != "" {
		return url
	}
	shared.mu.Lock()
	defer shared.mu.Unlock()
	if shared.redis == nil {
		server, err := redisboot.Start(context.Background(), redisboot.Options{}) // outlives this test
		if err != nil {
			tb.Fatal(err)
		}
		shared.redis = server
	}
	return shared.redis.URL
}
