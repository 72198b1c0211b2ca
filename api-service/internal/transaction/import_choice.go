package transaction

import (
	"fmt"
	"slices"

	"financebot/pkg/api"
	"financebot/pkg/errs"
)

// What is refused about the choices of a plan.
var (
	ErrOtherSide = errs.New(errs.Invalid, api.CodeImportTransfer, "This entry cannot be the other side of the line").On("transfers")
	ErrOneSide   = errs.New(errs.Invalid, api.CodeImportTransfer, "An entry is the other side of one line and no more").On("transfers")
)

// books reports whether a draft becomes an entry, or a side of one, by the plan.
func (p *plan) books(d Draft) bool {
	rule := p.in.Duplicates
	switch {
	case p.left[d.Line]:
		return false
	case p.wanted[d.Line]:
		return true
	case d.Duplicate == summary:
		return false
	case d.Duplicate == "" || rule == api.DuplicatesBook:
		return true
	case d.Duplicate == lookalike || d.Duplicate == maybe:
		return rule != api.DuplicatesSkipAll
	case d.Duplicate == deleted:
		return p.in.Restore
	}
	return false
}

// there is how many rows stay out because they are in the books, or in the file, already.
func (p *plan) there() int {
	n := 0
	for _, d := range p.drafts {
		if (d.Duplicate == ofLedger || d.Duplicate == ofFile) && !p.books(d) {
			n++
		}
	}
	return n
}

// joins gives the entry that a draft makes a transfer of by the plan, or nil.
func (p *plan) joins(d Draft) *candidate {
	chosen, given := p.in.Transfers[d.Line]
	for _, e := range d.others {
		if given && e.ID == chosen || !given && p.in.JoinTransfers && d.sure {
			return e
		}
	}
	return nil
}

// checkSides refuses other sides that the lines cannot have.
func (p *plan) checkSides() error {
	lines := map[int]Draft{}
	for _, d := range p.drafts {
		lines[d.Line] = d
	}
	of := map[int64]int{}
	for line, id := range p.in.Transfers {
		if id == 0 {
			continue
		}
		if p.joins(lines[line]) == nil {
			return ErrOtherSide.Saying(fmt.Sprintf("Entry %d cannot be the other side of line %d", id, line))
		}
		if of[id]++; of[id] > 1 {
			return ErrOneSide
		}
	}
	return nil
}

// doubtful reports whether a caller should be asked about a draft.
func (d Draft) doubtful() bool {
	switch d.Duplicate {
	case maybe, deleted, lookalike, summary:
		return true
	}
	return len(d.others) > 0
}

// outcome is what becomes of the rows of a file.
type outcome struct {
	fresh    []Draft // entries of their own, in the order of time
	joined   []Draft // the other sides of entries
	restored []Draft // those of both whose entries had been deleted
	found    []recognised
}

func (o outcome) booked() int { return len(o.fresh) + len(o.joined) }

// outcome sorts the drafts by what the plan makes of them.
func (p *plan) outcome() outcome {
	var o outcome
	for _, d := range p.drafts {
		books := p.books(d)
		if books && d.Duplicate == deleted {
			o.restored = append(o.restored, d)
		}
		switch {
		case books && p.joins(d) != nil:
			o.joined = append(o.joined, d)
		case books:
			o.fresh = append(o.fresh, d)
		case d.is() && !d.noted:
			o.found = append(o.found, recognisedAs(d, d.match))
		}
	}
	if n := len(o.fresh); n > 0 && o.fresh[0].Date.After(o.fresh[n-1].Date) { // as banks print it: the numbers grow with time all the same
		slices.Reverse(o.fresh)
	}
	return o
}

// is reports whether a draft that becomes no entry is one that the ledger has.
func (d Draft) is() bool { return d.Duplicate == ofLedger || d.Duplicate == maybe }
