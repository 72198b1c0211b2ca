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
	signed := sign(v.values(amount)) != 1
	best, most := -1, 0
	for i := range columns {
		if !v.free(columns, i) {
			continue
		}
		if trust := v.trust(i, signed); trust > most {
			best, most = i, trust
		}
	}
	if best >= 0 {
		columns[best] = api.ColumnDirection
	}
}

// trust tells how much a column of words says about the direction: 0 is nothing.
func (v *survey) trust(i int, signed bool) int {
	cells := v.cells(i)
	knows := func(cell string) bool { _, ok := v.way(cell); return ok }
	all, outs, ins, onlyKinds := 0, 0, 0, true
	for _, cell := range cells {
		kind, ok := v.way(cell)
		if !ok {
			continue
		}
		all++
		outs, ins = outs+boolInt(kind == api.Expense), ins+boolInt(kind == api.Income)
		onlyKinds = onlyKinds && kinds[plainWord(cell)]
	}
	headed := v.headedDirection(i)
	switch {
	case all == 0 || signed && onlyKinds:
		return 0
	case signed:
		return boolInt(headed > 0 && mostly(cells, knows, len(cells))) * headed
	case headed > 0 && all*10 >= len(cells)*6:
		return headed
	case outs > 0 && ins > 0 && all*10 >= len(cells)*8:
		return 1
	}
	return 0
}

// way reads a word of a direction by what the mapping says and by what is known of all files.
func (v *survey) way(cell string) (kind string, ok bool) {
	return layout{outWords: comparedWords(v.outWords), inWords: comparedWords(v.inWords)}.direction(cell)
}

// headedDirection tells how clearly a heading promises the direction: 3 as a whole, 2 by a word.
func (v *survey) headedDirection(i int) int {
	for _, m := range meanings(v.rawHeading(i)) {
		if m.column == api.ColumnDirection {
			return 2 + boolInt(m.rank < byStem)
		}
	}
	return 0
}

// settleDirection finds which way amounts without a minus went, and what unknown words of
// directions mean. The balance proves it, or it is asked.
func (v *survey) settleDirection(m *api.ImportMapping) {
	amount := slices.Index(m.Columns, api.ColumnAmount)
	if amount < 0 || m.Positive != "" {
		return
	}
	if at := slices.Index(m.Columns, api.ColumnDirection); at >= 0 {
		v.settleWords(m, at, amount)
		return
	}
	all := v.values(amount)
	if sign(all) != 1 {
		m.Positive = v.signedWay(all)
		return
	}
	pluses := 0
	for _, a := range all {
		pluses += boolInt(a.ok && a.plus)
	}
	if moved := countMoved(all); pluses > 0 && pluses < moved {
		m.Positive = api.PositivePlus
		return
	}
	if v.wordsByBalance(m, amount) {
		return
	}
	v.settlePositive(m, all, pluses)
}

func countMoved(all []value) int {
	n := 0
	for _, a := range all {
		n += boolInt(a.ok && a.minor != 0)
	}
	return n
}

// signedWay tells whether a minus means that money came in: it does where the balance goes against
// each sign that it can be held against.
func (v *survey) signedWay(all []value) string {
	with, against := v.votes(all)
	if with == 0 && against > 2 {
		return api.PositiveOut
	}
	return api.PositiveIn
}

// votes counts the records in which the balance goes with the sign of the amount, and against it.
func (v *survey) votes(all []value) (with, against int) {
	if v.balance < 0 {
		return 0, 0
	}
	signs, _ := flows(v.values(v.balance), all)
	for i, way := range signs {
		switch {
		case way == 0:
		case way > 0 == (all[i].minor > 0):
			with++
		default:
			against++
		}
	}
	return with, against
}

// settlePositive settles a column of amounts without any sign. A few rows may well all have come
// in; where there are more, and neither signs nor the balance say anything, it is asked.
func (v *survey) settlePositive(m *api.ImportMapping, all []value, pluses int) {
	const few = 2
	with, against := v.votes(all)
	m.Positive = api.PositiveIn
	switch {
	case against > 0 && with == 0:
		m.Positive = api.PositiveOut
		return
	case with > 0 && against == 0, pluses > 0, countMoved(all) <= few:
		return
	}
	d := doubt{field: api.UnsureDirection, blocks: with > 0 && against > 0}
	for _, way := range []string{api.PositiveIn, api.PositiveOut} {
		d.options = append(d.options, option{way, "", way == api.PositiveIn, func(m *api.ImportMapping) { m.Positive = way }})
	}
	if at, pair := v.twoWords(m.Columns); at >= 0 {
		d.options = append(d.options, wordOptions(at, pair)...)
		d.blocks = d.blocks || v.headedDirection(at) > 0
	}
	v.unsure = append(v.unsure, d)
}

