package user

import (
	"context"
	"errors"
	"strconv"
	"time"

	"financebot/api-service/internal/actor"
	"financebot/api-service/internal/postgres"
	"financebot/pkg/api"
)

// errCodeDrawnTwice says that another user has the referral code that was drawn.
var errCodeDrawnTwice = errors.New("user: referral code drawn twice")

// Limits of lists and of luck.
const (
	maxReferrals = 200
	maxDraws     = 5
	maxFound     = 20
)

// Changed is told, within the transaction, that a user is another than before.
type Changed func(ctx context.Context, userID int64)

// Speaks is told, within the transaction, of a user who speaks another language than before.
type Speaks func(ctx context.Context, userID int64, language string) error

// Service keeps users.
type Service struct {
	db      *postgres.DB
	store   store
	now     func() time.Time
	changed []Changed
	speaks  []Speaks
}

// New keeps users in db.
func New(db *postgres.DB, now func() time.Time) *Service {
	return &Service{db: db, store: store{db}, now: now}
}

// OnChanged lets f know of every user who is changed or removed.
func (s *Service) OnChanged(f Changed) { s.changed = append(s.changed, f) }

// OnLanguage lets f know of every user who chooses another language.
func (s *Service) OnLanguage(f Speaks) { s.speaks = append(s.speaks, f) }

func (s *Service) tell(ctx context.Context, userID int64) {
	for _, f := range s.changed {
		f(ctx, userID)
	}
}

// Create makes a user with the ways in, names, language and time zone given; referralCode, where not
// empty, must be somebody's. It gives ErrEmailTaken, ErrChatTaken or ErrReferralUnknown.
func (s *Service) Create(ctx context.Context, u User, referralCode string) (User, error) {
	if u.Email != nil {
		*u.Email = normalEmail(*u.Email)
	}
	if referralCode != "" {
		by, err := s.store.by(ctx, "referral_code = ?", normalReferral(referralCode))
		if errors.Is(err, ErrUnknown) {
			return User{}, ErrReferralUnknown
		}
		if err != nil {
			return User{}, err
		}
		u.ReferredBy = &by.ID
	}
	if u.Language == "" {
		u.Language = api.Languages[0]
	}
	if u.Timezone == "" {
		u.Timezone = "UTC"
	}
	u.IsActive, u.PublicProfile = true, true
	u.CreatedAt, u.UpdatedAt = s.now(), s.now()
	return s.createWithFreshCode(ctx, u)
}

// createWithFreshCode draws again where the referral code is taken.
func (s *Service) createWithFreshCode(ctx context.Context, u User) (User, error) {
	for range maxDraws {
		code, err := newReferralCode()
		if err != nil {
			return User{}, err
		}
		u.ReferralCode = code
		err = s.db.InTx(ctx, func(ctx context.Context) error { return s.store.create(ctx, &u) })
		if !errors.Is(err, errCodeDrawnTwice) {
			return u, err
		}
	}
	return User{}, errCodeDrawnTwice
}

// Get gives a user or ErrUnknown.
func (s *Service) Get(ctx context.Context, id int64) (User, error) {
	return s.store.byID(ctx, id)
}

// ByEmail gives the user with the address, in whatever case, or ErrUnknown.
func (s *Service) ByEmail(ctx context.Context, email string) (User, error) {
	return s.store.by(ctx, "lower(email) = ?", normalEmail(email))
}

// ByChat gives the user of a Telegram chat or ErrUnknown.
func (s *Service) ByChat(ctx context.Context, chatID int64) (User, error) {
	return s.store.by(ctx, "telegram_id = ?", chatID)
}

// Hold gives a user, who stays as he is until the transaction of ctx ends, or ErrUnknown.
func (s *Service) Hold(ctx context.Context, id int64) (User, error) {
	return s.store.lock(ctx, "id = ?", id)
}

// HoldByChat gives the user of a Telegram chat, who stays as he is until the transaction of
// ctx ends, or ErrUnknown.
func (s *Service) HoldByChat(ctx context.Context, chatID int64) (User, error) {
	return s.store.lock(ctx, "telegram_id = ?", chatID)
}

// Me is the one who acts.
func (s *Service) Me(ctx context.Context) (User, error) {
	return s.Get(ctx, actor.From(ctx).UserID)
}

// Today is the day it is where the one who acts lives, at midnight UTC.
func (s *Service) Today(ctx context.Context) (time.Time, error) {
	name := actor.From(ctx).Zone
	if name == "" {
		u, err := s.Me(ctx)
		if err != nil {
			return time.Time{}, err
		}
		name = u.Timezone
	}
	zone, err := time.LoadLocation(name)
	if err != nil {
		zone = time.UTC // a zone that was renamed since it was chosen
	}
	year, month, day := s.now().In(zone).Date()
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC), nil
}

// Update changes what is given of the one who acts, if he is as the caller expects.
func (s *Service) Update(ctx context.Context, in api.UpdateUser, expect func(now User) error) (User, error) {
	var was string
	var u User
	err := s.db.InTx(ctx, func(ctx context.Context) (err error) {
		u, err = s.change(ctx, actor.From(ctx).UserID, func(u *User) error {
			if err := expect(*u); err != nil {
				return err
			}
			was = u.Language
			u.apply(in)
			return nil
		})
		if err != nil || u.Language == was {
			return err
		}
		for _, f := range s.speaks {
			if err := f(ctx, u.ID, u.Language); err != nil {
				return err
			}
		}
		return nil
	})
	return u, err
}

