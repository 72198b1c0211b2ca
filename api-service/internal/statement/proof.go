package statement

import (
	"slices"

	"financebot/pkg/api"
)

// proof is in how many rows a balance goes with the amounts, of those that it can be held against.
type proof struct{ hits, tried int }

func (p proof) any() bool { return p.hits > 0 }

// whole reports whether the balance goes with every row.
func (p proof) whole() bool { return p.hits > 0 && p.hits == p.tried }

// certain reports whether that is no accident: one row alone may be one.
func (p proof) certain() bool { return p.whole() && p.hits > 1 }

// flows tells by a balance which way money went in each record: 1 came in, -1 went out, 0 is not
// proven. The days tell whether the oldest record is the first or the last. Where they do not, and
// both would do and say different things, nothing is proven.
func (v *survey) flows(balance, amounts []value) (signs []int, p proof) {
	down, downProof := flowsBy(balance, amounts, 1) // from the record before
	up, upProof := flowsBy(balance, amounts, -1)    // from the one behind
	first := v.oldestFirst
	if first == 0 && downProof.hits == upProof.hits && !slices.Equal(down, up) {
		return make([]int, len(amounts)), proof{tried: downProof.tried}
	}
	signs, p = down, downProof
	if upProof.hits > downProof.hits || upProof.hits == downProof.hits && first < 0 {
		signs, p = up, upProof
	}
	if p.hits*2 < p.tried {
		return make([]int, len(amounts)), proof{tried: p.tried}
	}
	return signs, p
}

// settleOldest finds whether the records go on from day to day, or back.
func (v *survey) settleOldest(columns []string) {
	cells := v.cells(slices.Index(columns, api.ColumnDate))
	order, _ := ordersOf(cells, "dmy")
	var days []day
	for _, cell := range cells {
		if d, ok := readDay(cell); ok {
			days = append(days, d)
		}
	}
	r := readBy(days, order)
	if r.distinct < 2 || !r.steady {
		return
	}
	v.oldestFirst = 1
	if r.dates[0].After(r.dates[len(r.dates)-1]) {
		v.oldestFirst = -1
	}
}

func flowsBy(balance, amounts []value, step int) (signs []int, p proof) {
	signs = make([]int, len(amounts))
	before := value{}
	for n := range amounts {
		i := n
		if step < 0 {
			i = len(amounts) - 1 - n
		}
		if !balance[i].ok {
			continue
		}
		moved := amounts[i].ok && amounts[i].minor != 0
		if before.ok && moved {
			p.tried++
			switch delta := balance[i].minor - before.minor; delta {
			case abs(amounts[i].minor):
				signs[i] = 1
				p.hits++
			case -abs(amounts[i].minor):
				signs[i] = -1
				p.hits++
			}
		}
		before = balance[i]
	}
	return signs, p
}

func abs(n int64) int64 {
	if n < 0 {
		return -n
	}
	return n
}

// either joins two columns of which each record has one.
func either(a, b []value) []value {
	all := make([]value, len(a))
	for i := range a {
		all[i] = a[i]
		if !a[i].ok || a[i].minor == 0 {
			all[i] = b[i]
		}
	}
	return all
}

// complement reports whether, in nearly all records, exactly one of two columns has an amount,
// and each has one somewhere.
func complement(a, b []value) bool {
	both, onlyA, onlyB := 0, 0, 0
	for i := range a {
		hasA, hasB := a[i].ok && a[i].minor != 0, b[i].ok && b[i].minor != 0
		switch {
		case hasA && hasB:
			both++
		case hasA:
			onlyA++
		case hasB:
			onlyB++
		}
	}
	return onlyA > 0 && onlyB > 0 && onlyA+onlyB >= 10*both
}

// sign is 1 where all amounts of a column have a plus or nothing before them, -1 where all have
// a minus, and 0 where both come.
func sign(all []value) int {
	minus, rest := 0, 0
	for _, a := range all {
		switch {
		case !a.ok || a.minor == 0:
		case a.minor < 0:
			minus++
		default:
			rest++
		}
	}
	switch {
	case minus == 0:
		return 1
	case rest == 0:
		return -1
	}
	return 0
}
