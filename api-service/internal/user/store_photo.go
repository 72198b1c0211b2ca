package user

import (
	"context"

	"gorm.io/gorm/clause"

	"financebot/api-service/internal/postgres"
)

// keepPhoto keeps a photo in place of the user's last one.
func (s store) keepPhoto(ctx context.Context, p Photo) error {
	return s.db.From(ctx).Clauses(clause.OnConflict{UpdateAll: true}).Create(&p).Error
}

func (s store) photo(ctx context.Context, userID int64) ([]byte, error) {
	var p Photo
	err := s.db.From(ctx).Where("user_id = ?", userID).Take(&p).Error
	return p.Content, postgres.Missing(err, ErrPhotoUnknown)
}

func (s store) deletePhoto(ctx context.Context, userID int64) error {
	return s.db.From(ctx).Where("user_id = ?", userID).Delete(&Photo{}).Error
}