// LinkChat binds a chat to a user; doing so again is no change. It gives ErrChatTaken where
// the chat is another user's and ErrHasChat where the user has another chat.
func (s *Service) LinkChat(ctx context.Context, id, chatID int64, n Names) (User, error) {
	return s.change(ctx, id, func(u *User) error {
		if u.TelegramID != nil && *u.TelegramID != chatID {
			return ErrHasChat
		}
		u.TelegramID, u.Username = &chatID, n.Username
		if u.FirstName == "" && u.LastName == "" {
			u.FirstName, u.LastName = n.FirstName, n.LastName
		}
		return nil
	})
}

// UnlinkChat parts a user from his chat, and from the photo that came from there, and gives the
// chat's id. It gives ErrNotLinked where there is none and ErrLastWayIn where the user could not
// get in without it.
func (s *Service) UnlinkChat(ctx context.Context, id int64) (chatID int64, err error) {
	err = s.db.InTx(ctx, func(ctx context.Context) error {
		_, err := s.change(ctx, id, func(u *User) error {
			if u.TelegramID == nil {
				return ErrNotLinked
			}
			if u.Email == nil || u.PasswordHash == nil {
				return ErrLastWayIn
			}
			chatID = *u.TelegramID
			u.TelegramID, u.PhotoFileID = nil, nil
			return nil
		})
		if err != nil {
			return err
		}
		return s.store.deletePhoto(ctx, id)
	})
	return chatID, err
}

// SetPassword keeps the hash of a password that the user chose.
func (s *Service) SetPassword(ctx context.Context, id int64, hash string) error {
	_, err := s.change(ctx, id, func(u *User) error {
		u.PasswordHash, u.PasswordUntil = &hash, nil
		return nil
	})
	return err
}

// SetTemporaryPassword keeps the hash of a password that is good until then, for choosing another
// one. It gives ErrNoEmail where the user signs in without a password.
func (s *Service) SetTemporaryPassword(ctx context.Context, id int64, hash string, until time.Time) error {
	_, err := s.change(ctx, id, func(u *User) error {
		if u.Email == nil {
			return ErrNoEmail
		}
		u.PasswordHash, u.PasswordUntil = &hash, &until
		return nil
	})
	return err
}

// Absorb removes a user who became another one; whom he brought counts for the other.
func (s *Service) Absorb(ctx context.Context, from, into int64) error {
	return s.db.InTx(ctx, func(ctx context.Context) error {
		if err := s.store.passReferrals(ctx, from, into, s.now()); err != nil {
			return err
		}
		return s.Delete(ctx, from)
	})
}

// Rehash keeps another hash of the same password, unless the user has another password by now.
func (s *Service) Rehash(ctx context.Context, id int64, old, hash string) error {
	_, err := s.change(ctx, id, func(u *User) error {
		if u.PasswordHash != nil && *u.PasswordHash == old {
			u.PasswordHash = &hash
		}
		return nil
	})
	return err
}

// SetActive shuts a user out, or lets them in again.
func (s *Service) SetActive(ctx context.Context, id int64, active bool) error {
	_, err := s.change(ctx, id, func(u *User) error {
		u.IsActive = active
		return nil
	})
	return err
}

// Find gives the users who go by a text: their address, their name in Telegram with or without its
// @, their number, or their number in Telegram. It gives ErrUnknown where nobody does.
func (s *Service) Find(ctx context.Context, text string) ([]User, error) {
	number, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		number = 0 // nobody's
	}
	users, err := s.store.like(ctx, text, number, maxFound)
	if err == nil && len(users) == 0 {
		return nil, ErrUnknown
	}
	return users, err
}

// Delete removes a user for good.
func (s *Service) Delete(ctx context.Context, id int64) error {
	s.tell(ctx, id)
	return s.store.delete(ctx, id)
}

// change locks a user, lets f change him and keeps that.
func (s *Service) change(ctx context.Context, id int64, f func(*User) error) (User, error) {
	var u User
	err := s.db.InTx(ctx, func(ctx context.Context) (err error) {
		if u, err = s.Hold(ctx, id); err != nil {
			return err
		}
		if err := f(&u); err != nil {
			return err
		}
		u.UpdatedAt = s.now()
		s.tell(ctx, id)
		return s.store.save(ctx, u)
	})
	return u, err
}

// Public gives the user with a referral code, or ErrUnknown where he does not show himself.
func (s *Service) Public(ctx context.Context, referralCode string) (User, error) {
	u, err := s.store.by(ctx, "referral_code = ?", normalReferral(referralCode))
	if err == nil && (!u.PublicProfile || !u.IsActive) {
		return User{}, ErrUnknown
	}
	return u, err
}

// Referrals lists who came by the code of the one who acts, newest first.
func (s *Service) Referrals(ctx context.Context) ([]api.Referral, error) {
	rows, err := s.store.referrals(ctx, actor.From(ctx).UserID, maxReferrals)
	if err != nil {
		return nil, err
	}
	out := make([]api.Referral, 0, len(rows))
	for _, r := range rows {
		out = append(out, api.Referral{FirstName: r.FirstName, JoinedAt: r.CreatedAt})
	}
	return out, nil
}
