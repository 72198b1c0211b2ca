package check

import (
	"context"
	"fmt"

	"financebot/api-service/internal/postgres"
)

// Ledger holds db against every promise, all in one snapshot, and gives what breaks one.
func Ledger(ctx context.Context, db *postgres.DB) ([]Fault, error) {
	var faults []Fault
	err := db.InTx(ctx, func(ctx context.Context) error {
		faults = nil
		if err := db.From(ctx).Exec("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY").Error; err != nil {
			return err
		}
		for _, p := range promises {
			var broken []Fault
			if err := db.From(ctx).Raw(p.query).Scan(&broken).Error; err != nil {
				return fmt.Errorf("check %q: %w", p.name, err)
			}
			for _, f := range broken {
				f.Promise = p.name
				faults = append(faults, f)
			}
		}
		return nil
	})
	return faults, err
}
