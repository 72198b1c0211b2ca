package transaction

import "time"

// external is an entry as the bank knows it.
type external struct {
	account int64
	id      string
}

// booked is what the ledger has of an entry that the bank has named.
type booked struct {
	date    time.Time
	amounts [2]int64 // of a transfer also what arrived
}

// agrees tells how well the best of the entries fits a draft: 2 by day and amount, 1 by one of them.
func agrees(entries []booked, d Draft) int {
	best := 0
	for _, e := range entries {
		n := 0
		if e.date.Equal(d.Date) {
			n++
		}
		if d.Amount.Minor == e.amounts[0] || d.Amount.Minor == e.amounts[1] {
			n++
		}
		best = max(best, n)
	}
	return best
}

// distrustIDs takes ids from the drafts of a table whose column of ids only numbers its rows, as
// it then does in each file anew. It does where the ledger has an id for an entry of another day
// and amount, or where most ids are those of entries that differ in one of the two: people change
// some entries after an import, but not most. Such an id still counts for a row that is its entry.
func distrustIDs(drafts []Draft, known map[external][]booked) {
	fits := make([]int, len(drafts))
	levels := [3]int{}
	for i, d := range drafts {
		if entries := known[external{d.home, d.ExternalID}]; d.ExternalID != "" && len(entries) > 0 {
			fits[i] = agrees(entries, d)
			levels[fits[i]]++
		}
	}
	if levels[0] == 0 && levels[1] <= levels[2] {
		return
	}
	for i := range drafts {
		if fits[i] < 2 {
			drafts[i].ExternalID = ""
		}
	}
}
