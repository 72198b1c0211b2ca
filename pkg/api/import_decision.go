package api

import (
	"slices"

	"financebot/pkg/errs"
)

// What a row of a file may be a duplicate of.
const (
	DuplicateLedger    = "ledger"    // of an entry: it is left out
	DuplicateFile      = "file"      // of another row under the same name of the bank: it is left out
	DuplicateLookalike = "lookalike" // of another row that looks the same
	DuplicateMaybe     = "maybe"     // of an entry with other words, or of a day near by
	DuplicateSummary   = "summary"   // of none: by its words it tells a balance or a total. It is left out
	DuplicateDeleted   = "deleted"   // of an entry that was deleted since: it is left out, and can be restored
)

// ImportDecisions answer what a preview asks about single rows.
type ImportDecisions struct {
	Restore       bool          `json:"restore,omitempty"`        // book also the rows whose entries were deleted since
	BookLines     []int         `json:"book_lines,omitempty"`     // lines that are booked whatever they are duplicates of
	LeaveLines    []int         `json:"leave_lines,omitempty"`    // lines that stay out, though they are still taken for what they are found to be
	JoinTransfers bool          `json:"join_transfers,omitempty"` // make one transfer of each row and the only entry that is its other side
	Transfers     map[int]int64 `json:"transfers,omitempty"`      // by line: the entry that is its other side; 0: none is
}

func (in ImportDecisions) check(c *errs.Check) {
	c.That(len(in.BookLines) <= MaxImportRows, "book_lines", "too_many", "There are too many lines.")
	c.That(len(in.LeaveLines) <= MaxImportRows, "leave_lines", "too_many", "There are too many lines.")
	c.That(!overlap(in.BookLines, in.LeaveLines), "leave_lines", "contradiction", "A line is booked or left out.")
	c.That(len(in.Transfers) <= MaxImportRows, "transfers", "too_many", "There are too many lines.")
}

// overlap reports whether two lists share a line.
func overlap(a, b []int) bool {
	seen := make(map[int]bool, len(a))
	for _, line := range a {
		seen[line] = true
	}
	return slices.ContainsFunc(b, func(line int) bool { return seen[line] })
}

// ImportSide is an entry that has to do with a row. It may be the other side of its transfer: the same
// money, of another account, on the same day or up to three days from it. Or it may be the row itself,
// in other words or on a day near by.
type ImportSide struct {
	ID        int64  `json:"id"`
	AccountID int64  `json:"account_id"`
	Kind      string `json:"kind"` // expense where money left that account, or income
	Date      string `json:"date"`
	Payee     string `json:"payee"`
	Note      string `json:"note"`
}
