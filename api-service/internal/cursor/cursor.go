// Package cursor is where a page of a list ended: lists go by day or moment, and id, newest first.
package cursor

import (
	"strconv"
	"strings"
	"time"
)

// dayForm is how a cursor writes a day.
const dayForm = "20060102"

// Place is what the last thing of a page stands by. The zero Place is before the first page.
type Place struct {
	Date time.Time
	ID   int64
}

// String is the place as callers carry it to the next page.
func (p Place) String() string {
	return p.Date.Format(dayForm) + "." + strconv.FormatInt(p.ID, 36)
}

// Parse reads what String wrote; an empty text is the zero Place. Any other text gives refusal.
func Parse(text string, refusal error) (Place, error) {
	if text == "" {
		return Place{}, nil
	}
	day, number, _ := strings.Cut(text, ".")
	date, err := time.Parse(dayForm, day)
	if err != nil {
		return Place{}, refusal
	}
	id, err := strconv.ParseInt(number, 36, 64)
	if err != nil || id <= 0 {
		return Place{}, refusal
	}
	return Place{date, id}, nil
}
