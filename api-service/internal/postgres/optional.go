package postgres

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"financebot/migrations"
)

// TextIndex finds entries by a part of their texts.
const TextIndex = "transactions_text_idx"

// ErrNoTextIndex says that texts are searched entry by entry, and why.
var ErrNoTextIndex = errors.New("searching in texts is slow: the index over them is missing")

const (
	optionalLock = 7402            // the advisory lock under which the index is made
	lockPause    = time.Second / 4 // between two tries to get it
)

// textExtension comes with PostgreSQL itself, but a provider may withhold it.
const textExtension = "pg_trgm"

// Optional makes the index over texts where it is missing or was left half-made, while others
// write. It gives ErrNoTextIndex where this PostgreSQL cannot have it: the program works without.
func (m *Migrator) Optional(ctx context.Context) (made bool, err error) {
	conn, err := m.pool.Acquire(ctx)
	if err != nil {
		return false, fmt.Errorf("migrations: %w", err)
	}
	defer conn.Release()

	unlock, err := lockOptional(ctx, conn)
	if err != nil {
		return false, fmt.Errorf("migrations: %w", err)
	}
	defer unlock()

	valid, err := indexValid(ctx, conn)
	if err != nil || valid {
		return false, err
	}
	if err := extend(ctx, conn); err != nil {
		return false, err
	}
	return true, makeTextIndex(ctx, conn)
}

// lockOptional waits by asking again and again: a statement that waits would itself be waited for
// by the making of the index.
func lockOptional(ctx context.Context, conn *pgxpool.Conn) (unlock func(), err error) {
	for {
		var got bool
		if err := conn.QueryRow(ctx, "SELECT pg_try_advisory_lock($1)", optionalLock).Scan(&got); err != nil {
			return nil, err
		}
		if got {
			return func() {
				_, _ = conn.Exec(context.WithoutCancel(ctx), "SELECT pg_advisory_unlock($1)", optionalLock)
			}, nil
		}

		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(lockPause):
		}
	}
}

// extend brings in the extension, or says with ErrNoTextIndex why it is not to be had.
func extend(ctx context.Context, conn *pgxpool.Conn) error {
	if _, err := conn.Exec(ctx, "CREATE EXTENSION IF NOT EXISTS "+textExtension); err != nil {
		return refusedExtension(err)
	}

	// With the locale "C" letters beyond ASCII are none, and a search for them would find nothing
	// in the index to go by.
	var letters bool
	if err := conn.QueryRow(ctx, "SELECT cardinality(show_trgm('кофе')) > 0").Scan(&letters); err != nil {
		return err
	}
	if !letters {
		return fmt.Errorf("%w; the database's LC_CTYPE knows only the letters of ASCII", ErrNoTextIndex)
	}
	return nil
}

// refusedExtension tells an extension that is not to be had from a database that does not answer.
func refusedExtension(err error) error {
	var refusal *pgconn.PgError
	if !errors.As(err, &refusal) || Outage(err) && refusal.Code != "58P01" {
		return err
	}
	return fmt.Errorf("%w; the extension %s is missing: %s", ErrNoTextIndex, textExtension, refusal.Message)
}

// makeTextIndex also removes what an interrupted making left.
func makeTextIndex(ctx context.Context, conn *pgxpool.Conn) error {
	create, err := fs.ReadFile(migrations.Optional, "optional/"+TextIndex+".sql")
	if err != nil {
		return err
	}
	for _, statement := range []string{
		"SET lock_timeout = 0", // it waits for the writers under way
		"DROP INDEX CONCURRENTLY IF EXISTS " + TextIndex,
		string(create),
		"RESET lock_timeout",
	} {
		if _, err := conn.Exec(ctx, statement); err != nil {
			return fmt.Errorf("make %s: %w", TextIndex, err)
		}
	}
	return nil
}

// validText asks whether the index over texts is there and whole.
const validText = `SELECT EXISTS (SELECT FROM pg_index
	WHERE indexrelid = to_regclass('` + TextIndex + `') AND indisvalid AND indisready)`

func indexValid(ctx context.Context, conn *pgxpool.Conn) (valid bool, err error) {
	err = conn.QueryRow(ctx, validText).Scan(&valid)
	return valid, err
}

// noticed is how long the state of the index over texts is believed.
const noticed = time.Minute

// HasTextIndex reports whether the index over texts can be used; it asks once a minute.
func (db *DB) HasTextIndex(ctx context.Context) bool {
	db.text.Lock()
	defer db.text.Unlock()
	if time.Since(db.text.asked) < noticed {
		return db.text.valid
	}

	var valid bool
	if err := db.pool.QueryRow(ctx, validText).Scan(&valid); err != nil {
		return false // the question that follows fares no better
	}
	db.text.asked, db.text.valid = time.Now(), valid
	return valid
}
