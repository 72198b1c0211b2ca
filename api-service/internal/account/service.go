package account

import (
	"context"
	"time"

	"financebot/api-service/internal/actor"
	"financebot/api-service/internal/postgres"
	"financebot/pkg/api"
)

// Service keeps accounts.
type Service struct {
	store store
	now   func() time.Time
}

// New keeps accounts in db.
func New(db *postgres.DB, now func() time.Time) *Service {
	return &Service{store: store{db}, now: now}
}

// OpenCash gives a workspace its first account.
func (s *Service) OpenCash(ctx context.Context, familyID int64, currency, language string) error {
	a := newCash(familyID, currency, language, s.now())
	return s.store.create(ctx, &a)
}

// List gives the accounts of the workspace, oldest first.
func (s *Service) List(ctx context.Context) ([]api.Account, error) {
	all, err := s.store.list(ctx, actor.From(ctx).FamilyID)
	out := make([]api.Account, 0, len(all))
	for _, a := range all {
		out = append(out, toAPI(a))
	}
	return out, err
}
