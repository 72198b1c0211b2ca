// Package postgres is the way to the database: connections, transactions in the context,
// migrations, and what the database's refusals mean.
package postgres

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"gorm.io/driver/postgres"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"
)

// DB is a pool of connections. Stores reach it by From only, so that they work inside
// whatever transaction the context carries.
type DB struct {
	gorm  *gorm.DB
	pool  *pgxpool.Pool
	trial bool // whether everything happens within one transaction of gorm
	text  *textState
}

// textState is what is known of the index over texts, and since when.
type textState struct {
	sync.Mutex
	asked time.Time
	valid bool
}

// How many connections a pool may hold. With fewer than four a replica that serves and tidies up
// would wait for itself.
const (
	LeastConnections = 4
	UsualConnections = 16
	MostConnections  = 1000
)

// Open is OpenWith the usual number of connections.
func Open(ctx context.Context, url string) (*DB, error) { return OpenWith(ctx, url, UsualConnections) }

// OpenWith prepares a pool of at most so many connections; it connects when first used, so that a
// service can start before its database.
func OpenWith(ctx context.Context, url string, connections int) (*DB, error) {
	config, err := pgxpool.ParseConfig(url)
	if err != nil {
		// The parser's error repeats the URL, and with it the password.
		return nil, fmt.Errorf("postgres: the database URL does not parse")
	}
	config.ConnConfig.ConnectTimeout = 3 * time.Second
	config.ConnConfig.RuntimeParams["application_name"] = "finance-bot-api"
	config.ConnConfig.RuntimeParams["timezone"] = "UTC"
	config.ConnConfig.RuntimeParams["lock_timeout"] = "5000"
	// One question takes one core at most: a service has others to answer meanwhile.
	config.ConnConfig.RuntimeParams["max_parallel_workers_per_gather"] = "0"
	// A prepared statement is planned for a workspace of the usual size. With this price the plan that
	// reads in order, and stops, is chosen for it too: it alone is right for the largest one.
	config.ConnConfig.RuntimeParams["random_page_cost"] = "1"
	config.ConnConfig.RuntimeParams["idle_in_transaction_session_timeout"] = "15000"
	config.MaxConns = int32(connections)
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, fmt.Errorf("postgres: %w", err)
	}
	db, err := overPool(pool)
	if err != nil {
		pool.Close()
		return nil, err
	}
	return db, nil
}

func overPool(pool *pgxpool.Pool) (*DB, error) {
	g, err := gorm.Open(
		dialect{postgres.Dialector{Config: &postgres.Config{Conn: stdlib.OpenDBFromPool(pool)}}},
		&gorm.Config{
			SkipDefaultTransaction: true,
			DisableAutomaticPing:   true,
			// Errors are logged once, at the edge, with the request they belong to.
			Logger: logger.NewSlogLogger(slog.Default(), logger.Config{LogLevel: logger.Silent}),
		})
	if err != nil {
		return nil, fmt.Errorf("postgres: %w", err)
	}
	return &DB{gorm: g, pool: pool, text: &textState{}}, nil
}

// dialect is PostgreSQL's, but for one thing: GORM writes every statement out with its values
// for a log that is silent, which costs as much as some statements do.
type dialect struct{ postgres.Dialector }

// Explain leaves the statement as it is.
func (dialect) Explain(sql string, _ ...any) string { return sql }

// Close gives all connections back.
func (db *DB) Close() { db.pool.Close() }

// Ping reports whether the database answers.
func (db *DB) Ping(ctx context.Context) error { return db.pool.Ping(ctx) }

// Pool is the pool beneath, for what GORM cannot say: COPY, LISTEN, statistics.
func (db *DB) Pool() *pgxpool.Pool { return db.pool }

// Trial is the same database inside one transaction that rollback ends: all that is done
// through it is seen by it alone and never kept. It is made for tests.
func (db *DB) Trial() (trial *DB, rollback func(), err error) {
	g := db.gorm.Begin()
	if g.Error != nil {
		return nil, nil, g.Error
	}
	return &DB{gorm: g, pool: db.pool, trial: true, text: db.text}, func() { g.Rollback() }, nil
}
