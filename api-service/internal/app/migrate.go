package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"financebot/api-service/internal/postgres"
)

// ErrMigrateUsage says how migrations are asked for.
var ErrMigrateUsage = errors.New("usage: api migrate up | status | down --yes")

// ErrMigrateDown says what going back costs.
var ErrMigrateDown = errors.New("migrate down drops the newest step with the rows in it: say `api migrate down --yes`")

// errBehind says that a command wants the whole schema.
var errBehind = errors.New("the schema is behind this program: run `api migrate up` first")

// Migrate moves the schema of DATABASE_URL and tells on out what it did.
func Migrate(ctx context.Context, args []string, out io.Writer) error {
	what := strings.Join(args, " ")
	if what == "down" {
		return ErrMigrateDown
	}
	db, err := openDatabase(ctx)
	if err != nil {
		return err
	}
	defer db.Close()
	m, err := postgres.NewMigrator(db)
	if err != nil {
		return err
	}
	switch what {
	case "up":
		return migrateUp(ctx, m, out)
	case "down --yes":
		name, err := m.Down(ctx)
		if err == nil {
			_, _ = fmt.Fprintln(out, "taken back:", name)
		}
		return err
	case "status":
		return migrateStatus(ctx, m, out)
	}
	return ErrMigrateUsage
}

func migrateUp(ctx context.Context, m *postgres.Migrator, out io.Writer) error {
	names, err := m.Up(ctx)
	for _, name := range names {
		_, _ = fmt.Fprintln(out, "applied:", name)
	}
	if err != nil {
		return err
	}
	if len(names) == 0 {
		_, _ = fmt.Fprintln(out, "nothing to apply")
	}
	return migrateOptional(ctx, m, out)
}

// migrateFresh brings a database up to date in which no step was made yet. One that is behind is
// left to whoever runs it.
func migrateFresh(ctx context.Context, db *postgres.DB, out io.Writer) error {
	m, err := postgres.NewMigrator(db)
	if err != nil {
		return err
	}
	steps, err := m.Status(ctx)
	if err != nil {
		return err
	}

	pending := 0
	for _, s := range steps {
		if !s.Applied {
			pending++
		}
	}
	switch pending {
	case 0:
		return nil
	case len(steps):
		return migrateUp(ctx, m, out)
	}
	return errBehind
}

// migrateOptional tells what this database cannot have, and goes on without it.
func migrateOptional(ctx context.Context, m *postgres.Migrator, out io.Writer) error {
	made, err := m.Optional(ctx)
	if errors.Is(err, postgres.ErrNoTextIndex) {
		_, _ = fmt.Fprintln(out, "left out:", err)
		return nil
	}
	if made {
		_, _ = fmt.Fprintln(out, "applied:", postgres.TextIndex)
	}
	return err
}

func migrateStatus(ctx context.Context, m *postgres.Migrator, out io.Writer) error {
	steps, err := m.Status(ctx)
	for _, s := range steps {
		state := "pending"
		if s.Applied {
			state = "applied"
		}
		_, _ = fmt.Fprintf(out, "%-8s %s\n", state, s.Name)
	}
	if err != nil {
		return err
	}

	unknown, err := m.Unknown(ctx)
	for _, version := range unknown {
		_, _ = fmt.Fprintf(out, "%-8s %04d, made by a newer program than this one\n", "unknown", version)
	}
	return err
}
