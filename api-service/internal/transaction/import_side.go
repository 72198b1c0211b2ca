package transaction

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"

	"financebot/pkg/api"
)

// day is a day as a number, so that days compare and lie side by side.
type day int64

const dayLength = 24 * 60 * 60

func dayOf(t time.Time) day { return day(t.Unix() / dayLength) }

func (d day) time() time.Time { return time.Unix(int64(d)*dayLength, 0).UTC() }

func (d day) String() string { return d.time().Format(api.DateForm) }

// side is what an entry, or a row of a file, does to one account on a day.
type side struct {
	account int64
	minor   int64 // less than zero: it leaves
	day     day
}

func (s side) on(d day) side { return side{s.account, s.minor, d} }

func (s side) of(account int64) side { return side{account, s.minor, s.day} }

// sides are what an entry does to its accounts: two of a transfer, else one.
func (t Transaction) sides() []side {
	all := []side{t.sideOn(t.AccountID)}
	if t.Kind == api.Transfer {
		all = append(all, t.sideOn(t.ToAccountID))
	}
	return all
}

// sideOn is what an entry does to one of its accounts.
func (t Transaction) sideOn(account int64) side {
	s := side{account, t.Amount.Minor, dayOf(t.Date)}
	switch {
	case t.Kind == api.Transfer && account == t.ToAccountID:
		s.minor = t.ToAmount.Minor
	case t.Kind != api.Income:
		s.minor = -s.minor
	}
	return s
}

// other is the account on the other side of a transfer; zero where there is none.
func (t Transaction) other(account int64) int64 {
	if t.Kind != api.Transfer {
		return 0
	}
	return t.AccountID + t.ToAccountID - account
}

// words are what an entry says, as they compare: case and spaces do not count.
func (t Transaction) words() string {
	return strings.Join(strings.Fields(strings.ToLower(t.Payee+" "+t.Note)), " ")
}

// print is the same for rows that a bank writes alike: rows of one account with one day,
// amount and wording.
func (s side) print(words string) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%d %d %d %s", s.account, s.day, s.minor, words))
	return hex.EncodeToString(sum[:16])
}

// sign notes by what a draft is known again.
func (d *Draft) sign() {
	d.at = d.sideOn(d.home)
	d.print = d.at.print(d.words())
}

// line is what the ledger remembers of a row of an earlier file.
type line struct {
	entry      int64 // which the row became, or was found to be
	account    int64 // whose file it stood in
	externalID string
	format     string // of the file
	print      string // empty where it was not kept
	side       side
	known      bool // whether the side is the row's, and not that of an entry that was changed since
	alive      bool // whether the entry is still there
}

// contradicts reports whether the bank has another name for the row than for a draft: names of files
// of two formats do not compare.
func (l line) contradicts(d Draft, format string) bool {
	return l.externalID != "" && d.ExternalID != "" && l.externalID != d.ExternalID && l.format == format
}

// candidate is an entry of the ledger near the rows of a file, with what is known of its rows.
type candidate struct {
	Transaction
	isSplit bool
	lines   []line
}

// free reports whether an entry may be a row of an account's file that no line tells of: where
// a line of such a file is known, the entry is that row and no other.
func (e candidate) free(account int64, format string) bool {
	return !slices.ContainsFunc(e.lines, func(l line) bool { return l.account == account && l.format == format && l.known })
}

// external is a row as the bank names it.
type external struct {
	account int64
	id      string
}
