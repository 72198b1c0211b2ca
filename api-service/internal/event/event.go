// Package event is what happened and who should hear of it: an outbox, written in the
// transaction that it tells of, read in order and without gaps.
package event

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"financebot/pkg/api"
	"financebot/pkg/errs"
)

// ErrCursor refuses a cursor that was not handed out.
var ErrCursor = errs.New(errs.Invalid, api.CodeEventCursor, "This cursor is not known").On("after")

// Event is something that happened.
type Event struct {
	ID        int64
	XID       uint64 `gorm:"column:xid;->"` // of the writing transaction
	Kind      string
	UserID    int64
	ChatID    *int64            // the chat to tell, where there is one
	Data      map[string]string `gorm:"serializer:json"`
	CreatedAt time.Time
}

// cursor is a place between two events.
type cursor struct {
	xid uint64
	id  int64
}

func (e Event) cursor() cursor { return cursor{e.XID, e.ID} }

// xidText is the form in which PostgreSQL takes an xid8.
func (c cursor) xidText() string { return strconv.FormatUint(c.xid, 10) }

func (c cursor) String() string { return fmt.Sprintf("%d.%d", c.xid, c.id) }

// parseCursor reads a cursor that was handed out; empty is the beginning.
func parseCursor(text string) (cursor, error) {
	if text == "" {
		return cursor{}, nil
	}
	left, right, _ := strings.Cut(text, ".")
	xid, err := strconv.ParseUint(left, 10, 63)
	if err != nil {
		return cursor{}, ErrCursor
	}
	id, err := strconv.ParseInt(right, 10, 64)
	if err != nil || id < 0 {
		return cursor{}, ErrCursor
	}
	return cursor{xid, id}, nil
}
