package auth

import (
	"context"
	"errors"
	"time"

	"financebot/api-service/internal/actor"
	"financebot/api-service/internal/audit"
	"financebot/api-service/internal/postgres"
	"financebot/api-service/internal/user"
	"financebot/pkg/api"
	"financebot/pkg/signing"
)

// Hook is told of a user, within the transaction that changes him.
type Hook func(ctx context.Context, u user.User) error

// Furnish is told of a new user, within the transaction that makes him, and of the currency he
// wants, which is empty where he did not say.
type Furnish func(ctx context.Context, u user.User, currency string) error

// Options are what the service stands on.
type Options struct {
	Users     *user.Service
	Audit     *audit.Service
	Keys      signing.Keys // of tokens
	Life      Life
	Hasher    *Hasher
	Policy    Policy
	PublicURL string // where people open the web pages
	ChatURL   string // opens the bot
	Now       func() time.Time
	Tell      func(context.Context, Happening) error // within the transaction
	Holdings  func(context.Context, user.User) (api.Holdings, error)
}

// Merge gives all that is one user's to another, within the transaction that ends the one. how is
// one of api.MergeKeep and api.MergeJoin.
type Merge func(ctx context.Context, from, into user.User, how string) error

// Service lets people in and out.
type Service struct {
	Options
	db         *postgres.DB
	store      store
	tokens     tokens
	registered []Furnish
	deleting   []Hook
	merging    []Merge
	revoked    []func(ctx context.Context, userID int64)
}

// New keeps sessions and codes in db.
func New(db *postgres.DB, o Options) *Service {
	return &Service{Options: o, db: db, store: store{db}, tokens: tokens{keys: o.Keys, now: o.Now, known: &known{}}}
}

// OnRegistered lets f furnish every new user.
func (s *Service) OnRegistered(f Furnish) { s.registered = append(s.registered, f) }

// OnMerging lets f hand over what is a user's.
func (s *Service) OnMerging(f Merge) { s.merging = append(s.merging, f) }

// OnRevoked lets f know, within the transaction, of a user some session of whom ends.
func (s *Service) OnRevoked(f func(ctx context.Context, userID int64)) {
	s.revoked = append(s.revoked, f)
}

// OnDeleting lets f clear away what is a user's alone, or refuse.
func (s *Service) OnDeleting(f Hook) { s.deleting = append(s.deleting, f) }

// Register makes a user with an e-mail address and signs him in, or does nothing. It gives
// user.ErrEmailTaken, user.ErrReferralUnknown, or what is wrong with the password.
func (s *Service) Register(ctx context.Context, in api.Register) (api.Registered, error) {
	if err := s.Policy.check("password", in.Password, in.Email); err != nil {
		return api.Registered{}, err
	}
	hash, err := s.Hasher.Hash(ctx, in.Password)
	if err != nil {
		return api.Registered{}, err
	}
	var out api.Registered
	err = s.db.InTx(ctx, func(ctx context.Context) error {
		u, err := s.create(ctx, user.User{
			Email: &in.Email, PasswordHash: &hash,
			FirstName: in.FirstName, LastName: in.LastName, Language: in.Language,
		}, in.ReferralCode, "")
		if err != nil {
			return err
		}
		signedIn, err := s.begin(ctx, u, Session{ByPassword: true})
		out = api.Registered{
			Success: true, UserID: u.ID, Message: "User registered successfully",
			AccessToken: signedIn.AccessToken, RefreshToken: signedIn.RefreshToken, ExpiresIn: signedIn.ExpiresIn,
			Device: signedIn.Device,
		}
		return err
	})
	return out, err
}

// create makes a user and all that a new user has.
func (s *Service) create(ctx context.Context, u user.User, referralCode, currency string) (user.User, error) {
	u, err := s.Users.Create(ctx, u, referralCode)
	if err != nil {
		return u, err
	}
	for _, furnish := range s.registered {
		if err := furnish(ctx, u, currency); err != nil {
			return u, err
		}
	}
	return u, s.Audit.Record(ctx, u.ID, "user.registered", "")
}

// Login signs in by password; a temporary one gives way to the new one that comes with it, or
// lets nobody in. It gives ErrCredentials, whoever is asked for, ErrPaused after too many tries,
// ErrBusy, ErrTemporary, or what is wrong with the new password.
func (s *Service) Login(ctx context.Context, in api.Login) (api.LoggedIn, error) {
	u, err := s.Users.ByEmail(ctx, in.Email)
	if err != nil && !errors.Is(err, user.ErrUnknown) {
		return api.LoggedIn{}, err
	}
	key, err := s.loginKey(ctx, u, in)
	if err != nil {
		return api.LoggedIn{}, err
	}
	if err := s.prove(ctx, u, key, in.Password); err != nil {
		return api.LoggedIn{}, err
	}
	chosen, err := s.replacement(ctx, u, in)
	if err != nil {
		return api.LoggedIn{}, err
	}

	var out api.LoggedIn
	err = s.db.InTx(ctx, func(ctx context.Context) (err error) {
		if err := s.stillLetsIn(ctx, u); err != nil {
			return err
		}
		if err := s.replacePassword(ctx, u, chosen); err != nil {
			return err
		}
		if out, err = s.begin(ctx, u, Session{ByPassword: true}); err != nil {
			return err
		}
		return s.announceSignIn(ctx, u, out.SessionID)
	})
	if err == nil && chosen == "" && s.Hasher.stale(*u.PasswordHash) {
		s.rehash(ctx, u, in.Password)
	}
	return out, err
}

