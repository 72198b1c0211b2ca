package postgres

import (
	"context"
	"fmt"

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
	provider, err := goose.NewProvider(goose.DialectPostgres, conn, migrations.Files, goose.WithSessionLocker(locker))
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

// Pending reports whether the schema lacks a step.
func (m *Migrator) Pending(ctx context.Context) (bool, error) { return m.goose.HasPending(ctx) }
