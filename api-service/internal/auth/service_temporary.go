package auth

import (
	"context"
	"time"

	"financebot/api-service/internal/user"
	"financebot/pkg/api"
)

// temporaryLife is how long a temporary password may be used to choose another one.
const temporaryLife = 24 * time.Hour

// temporaryLength is that of a temporary password, in shortLetters: 99 bits.
const temporaryLength = 20

// ResetPassword gives a user a temporary password, which is told once, and ends all their sessions.
// It lets in only with another one that takes its place, and not for longer than a day. It gives
// user.ErrUnknown or user.ErrNoEmail.
func (s *Service) ResetPassword(ctx context.Context, userID int64) (password string, err error) {
	if password, err = draw(shortLetters, temporaryLength); err != nil {
		return "", err
	}
	hash, err := s.Hasher.Hash(ctx, password)
	if err != nil {
		return "", err
	}

	err = s.db.InTx(ctx, func(ctx context.Context) error {
		if err := s.Users.SetTemporaryPassword(ctx, userID, hash, s.Now().Add(temporaryLife)); err != nil {
			return err
		}
		if _, err := s.shut(ctx, userID, which{}, "password_reset"); err != nil {
			return err
		}
		return s.Audit.Record(ctx, userID, "password.reset", byOperator)
	})
	if err != nil {
		return "", err
	}
	return password, nil
}

// outlived reports whether a user's password was a temporary one and is worth nothing any more.
func (s *Service) outlived(u user.User) bool {
	return u.PasswordUntil != nil && !s.Now().Before(*u.PasswordUntil)
}

// replacement is the hash of the password that takes the place of a temporary one; empty where the
// user's own was given.
func (s *Service) replacement(ctx context.Context, u user.User, in api.Login) (string, error) {
	if u.PasswordUntil == nil {
		return "", nil
	}
	if in.NewPassword == "" {
		return "", ErrTemporary
	}
	if err := s.Policy.checkOther("new_password", in.NewPassword, in.Password, in.Email); err != nil {
		return "", err
	}
	return s.Hasher.Hash(ctx, in.NewPassword)
}

// replacePassword keeps the hash that takes the place of a temporary password, where there is one.
func (s *Service) replacePassword(ctx context.Context, u user.User, hash string) error {
	if hash == "" {
		return nil
	}
	if err := s.Users.SetPassword(ctx, u.ID, hash); err != nil {
		return err
	}
	return s.Audit.Record(ctx, u.ID, "password.changed", "")
}
