package transaction

import (
	"slices"
	"time"

	"financebot/pkg/api"
	"financebot/pkg/errs"
)

// What is refused about undoing.
var (
	ErrNothingToUndo = errs.New(errs.NotFound, api.CodeOperationUnknown, "There is nothing to undo")
	ErrUndone        = errs.New(errs.Conflict, api.CodeOperationUndone, "This was undone before")
	ErrTooLate       = errs.New(errs.Refused, api.CodeOperationTooLate, "This can no longer be undone")
	ErrOvertaken     = errs.New(errs.Conflict, api.CodeOperationOvertaken, "The entry was changed since; undo the later change first")
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
	ID     int64
	Before *Transaction // nil: there was none
	Gone   bool         // afterwards there was none
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

// parted tells what the operation booked from what else it did.
func (o Operation) parted() (booked, others Operation) {
	booked, others = o, o
	booked.Changes, others.Changes = nil, nil
	for _, c := range o.Changes {
		part := &others
		if c.Before == nil && !c.Gone {
			part = &booked
		}
		part.Changes = append(part.Changes, c)
	}
	return booked, others
}

// ids are the entries that the operation changed.
func (o Operation) ids() []int64 {
	ids := make([]int64, 0, len(o.Changes))
	for _, c := range o.Changes {
		ids = append(ids, c.ID)
	}
	return ids
}

// alone takes the change of one entry out of the operation where it stands for itself, for an
// operation of its own; false where others belong to it, as when some entries took the place of others.
func (o *Operation) alone(id int64) (Operation, bool) {
	at := slices.IndexFunc(o.Changes, func(c Change) bool { return c.ID == id })
	replaces := slices.ContainsFunc(o.Changes, func(c Change) bool { return c.Gone })
	if len(o.Changes) < 2 || at < 0 || replaces && (o.Changes[at].Gone || o.Changes[at].Before == nil) {
		return Operation{}, false
	}
	one := *o
	one.Changes = []Change{o.Changes[at]}
	o.Changes = slices.Delete(slices.Clone(o.Changes), at, at+1)
	return one, true
}

// recategorize puts one category in the place of another, and reports whether it was there.
func (o Operation) recategorize(from, into int64) (found bool) {
	put := func(category **int64) {
		if *category != nil && **category == from {
			*category, found = &into, true
		}
	}
	for _, c := range o.Changes {
		if c.Before == nil {
			continue
		}
		put(&c.Before.CategoryID)
		for i := range c.Before.Splits {
			put(&c.Before.Splits[i].CategoryID)
		}
	}
	return found
}
