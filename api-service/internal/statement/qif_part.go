package statement

import (
	"cmp"
	"math/big"
	"strings"

	"financebot/pkg/api"
)

// qifPart is a part of an entry: for a category, or for another account.
type qifPart struct {
	heading string // as it is written
	note    string
	text    string // the amount as it is written
	amount  string
	minus   bool
}

// beginPart takes in what a part is for. Of parts beyond the most that an entry can have only the
// number is kept: with so many of them the entry is read without parts.
func (e *qifEntry) beginPart(heading string) {
	if len(e.parts) == api.MaxSplits {
		e.partsLeft++
		return
	}
	e.parts = append(e.parts, qifPart{heading: cut(heading, 2*maxName)})
}

// part is the one whose lines come in; nil where there is none.
func (e *qifEntry) part() *qifPart {
	if len(e.parts) == 0 || e.partsLeft > 0 {
		return nil
	}
	return &e.parts[len(e.parts)-1]
}

// divide makes rows of an entry with parts. A part for another account is a movement of its own,
// because it is told there too. Where the parts are none that an entry can have (some go the other
// way, as taxes do on a payslip, or they do not add up) the entry has none, and its note tells them.
func (q *qif) divide(row Row, e *qifEntry) ([]Row, *fault) {
	parts, f := q.parts(e)
	if f != nil {
		return nil, f
	}
	switch len(parts) {
	case 0:
		return []Row{row}, nil
	case 1:
		parts[0].heading = cmp.Or(parts[0].heading, e.heading)
	}

	if e.partsLeft > 0 || !together(parts, row) {
		row.ToAccount = "" // it is the first part's
		row.Note = strings.TrimSpace(row.Note + " " + told(parts, row.Kind, e.partsLeft > 0))
		return []Row{row}, nil
	}

	var rows []Row
	rest := row
	rest.Category, rest.ToAccount = "", ""
	for _, p := range parts {
		category, account := qifCategory(p.heading)
		if account == "" {
			rest.Splits = append(rest.Splits, Split{Category: category, Amount: p.amount, Note: p.note})
			continue
		}

		moved := row
		moved.Amount, moved.Category, moved.ToAccount = p.amount, "", account
		moved.Note = strings.TrimSpace(row.Note + " " + p.note)
		rows = append(rows, moved)
	}
	if len(rest.Splits) == 0 {
		return rows, nil
	}

	rest.Amount = sumOf(rest.Splits)
	if only := rest.Splits[0]; len(rest.Splits) == 1 {
		rest.Category, rest.Splits = only.Category, nil
		rest.Note = strings.TrimSpace(rest.Note + " " + only.Note)
	}
	return append([]Row{rest}, rows...), nil
}

// parts reads the amounts of the parts; one of no amount, or of nothing, is left out.
func (q *qif) parts(e *qifEntry) ([]qifPart, *fault) {
	var parts []qifPart
	for _, p := range e.parts {
		if p.text == "" {
			continue
		}

		var ok bool
		if p.amount, p.minus, ok = q.amount(p.text); !ok {
			return nil, faultOf("splits", "This is not the amount of a part.", p.text)
		}
		if (Row{Amount: p.amount}).Zero() {
			continue
		}
		parts = append(parts, p)
	}
	return parts, nil
}

// together reports whether all parts go the way of the whole and add up to it.
func together(parts []qifPart, whole Row) bool {
	var all []Split
	for _, p := range parts {
		if kindOf(p.minus) != whole.Kind {
			return false
		}
		all = append(all, Split{Amount: p.amount})
	}
	return shortest(sumOf(all)) == shortest(whole.Amount)
}

// sumOf adds up plain decimals, exactly.
func sumOf(parts []Split) string {
	sum := new(big.Rat)
	decimals := 0
	for _, p := range parts {
		amount, ok := new(big.Rat).SetString(p.Amount)
		if !ok {
			continue
		}
		sum.Add(sum, amount)

		_, fraction, _ := strings.Cut(p.Amount, ".")
		decimals = max(decimals, len(fraction))
	}
	return sum.FloatString(decimals)
}

// told are parts in words: those that go the other way than the whole have a minus.
func told(parts []qifPart, kind string, more bool) string {
	var all []string
	for _, p := range parts {
		amount := p.amount
		if kindOf(p.minus) != kind {
			amount = "-" + amount
		}
		all = append(all, strings.TrimSpace(strings.TrimSpace(p.heading+" "+p.note)+" "+amount))
	}

	text := strings.Join(all, "; ")
	if more {
		text += "; …"
	}
	return text
}
