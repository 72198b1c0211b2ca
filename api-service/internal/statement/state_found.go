package statement

import (
	"slices"
	"strings"

	"financebot/pkg/api"
)

// takeState finds a column of states where no heading names it, and forgets one that is none.
func (v *survey) takeState(columns []string) {
	if at := slices.Index(columns, api.ColumnState); at >= 0 {
		const most = 8
		if _, known := v.states(at); known == 0 && (len(v.wordsOf(at)) < 2 || len(v.wordsOf(at)) > most) {
			columns[at] = ""
		}
		return
	}
	for i := range columns {
		held, known := v.states(i)
		if v.free(columns, i) && held > 0 && known > held && known*10 >= v.fill(i)*9 && len(v.wordsOf(i)) <= maxDirections {
			columns[i] = api.ColumnState
			return
		}
	}
}

// states counts the cells that say that a row is held back, and those of which it is known at all.
func (v *survey) states(i int) (held, known int) {
	for _, cell := range v.cells(i) {
		switch state(cell) {
		case heldState:
			held, known = held+1, known+1
		case settledState:
			known++
		}
	}
	return held, known
}

// settleState asks about words of a column of states that are not known.
func (v *survey) settleState(m *api.ImportMapping) {
	at := slices.Index(m.Columns, api.ColumnState)
	if at < 0 || m.HeldWords != nil {
		return
	}
	const most = 4
	held, unknown := []string{}, []string{}
	for _, word := range v.wordsOf(at) {
		switch state(word) {
		case heldState:
			held = append(held, word)
		case unknownState:
			unknown = append(unknown, word)
		}
	}
	if len(unknown) == 0 || len(unknown) > most {
		return
	}
	d := doubt{field: api.UnsureState, options: []option{
		{api.ChoiceBook, strings.Join(unknown, ", "), true, func(m *api.ImportMapping) { m.HeldWords = held }},
	}}
	for _, word := range unknown {
		d.options = append(d.options, option{api.ChoiceWord, word, false, func(m *api.ImportMapping) {
			m.HeldWords = append(slices.Clone(held), word)
		}})
	}
	v.unsure = append(v.unsure, d)
}
