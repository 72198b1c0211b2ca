package statement

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"financebot/pkg/api"
)

// weight orders what the words of one heading may say: a fee is a fee, though the heading also
// says "amount".
var weight = map[string]int{
	api.ColumnFee: 1, columnBalance: 2, api.ColumnDebit: 3, api.ColumnCredit: 3, api.ColumnAmount: 4, api.ColumnDate: 5,
	api.ColumnState: 6, api.ColumnCurrency: 7, api.ColumnID: 8, api.ColumnDirection: 9, api.ColumnPayee: 10, api.ColumnNote: 11, api.ColumnCategory: 12,
}

// claims are what the heading of each column says and its cells bear out, best first.
func (v *survey) claims() [][]meaning {
	all := make([][]meaning, len(v.columns))
	for i := range all {
		if i >= len(v.headings) {
			continue
		}
		for _, m := range meanings(v.headings[i]) {
			wordy := m.rank >= byStem && (m.column == api.ColumnPayee || m.column == api.ColumnNote || m.column == api.ColumnCategory)
			if v.holds(i, m.column) && (!wordy || v.texts(i)) && !excluding(v.headings[i], m.column) {
				all[i] = append(all[i], m)
			}
		}
		slices.SortStableFunc(all[i], func(a, b meaning) int {
			return cmp.Or(cmp.Compare(min(a.rank, byStem)/byStem, min(b.rank, byStem)/byStem),
				cmp.Compare(weight[a.column], weight[b.column]), cmp.Compare(a.rank, b.rank), cmp.Compare(a.column, b.column))
		})
	}
	return all
}

// excluding reports whether a heading speaks of something only to say that it is left out, or of a
// sum that is not what moved.
func excluding(heading, column string) bool {
	switch column {
	case api.ColumnFee:
		return strings.Contains(fold(heading), "after fee")
	case api.ColumnAmount:
		return speaksOf(heading, sideSums) || speaksOfParts(heading)
	}
	return false
}

// speaksOfParts reports whether a heading says, in its words or in brackets, that amounts are in cents.
func speaksOfParts(heading string) bool {
	if len(heading) > maxHeading {
		return false
	}
	isWord := func(r rune) bool { return !unicode.IsLetter(r) }
	return slices.ContainsFunc(strings.FieldsFunc(fold(heading), isWord), func(word string) bool { return beginsWithOne(word, parts) })
}

// columnsByHeadings gives each column its meaning; of two for the same the better one counts,
// but of a column that is mostly empty only where there is no other.
func (v *survey) columnsByHeadings() []string {
	columns := make([]string, len(v.columns))
	at, rank := map[string]int{}, map[string]int{}
	for i, claims := range v.claims() {
		for _, m := range claims {
			if m.column == api.ColumnDirection { // told by its words beside the amounts
				continue
			}
			if v.fill(i)*2 < len(v.records) {
				m.rank += 1000
			}
			before, taken := at[m.column]
			if taken && m.column != api.ColumnNote && rank[m.column] <= m.rank {
				columns[i] = v.beaten(i, m.column)
				break
			}
			if taken && m.column != api.ColumnNote {
				columns[before] = v.beaten(before, m.column)
			}
			columns[i], at[m.column], rank[m.column] = m.column, i, m.rank
			break
		}
	}
	return columns
}

// beaten is what becomes of a column whose meaning another has with more right: a second name is
// a note, as the money may have gone either way between the two; of all else there is only one.
func (v *survey) beaten(i int, column string) string {
	const few = 2
	if column == api.ColumnPayee && (distinct(v.cells(i)) > 1 || len(v.records) <= few) {
		return api.ColumnNote
	}
	return ""
}

// take finds the columns of a table, by headings and by what stands below them.
func (v *survey) take() []string {
	columns := v.columnsByHeadings()
	v.balance = slices.Index(columns, columnBalance)
	if v.balance >= 0 {
		columns[v.balance] = ""
	}
	if !slices.Contains(columns, api.ColumnDate) {
		v.guess(columns, api.ColumnDate, isDate)
		v.trustHeading(columns, api.ColumnDate)
	}
	v.settleOldest(columns)
	v.takeAmounts(columns)
	v.takeCurrency(columns)
	v.takeDirection(columns)
	v.takeState(columns)
	v.takeWords(columns)
	return columns
}

// free reports whether a column has no meaning yet, and may be given one.
func (v *survey) free(columns []string, i int) bool {
	return columns[i] == "" && i != v.balance && !v.traits[i].inParts
}

// trustHeading takes a heading at its word where nothing better was found: the faults of the
// column are told line by line.
func (v *survey) trustHeading(columns []string, name string) {
	if slices.Contains(columns, name) {
		return
	}
	for i := range columns {
		if m, ok := exactly(plainHeading(v.rawHeading(i))); ok && m.column == name && v.free(columns, i) {
			columns[i] = name
			return
		}
	}
}

// guess gives a name to the first column that holds what fits.
func (v *survey) guess(columns []string, name string, fits func(string) bool) {
	for i := range columns {
		if v.free(columns, i) && mostly(v.cells(i), fits, len(v.records)/2) {
			columns[i] = name
			return
		}
	}
}

// takeWords sees to it that every record has words, where it has any: columns of text that no
// heading explains are taken for notes, those first that tell most.
func (v *survey) takeWords(columns []string) {
	const most = 2
	for taken := 0; taken < most && v.wordless(columns) > 0; taken++ {
		best, score := -1, 0
		for i := range columns {
			if !v.free(columns, i) || !v.texts(i) {
				continue
			}
			if s := v.telling(i); s > score {
				best, score = i, s
			}
		}
		if best < 0 {
			return
		}
		columns[best] = api.ColumnNote
	}
}

// wordless counts the records without words.
func (v *survey) wordless(columns []string) int {
	n := 0
	for row := range v.records {
		said := false
		for i, column := range columns {
			said = said || (column == api.ColumnPayee || column == api.ColumnNote) && v.columns[i][row] != ""
		}
		if !said {
			n++
		}
	}
	return n
}

// telling weighs the text of a column: letters count, shouted codes and words that come again and
// again less.
func (v *survey) telling(i int) int {
	cells := v.cells(i)
	score := 0
	for _, cell := range cells {
		letters, digits := 0, 0
		for _, r := range cell[:min(len(cell), 200)] {
			switch {
			case unicode.IsLetter(r):
				letters++
			case unicode.IsDigit(r) || r == '_':
				digits++
			}
		}
		score += max(0, 10*min(letters, 40)-30*digits)
	}
	return score * distinct(cells) / max(1, len(cells))
}

func (v *survey) rawHeading(i int) string {
	if i < 0 || i >= len(v.headings) {
		return ""
	}
	return v.headings[i]
}

// forget takes a meaning from the column that has it.
func forget(columns []string, name string) {
	if i := slices.Index(columns, name); i >= 0 {
		columns[i] = ""
	}
}

func boolInt(is bool) int {
	if is {
		return 1
	}
	return 0
}
