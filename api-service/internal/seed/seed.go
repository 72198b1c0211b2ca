// Package seed fills a database with made-up people and their books, for trials and
// measurements. What it makes is what the slices would have made, only faster.
package seed

import (
	"fmt"
	"time"

	"financebot/pkg/api"
	"financebot/pkg/errs"
)

// Why nothing is seeded.
var (
	ErrInhabited = errs.New(errs.Refused, api.CodeSeedInhabited, "This database has users; with --add it gets more of them, all with a known password")
	ErrTooMuch   = errs.New(errs.Invalid, api.CodeSeedRange, fmt.Sprintf("At most %d families and %d entries in all can be made at once", maxFamilies, maxEntries))
)

// What is made at once, at most: a few gigabytes.
const (
	maxFamilies = 10_000
	maxEntries  = 10_000_000
)

// years is how far back the books go.
const years = 3

// Password opens every account that is made here.
const Password = "sow four seeds in spring"

// Options say what to make. The same options at the same time make the same.
type Options struct {
	Families int    // each of one person, with a workspace of his own
	Entries  int    // of each family
	Seed     uint64 // another one makes other books
	Add      bool   // also to a database that has users
	Hash     string // of Password
	Now      time.Time
}

func (o Options) check() error {
	if o.Families < 1 || o.Families > maxFamilies || o.Entries < 0 || o.Entries > maxEntries/o.Families {
		return ErrTooMuch
	}
	return nil
}

// Made tells what was made.
type Made struct {
	Families, Accounts, Categories, Entries, Splits int
	First, Last                                     string // the addresses of the first person and of the last
}

// email is the address of a person; the domain is one that nobody has (RFC 2606 §3).
func email(userID int64) string { return fmt.Sprintf("seed-%d@example.com", userID) }
