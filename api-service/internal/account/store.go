package account

import (
	"context"
	"encoding/json"

	"gorm.io/gorm/clause"

	"financebot/api-service/internal/postgres"
)

var constraints = postgres.Constraints{
	"accounts_name_key":       ErrTaken,
	"accounts_family_id_fkey": ErrUnknown, // the workspace was joined with another one a moment ago
}

type store struct{ db *postgres.DB }

func (s store) create(ctx context.Context, a *Account) error {
	return postgres.Explain(s.db.From(ctx).Create(a).Error, constraints)
}

func (s store) list(ctx context.Context, familyID int64) ([]Account, error) {
	var all []Account
	err := s.db.From(ctx).Where("family_id = ?", familyID).Order("id").Find(&all).Error
	return all, err
}

func (s store) among(ctx context.Context, familyID int64, ids []int64) ([]Account, error) {
	var some []Account
	err := s.db.From(ctx).Where("family_id = ? AND id IN ?", familyID, ids).Order("id").Find(&some).Error
	return some, err
}

func (s store) get(ctx context.Context, familyID, id int64) (Account, error) {
	var a Account
	err := s.db.From(ctx).Where("family_id = ? AND id = ?", familyID, id).Take(&a).Error
	return a, postgres.Missing(err, ErrUnknown)
}

// first is the account that is meant where none is named.
func (s store) first(ctx context.Context, familyID int64) (Account, error) {
	var a Account
	err := s.db.From(ctx).Where("family_id = ? AND NOT archived", familyID).Order("is_default DESC, id").Limit(1).Take(&a).Error
	return a, postgres.Missing(err, ErrNone)
}

// lock keeps an account from being changed until the transaction ends.
func (s store) lock(ctx context.Context, familyID, id int64) (Account, error) {
	var a Account
	err := s.db.From(ctx).Clauses(clause.Locking{Strength: "NO KEY UPDATE"}).
		Where("family_id = ? AND id = ?", familyID, id).Take(&a).Error
	return a, postgres.Missing(err, ErrUnknown)
}

// prefer makes an account its workspace's default. First none is: the database holds at each moment
// that there are no two.
func (s store) prefer(ctx context.Context, familyID, id int64) error {
	for _, statement := range []string{
		"UPDATE accounts SET is_default = false WHERE family_id = @family AND is_default AND id <> @id",
		"UPDATE accounts SET is_default = true WHERE family_id = @family AND id = @id AND NOT is_default",
	} {
		if err := s.db.From(ctx).Exec(statement, map[string]any{"family": familyID, "id": id}).Error; err != nil {
			return err
		}
	}
	return nil
}

func (s store) delete(ctx context.Context, familyID, id int64) error {
	return s.db.From(ctx).Where("family_id = ? AND id = ?", familyID, id).Delete(&Account{}).Error
}

// lockAll keeps the workspace's accounts from being changed until the transaction ends.
func (s store) lockAll(ctx context.Context, familyID int64) ([]Account, error) {
	var all []Account
	err := s.db.From(ctx).Clauses(clause.Locking{Strength: "NO KEY UPDATE"}).
		Where("family_id = ?", familyID).Order("id").Find(&all).Error
	return all, err
}

// describe changes what an account says of itself, never its balance.
func (s store) describe(ctx context.Context, a Account) error {
	err := s.db.From(ctx).Model(&Account{}).Where("family_id = ? AND id = ?", a.FamilyID, a.ID).
		Updates(map[string]any{"name": a.Name, "kind": a.Kind, "archived": a.Archived}).Error
	return postgres.Explain(err, constraints)
}

// add changes a balance in the database, so that no two changes lose each other.
func (s store) add(ctx context.Context, familyID, id, delta int64) error {
	result := s.db.From(ctx).Exec("UPDATE accounts SET balance = balance + ? WHERE family_id = ? AND id = ?", delta, familyID, id)
	switch {
	case postgres.OutOfRange(result.Error):
		return ErrRange
	case result.Error == nil && result.RowsAffected == 0:
		return ErrUnknown
	}
	return result.Error
}

// join copies some accounts of a workspace into another, a few of them with other names.
func (s store) join(ctx context.Context, from, into int64, some []Account, names map[int64]string) error {
	ids := make([]int64, 0, len(some))
	for _, a := range some {
		ids = append(ids, a.ID)
	}
	if len(ids) == 0 {
		return nil
	}

	named, err := json.Marshal(names)
	if err != nil {
		return err
	}
	err = s.db.CopyFamily(ctx, "accounts", from, into, postgres.Rows{
		Set: map[string]string{
			"name":       "coalesce(CAST(@names AS jsonb) ->> CAST(r.id AS text), r.name)",
			"is_default": "false", // the workspace has one
		},
		Where: "r.id IN @ids",
		Args:  map[string]any{"names": string(named), "ids": ids},
	})
	return postgres.Explain(err, constraints)
}
