package app

import (
	"context"
	"errors"
	"fmt"
	"io"

	"financebot/api-service/internal/check"
	"financebot/api-service/internal/postgres"
)

// ErrUnsound says that the books differ from what they should be.
var ErrUnsound = errors.New("the books are not sound")

// Check recomputes every balance and promise of the ledger in DATABASE_URL and tells on out
// what differs. It gives ErrUnsound where anything does.
func Check(ctx context.Context, out io.Writer) error {
	db, err := openDatabase(ctx)
	if err != nil {
		return err
	}
	defer db.Close()
	faults, err := check.Ledger(ctx, db)
	if err != nil {
		return err
	}
	if !db.HasTextIndex(ctx) {
		_, _ = fmt.Fprintln(out, postgres.ErrNoTextIndex)
	}
	for _, f := range faults {
		_, _ = fmt.Fprintln(out, f)
	}
	if len(faults) > 0 {
		return fmt.Errorf("%w: %d differences", ErrUnsound, len(faults))
	}
	_, _ = fmt.Fprintln(out, "the books are sound")
	return nil
}
