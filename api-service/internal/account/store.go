package account

import (
	"context"

	"financebot/api-service/internal/postgres"
)

type store struct{ db *postgres.DB }

func (s store) create(ctx context.Context, a *Account) error {
	return s.db.From(ctx).Create(a).Error
}

func (s store) list(ctx context.Context, familyID int64) ([]Account, error) {
	var all []Account
	err := s.db.From(ctx).Where("family_id = ?", familyID).Order("id").Find(&all).Error
	return all, err
}
