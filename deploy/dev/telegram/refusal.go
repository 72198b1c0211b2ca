package telegram

import (
	"errors"
	"fmt"
	"net/http"
)

// refusal is an answer with "ok": false, in Telegram's own words, which bots
// compare.
type refusal struct {
	status      int
	description string
	retryAfter  int
}

func (r *refusal) Error() string { return r.description }

func bad(format string, args ...any) error {
	return &refusal{status: http.StatusBadRequest, description: "Bad Request: " + fmt.Sprintf(format, args...)}
}

func forbidden(why string) error {
	return &refusal{status: http.StatusForbidden, description: "Forbidden: " + why}
}

func conflict(why string) error {
	return &refusal{status: http.StatusConflict, description: "Conflict: " + why}
}

func tooMany(seconds int) error {
	return &refusal{
		status:      http.StatusTooManyRequests,
		description: fmt.Sprintf("Too Many Requests: retry after %d", seconds),
		retryAfter:  seconds,
	}
}

var (
	errClosed       = errors.New("telegram: the server is closed")
	errNotFound     = &refusal{status: http.StatusNotFound, description: "Not Found"}
	errUnauthorized = &refusal{status: http.StatusUnauthorized, description: "Unauthorized"}
	errGone         = &refusal{status: http.StatusBadGateway, description: "Bad Gateway"}
	errTooLarge     = &refusal{status: http.StatusRequestEntityTooLarge, description: "Request Entity Too Large"}

	errChatNotFound = bad("chat not found")
	errNotModified  = bad("message is not modified: specified new message content and reply markup are exactly " +
		"the same as a current content and reply markup of the message")
	errQueryTooOld = bad("query is too old and response timeout expired or query ID is invalid")
	errWrongFile   = bad("wrong file identifier/HTTP URL specified")
	errBlocked     = forbidden("bot was blocked by the user")
	errNeverWrote  = forbidden("bot can't initiate conversation with a user")
	errKicked      = forbidden("bot was kicked from the supergroup chat")
	errTerminated  = conflict("terminated by other getUpdates request; make sure that only one bot instance is running")
	errHookIsSet   = conflict("can't use getUpdates method while webhook is active; " +
		"use deleteWebhook to delete the webhook first")
)
