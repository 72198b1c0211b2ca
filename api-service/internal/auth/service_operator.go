package auth

import (
	"context"

	"financebot/api-service/internal/postgres"
	"financebot/api-service/internal/user"
)

// byOperator says in the audit log that nobody did it through the API.
const byOperator = "by the operator"

// Find gives the users who go by a text, and writes down for each that the operator looked.
func (s *Service) Find(ctx context.Context, text string) (found []user.User, err error) {
	err = s.db.InTx(ctx, func(ctx context.Context) error {
		if found, err = s.Users.Find(ctx, text); err != nil {
			return err
		}
		for _, u := range found {
			if err := s.Audit.Record(ctx, u.ID, "user.looked_up", byOperator); err != nil {
				return err
			}
		}
		return nil
	})
	return found, err
}

// SessionsOf lists where a user is signed in, last seen first, and writes down that the operator
// looked. It gives user.ErrUnknown.
func (s *Service) SessionsOf(ctx context.Context, userID int64) (all []Session, err error) {
	err = s.db.InTx(ctx, func(ctx context.Context) error {
		if _, err := s.Users.Hold(ctx, userID); err != nil {
			return err
		}
		if all, err = s.store.liveSessions(ctx, userID, s.Now()); err != nil {
			return err
		}
		return s.Audit.Record(ctx, userID, "sessions.looked_up", byOperator)
	})
	return all, err
}

// Revoke ends one session of a user, or all of them where id is empty, from the next request on, and
// tells how many there were. It gives user.ErrUnknown, or ErrNoSession where there was none.
func (s *Service) Revoke(ctx context.Context, userID int64, id string) (ended int64, err error) {
	if id != "" && !postgres.IsUUID(id) {
		return 0, ErrNoSession
	}
	err = s.db.InTx(ctx, func(ctx context.Context) error {
		if _, err := s.Users.Hold(ctx, userID); err != nil {
			return err
		}
		if ended, err = s.shut(ctx, userID, which{id: id}, "operator"); err != nil {
			return err
		}
		if ended == 0 {
			return ErrNoSession
		}
		return s.Audit.Record(ctx, userID, "session.revoked", byOperator)
	})
	return ended, err
}

// Deactivate shuts a user out everywhere, from the next request on. It gives user.ErrUnknown.
func (s *Service) Deactivate(ctx context.Context, userID int64) error {
	return s.db.InTx(ctx, func(ctx context.Context) error {
		if err := s.Users.SetActive(ctx, userID, false); err != nil {
			return err
		}
		if _, err := s.shut(ctx, userID, which{}, "deactivated"); err != nil {
			return err
		}
		return s.Audit.Record(ctx, userID, "user.deactivated", "")
	})
}

// Activate lets a user in again who was shut out. Their sessions stay ended. It gives
// user.ErrUnknown.
func (s *Service) Activate(ctx context.Context, userID int64) error {
	return s.db.InTx(ctx, func(ctx context.Context) error {
		if err := s.Users.SetActive(ctx, userID, true); err != nil {
			return err
		}
		return s.Audit.Record(ctx, userID, "user.activated", byOperator)
	})
}
