package transaction

import (
	"context"

	"financebot/api-service/internal/postgres"
)

type store struct{ db *postgres.DB }

func (s store) createCategories(ctx context.Context, all []Category) error {
	return s.db.From(ctx).Create(&all).Error
}

func (s store) categories(ctx context.Context, familyID int64) ([]Category, error) {
	var all []Category
	err := s.db.From(ctx).Where("family_id = ?", familyID).Order("id").Find(&all).Error
	return all, err
}
