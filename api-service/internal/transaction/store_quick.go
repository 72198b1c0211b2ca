package transaction

import (
	"context"

	"financebot/api-service/internal/postgres"
	"financebot/pkg/money"
)

// near reports whether some entry has at least one part in so many of an amount, and whether there
// is any entry in its currency.
func (s store) near(ctx context.Context, familyID int64, amount money.Money, parts int64) (near, some bool, err error) {
	err = s.db.Row(ctx, `
		SELECT EXISTS (SELECT FROM transactions WHERE family_id = @family AND currency = @currency AND amount >= @least),
			EXISTS (SELECT FROM transactions WHERE family_id = @family AND currency = @currency)`,
		postgres.Named(map[string]any{"family": familyID, "currency": amount.Currency, "least": amount.Minor / parts})).
		Scan(&near, &some)
	return near, some, err
}
