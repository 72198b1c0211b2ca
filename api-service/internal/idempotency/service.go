package idempotency

import (
	"context"
	"errors"
	"time"

	"financebot/api-service/internal/actor"
	"financebot/api-service/internal/postgres"
)

// Service keeps first answers.
type Service struct {
	db    *postgres.DB
	store store
	now   func() time.Time
}

// New keeps answers in db.
func New(db *postgres.DB, now func() time.Time) *Service {
	return &Service{db: db, store: store{db}, now: now}
}

// Once runs f in a transaction with the keeping of its answer and the status that goes with it. Where the key has an answer
// already, also one that came a moment before, that is given instead and nothing of f stays.
// The request is told from others by its fingerprint; ErrMismatch means that the key was used
// for another one. A request that was refused leaves no trace and may be sent again.
func (s *Service) Once(ctx context.Context, key string, fingerprint []byte, status int, f func(context.Context) ([]byte, error)) (int, []byte, error) {
	if !validKey(key) {
		return 0, nil, ErrKey
	}
	who := actor.From(ctx)
	var answer []byte
	err := s.db.InTx(ctx, func(ctx context.Context) (err error) {
		if answer, err = f(ctx); err != nil {
			return err
		}
		return s.store.keep(ctx, record{
			FamilyID: who.FamilyID, UserID: who.UserID, Key: key, Fingerprint: fingerprint,
			Status: status, Answer: answer, CreatedAt: s.now(),
		})
	})
	if err == nil {
		return status, answer, nil
	}
	// The work comes before the look, so that a first request costs no look at all.
	first, found, replayErr := s.store.replay(ctx, who.FamilyID, who.UserID, key)
	switch {
	case replayErr != nil:
		return 0, nil, errors.Join(err, replayErr)
	case !found:
		return 0, nil, err
	case !first.of(fingerprint):
		return 0, nil, ErrMismatch
	}
	return first.Status, first.Answer, nil
}

// HandOver gives the answers to one user in the workspace to another, so that what was sent for
// the one and comes again for the other is not done twice.
func (s *Service) HandOver(ctx context.Context, from, into int64) error {
	return s.store.handOver(ctx, actor.From(ctx).FamilyID, from, into)
}

// Join gives the answers of one workspace to another, so that what was sent for the one and comes
// again in the other is not done twice.
func (s *Service) Join(ctx context.Context, from, into int64) error {
	return s.store.join(ctx, from, into)
}

// Sweep removes answers that nobody asks for any more.
func (s *Service) Sweep(ctx context.Context) error { return s.store.sweep(ctx, s.now().Add(-kept)) }
