package postgres_test

import (
	"context"
	"errors"
	"sync"
	"testing"

	"financebot/api-service/internal/postgres"
	"financebot/api-service/internal/postgres/pgtest"
	"financebot/deploy/dev/devtest"
)

func TestMain(m *testing.M) { devtest.Main(m) }

var errNo = errors.New("no")

func count(t *testing.T, ctx context.Context, db *postgres.DB) int {
	t.Helper()
	var n int
	if err := db.From(ctx).Raw("SELECT count(*) FROM families").Scan(&n).Error; err != nil {
		t.Fatal(err)
	}
	return n
}

func insert(ctx context.Context, db *postgres.DB) error {
	return db.From(ctx).Exec("INSERT INTO families (kind, name, base_currency) VALUES ('personal', 'x', 'EUR')").Error
}

func TestInTxIsAllOrNothing(t *testing.T) {
	t.Parallel()
	db, ctx := pgtest.Tx(t), context.Background()
	err := db.InTx(ctx, func(ctx context.Context) error {
		if err := insert(ctx, db); err != nil {
			return err
		}
		return errNo
	})
	if !errors.Is(err, errNo) || count(t, ctx, db) != 0 {
		t.Errorf("got %v and %d rows, want none kept", err, count(t, ctx, db))
	}
}

func TestNestedInTxIsASavepoint(t *testing.T) {
	t.Parallel()
	db, ctx := pgtest.Tx(t), context.Background()
	var told []string
	err := db.InTx(ctx, func(ctx context.Context) error {
		postgres.AfterCommit(ctx, func() { told = append(told, "outer") })
		if err := insert(ctx, db); err != nil {
			return err
		}
		inner := db.InTx(ctx, func(ctx context.Context) error {
			postgres.AfterCommit(ctx, func() { told = append(told, "lost") })
			if err := insert(ctx, db); err != nil {
				return err
			}
			return errNo
		})
		if !errors.Is(inner, errNo) {
			t.Errorf("inner: got %v", inner)
		}
		if len(told) != 0 {
			t.Errorf("told before the commit: %v", told)
		}
		return nil
	})
	if err != nil || count(t, ctx, db) != 1 || len(told) != 1 || told[0] != "outer" {
		t.Errorf("got %v, %d rows, told %v", err, count(t, ctx, db), told)
	}
}

func TestDeadlockIsTriedAgain(t *testing.T) {
	t.Parallel()
	db, ctx := pgtest.DB(t), context.Background()
	for range 2 {
		if err := insert(ctx, db); err != nil {
			t.Fatal(err)
		}
	}
	var firstLocks, done sync.WaitGroup
	firstLocks.Add(2)
	failures := make([]error, 2)
	lockBoth := func(first, second int) error {
		met := false
		return db.InTx(ctx, func(ctx context.Context) error {
			if err := touch(ctx, db, first); err != nil {
				return err
			}
			if !met { // meet once, so that both hold what the other wants
				met = true
				firstLocks.Done()
				firstLocks.Wait()
			}
			return touch(ctx, db, second)
		})
	}
	done.Add(2)
	go func() { defer done.Done(); failures[0] = lockBoth(1, 2) }()
	go func() { defer done.Done(); failures[1] = lockBoth(2, 1) }()
	done.Wait()
	if failures[0] != nil || failures[1] != nil {
		t.Errorf("got %v and %v, want both to succeed", failures[0], failures[1])
	}
}

func touch(ctx context.Context, db *postgres.DB, id int) error {
	return db.From(ctx).Exec("UPDATE families SET name = name || '!' WHERE id = ?", id).Error
}

func TestOutageIsTold(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	gone, err := postgres.Open(ctx, "postgres://x:secret@127.0.0.1:1/x")
	if err != nil {
		t.Fatal(err)
	}
	defer gone.Close()
	if err := insert(ctx, gone); !postgres.Outage(err) {
		t.Errorf("nobody there: %v is no outage", err)
	}
	db := pgtest.DB(t)
	cut := db.From(ctx).Exec("SELECT pg_terminate_backend(pg_backend_pid())").Error
	if !postgres.Outage(cut) {
		t.Errorf("terminated: %v is no outage", cut)
	}
	if err := db.From(ctx).Exec("SELECT nonsense").Error; err == nil || postgres.Outage(err) {
		t.Errorf("a wrong statement is our fault, not an outage: %v", err)
	}
}

func TestMigrationsGoUpAndDown(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	db, err := postgres.Open(ctx, pgtest.Empty(t))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	m, err := postgres.NewMigrator(db)
	if err != nil {
		t.Fatal(err)
	}
	up, err := m.Up(ctx)
	if err != nil || len(up) == 0 {
		t.Fatalf("up: %v, %v", up, err)
	}
	for range up {
		if _, err := m.Down(ctx); err != nil {
			t.Fatal(err)
		}
	}
	steps, err := m.Status(ctx)
	if err != nil || len(steps) != len(up) || steps[0].Applied {
		t.Errorf("status: %v, %v", steps, err)
	}
	if again, err := m.Up(ctx); err != nil || len(again) != len(up) {
		t.Errorf("up again: %v, %v", again, err)
	}
	if lacking, err := db.Lacking(ctx); err != nil || len(lacking) > 0 {
		t.Errorf("lacking: %v, %v", lacking, err)
	}
}
