package postgres

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// Loading is a transaction that takes in rows by the thousand, which GORM cannot.
type Loading struct{ tx pgx.Tx }

// Load runs f in one transaction: all of it is kept or none.
func (db *DB) Load(ctx context.Context, f func(*Loading) error) error {
	return pgx.BeginFunc(ctx, db.pool, func(tx pgx.Tx) error { return f(&Loading{tx}) })
}

// Exec runs a statement.
func (l *Loading) Exec(ctx context.Context, statement string, args ...any) error {
	_, err := l.tx.Exec(ctx, statement, args...)
	return err
}

// Number gives the one number that a query finds.
func (l *Loading) Number(ctx context.Context, query string, args ...any) (n int64, err error) {
	err = l.tx.QueryRow(ctx, query, args...).Scan(&n)
	return n, err
}

// Reserve takes n ids in a row out of a table's sequence and gives the first. The table is
// locked before, so that nobody else draws meanwhile.
func (l *Loading) Reserve(ctx context.Context, table string, n int64) (first int64, err error) {
	last, err := l.Number(ctx, `SELECT setval(s, nextval(s) + $2 - 1) FROM pg_get_serial_sequence($1, 'id') s`, table, n)
	return last - n + 1, err
}

// Copy takes in the rows that next gives, up to the first nil; the slice may be used again.
func (l *Loading) Copy(ctx context.Context, table string, columns []string, next func() []any) error {
	_, err := l.tx.CopyFrom(ctx, pgx.Identifier{table}, columns,
		pgx.CopyFromFunc(func() ([]any, error) { return next(), nil }))
	if err != nil {
		return fmt.Errorf("copy into %s: %w", table, err)
	}
	return nil
}

// setAside lists what guards and serves a table row by row, which costs more than the rows
// themselves: how it is dropped, and how it is made again.
const setAside = `
	SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname),
	       format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid))
	FROM pg_constraint WHERE conrelid = $1::regclass AND contype = 'f'
	UNION ALL
	SELECT format('DROP INDEX %s', indexrelid::regclass), pg_get_indexdef(indexrelid)
	FROM pg_index i WHERE indrelid = $1::regclass
	AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid)`

// SetAside drops the foreign keys and indexes of a table until restore makes them again, all at
// once, from all rows that are there then; a row that breaks a key fails it. Nobody else gets
// at the table before the transaction ends.
func (l *Loading) SetAside(ctx context.Context, table string) (restore func(context.Context) error, err error) {
	rows, err := l.tx.Query(ctx, setAside, table)
	if err != nil {
		return nil, err
	}
	type pair struct{ Drop, Make string }
	all, err := pgx.CollectRows(rows, pgx.RowToStructByPos[pair])
	if err != nil {
		return nil, err
	}
	for _, p := range all {
		if err := l.Exec(ctx, p.Drop); err != nil {
			return nil, err
		}
	}
	return func(ctx context.Context) error {
		for _, p := range all {
			if err := l.Exec(ctx, p.Make); err != nil {
				return fmt.Errorf("%s: %w", p.Make, err)
			}
		}
		return nil
	}, nil
}