// loginKey is what a login counts by: a device that has signed in as this user before counts by
// itself, so that strangers who guess at the password do not keep its owner out.
func (s *Service) loginKey(ctx context.Context, u user.User, in api.Login) (string, error) {
	for _, known := range []struct{ token, typ string }{{in.Device, typeDevice}, {in.RefreshToken, typeRefresh}} {
		c, err := s.tokens.read(known.token, known.typ)
		if err != nil {
			continue // it names no device, and hinders nobody
		}

		session, err := s.store.session(ctx, c.SessionID)
		if err != nil && !errors.Is(err, ErrSessionEnded) {
			return "", err
		}
		if err == nil && session.remembers(u.ID) {
			return deviceKey(session.ID), nil
		}
	}
	return passwordKey(in.Email), nil
}

// stillLetsIn holds a user and refuses him where he was shut out, or got another password,
// while this one was hashed.
func (s *Service) stillLetsIn(ctx context.Context, u user.User) error {
	now, err := s.Users.Hold(ctx, u.ID)
	if err != nil && !errors.Is(err, user.ErrUnknown) {
		return err
	}
	if err != nil || !now.IsActive || now.PasswordHash == nil || *now.PasswordHash != *u.PasswordHash {
		return ErrCredentials
	}
	return nil
}

// rehash brings a password's hash up to date. Where there is no time for it the next login
// tries again.
func (s *Service) rehash(ctx context.Context, u user.User, password string) {
	if hash, err := s.Hasher.Hash(ctx, password); err == nil {
		_ = s.Users.Rehash(ctx, u.ID, *u.PasswordHash, hash)
	}
}

// prove checks a user's password. Each try is counted by key before it is looked at.
func (s *Service) prove(ctx context.Context, u user.User, key, password string) error {
	ok, until, err := s.store.attempt(ctx, key, passwordGuesses, s.Now())
	if err != nil {
		return err
	}
	if !ok {
		return s.paused(until)
	}
	hash := ""
	if u.PasswordHash != nil && !s.outlived(u) {
		hash = *u.PasswordHash
	}
	right, err := s.Hasher.Verify(ctx, password, hash)
	if err != nil {
		return errors.Join(err, s.store.forgive(context.WithoutCancel(ctx), key, passwordGuesses))
	}
	if !right {
		return ErrCredentials
	}
	return s.store.clear(ctx, key)
}

// begin opens a web session, which proves as much as a certain one, and signs its first tokens.
func (s *Service) begin(ctx context.Context, u user.User, as Session) (api.LoggedIn, error) {
	origin := actor.OriginOf(ctx)
	session, err := newSession(u.ID, actor.Web, origin.Device, origin.IP, s.Now(), s.Life.Refresh)
	if err != nil {
		return api.LoggedIn{}, err
	}
	session.Restricted, session.ByPassword = as.Restricted, as.ByPassword
	if err := s.store.createSession(ctx, session); err != nil {
		return api.LoggedIn{}, err
	}
	tokens, err := s.pair(session)
	if err != nil {
		return api.LoggedIn{}, err
	}
	out := api.LoggedIn{
		AccessToken: tokens.AccessToken, RefreshToken: tokens.RefreshToken, UserID: u.ID, ExpiresIn: tokens.ExpiresIn,
		SessionID: session.ID,
	}
	if session.ByPassword {
		out.Device, err = s.tokens.device(session)
	}
	return out, err
}

// pair signs the tokens of a web session's generation.
func (s *Service) pair(session Session) (api.Refreshed, error) {
	access, err := s.tokens.access(session, s.Life.Access)
	if err != nil {
		return api.Refreshed{}, err
	}
	refresh, err := s.tokens.refresh(session)
	return api.Refreshed{AccessToken: access, RefreshToken: refresh, ExpiresIn: s.accessSeconds()}, err
}

func (s *Service) accessSeconds() int { return int(s.Life.Access.Seconds()) }

// announceSignIn lets a user's chat know that somebody signed in as him, and by which session.
func (s *Service) announceSignIn(ctx context.Context, u user.User, session string) error {
	origin := actor.OriginOf(ctx)
	if err := s.Audit.Record(ctx, u.ID, "session.started", origin.Device); err != nil {
		return err
	}
	return s.Tell(ctx, Happening{
		Kind: api.EventSignIn, UserID: u.ID, ChatID: u.TelegramID,
		Data: map[string]string{"device": shorten(origin.Device), "ip": origin.IP, "session": session},
	})
}
