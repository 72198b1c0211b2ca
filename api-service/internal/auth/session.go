package auth

import (
	"bytes"
	"fmt"
	"time"

	"github.com/google/uuid"
)

// Session is one place where a user is signed in.
type Session struct {
	ID             string
	UserID         int64
	Kind           string // actor.Web or actor.Telegram
	TelegramID     *int64
	Restricted     bool // began from a chat: what matters most needs a better proof
	ByPassword     bool // began with the password, and not with a code
	Device         string
	IP             string
	RefreshCounter int64  // how often it was refreshed
	RefreshHash    []byte // of the id of the refresh token in force
	PreviousHash   []byte // of the one before
	RefreshedAt    time.Time
	SuccessorUsed  bool // whether anybody used the tokens in force
	CreatedAt      time.Time
	LastSeenAt     time.Time
	ExpiresAt      time.Time
	RevokedAt      *time.Time
	RevokeReason   string
}

// newSession begins a session that ends after life, whatever happens to it.
func newSession(userID int64, kind, device, ip string, now time.Time, life time.Duration) (Session, error) {
	id, err := uuid.NewV7()
	if err != nil {
		return Session{}, err
	}
	now = now.UTC().Truncate(time.Second) // as JSON Web Tokens tell time
	s := Session{
		ID: id.String(), UserID: userID, Kind: kind, Device: shorten(device), IP: ip,
		RefreshedAt: now, CreatedAt: now, LastSeenAt: now, ExpiresAt: now.Add(life), SuccessorUsed: true,
	}
	s.RefreshHash = digest(s.refreshID())
	return s, nil
}

// shorten keeps a name of a device readable: senders write what they like there.
func shorten(device string) string {
	const most = 200
	if r := []rune(device); len(r) > most {
		return string(r[:most])
	}
	return device
}

// refreshID is the id of the refresh token in force.
func (s Session) refreshID() string {
	return hexDigest(fmt.Sprintf("%s.%d.%d", s.ID, s.RefreshCounter, s.RefreshedAt.Unix()))
}

// alive reports whether the session still opens anything.
func (s Session) alive(now time.Time) bool { return s.RevokedAt == nil && now.Before(s.ExpiresAt) }

// reasonLogout is why a session ended that its own device left.
const reasonLogout = "logout"

// remembers reports whether the device of the session is a known one of the user: the
// password was given there, and nobody took that back since.
func (s Session) remembers(userID int64) bool {
	return s.UserID == userID && s.ByPassword && (s.RevokedAt == nil || s.RevokeReason == reasonLogout)
}

// What a refresh comes to.
type verdict uint8

const (
	rotated  verdict = iota // the token was in force; now its successor is
	repeated                // the token was replaced, but its answer may have been lost: the successor stands
	reused                  // the token was replaced and its successor is in use: somebody stole one of them
)

// refresh moves the session on by the refresh token with the id.
func (s *Session) refresh(id string, now time.Time) verdict {
	given := digest(id)
	switch {
	case bytes.Equal(given, s.RefreshHash):
		s.PreviousHash = given
		s.RefreshCounter++
		s.RefreshedAt, s.LastSeenAt = now.UTC().Truncate(time.Second), now
		s.RefreshHash = digest(s.refreshID())
		s.SuccessorUsed = false
		return rotated
	case bytes.Equal(given, s.PreviousHash) && (!s.SuccessorUsed || now.Sub(s.RefreshedAt) <= grace):
		return repeated
	}
	return reused
}

// seen notes use by tokens of a generation, and reports whether that is worth keeping: the
// first use of new tokens is, and otherwise once a minute.
func (s *Session) seen(generation int64, now time.Time) bool {
	first := !s.SuccessorUsed && generation == s.RefreshCounter
	if !first && now.Sub(s.LastSeenAt) < time.Minute {
		return false
	}
	s.SuccessorUsed = s.SuccessorUsed || first
	s.LastSeenAt = now
	return true
}
