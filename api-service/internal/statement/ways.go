package statement

import (
	"slices"

	"financebot/pkg/api"
)

// settleDirection finds which way amounts without a minus went, and what unknown words of
// directions mean. The balance proves it, or it is asked.
func (v *survey) settleDirection(m *api.ImportMapping) {
	amount := slices.Index(m.Columns, api.ColumnAmount)
	if amount < 0 {
		return
	}
	if at := slices.Index(m.Columns, api.ColumnDirection); at >= 0 {
		v.settleWords(m, at, amount)
		v.settleBlanks(m, at, amount)
		return
	}
	if m.Positive != "" {
		return
	}
	all := v.values(amount)
	if sign(all) != 1 {
		v.settleSigned(m, all)
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

// settleSigned settles amounts of which some have a minus. Where words say otherwise than the signs
// and are too few to be followed, or where it looks like a card, it is asked.
func (v *survey) settleSigned(m *api.ImportMapping, all []value) {
	m.Positive = v.signedWay(all)
	with, against := v.votes(all)
	proven := with > 0 && against == 0 // but that of a card may be what is owed
	if m.Positive == api.PositiveIn && (v.contrary && !proven || v.likeCard(all)) {
		v.unsure = append(v.unsure, v.wayDoubt())
	}
}

// toCard are words of what is paid to a card: its charges have no sign, and these have the minus.
var toCard = []string{"payment", "autopay", "thank", "refund", "return", "repay", "ramburs", "погашен", "возврат", "пополнен", "ruckzahl", "gutschrift", "pago", "pagamento", "paiement"}

// likeCard reports whether most amounts have no minus, and those that have one read as what was paid to
// a card.
func (v *survey) likeCard(all []value) bool {
	minuses, paid := 0, 0
	for row, a := range all {
		if !a.ok || a.minor >= 0 {
			continue
		}
		minuses++
		isPaid := func(cell string) bool { return speaksOf(cell, toCard) }
		paid += boolInt(slices.ContainsFunc(v.records[row].cells, isPaid))
	}
	return paid > 0 && paid == minuses && countMoved(all) > 2*minuses
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
func (v *survey) votes(all []value) (with, against int) { return v.votesOf(all, all) }

// votesOf counts only some of the records.
func (v *survey) votesOf(all, some []value) (with, against int) {
	if v.balance < 0 {
		return 0, 0
	}
	signs, _ := v.flows(v.values(v.balance), all)
	for i, way := range signs {
		switch {
		case way == 0 || some[i].minor == 0:
		case way > 0 == (all[i].minor > 0):
			with++
		default:
			against++
		}
	}
	return with, against
}

// settlePositive settles a column of amounts without any sign. Where the balance says nothing either,
// it is asked.
func (v *survey) settlePositive(m *api.ImportMapping, all []value, pluses int) {
	with, against := v.votes(all)
	m.Positive = api.PositiveIn
	switch {
	case against > 0 && with == 0:
		m.Positive = api.PositiveOut
		return
	case with > 0 && against == 0, pluses > 0, countMoved(all) == 0:
		return
	}
	d := v.wayDoubt()
	d.blocks = with > 0 && against > 0
	if at, pair := v.twoWords(m.Columns); at >= 0 {
		d.options = append(d.options, wordOptions(at, pair)...)
		d.blocks = d.blocks || v.headedDirection(at) > 0
	}
	v.unsure = append(v.unsure, d)
}

// wayDoubt asks which way amounts without a minus went.
func (v *survey) wayDoubt() doubt {
	d := doubt{field: api.UnsureDirection}
	for _, way := range []string{api.PositiveIn, api.PositiveOut} {
		d.options = append(d.options, option{way, "", way == api.PositiveIn, func(m *api.ImportMapping) { m.Positive = way }})
	}
	return d
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
		if len(all) != 2 || len(cells) < 3 || !isWord(all[0]) || !isWord(all[1]) || plainWord(all[0]) == plainWord(all[1]) {
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
	signs, proof := v.flows(v.values(v.balance), v.values(amount))
	if !proof.any() {
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
		if signs, proof := v.flows(v.values(v.balance), v.values(amount)); proof.any() {
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
