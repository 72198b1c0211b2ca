package statement

import (
	"slices"

	"financebot/pkg/api"
)

// layout is how a table is read.
type layout struct {
	columns  map[string]int // where each column stands
	notes    []int
	width    int
	order    string
	mark     byte
	positive string
	feeAdded bool
	exact    bool   // the file is our own: texts are to come back as they were
	currency string // that the heading of the amounts names
	kept     []string

	outWords, inWords, heldWords []string

	ofCard      bool // its words name purchases: a payment may be what was paid to the card
	minusOut    bool // what went out is written with a minus in its own column, or beside its word
	minusCredit bool // so is what came in, and it alone where words tell the way
}

// layoutOf makes a layout of a whole mapping and of what was seen of the table.
func layoutOf(m api.ImportMapping, v *survey) layout {
	l := layout{
		columns: map[string]int{}, width: len(m.Columns), order: m.DateOrder, mark: m.Decimal[0], positive: m.Positive,
		feeAdded: m.Fee == api.FeeAdded, exact: ownTable(m.Columns), kept: v.kept,
		outWords: comparedWords(m.OutWords), inWords: comparedWords(m.InWords), heldWords: comparedWords(m.HeldWords),
	}
	if m.HeldWords != nil && l.heldWords == nil {
		l.heldWords = []string{}
	}
	for i, column := range m.Columns {
		switch column {
		case "":
		case api.ColumnNote:
			l.notes = append(l.notes, i)
		default:
			l.columns[column] = i
		}
	}
	for _, name := range []string{api.ColumnAmount, api.ColumnDebit, api.ColumnCredit} {
		if at, ok := l.columns[name]; ok && l.currency == "" {
			l.currency = currencyIn(v.rawHeading(at), v.kept)
		}
	}
	l.ofCard = v.ofCard(slices.Index(m.Columns, api.ColumnDirection))
	l.minusOut, l.minusCredit = v.minuses(m, l)
	return l
}

// minuses tells whether the usual way to write an amount of a side is with a minus: there the odd
// one without turns the direction, as elsewhere the odd one with.
func (v *survey) minuses(m api.ImportMapping, l layout) (debit, credit bool) {
	usual := func(all []value) bool {
		minus, rest := 0, 0
		for _, a := range all {
			minus += boolInt(a.ok && a.minor < 0)
			rest += boolInt(a.ok && a.minor > 0)
		}
		return minus > rest
	}
	if at, ok := l.columns[api.ColumnDirection]; ok && at < len(v.columns) {
		outs, ins := v.sidesByWord(l, at, v.values(slices.Index(m.Columns, api.ColumnAmount)))
		const enough = 2
		turned := sign(outs) == 1 && sign(ins) == -1 && countMoved(outs) >= enough && countMoved(ins) >= enough
		return usual(outs), turned
	}
	return usual(v.values(slices.Index(m.Columns, api.ColumnDebit))), usual(v.values(slices.Index(m.Columns, api.ColumnCredit)))
}

// sidesByWord are the amounts whose words say that they went out, and those that came in.
func (v *survey) sidesByWord(l layout, at int, amounts []value) (outs, ins []value) {
	for row, a := range amounts {
		switch kind, _ := l.direction(v.columns[at][row]); kind {
		case api.Expense:
			outs = append(outs, a)
		case api.Income:
			ins = append(ins, a)
		}
	}
	return outs, ins
}

// missing are the columns without which nothing can be read.
func (l layout) missing() []string {
	var missing []string
	if _, ok := l.columns[api.ColumnDate]; !ok {
		missing = append(missing, api.ColumnDate)
	}
	for _, name := range []string{api.ColumnAmount, api.ColumnDebit, api.ColumnCredit} {
		if _, ok := l.columns[name]; ok {
			return missing
		}
	}
	return append(missing, api.ColumnAmount)
}
