package app

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"

	"financebot/api-service/internal/postgres"
	"financebot/api-service/internal/web"
)

// openDatabase is for commands that need nothing but DATABASE_URL.
func openDatabase(ctx context.Context) (*postgres.DB, error) {
	url := os.Getenv("DATABASE_URL")
	if url == "" {
		return nil, errors.New("DATABASE_URL is required")
	}
	return postgres.Open(ctx, url)
}

// openAll opens what the service stands on; close gives all of it back.
func openAll(ctx context.Context, c Config) (db *postgres.DB, cache *web.Cache, closeAll func(), err error) {
	if db, err = postgres.OpenWith(ctx, c.DatabaseURL.Reveal(), cmp.Or(c.DatabaseMax, postgres.UsualConnections)); err != nil {
		return nil, nil, nil, fmt.Errorf("DATABASE_URL: %w", err)
	}
	if cache, err = web.OpenCache(c.RedisURL.Reveal(), web.RedisBudget); err != nil {
		db.Close()
		return nil, nil, nil, fmt.Errorf("REDIS_URL: %w", err)
	}
	return db, cache, func() { _ = cache.Close(); db.Close() }, nil
}
