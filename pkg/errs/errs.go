// Package errs is the one shape of an error on both sides of the wire.
package errs

import (
	"cmp"
	"errors"
	"net/http"
	"strings"
	"time"
)

// Kind says what the caller can do about an error. The set is closed.
type Kind uint8

// The kinds, each with what the caller can do.
const (
	Internal        Kind = iota // nothing: it is our fault
	Refused                     // ask for something else: a business rule said no
	Invalid                     // mend the named fields
	Unauthenticated             // sign in
	Forbidden                   // ask somebody with the right to
	NotFound                    // look elsewhere
	Conflict                    // read again, then decide
	TooLarge                    // send less
	Unsupported                 // send another media type
	Limited                     // wait
	Unavailable                 // try again soon
)

// kinds is the one table between kinds and HTTP statuses, used in both directions.
var kinds = [...]struct {
	status int
	title  string
}{
	Internal:        {http.StatusInternalServerError, "Internal server error"},
	Refused:         {http.StatusBadRequest, "Bad request"},
	Invalid:         {http.StatusUnprocessableEntity, "Validation failed"},
	Unauthenticated: {http.StatusUnauthorized, "Not authenticated"},
	Forbidden:       {http.StatusForbidden, "Forbidden"},
	NotFound:        {http.StatusNotFound, "Not found"},
	Conflict:        {http.StatusConflict, "Conflict"},
	TooLarge:        {http.StatusRequestEntityTooLarge, "Too large"},
	Unsupported:     {http.StatusUnsupportedMediaType, "Unsupported media type"},
	Limited:         {http.StatusTooManyRequests, "Too many requests"},
	Unavailable:     {http.StatusServiceUnavailable, "Service unavailable"},
}

// Status is the HTTP status that carries the kind.
func (k Kind) Status() int { return kinds[k].status }

// Title is the kind in words, the same for every error of the kind.
func (k Kind) Title() string { return kinds[k].title }

// KindOf is the kind that a status carries; a status outside the table is read by its class.
func KindOf(status int) Kind {
	for k, row := range kinds {
		if row.status == status {
			return Kind(k)
		}
	}
	if status >= 400 && status < 500 {
		return Refused
	}
	if status > 500 {
		return Unavailable
	}
	return Internal
}

// Error is what a caller is told. Two errors are the same when their codes are.
type Error struct {
	Kind    Kind
	Code    string  // stable, machine-readable: "auth.email_taken"
	Message string  // one sentence, fit to show to a person
	Fields  []Field // of an Invalid error: what is wrong where
	Field   string  // of an Invalid error without Fields: the one part of the input that it is about

	Choices []Choice // of an Invalid error: how what is wrong may have been meant, the likeliest first

	RetryAfter time.Duration // of Limited and Unavailable: when to come back; zero where unknown
	RequestID  string        // set on the caller's side: names the request in the other side's log
}

// Field is one fault of one input field.
type Field struct {
	Field   string `json:"field"`
	Code    string `json:"code"`
	Message string `json:"message"`
}

// Choice is one way in which a part of an input may have been meant.
type Choice struct {
	Field string `json:"field"` // the part, named as in Field: "line 2"
	Part  string `json:"part"`  // the part, written so that it can be read in one way only
	Text  string `json:"text"`  // the whole input with that part in its place, to be sent instead
}

// New makes an error; slices declare theirs with it at the top of their rules.
func New(kind Kind, code, message string) *Error {
	return &Error{Kind: kind, Code: code, Message: message}
}

func (e *Error) Error() string { return e.Code + ": " + e.Message }

// Is compares codes, so that errors.Is holds across the wire.
func (e *Error) Is(target error) bool {
	t, ok := target.(*Error)
	return ok && t.Code == e.Code
}

// After is the same error with the time to come back.
func (e *Error) After(d time.Duration) *Error {
	again := *e
	again.RetryAfter = d
	return &again
}

// Saying is the same error with another sentence.
func (e *Error) Saying(message string) *Error {
	again := *e
	again.Message = message
	return &again
}

// On is the same error, about one part of the input.
func (e *Error) On(field string) *Error {
	again := *e
	again.Field = field
	return &again
}

// On is err, about one part of the input where it is an Invalid Error.
func On(err error, field string) error {
	if e := As(err); e != nil && e.Kind == Invalid {
		return e.On(field)
	}
	return err
}

// Faults names every fault of an Invalid error; one that names none itself is about its Field, or
// about the body. Other errors have none.
func (e *Error) Faults() []Field {
	if e.Kind != Invalid || len(e.Fields) > 0 {
		return e.Fields
	}
	code := e.Code[strings.LastIndex(e.Code, ".")+1:]
	return []Field{{Field: cmp.Or(e.Field, "body"), Code: code, Message: e.Message}}
}

// As finds the Error inside err, or nil where err is something unforeseen.
func As(err error) *Error {
	var e *Error
	if errors.As(err, &e) {
		return e
	}
	return nil
}

// Is reports whether err carries an Error of the kind.
func Is(err error, kind Kind) bool {
	e := As(err)
	return e != nil && e.Kind == kind
}
