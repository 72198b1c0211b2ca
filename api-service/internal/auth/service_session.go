package auth

import (
	"context"
	"errors"

	"financebot/api-service/internal/actor"
	"financebot/api-service/internal/postgres"
	"financebot/pkg/api"
)

// Verify reads a token that opens the API. A chat's long-lived token opens it only where a
// trusted client sent it: whoever merely read it somewhere cannot use it.
func (s *Service) Verify(token string, signed bool) (actor.Actor, error) {
	types := []string{typeAccess}
	if signed {
		types = append(types, typeTelegram)
	}
	c, err := s.tokens.read(token, types...)
	if err != nil {
		return actor.Actor{}, err
	}
	id, err := c.user()
	return actor.Actor{UserID: id, SessionID: c.SessionID, Generation: c.Generation}, err
}

// Check refuses an actor whose session is over and completes him from it.
func (s *Service) Check(ctx context.Context, a actor.Actor) (actor.Actor, error) {
	session, err := s.store.session(ctx, a.SessionID)
	if err != nil {
		return a, err
	}
	if !session.alive(s.Now()) || session.UserID != a.UserID {
		return a, ErrSessionEnded
	}
	if session.seen(a.Generation, s.Now()) {
		if err := s.store.saveSeen(ctx, session); err != nil {
			return a, err
		}
	}
	u, err := s.Users.Get(ctx, a.UserID)
	if err != nil {
		return a, err
	}
	if !u.IsActive {
		return a, ErrSessionEnded
	}
	a.Kind, a.Restricted, a.Zone = session.Kind, session.Restricted, u.Timezone
	return a, nil
}

// Refresh spends a refresh token for its successor. A token that was replaced gives the same
// successor again as long as that could have been lost; later it ends the session, because
// two hold what one should. It gives ErrTokenInvalid, ErrSessionEnded or ErrRefreshReused.
func (s *Service) Refresh(ctx context.Context, in api.Refresh) (api.Refreshed, error) {
	c, err := s.tokens.read(in.RefreshToken, typeRefresh)
	if err != nil {
		return api.Refreshed{}, err
	}
	var (
		session Session
		v       verdict
	)
	err = s.db.InTx(ctx, func(ctx context.Context) (err error) {
		if session, err = s.store.lockSession(ctx, c.SessionID); err != nil {
			return err
		}
		if !session.alive(s.Now()) {
			return ErrSessionEnded
		}
		switch v = session.refresh(c.ID, s.Now()); v {
		case rotated:
			return s.store.saveRefresh(ctx, session)
		case reused:
			return s.endReused(ctx, session)
		}
		return nil
	})
	if err != nil {
		return api.Refreshed{}, err
	}
	if v == reused {
		return api.Refreshed{}, ErrRefreshReused
	}
	return s.pair(session)
}

// endReused ends a session whose tokens two hold, and lets its user know.
func (s *Service) endReused(ctx context.Context, session Session) error {
	if _, err := s.shut(ctx, session.UserID, which{id: session.ID}, "refresh_reuse"); err != nil {
		return err
	}
	if err := s.Audit.Record(ctx, session.UserID, "session.refresh_reuse", session.ID); err != nil {
		return err
	}
	u, err := s.Users.Get(ctx, session.UserID)
	if err != nil {
		return err
	}
	return s.Tell(ctx, Happening{
		Kind: api.EventRefreshReuse, UserID: u.ID, ChatID: u.TelegramID, Data: map[string]string{"device": session.Device},
	})
}

// Logout ends the session of the one who acts.
func (s *Service) Logout(ctx context.Context) error {
	return s.end(ctx, s.revoke, which{id: actor.From(ctx).SessionID}, reasonLogout)
}

// LogoutAll ends every session of the one who acts.
func (s *Service) LogoutAll(ctx context.Context) error {
	return s.end(ctx, s.shut, which{}, "logout_all")
}

// End ends one session of the one who acts, or gives ErrNoSession.
func (s *Service) End(ctx context.Context, id string) error {
	if !postgres.IsUUID(id) {
		return ErrNoSession
	}
	return s.end(ctx, s.shut, which{id: id}, "ended")
}

// Disown is End for a session that its user was told of and did not begin. A chat may do so too: it
// opens nothing by it. It ends web sessions only.
func (s *Service) Disown(ctx context.Context, id string) error {
	if !postgres.IsUUID(id) {
		return ErrNoSession
	}
	session, err := s.store.session(ctx, id)
	switch {
	case errors.Is(err, ErrSessionEnded):
		return ErrNoSession
	case err != nil:
		return err
	case session.Kind != actor.Web:
		return ErrNoSession
	}
	return s.end(ctx, s.shut, which{id: id}, "disowned")
}

// ending is revoke or shut.
type ending func(ctx context.Context, userID int64, w which, reason string) (int64, error)

func (s *Service) end(ctx context.Context, by ending, w which, reason string) error {
	who := actor.From(ctx)
	return s.db.InTx(ctx, func(ctx context.Context) error {
		n, err := by(ctx, who.UserID, w, reason)
		if err != nil {
			return err
		}
		if n == 0 {
			return ErrNoSession
		}
		return s.Audit.Record(ctx, who.UserID, "session."+reason, w.id)
	})
}

// revoke ends sessions of a user and tells how many there were.
func (s *Service) revoke(ctx context.Context, userID int64, w which, reason string) (int64, error) {
	for _, f := range s.revoked {
		f(ctx, userID)
	}
	return s.store.revoke(ctx, userID, w, reason, s.Now())
}

// shut is revoke where a session may be in foreign hands: it also makes the codes worthless
// that it may have asked for, each of which would open another one. Where it ends all, devices
// that were left before are no known ones any more.
func (s *Service) shut(ctx context.Context, userID int64, w which, reason string) (int64, error) {
	n, err := s.revoke(ctx, userID, w, reason)
	if err != nil {
		return n, err
	}
	if w.id == "" && !w.restricted {
		if err := s.store.forgetDevices(ctx, userID); err != nil {
			return n, err
		}
	}
	return n, s.store.voidCodes(ctx, userID)
}

// Sessions lists where the one who acts is signed in, last seen first.
func (s *Service) Sessions(ctx context.Context) ([]Session, error) {
	return s.store.liveSessions(ctx, actor.From(ctx).UserID, s.Now())
}

// Sweep removes what no longer decides anything.
func (s *Service) Sweep(ctx context.Context) error { return s.store.sweep(ctx, s.Now()) }
