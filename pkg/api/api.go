// Package api is the contract between the services and with everyone else: the shapes that
// travel, as plain data, each input checking its own form. Field tags say where a value
// travels: json in the body, query in the query, path in the path,
// header and cookie there; both json and query
// means that either may carry it. What a path or a query gives is at least its field's minimum.
package api

import "financebot/pkg/errs"

// Page is one page of a list; NextCursor is empty on the last.
type Page[T any] struct {
	Items      []T    `json:"items"`
	NextCursor string `json:"next_cursor,omitempty"`
}

// checkLimit bounds how much one page holds; zero is the usual. A zero that was sent is refused
// by its tag, where the two can be told apart.
func checkLimit(c *errs.Check, limit int) {
	c.That(limit >= 0 && limit <= 200, "limit", "range", "The limit is 1 to 200.")
}

// None is the input or output of a call that has none.
type None struct{}

// Success answers a call that has nothing else to tell.
type Success struct {
	Success bool `json:"success"`
}

// Done is the answer of a call that succeeded.
var Done = Success{Success: true}

// Message answers a call with one sentence.
type Message struct {
	Message string `json:"message"`
}

// ByUUID picks one thing by its UUID.
type ByUUID struct {
	ID string `path:"id" json:"-"`
}

// ByID picks one thing by its number.
type ByID struct {
	ID int64 `path:"id" json:"-"`
}
