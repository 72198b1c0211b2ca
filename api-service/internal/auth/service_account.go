package auth

import (
	"context"

	"financebot/api-service/internal/actor"
	"financebot/api-service/internal/user"
	"financebot/pkg/api"
)

// ChangePassword gives the one who acts another password and ends his other sessions. It
// gives ErrCredentials, ErrNoPassword, ErrPaused, or what is wrong with the new one.
func (s *Service) ChangePassword(ctx context.Context, in api.ChangePassword) error {
	who := actor.From(ctx)
	u, err := s.Users.Get(ctx, who.UserID)
	if err != nil {
		return err
	}
	if u.Email == nil || u.PasswordHash == nil {
		return ErrNoPassword
	}
	if err := s.Policy.check("new_password", in.NewPassword, *u.Email); err != nil {
		return err
	}
	if err := s.proveAgain(ctx, u, in.CurrentPassword); err != nil {
		return err
	}
	hash, err := s.Hasher.Hash(ctx, in.NewPassword)
	if err != nil {
		return err
	}
	return s.db.InTx(ctx, func(ctx context.Context) error {
		if err := s.Users.SetPassword(ctx, u.ID, hash); err != nil {
			return err
		}
		if _, err := s.shut(ctx, u.ID, which{but: who.SessionID}, "password_changed"); err != nil {
			return err
		}
		if err := s.Audit.Record(ctx, u.ID, "password.changed", ""); err != nil {
			return err
		}
		return s.Tell(ctx, Happening{Kind: api.EventPasswordChanged, UserID: u.ID, ChatID: u.TelegramID})
	})
}

// RequestDeletion sends a code to the chat of the one who acts that Delete accepts.
func (s *Service) RequestDeletion(ctx context.Context) error {
	u, err := s.Users.Me(ctx)
	if err != nil {
		return err
	}
	if u.TelegramID == nil {
		return ErrNoChat
	}
	code, _, err := newCode(purposeDeletion, s.Now(), startLife)
	if err != nil {
		return err
	}
	code.UserID = &u.ID
	text, err := code.typed()
	if err != nil {
		return err
	}
	return s.db.InTx(ctx, func(ctx context.Context) error {
		if err := s.store.replaceCode(ctx, code); err != nil {
			return err
		}
		return s.Tell(ctx, Happening{
			Kind: api.EventConfirmDeletion, UserID: u.ID, ChatID: u.TelegramID, Data: map[string]string{"code": text},
		})
	})
}

// Delete removes the one who acts and what is his alone. It wants his password or the code
// of RequestDeletion; where he has a password, a session that came from his chat proves nothing
// by a code sent to that chat. It gives ErrCredentials, ErrCodeInvalid, ErrPasswordDue,
// ErrPaused, or what a hook says.
func (s *Service) Delete(ctx context.Context, in api.DeleteUser) error {
	u, err := s.Users.Me(ctx)
	if err != nil {
		return err
	}
	if in.Password != "" {
		if err := s.proveAgain(ctx, u, in.Password); err != nil {
			return err
		}
		return s.delete(ctx, u)
	}
	if u.PasswordHash != nil && actor.From(ctx).Restricted {
		return ErrPasswordDue
	}
	code := normalCode(in.Code)
	return s.guess(ctx, userKey(u.ID), code, func() error {
		return s.db.InTx(ctx, func(ctx context.Context) error {
			c, err := s.store.spendCode(ctx, purposeDeletion, code, s.Now())
			if err != nil {
				return err
			}
			if *c.UserID != u.ID {
				return ErrCodeInvalid
			}
			return s.delete(ctx, u)
		})
	})
}

// proveAgain checks the password of one who is in already. What others try at the login does
// not count here.
func (s *Service) proveAgain(ctx context.Context, u user.User, password string) error {
	if u.Email == nil || u.PasswordHash == nil {
		return ErrNoPassword
	}

	session, err := s.store.session(ctx, actor.From(ctx).SessionID)
	if err != nil {
		return err
	}
	return s.prove(ctx, u, openKey(session), password)
}

func (s *Service) delete(ctx context.Context, u user.User) error {
	return s.db.InTx(ctx, func(ctx context.Context) error {
		if _, err := s.Users.Hold(ctx, u.ID); err != nil {
			return err
		}
		for _, release := range s.deleting {
			if err := release(ctx, u); err != nil {
				return err
			}
		}
		if err := s.Users.Delete(ctx, u.ID); err != nil {
			return err
		}
		if err := s.Audit.Record(ctx, u.ID, "user.deleted", ""); err != nil {
			return err
		}
		return s.Tell(ctx, Happening{Kind: api.EventUserDeleted, UserID: u.ID, ChatID: u.TelegramID})
	})
}
