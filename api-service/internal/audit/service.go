package audit

import (
	"context"
	"fmt"
	"time"

	"financebot/api-service/internal/actor"
	"financebot/api-service/internal/postgres"
)

// exported bounds how far back an export goes.
const exported = 10_000

// Service writes the log.
type Service struct {
	store store
	now   func() time.Time
}

// New writes into db.
func New(db *postgres.DB, now func() time.Time) *Service {
	return &Service{store: store{db}, now: now}
}

// Record notes that something was done to a user's account, from wherever the request came.
func (s *Service) Record(ctx context.Context, userID int64, action, detail string) error {
	origin := actor.OriginOf(ctx)
	e := Entry{
		UserID: userID, Action: action, Detail: detail,
		IP: origin.IP, RequestID: origin.RequestID, CreatedAt: s.now(),
	}
	if f := actor.From(ctx).FamilyID; f != 0 {
		e.FamilyID = &f
	}
	if err := s.store.add(ctx, e); err != nil {
		return fmt.Errorf("audit %s: %w", action, err)
	}
	return nil
}

// OfUser lists what was done to a user's account, newest first.
func (s *Service) OfUser(ctx context.Context, userID int64) ([]Entry, error) {
	return s.store.ofUser(ctx, userID, exported)
}
