package idempotency

import (
	"context"
	"errors"
	"time"

	"financebot/api-service/internal/postgres"
)

// errTaken says that somebody else answered first.
var errTaken = errors.New("idempotency: key taken")

type store struct{ db *postgres.DB }

func (s store) keep(ctx context.Context, r record) error {
	err := s.db.From(ctx).Table("idempotency_keys").Create(&r).Error
	return postgres.Explain(err, postgres.Constraints{"idempotency_keys_pkey": errTaken})
}

// replay finds the first answer by writing that it was asked for again. The write makes the
// answer as durable as the first one was: on a replicated database a mere read could show
// what a fail-over then loses.
func (s store) replay(ctx context.Context, familyID, userID int64, key string) (record, bool, error) {
	var r record
	result := s.db.From(ctx).Raw(`
		UPDATE idempotency_keys SET replays = replays + 1
		WHERE family_id = ? AND user_id = ? AND key = ?
		RETURNING *`, familyID, userID, key).Scan(&r)
	return r, result.RowsAffected == 1, result.Error
}

// handOver makes the answers to one user another's, but for keys that he has used himself.
func (s store) handOver(ctx context.Context, familyID, from, into int64) error {
	return s.db.From(ctx).Exec(`
		UPDATE idempotency_keys k SET user_id = @into
		WHERE k.family_id = @family AND k.user_id = @from AND NOT EXISTS (
			SELECT FROM idempotency_keys o WHERE o.family_id = k.family_id AND o.user_id = @into AND o.key = k.key)`,
		map[string]any{"into": into, "family": familyID, "from": from}).Error
}

// join makes the answers of a workspace another's, but for keys that were used in both.
func (s store) join(ctx context.Context, from, into int64) error {
	err := s.db.CopyFamily(ctx, "idempotency_keys", from, into, postgres.Rows{Conflict: "ON CONFLICT DO NOTHING"})
	if err != nil {
		return err
	}
	return s.db.From(ctx).Exec("DELETE FROM idempotency_keys WHERE family_id = ?", from).Error
}

func (s store) sweep(ctx context.Context, before time.Time) error {
	return s.db.From(ctx).Exec("DELETE FROM idempotency_keys WHERE created_at < ?", before).Error
}
