package api

import (
	"time"

	"financebot/pkg/errs"
)

// Kinds of events.
const (
	EventTelegramLinked   = "telegram.linked"
	EventTelegramUnlinked = "telegram.unlinked"
	EventSignIn           = "auth.sign_in"
	EventRefreshReuse     = "auth.refresh_reuse"
	EventPasswordChanged  = "auth.password_changed"
	EventConfirmDeletion  = "user.confirm_deletion"
	EventUserDeleted      = "user.deleted"
)

// Event is something that happened and that somebody should hear of.
type Event struct {
	Cursor    string            `json:"cursor"` // where to go on after this one
	Kind      string            `json:"kind"`
	UserID    int64             `json:"user_id"`
	ChatID    int64             `json:"chat_id,omitempty"` // the chat to tell, for the bot
	Data      map[string]string `json:"data"`
	CreatedAt time.Time         `json:"created_at"`
}

// EventsAfter asks for what happened after a cursor and waits up to Wait seconds for the first of it.
// The bot, which signs without a bearer, leaves After empty at its start: the server
// remembers the last cursor that it asked for.
type EventsAfter struct {
	After string `query:"after" json:"-"`
	Wait  int    `query:"wait" json:"-" description:"seconds, at most 50"`
	Limit int    `query:"limit" json:"-" minimum:"1" maximum:"200"` // 1 to 200, 50 where not given
}

func (in EventsAfter) Validate() error {
	var c errs.Check
	checkLimit(&c, in.Limit)
	return c.Err()
}

// Health tells how a service is.
type Health struct {
	Status  string            `json:"status" enum:"ok,degraded,stopping"`
	Version string            `json:"version"`
	Checks  map[string]string `json:"checks"` // ok, down, or what is wrong
}
