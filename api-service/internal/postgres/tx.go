package postgres

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"gorm.io/gorm"
)

// attempts is how often a transaction that lost against another one is run in all.
const attempts = 5

type txKey struct{}

// tx is the transaction in a context, with what waits for its commit.
type tx struct {
	gorm  *gorm.DB
	after *[]func()
}

// From is the transaction that ctx carries, or the pool where it carries none.
func (db *DB) From(ctx context.Context) *gorm.DB {
	if t, ok := ctx.Value(txKey{}).(tx); ok {
		return t.gorm.WithContext(ctx)
	}
	return db.gorm.WithContext(ctx)
}

// Row is what a question for one row finds.
type Row interface{ Scan(into ...any) error }

// Named are the arguments of a Row by their names in it: @name. One that is missing is NULL.
type Named = pgx.NamedArgs

// Row asks for one row in the transaction that ctx carries, or else of the pool itself: what is
// asked with every other call is worth going past GORM and database/sql. Arguments are $1, $2…
// or one Named.
func (db *DB) Row(ctx context.Context, query string, args ...any) Row {
	if _, ok := ctx.Value(txKey{}).(tx); ok || db.trial {
		return db.From(ctx).Statement.ConnPool.QueryRowContext(ctx, query, args...)
	}
	return db.pool.QueryRow(ctx, query, args...)
}

// InTx runs f in one transaction: all of it is kept or none. Inside another InTx it is a
// savepoint. The outermost is run again where it lost against a concurrent one, so f must not
// act on anything but the database; AfterCommit is for the rest.
func (db *DB) InTx(ctx context.Context, f func(context.Context) error) error {
	if outer, ok := ctx.Value(txKey{}).(tx); ok {
		return nested(ctx, outer, f)
	}
	var after []func()
	err := again(ctx, func() error {
		after = nil
		return db.gorm.WithContext(ctx).Transaction(func(g *gorm.DB) error {
			return f(context.WithValue(ctx, txKey{}, tx{gorm: g, after: &after}))
		})
	})
	if err != nil {
		return err
	}
	for _, notice := range after {
		notice()
	}
	return nil
}

// Alone runs f, which writes by one statement only and so needs no transaction around it: that
// costs two round trips less. Like InTx it is run again where it lost against a concurrent one;
// within a transaction it is a part of that without a savepoint, so its error must end it.
func (db *DB) Alone(ctx context.Context, f func(context.Context) error) error {
	if _, ok := ctx.Value(txKey{}).(tx); ok {
		return f(ctx)
	}
	return again(ctx, func() error { return f(ctx) })
}

// again runs f until it does not lose against a concurrent one, a few times at most.
func again(ctx context.Context, f func() error) error {
	for attempt := 1; ; attempt++ {
		err := f()
		if err == nil || attempt == attempts || !lostRace(err) || pause(ctx, attempt) != nil {
			return err
		}
	}
}

// nested keeps what waits for the commit only where its savepoint holds.
func nested(ctx context.Context, outer tx, f func(context.Context) error) error {
	var after []func()
	err := outer.gorm.WithContext(ctx).Transaction(func(g *gorm.DB) error {
		return f(context.WithValue(ctx, txKey{}, tx{gorm: g, after: &after}))
	})
	if err == nil {
		*outer.after = append(*outer.after, after...)
	}
	return err
}

// AfterCommit runs f once the outermost transaction of ctx is committed, never if it is
// rolled back, and at once where there is no transaction.
func AfterCommit(ctx context.Context, f func()) {
	if t, ok := ctx.Value(txKey{}).(tx); ok {
		*t.after = append(*t.after, f)
		return
	}
	f()
}

// lostRace reports a serialization failure or a deadlock (PostgreSQL, Appendix A: class 40).
func lostRace(err error) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && (pg.Code == "40001" || pg.Code == "40P01")
}

func pause(ctx context.Context, attempt int) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(time.Duration(attempt)*5*time.Millisecond + rand.N(10*time.Millisecond)):
		return nil
	}
}

// few is how many values a list may have for PostgreSQL to join it as it likes.
const few = 200

// Joining runs f, whose statements join lists of n values, so that they take time in proportion to
// the lists and the tables. PostgreSQL knows a new workspace by old statistics, or by none: it then
// takes its tables for empty, and compares each value of a list with each of their rows.
func (db *DB) Joining(ctx context.Context, n int, f func(context.Context) error) error {
	if n <= few {
		return f(ctx)
	}
	return db.InTx(ctx, func(ctx context.Context) error {
		if err := db.loops(ctx, "off", "force_custom_plan"); err != nil {
			return err
		}
		if err := f(ctx); err != nil {
			return err
		}
		return db.loops(ctx, "on", "auto")
	})
}

// loops says whether the transaction's statements may be planned as loops, and which plans are
// taken: one of before could have loops. What is compiled takes longer than it saves here.
func (db *DB) loops(ctx context.Context, nested, plans string) error {
	return db.From(ctx).Exec(`SELECT set_config('enable_nestloop', ?, true), set_config('plan_cache_mode', ?, true),
		set_config('jit', ?, true)`, nested, plans, nested).Error
}
