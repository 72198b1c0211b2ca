package statement

import (
	"slices"

	"financebot/pkg/api"
)

// takeDirection finds the column whose words tell which way money went.
func (v *survey) takeDirection(columns []string) {
	amount := slices.Index(columns, api.ColumnAmount)
	if amount < 0 {
		return
	}

	amounts := v.values(amount)
	best, most := -1, 0
	for i := range columns {
		if !v.free(columns, i) {
			continue
		}
		if trust := v.trust(i, amounts); trust > most {
			best, most = i, trust
		}
	}
	if best >= 0 {
		columns[best], v.contrary = api.ColumnDirection, false
	}
}

// ways are what the known words of a column say, beside the signs of the amounts.
type ways struct {
	known, outs, ins int
	onlyKinds        bool
	minusOut         int // words for "out" beside a minus
	plainOut         int // and beside none
	minusIn          int // words for "in" beside a minus
}

// against reports whether a word says otherwise than the sign beside it.
func (w ways) against() bool { return w.plainOut > 0 || w.minusIn > 0 }

// signsRule reports whether money that went out is usually written with a minus: an odd word then
// takes nothing from the sign beside it.
func (w ways) signsRule() bool { return w.minusOut > w.plainOut }

func (v *survey) waysOf(i int, amounts []value) ways {
	w := ways{onlyKinds: true}
	for row, cell := range v.columns[i] {
		kind, ok := v.way(cell)
		if !ok {
			continue
		}
		w.known++
		w.outs, w.ins = w.outs+boolInt(kind == api.Expense), w.ins+boolInt(kind == api.Income)
		if kinds[plainWord(cell)] {
			continue
		}
		w.onlyKinds = false
		minor := amounts[row].minor
		w.minusOut += boolInt(kind == api.Expense && minor < 0)
		w.plainOut += boolInt(kind == api.Expense && minor > 0)
		w.minusIn += boolInt(kind == api.Income && minor < 0)
	}
	return w
}

// trust tells how much a column of words says about the direction: 0 is nothing. Where signs and
// words agree the signs are enough; where a word says otherwise the words count, each for its line.
func (v *survey) trust(i int, amounts []value) int {
	w, cells, headed := v.waysOf(i, amounts), v.cells(i), v.headedDirection(i)
	signed := sign(amounts) != 1
	both := w.outs > 0 && w.ins > 0
	switch {
	case w.known == 0 || signed && w.onlyKinds:
		return 0
	case signed && !w.against():
		knows := func(cell string) bool { _, ok := v.way(cell); return ok }
		return boolInt(headed > 0 && mostly(cells, knows, len(cells))) * headed
	case headed > 0 && (w.known*10 >= len(cells)*6 || signed && w.signsRule() || both && headed == byWhole):
		return headed
	case both && w.known*10 >= len(cells)*6:
		return 1
	}
	v.contrary = v.contrary || signed && (headed > 0 || both)
	return 0
}

// way reads a word of a direction by what the mapping says and by what is known of all files.
func (v *survey) way(cell string) (kind string, ok bool) {
	return layout{outWords: comparedWords(v.outWords), inWords: comparedWords(v.inWords)}.direction(cell)
}

// ofCard reports whether the words of a column name purchases.
func (v *survey) ofCard(at int) bool {
	return slices.ContainsFunc(v.wordsOf(at), func(word string) bool { return purchases[plainWord(word)] })
}

// How clearly a heading promises the direction.
const (
	byWord  = 2
	byWhole = 3
)

// headedDirection tells how clearly a heading promises the direction: as a whole, or because it names
// both ways, or by a word; 0 is not at all.
func (v *survey) headedDirection(i int) int {
	said := map[string]int{}
	for _, m := range meanings(v.rawHeading(i)) {
		said[m.column] = max(said[m.column], byWord+boolInt(m.rank < byStem))
	}
	if said[api.ColumnDebit] > 0 && said[api.ColumnCredit] > 0 {
		return byWhole
	}
	return said[api.ColumnDirection]
}

// settleBlanks settles lines for which a column of directions has no word. A few among words of both
// ways are faults of their lines. Beside words of one way only, a cell may be empty for the other:
// the balance tells, or it is asked.
func (v *survey) settleBlanks(m *api.ImportMapping, at, amount int) {
	amounts := v.values(amount)
	w := v.waysOf(at, amounts)
	if m.Positive != "" || w.outs > 0 && w.ins > 0 || w.known == 0 || w.signsRule() {
		return
	}

	blanks := make([]value, len(amounts))
	for row, cell := range v.columns[at] {
		if cell == "" && !amounts[row].plus {
			blanks[row] = amounts[row]
		}
	}
	if countMoved(blanks) == 0 {
		return
	}
	switch with, against := v.votesOf(amounts, blanks); {
	case with > 0 && against == 0:
		m.Positive = api.PositiveIn
	case against > 0 && with == 0:
		m.Positive = api.PositiveOut
	default:
		d := v.wayDoubt()
		d.blocks = true
		v.unsure = append(v.unsure, d)
	}
}
