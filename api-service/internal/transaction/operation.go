package transaction

import (
	"slices"
	"time"

	"financebot/pkg/errs"
)

// What is refused about undoing.
var (
	ErrNothingToUndo = errs.New(errs.NotFound, "operation.unknown", "There is nothing to undo")
	ErrUndone        = errs.New(errs.Conflict, "operation.undone", "This was undone before")
	ErrTooLate       = errs.New(errs.Refused, "operation.too_late", "This can no longer be undone")
	ErrOvertaken     = errs.New(errs.Conflict, "operation.overtaken", "The entry was changed since; undo the later change first")
)

// undoable is how long a change can be taken back.
const undoable = 10 * time.Minute

// Operation is what one request changed, in its order, so that it can be undone.
type Operation struct {
	FamilyID  int64
	ID        string
	Seq       int64 // the order in which operations were done
	UserID    int64
	Changes   []Change
	CreatedAt time.Time
	UndoneAt  *time.Time
}

// Change is what happened to one entry.
type Change struct {
	ID     int64        `json:"id"`
	Before *Transaction `json:"before,omitempty"` // nil: there was none
	Gone   bool         `json:"gone,omitempty"`   // afterwards there was none
}

// check tells why the operation cannot be undone, if so.
func (o Operation) check(now time.Time) error {
	switch {
	case o.UndoneAt != nil:
		return ErrUndone
	case now.Sub(o.CreatedAt) > undoable:
		return ErrTooLate
	}
	return nil
}

// booked reports whether the operation did nothing but book entries.
func (o Operation) booked() bool {
	return !slices.ContainsFunc(o.Changes, func(c Change) bool { return c.Before != nil || c.Gone })
}

// ids are the entries that the operation changed.
func (o Operation) ids() []int64 {
	ids := make([]int64, 0, len(o.Changes))
	for _, c := range o.Changes {
		ids = append(ids, c.ID)
	}
	return ids
}
