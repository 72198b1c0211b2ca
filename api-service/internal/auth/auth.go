// Package auth lets people in and out: passwords, sessions and their tokens, single-use
// codes, and the binding of a Telegram chat to a user.
package auth

import (
	"time"

	"financebot/pkg/api"
	"financebot/pkg/errs"
)

// What is refused at the door. Messages never tell more than the caller must know.
var (
	ErrCredentials   = errs.New(errs.Unauthenticated, api.CodeCredentials, "Invalid credentials")
	ErrTokenInvalid  = errs.New(errs.Unauthenticated, api.CodeTokenInvalid, "The token is not valid or has expired")
	ErrSessionEnded  = errs.New(errs.Unauthenticated, api.CodeSessionEnded, "This session has ended; please sign in again")
	ErrRefreshReused = errs.New(errs.Unauthenticated, api.CodeRefreshReused, "The refresh token was used before; the session has ended")
	ErrCodeInvalid   = errs.New(errs.Refused, api.CodeCodeInvalid, "The code is wrong, has expired or was used")
	ErrPaused        = errs.New(errs.Limited, api.CodePaused, "Too many attempts; please wait a little")
	ErrChatUnknown   = errs.New(errs.NotFound, api.CodeChatUnknown, "User not found for this Telegram ID")
	ErrWrongChat     = errs.New(errs.Refused, api.CodeTelegramWrongChat, "The code belongs to another chat")
	ErrHasEntries    = errs.New(errs.Conflict, api.CodeHasEntries, "This chat has entries of its own; send /link in it to move them")
	ErrNoSession     = errs.New(errs.NotFound, api.CodeAuthSessionUnknown, "There is no such session")
	ErrPasswordDue   = errs.New(errs.Forbidden, api.CodeStepUp, "Please confirm with your password")
	ErrTemporary     = errs.New(errs.Forbidden, api.CodePasswordTemporary, "This password only lets you choose another one: send new_password too")
	ErrNoPassword    = errs.New(errs.Refused, api.CodeAuthNoPassword, "This account has no password")
	ErrNoChat        = errs.New(errs.Refused, api.CodeNotLinked, "No Telegram account is linked")
	ErrBusy          = errs.New(errs.Unavailable, api.CodeAuthBusy, "Too many people are signing in; please try again")
)

// Life is how long what auth gives out is good for.
type Life struct {
	Access   time.Duration // of an access token
	Refresh  time.Duration // of a web session, however often it is refreshed
	Telegram time.Duration // of a chat's session since its last use
}

// Lives of codes.
const (
	startLife = 10 * time.Minute
	codeLife  = 15 * time.Minute
)

// sessionKept is how long a session is kept after its end.
const sessionKept = 30 * 24 * time.Hour

// grace is how long a lost answer to a refresh may be asked for again although its
// successor is in use.
const grace = 30 * time.Second

// Happening is what others should hear of; app decides who tells them.
type Happening struct {
	Kind   string
	UserID int64
	ChatID *int64 // the chat to tell, where there is one
	Data   map[string]string
}
