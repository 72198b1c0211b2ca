// Package audit writes down what was done to accounts: rows that only grow, each in the
// transaction of what it tells of.
package audit

import "time"

// Entry is one thing that was done.
type Entry struct {
	ID        int64
	FamilyID  *int64
	UserID    int64
	Action    string // "session.revoked"
	Detail    string
	IP        string
	RequestID string
	CreatedAt time.Time
}
