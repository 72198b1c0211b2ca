package api

import (
	"net/mail"
	"strings"
	"time"

	"financebot/pkg/errs"
)

// Lengths that every replica and client agrees on.
const (
	MaxEmail    = 254 // RFC 5321 §4.5.3.1.3 less the angle brackets
	MaxPassword = 256 // bytes; longer ones are refused, never cut
	MaxName     = 128
	MaxCode     = 64
)

// Register asks for an account with an e-mail address.
type Register struct {
	Email        string `json:"email" required:"true"`
	Password     string `json:"password" required:"true"`
	FirstName    string `json:"first_name,omitempty"`
	LastName     string `json:"last_name,omitempty"`
	ReferralCode string `json:"referral_code,omitempty"`
	Language     string `json:"language,omitempty" enum:"en,ro,ru"` // en where empty
}

// Validate checks the form; how long a password must be is the server's setting.
func (in Register) Validate() error {
	var c errs.Check
	checkEmail(&c, in.Email)
	c.Required(in.Password, "password")
	c.That(len(in.Password) <= MaxPassword, "password", "too_long", "The password is too long.")
	c.Max(in.FirstName, "first_name", MaxName)
	c.Max(in.LastName, "last_name", MaxName)
	c.Max(in.ReferralCode, "referral_code", MaxCode)
	checkLanguage(&c, in.Language)
	return c.Err()
}

func checkEmail(c *errs.Check, email string) {
	c.Required(email, "email")
	if email == "" {
		return
	}
	a, err := mail.ParseAddress(email)
	_, domain, _ := strings.Cut(email, "@")
	ok := err == nil && a.Address == email && len(email) <= MaxEmail && strings.Contains(domain, ".")
	c.That(ok, "email", "invalid", "This is not an e-mail address.")
}

// Registered answers Register: the new user is signed in.
type Registered struct {
	Success      bool   `json:"success"`
	UserID       int64  `json:"user_id"`
	Message      string `json:"message"`
	AccessToken  string `json:"access_token"`
	RefreshToken string `json:"refresh_token"`
	ExpiresIn    int    `json:"expires_in" description:"seconds"`
	Device       string `json:"-"` // travels as a cookie
}

// DeviceToken is what the device is known by when it signs in again.
func (out Registered) DeviceToken() string { return out.Device }

// Login asks for a session. Where many guess at the password, a device that has signed in before
// still gets in: it is known by the cookie of then or, to clients that keep none, by the last
// refresh token that it had.
type Login struct {
	Email        string `json:"email" required:"true"`
	Password     string `json:"password" required:"true"`
	RefreshToken string `json:"refresh_token,omitempty" description:"of an earlier session, also of one that was logged out"`
	NewPassword  string `json:"new_password,omitempty" description:"takes the place of a temporary password, which nothing else does; elsewhere it is not looked at"`
	Device       string `cookie:"device" json:"-"`
}

// Validate checks the form only: whether the address is known is not said here.
func (in Login) Validate() error {
	var c errs.Check
	c.Required(in.Email, "email")
	c.Required(in.Password, "password")
	c.That(len(in.Email) <= MaxEmail, "email", "too_long", "This text is too long.")
	c.That(len(in.Password) <= MaxPassword, "password", "too_long", "The password is too long.")
	c.That(len(in.NewPassword) <= MaxPassword, "new_password", "too_long", "The password is too long.")
	return c.Err()
}

// LoggedIn is a new session.
type LoggedIn struct {
	AccessToken  string `json:"access_token"`
	RefreshToken string `json:"refresh_token"`
	UserID       int64  `json:"user_id"`
	ExpiresIn    int    `json:"expires_in" description:"seconds"`
	Device       string `json:"-"` // travels as a cookie
	SessionID    string `json:"-"` // for the notice to the chat
}

// DeviceToken is what the device is known by when it signs in again; empty where it is not.
func (out LoggedIn) DeviceToken() string { return out.Device }

// Refresh asks for new tokens; the refresh token is spent by it.
type Refresh struct {
	RefreshToken string `json:"refresh_token" required:"true"`
}

func (in Refresh) Validate() error {
	var c errs.Check
	c.Required(in.RefreshToken, "refresh_token")
	return c.Err()
}

// Refreshed holds the successors of the tokens given.
type Refreshed struct {
	AccessToken  string `json:"access_token"`
	RefreshToken string `json:"refresh_token"`
	ExpiresIn    int    `json:"expires_in" description:"seconds"`
}

// Purposes of a generated code.
const (
	PurposeWebLogin     = "web_login"
	PurposeTelegramLink = "telegram_link"
)

// GenerateCode asks for a single-use code; an empty purpose means web_login.
type GenerateCode struct {
	Purpose string `json:"purpose,omitempty" enum:"web_login,telegram_link"`
	QR      bool   `json:"qr,omitempty" description:"whether the link is wanted as a picture too"`
}

func (in GenerateCode) Validate() error {
	var c errs.Check
	switch in.Purpose {
	case "", PurposeWebLogin, PurposeTelegramLink:
	default:
		c.That(false, "purpose", "unknown", "The purpose is web_login or telegram_link.")
	}
	return c.Err()
}

// GeneratedCode carries a URL for web_login and a deep link for telegram_link.
type GeneratedCode struct {
	Code      string `json:"code"`
	URL       string `json:"url,omitempty"`
	DeepLink  string `json:"deep_link,omitempty"`
	QR        string `json:"qr,omitempty" description:"an SVG of the link, as a data: URI; where it was asked for"`
	ExpiresIn int    `json:"expires_in" description:"seconds"`
}

// Callback spends a web_login code for a session.
type Callback struct {
	Code string `json:"code" required:"true"`
}

func (in Callback) Validate() error { return checkCode(in.Code) }

func checkCode(code string) error {
	var c errs.Check
	c.Required(code, "code")
	c.Max(code, "code", MaxCode)
	return c.Err()
}

// Session is one place where a user is signed in.
type Session struct {
	ID         string    `json:"id" format:"uuid"`
	Kind       string    `json:"kind" enum:"web,telegram"`
	Device     string    `json:"device"` // the user agent, or the chat's name
	IP         string    `json:"ip"`
	Current    bool      `json:"current"` // the one that asks
	CreatedAt  time.Time `json:"created_at"`
	LastSeenAt time.Time `json:"last_seen_at"`
	ExpiresAt  time.Time `json:"expires_at"`
}

// SessionID picks a session.
type SessionID struct {
	ID string `path:"id" json:"-"`
}

// ChangePassword asks for another password; every other session ends with it.
type ChangePassword struct {
	CurrentPassword string `json:"current_password" required:"true"`
	NewPassword     string `json:"new_password" required:"true"`
}

func (in ChangePassword) Validate() error {
	var c errs.Check
	c.Required(in.CurrentPassword, "current_password")
	c.Required(in.NewPassword, "new_password")
	c.That(len(in.CurrentPassword) <= MaxPassword, "current_password", "too_long", "The password is too long.")
	c.That(len(in.NewPassword) <= MaxPassword, "new_password", "too_long", "The password is too long.")
	return c.Err()
}
