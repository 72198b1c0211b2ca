package statement

import (
	"slices"

	"financebot/pkg/api"
)

// takeAmounts finds where the amounts stand: in one column, or in one for each way.
func (v *survey) takeAmounts(columns []string) {
	debit, credit := slices.Index(columns, api.ColumnDebit), slices.Index(columns, api.ColumnCredit)
	switch {
	case debit >= 0 && credit >= 0 && v.fill(debit)+v.fill(credit) > 0:
		forget(columns, api.ColumnAmount) // the amount in the currency of the shop, or a sum of both
		return
	case debit >= 0 && credit >= 0:
		forget(columns, api.ColumnDebit)
		forget(columns, api.ColumnCredit)
	case debit >= 0 && v.otherSide(columns, debit, api.ColumnCredit), credit >= 0 && v.otherSide(columns, credit, api.ColumnDebit):
		return
	}
	v.preferAmount(columns)
	if slices.Contains(columns, api.ColumnAmount) {
		forget(columns, api.ColumnDebit)
		forget(columns, api.ColumnCredit)
		return
	}
	if slices.Contains(columns, api.ColumnDebit) || slices.Contains(columns, api.ColumnCredit) {
		return // one side alone tells how much and which way
	}
	free := v.freeMoney(columns)
	if v.takePair(columns, free) {
		return
	}
	v.takeOne(columns, free)
}

// otherSide finds the column that has an amount where a known side has none, and nowhere else.
func (v *survey) otherSide(columns []string, known int, name string) bool {
	for i := range columns {
		if i == known || !v.free(columns, i) && columns[i] != api.ColumnAmount || !mostly(v.cells(i), isNumber, 1) {
			continue
		}
		if complement(v.values(known), v.values(i)) {
			forget(columns, api.ColumnAmount)
			columns[i] = name
			return true
		}
	}
	return false
}

// freeMoney are the columns of amounts that no heading explains.
func (v *survey) freeMoney(columns []string) []int {
	var free []int
	for i := range columns {
		if v.free(columns, i) && mostly(v.cells(i), isMoney, 1) {
			free = append(free, i)
		}
	}
	if len(free) > 0 {
		return free
	}
	for i := range columns { // whole amounts, told by the currency beside them
		if v.free(columns, i) && v.currencyBeside(i) >= 0 && mostly(v.cells(i), isNumber, len(v.records)/2) {
			free = append(free, i)
		}
	}
	return free
}

// takePair finds two columns, one for each way. Which is which is told by their signs or by the
// balance; where neither does, it has to be chosen.
func (v *survey) takePair(columns []string, free []int) bool {
	for n, a := range free {
		for _, b := range free[n+1:] {
			if !complement(v.values(a), v.values(b)) {
				continue
			}
			debit, credit, sure := v.sides(a, b, free)
			columns[debit], columns[credit] = api.ColumnDebit, api.ColumnCredit
			if !sure {
				v.unsure = append(v.unsure, v.sideDoubt(debit, credit))
			}
			return true
		}
	}
	return false
}

// sides tells which of two columns is what went out.
func (v *survey) sides(a, b int, free []int) (debit, credit int, sure bool) {
	signA, signB := sign(v.values(a)), sign(v.values(b))
	switch {
	case signA < 0 && signB > 0:
		return a, b, true
	case signB < 0 && signA > 0:
		return b, a, true
	}
	for _, balance := range append([]int{v.balance}, free...) {
		if balance < 0 || balance == a || balance == b {
			continue
		}
		if credit, known := v.sideByBalance(a, b, balance); known {
			debit = a + b - credit
			v.balance = balance
			return debit, credit, true
		}
	}
	return a, b, false
}

// sideByBalance tells by a balance which of two columns is what came in. It has to go with every
// row; one that no heading calls a balance with more than one.
func (v *survey) sideByBalance(a, b, balance int) (credit int, known bool) {
	amounts := either(v.values(a), v.values(b))
	signs, proof := v.flows(v.values(balance), amounts)
	if !proof.whole() || balance != v.balance && !proof.certain() {
		return 0, false
	}

	ofA := 0
	for i, way := range signs {
		if valueOf(v.columns[a][i], v.mark).minor != 0 {
			ofA += way
		} else {
			ofA -= way
		}
	}
	switch ofA {
	case proof.hits:
		return a, true
	case -proof.hits:
		return b, true
	}
	return 0, false
}

// sideDoubt asks which of two columns is what went out.
func (v *survey) sideDoubt(debit, credit int) doubt {
	swapped := func(out, in int) func(*api.ImportMapping) {
		return func(m *api.ImportMapping) {
			m.Columns = slices.Clone(m.Columns)
			m.Columns[out], m.Columns[in] = api.ColumnDebit, api.ColumnCredit
		}
	}
	return doubt{api.UnsureDirection, []option{
		{api.ChoiceColumn, v.heading(debit), true, swapped(debit, credit)},
		{api.ChoiceColumn, v.heading(credit), false, swapped(credit, debit)},
	}, true}
}

// takeOne finds the one column of amounts. The balance beside it is told by reckoning.
func (v *survey) takeOne(columns []string, free []int) {
	if len(free) == 0 {
		v.trustHeading(columns, api.ColumnAmount)
		return
	}
	if v.takeByBalance(columns, free) {
		return
	}
	first := free[0]
	for _, i := range free {
		if v.fill(i)*2 >= len(v.records) && (v.fill(first)*2 < len(v.records) || v.preference(i) > v.preference(first)) {
			first = i
		}
	}
	columns[first] = api.ColumnAmount
	if len(free) > 1 {
		v.unsure = append(v.unsure, v.columnDoubt(first, free))
	}
}

// columnDoubt asks which of several columns holds the amounts; the taken one is supposed.
func (v *survey) columnDoubt(taken int, all []int) doubt {
	d := doubt{field: api.UnsureColumns}
	for _, i := range all {
		currency := v.currencyBeside(i)
		d.options = append(d.options, option{api.ChoiceColumn, v.heading(i), i == taken, func(m *api.ImportMapping) {
			m.Columns = slices.Clone(m.Columns)
			m.Columns[taken], m.Columns[i] = "", api.ColumnAmount
			if at := slices.Index(m.Columns, api.ColumnCurrency); at >= 0 && (currency >= 0 || v.ofOthers(m.Columns, at)) {
				m.Columns[at] = ""
			}
			if currency >= 0 {
				m.Columns[currency] = api.ColumnCurrency
			}
		}})
	}
	return d
}

// takeByBalance takes the column of amounts that a balance goes with: one that a heading calls so in
// each row, or another column where more than one row proves it and no other pair does as well.
func (v *survey) takeByBalance(columns []string, free []int) bool {
	type pair struct{ amount, balance int }
	var proven []pair
	for _, a := range free {
		for _, b := range append([]int{v.balance}, free...) {
			if b < 0 || a == b {
				continue
			}
			_, proof := v.flows(v.values(b), v.values(a))
			if proof.whole() && (b == v.balance || proof.certain()) {
				proven = append(proven, pair{a, b})
			}
		}
	}
	if len(proven) == 0 || slices.ContainsFunc(proven, func(p pair) bool { return p.amount != proven[0].amount }) {
		return false
	}
	columns[proven[0].amount], v.balance = api.ColumnAmount, proven[0].balance
	return true
}
