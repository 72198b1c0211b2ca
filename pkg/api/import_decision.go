package api

import "financebot/pkg/errs"

// What a row of a file may be a duplicate of.
const (
	DuplicateLedger    = "ledger"    // of an entry: it is left out
	DuplicateFile      = "file"      // of another row under the same name of the bank: it is left out
	DuplicateLookalike = "lookalike" // of another row that looks the same
	DuplicateMaybe     = "maybe"     // of an entry with other words, or of a day near by
	DuplicateDeleted   = "deleted"   // of an entry that was deleted since: it is left out, and can be restored
)

// ImportDecisions answer what a preview asks about single rows.
type ImportDecisions struct {
	Restore       bool          `json:"restore,omitempty"`        // book also the rows whose entries were deleted since
	BookLines     []int         `json:"book_lines,omitempty"`     // lines that are booked whatever they are duplicates of
	JoinTransfers bool          `json:"join_transfers,omitempty"` // make one transfer of each row and the only entry that is its other side
	Transfers     map[int]int64 `json:"transfers,omitempty"`      // by line: the entry that is its other side; 0: none is
}

func (in ImportDecisions) check(c *errs.Check) {
	c.That(len(in.BookLines) <= MaxImportRows, "book_lines", "too_many", "There are too many lines.")
	c.That(len(in.Transfers) <= MaxImportRows, "transfers", "too_many", "There are too many lines.")
}

// ImportSide is an entry that may be the other side of a row: the same money, of another account,
// on the same day or up to three days from it.
type ImportSide struct {
	ID        int64  `json:"id"`
	AccountID int64  `json:"account_id"`
	Kind      string `json:"kind"` // expense where money left that account, or income
	Date      string `json:"date"`
	Payee     string `json:"payee"`
	Note      string `json:"note"`
}
