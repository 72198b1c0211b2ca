// Package idempotency gives the first answer again to whoever asks again: the answer is kept
// in the transaction of what it answers, so that both are there or neither.
package idempotency

import (
	"bytes"
	"time"

	"financebot/pkg/api"
	"financebot/pkg/errs"
)

// Why a key is refused.
var (
	ErrKey      = errs.New(errs.Invalid, api.CodeIdempotencyKey, "An Idempotency-Key has 1 to 255 printable ASCII characters").On("Idempotency-Key")
	ErrMismatch = errs.New(errs.Conflict, api.CodeIdempotencyMismatch, "This Idempotency-Key was used for another request")
)

// kept is how long an answer is given again: longer than Telegram repeats an update.
const kept = 72 * time.Hour

// record is a row of idempotency_keys.
type record struct {
	FamilyID    int64
	UserID      int64
	Key         string
	Fingerprint []byte
	Status      int
	Answer      []byte
	Replays     int
	CreatedAt   time.Time
}

// of reports whether the record answers the same request.
func (r record) of(fingerprint []byte) bool { return bytes.Equal(r.Fingerprint, fingerprint) }

func validKey(key string) bool {
	if key == "" || len(key) > 255 {
		return false
	}
	for _, b := range []byte(key) {
		if b < ' ' || b > '~' {
			return false
		}
	}
	return true
}
