package postgres

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"financebot/migrations"
)

// Migration is one step of the schema.
type Migration struct {
	Name    string
	Applied bool
}

// Migrator moves the schema; of several at once one works and the others wait for it.
type Migrator struct {
	goose *goose.Provider
	pool  *pgxpool.Pool
}

// NewMigrator works on the database of db.
func NewMigrator(db *DB) (*Migrator, error) {
	conn := stdlib.OpenDBFromPool(db.pool)
	locker, err := lock.NewPostgresSessionLocker()
	if err != nil {
		return nil, fmt.Errorf("migrations: %w", err)
	}
	// Steps are written side by side and may be there in another order than that of their numbers.
	provider, err := goose.NewProvider(goose.DialectPostgres, conn, migrations.Files,
		goose.WithSessionLocker(locker), goose.WithAllowOutofOrder(true))
	if err != nil {
		return nil, fmt.Errorf("migrations: %w", err)
	}
	return &Migrator{goose: provider, pool: db.pool}, nil
}

// Up applies what is missing and names it.
func (m *Migrator) Up(ctx context.Context) ([]string, error) {
	results, err := m.goose.Up(ctx)
	if err != nil {
		return nil, fmt.Errorf("migrations: %w", err)
	}
	var names []string
	for _, r := range results {
		names = append(names, r.Source.Path)
	}
	return names, nil
}

// Down takes the newest step back and names it.
func (m *Migrator) Down(ctx context.Context) (string, error) {
	result, err := m.goose.Down(ctx)
	if err != nil {
		return "", fmt.Errorf("migrations: %w", err)
	}
	return result.Source.Path, nil
}

// Status lists all steps in their order.
func (m *Migrator) Status(ctx context.Context) ([]Migration, error) {
	steps, err := m.goose.Status(ctx)
	if err != nil {
		return nil, fmt.Errorf("migrations: %w", err)
	}
	var out []Migration
	for _, s := range steps {
		out = append(out, Migration{Name: s.Source.Path, Applied: s.State == goose.StateApplied})
	}
	return out, nil
}

// Unknown lists the versions that the database has and this program does not know: a newer one
// made them.
func (m *Migrator) Unknown(ctx context.Context) ([]int64, error) {
	applied, err := appliedVersions(ctx, m.pool)
	if err != nil {
		return nil, fmt.Errorf("migrations: %w", err)
	}
	for _, s := range m.goose.ListSources() {
		delete(applied, s.Version)
	}
	return slices.Sorted(maps.Keys(applied)), nil
}

// Lacking names the steps that this program needs and the schema lacks, in their order. It only
// looks, so that a probe may ask often.
func (db *DB) Lacking(ctx context.Context) ([]string, error) {
	applied, err := appliedVersions(ctx, db.pool)
	if err != nil {
		return nil, fmt.Errorf("migrations: %w", err)
	}
	names, err := fs.Glob(migrations.Files, "*.sql")
	if err != nil {
		return nil, err
	}

	var lacking []string
	for _, name := range names {
		version, err := goose.NumericComponent(name)
		if err != nil {
			return nil, err
		}
		if !applied[version] {
			lacking = append(lacking, name)
		}
	}
	return lacking, nil
}

// appliedVersions reads what goose keeps; a database without its table has nothing.
func appliedVersions(ctx context.Context, pool *pgxpool.Pool) (map[int64]bool, error) {
	const none = "42P01" // undefined_table
	rows, _ := pool.Query(ctx, "SELECT version_id FROM "+goose.DefaultTablename+" WHERE is_applied AND version_id > 0")
	versions, err := pgx.CollectRows(rows, pgx.RowTo[int64]) // its error is the question's too
	var refusal *pgconn.PgError
	if errors.As(err, &refusal) && refusal.Code == none {
		err = nil
	}

	applied := map[int64]bool{}
	for _, v := range versions {
		applied[v] = true
	}
	return applied, err
}
