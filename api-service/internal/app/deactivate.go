package app

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"strconv"
	"time"
)

// Deactivate shuts a user, named by his number, out of the service with these settings, from
// the next request on.
func Deactivate(ctx context.Context, c Config, user string, out io.Writer) error {
	id, err := strconv.ParseInt(user, 10, 64)
	if err != nil {
		return fmt.Errorf("a user is named by his number, not by %q", user)
	}
	db, cache, closeAll, err := openAll(ctx, c)
	if err != nil {
		return err
	}
	defer closeAll()
	if err := New(c, db, cache, slog.Default(), time.Now).Deactivate(ctx, id); err != nil {
		return err
	}
	_, _ = fmt.Fprintf(out, "user %d is shut out\n", id)
	return nil
}

// Deactivate shuts a user out, on every replica.
func (a *App) Deactivate(ctx context.Context, userID int64) error {
	return a.slices.auth.Deactivate(ctx, userID)
}
