package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"
)

// Listen calls heard for each notice on a channel, on a connection of its own, until ctx ends
// or the connection is lost.
func (db *DB) Listen(ctx context.Context, channel string, heard func()) error {
	conn, err := db.pool.Acquire(ctx)
	if err != nil {
		return err
	}
	// The connection goes with the listening: in the pool it would go on hearing.
	raw := conn.Hijack()
	defer func() { _ = raw.Close(context.WithoutCancel(ctx)) }()
	if _, err := raw.Exec(ctx, "LISTEN "+pgx.Identifier{channel}.Sanitize()); err != nil {
		return err
	}
	for {
		if _, err := raw.WaitForNotification(ctx); err != nil {
			return err
		}
		heard()
	}
}