// twoWords finds a column without a meaning in which one of two words stands, again and again.
func (v *survey) twoWords(columns []string) (at int, pair []string) {
	at = -1
	for i := range columns {
		cells := v.cells(i)
		if columns[i] != "" || i == v.balance || len(cells)*10 < len(v.records)*9 {
			continue
		}
		all := v.wordsOf(i)
		if len(all) != 2 || len(cells) < 3 || !isWord(all[0]) || !isWord(all[1]) {
			continue
		}
		if at < 0 || v.headedDirection(i) > v.headedDirection(at) {
			at, pair = i, all
		}
	}
	return at, pair
}

// wordOptions are the two ways to read a column of two words.
func wordOptions(at int, pair []string) []option {
	var all []option
	for n, word := range pair {
		other := pair[1-n]
		all = append(all, option{api.ChoiceWord, word, false, func(m *api.ImportMapping) {
			m.OutWords, m.InWords = []string{word}, []string{other}
			if m.Columns != nil {
				m.Columns = slices.Clone(m.Columns)
				m.Columns[at] = api.ColumnDirection
			}
		}})
	}
	return all
}

// wordsByBalance finds a column whose words go with the way of the balance.
func (v *survey) wordsByBalance(m *api.ImportMapping, amount int) bool {
	if v.balance < 0 {
		return false
	}
	signs, proven := flows(v.values(v.balance), v.values(amount))
	if !proven {
		return false
	}
	for i := range m.Columns {
		all := v.wordsOf(i)
		if m.Columns[i] != "" || i == v.balance || len(all) < 2 || len(all) > maxDirections || len(all) == v.fill(i) && len(all) > 2 {
			continue
		}
		if outs, ins, ok := v.wordsBy(signs, i); ok {
			m.Columns[i], m.OutWords, m.InWords = api.ColumnDirection, outs, ins
			return true
		}
	}
	return false
}

// wordsBy gives the words that always stand beside what went out, and beside what came in; not ok
// where one stands beside both, or is never proven.
func (v *survey) wordsBy(signs []int, at int) (outs, ins []string, ok bool) {
	ways := map[string]int{}
	for row, way := range signs {
		word := v.columns[at][row]
		if way == 0 {
			continue
		}
		if before := ways[word]; word == "" || before != 0 && before != way {
			return nil, nil, false
		}
		ways[word] = way
	}
	all := v.wordsOf(at)
	for _, word := range all {
		switch ways[word] {
		case 1:
			ins = append(ins, word)
		case -1:
			outs = append(outs, word)
		}
	}
	if len(all) == 2 && len(outs)+len(ins) == 1 { // the other word is the other way
		for _, word := range all {
			switch {
			case ways[word] != 0:
			case len(outs) > 0:
				ins = append(ins, word)
			default:
				outs = append(outs, word)
			}
		}
	}
	return outs, ins, len(outs) > 0 && len(ins) > 0 && len(outs)+len(ins) == len(all)
}

// settleWords finds what the words of a column of directions mean that are not known: by the
// balance or, where none of two is known, by asking. A single odd word is a fault of its lines.
func (v *survey) settleWords(m *api.ImportMapping, at, amount int) {
	all := v.wordsOf(at)
	var unknown []string
	for _, word := range all {
		if _, ok := v.way(word); !ok {
			unknown = append(unknown, word)
		}
	}
	if len(unknown) == 0 || len(all) > maxDirections {
		return
	}
	if v.balance >= 0 {
		if signs, proven := flows(v.values(v.balance), v.values(amount)); proven {
			v.learn(m, unknown, signs, at)
		}
	}
	if len(m.OutWords)+len(m.InWords) == 0 && len(all) == 2 && len(unknown) == 2 {
		v.unsure = append(v.unsure, doubt{api.UnsureDirection, wordOptions(at, all), true})
	}
}

// learn takes the way of unknown words from the balance.
func (v *survey) learn(m *api.ImportMapping, unknown []string, signs []int, at int) {
	for _, word := range unknown {
		sum, seen := 0, 0
		for row, way := range signs {
			if v.columns[at][row] == word && way != 0 {
				sum, seen = sum+way, seen+1
			}
		}
		switch {
		case seen > 0 && sum == seen:
			m.InWords = append(m.InWords, word)
		case seen > 0 && sum == -seen:
			m.OutWords = append(m.OutWords, word)
		}
	}
}
