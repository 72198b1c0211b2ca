package statement

// flows tells by a balance which way money went in each record: 1 came in, -1 went out, 0 is not
// proven. The oldest record may be the first or the last; proven is false where the balance is
// not that of these amounts.
func flows(balance, amounts []value) (signs []int, proven bool) {
	best := 0
	for _, step := range []int{1, -1} { // from the record before, or from the one behind
		found, hits, tried := flowsBy(balance, amounts, step)
		if hits > best && hits*2 >= tried {
			best, signs = hits, found
		}
	}
	return signs, best > 0
}

func flowsBy(balance, amounts []value, step int) (signs []int, hits, tried int) {
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
			tried++
			switch delta := balance[i].minor - before.minor; delta {
			case abs(amounts[i].minor):
				signs[i] = 1
				hits++
			case -abs(amounts[i].minor):
				signs[i] = -1
				hits++
			}
		}
		before = balance[i]
	}
	return signs, hits, tried
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
