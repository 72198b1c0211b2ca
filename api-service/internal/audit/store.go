package audit

import (
	"context"

	"financebot/api-service/internal/postgres"
)

type store struct{ db *postgres.DB }

func (s store) add(ctx context.Context, e Entry) error {
	return s.db.From(ctx).Table("audit_log").Create(&e).Error
}

func (s store) ofUser(ctx context.Context, userID int64, limit int) ([]Entry, error) {
	var entries []Entry
	err := s.db.From(ctx).Table("audit_log").
		Where("user_id = ?", userID).Order("id DESC").Limit(limit).Find(&entries).Error
	return entries, err
}
