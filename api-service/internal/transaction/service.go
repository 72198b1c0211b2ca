package transaction

import (
	"context"
	"time"

	"financebot/api-service/internal/actor"
	"financebot/api-service/internal/postgres"
	"financebot/pkg/api"
)

// Service keeps categories.
type Service struct {
	store store
	now   func() time.Time
}

// New keeps categories in db.
func New(db *postgres.DB, now func() time.Time) *Service {
	return &Service{store: store{db}, now: now}
}

// StartCategories gives a new workspace its categories in its owner's language.
func (s *Service) StartCategories(ctx context.Context, familyID int64, language string) error {
	return s.store.createCategories(ctx, newStarters(familyID, language, s.now()))
}

// Categories lists the categories of the workspace.
func (s *Service) Categories(ctx context.Context) ([]api.Category, error) {
	all, err := s.store.categories(ctx, actor.From(ctx).FamilyID)
	out := make([]api.Category, 0, len(all))
	for _, c := range all {
		out = append(out, categoryToAPI(c))
	}
	return out, err
}
