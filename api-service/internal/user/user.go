// Package user is who uses the product: names, ways in, language, and the referral code.
package user

import (
	"crypto/rand"
	"math/big"
	"strings"
	"time"

	"financebot/pkg/api"
	"financebot/pkg/errs"
)

// What users are refused.
var (
	ErrUnknown         = errs.New(errs.NotFound, api.CodeUserUnknown, "There is no such user")
	ErrEmailTaken      = errs.New(errs.Refused, api.CodeEmailTaken, "Email already registered")
	ErrChatTaken       = errs.New(errs.Conflict, api.CodeChatTaken, "This Telegram account belongs to another user")
	ErrHasChat         = errs.New(errs.Conflict, api.CodeUserTaken, "This user has another Telegram account")
	ErrNotLinked       = errs.New(errs.Refused, api.CodeNotLinked, "No Telegram account is linked")
	ErrLastWayIn       = errs.New(errs.Refused, api.CodeLastWayIn, "Telegram is the only way into this account; add an e-mail address and a password first")
	ErrNoEmail         = errs.New(errs.Refused, api.CodeUserNoEmail, "This user has no e-mail address, and so no password")
	ErrReferralUnknown = errs.New(errs.Refused, api.CodeReferralUnknown, "This referral code is not known")
)

// User is a person.
type User struct {
	ID            int64
	Email         *string    // lower case
	PasswordHash  *string    // PHC string
	PasswordUntil *time.Time // of a password that only lets its owner choose another one; nil for their own
	TelegramID    *int64
	Username      string
	FirstName     string
	LastName      string
	IsActive      bool
	EmailVerified bool
	Language      string
	Timezone      string
	ReferralCode  string
	ReferredBy    *int64
	PublicProfile bool
	PhotoFileID   *string
	CreatedAt     time.Time
	UpdatedAt     time.Time `gorm:"autoUpdateTime:false"` // as the service says, not as GORM thinks
}

// takenAway names no picture: the person took the photo away.
const takenAway = ""

// photo names the picture that the user's photo is made of; nil where there is none.
func (u User) photo() *string {
	if u.PhotoFileID == nil || *u.PhotoFileID == takenAway {
		return nil
	}
	return u.PhotoFileID
}

// Names are what a Telegram user goes by; they change and identify nobody.
type Names struct{ Username, FirstName, LastName string }

// Links are the addresses that invitations begin with.
type Links struct {
	Chat  string // opens the bot
	Pages string // where people open the web pages
}

// apply changes what an update gives.
func (u *User) apply(in api.UpdateUser) {
	set(&u.FirstName, in.FirstName)
	set(&u.LastName, in.LastName)
	set(&u.Language, in.Language)
	set(&u.Timezone, in.Timezone)
	set(&u.PublicProfile, in.PublicProfile)
}

func set[T any](field, given *T) {
	if given != nil {
		*field = *given
	}
}

// Account is the user's address, masked so that its owner recognises it and nobody learns it;
// where there is none, his name.
func (u User) Account() string {
	if u.Email == nil {
		return strings.TrimSpace(u.FirstName + " " + u.LastName)
	}
	name, domain, _ := strings.Cut(*u.Email, "@")
	return string([]rune(name)[:1]) + "…@" + domain
}

// normalEmail is the form in which addresses are compared and kept.
func normalEmail(email string) string { return strings.ToLower(strings.TrimSpace(email)) }

// normalReferral accepts a code as people copy it.
func normalReferral(code string) string { return strings.ToUpper(strings.TrimSpace(code)) }

// newReferralCode draws one of 36⁶ codes; the database refuses one that is taken.
func newReferralCode() (string, error) {
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
	code := []byte("UP-")
	for range 6 {
		n, err := rand.Int(rand.Reader, big.NewInt(int64(len(letters))))
		if err != nil {
			return "", err
		}
		code = append(code, letters[n.Int64()])
	}
	return string(code), nil
}
