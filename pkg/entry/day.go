package entry

import (
	"slices"
	"strings"

	"financebot/pkg/errs"
)

// said is a day that was found without a ^ before it.
type said struct {
	date Date
	size int // tokens
	sort saidSort
}

type saidSort uint8

const (
	saidNothing saidSort = iota
	saidSurely           // yesterday, on monday, 2 days ago: wherever it stands
	saidAtEnd            // monday, 25.12.2026: at the beginning or the end of a line
	saidBeside           // 5 march: beside another number
	saidLoosely          // 25.12: as saidAtEnd and saidBeside, where it is not likelier to be money
	saidVaguely          // last week: no day
	saidLater            // next month: no day, and still to come
)

// maxSaid is how many days are looked for in a line, of which the surest counts.
const maxSaid = 8

// day takes the day that a line says without a ^.
func (r *reader) day() *errs.Error {
	if !r.entry.Date.IsZero() || r.loc.today.IsZero() {
		return nil
	}
	day, at, fault := r.surestDay()
	if fault != nil || day.sort == saidNothing {
		return fault
	}
	text := textOf(r.tokens[at : at+day.size])
	r.read(ReadDate, strings.Trim(text, punctuation), day.date.String())
	r.entry.Date = day.date
	r.future = r.future || r.loc.today.Before(day.date)
	for i := range r.tokens[at : at+day.size] {
		r.tokens[at+i].kind = tokenUsed
	}
	return nil
}

// surestDay is the surest day of a line, of several equals the first, and where it stands. It gives
// ErrTwoDays where two are sure.
func (r *reader) surestDay() (best said, at int, fault *errs.Error) {
	next, found := 0, 0
	for i := range r.tokens[:len(r.tokens)-1] {
		if i < next {
			continue
		}
		s := r.saidAt(i)
		if s.sort == saidNothing {
			continue
		}
		next = i + s.size
		if found++; found > maxSaid {
			break
		}
		switch {
		case s.sort == saidVaguely:
			r.read(ReadDateInNote, textOf(r.tokens[i:next]), "")
		case s.sort == saidLater:
			r.future = true
		case s.isSure() && best.isSure() && s.date != best.date:
			return best, at, ErrTwoDays
		case best.sort == saidNothing || s.sort < best.sort:
			best, at = s, i
		}
	}
	return best, at, nil
}

func (s said) isSure() bool { return s.sort == saidSurely || s.sort == saidAtEnd }

// saidAt is the day at a token, where it stands as one of its sort must.
func (r *reader) saidAt(i int) said {
	t := &r.tokens[i]
	if !t.first() || t.isPart() || t.literal {
		return said{}
	}
	if i > 0 && r.tokens[i-1].kind == tokenNumber && t.isMonths() {
		return said{}
	}
	s := r.loc.said(r.tokens[i:])
	if s.sort == saidNothing || !r.tokens[i+s.size].first() {
		return said{}
	}
	edge := r.bare(0, i) || r.bare(i+s.size, len(r.tokens)-1)
	beside := r.hasNumber(0, i) || r.hasNumber(i+s.size, len(r.tokens)-1)
	switch s.sort {
	case saidAtEnd:
		if r.tokens[i].dated && !edge {
			return said{} // the note remarks on it
		}
		if !edge {
			s.sort = saidVaguely
		}
	case saidBeside:
		if !beside {
			return said{}
		}
	case saidLoosely:
		if !edge || r.inSum(i, i+s.size) || r.arrow() || !r.payable(i, i+s.size) {
			return said{}
		}
	}
	return s
}

// isMonths reports whether the token, behind a number, is no Monday: 3 luni.
func (t *token) isMonths() bool {
	return t.kind == tokenWord && !t.literal && fold(t.text) == "luni"
}

// bare reports whether there is no word among tokens: numbers, units and parts do not count.
func (r *reader) bare(from, to int) bool {
	for _, t := range r.tokens[from:to] {
		if t.kind == tokenWord {
			return false
		}
	}
	return true
}

// inSum reports whether tokens are a part of a sum, 34 / 12.02, or of a count, installment 2/12.
func (r *reader) inSum(from, to int) bool {
	if from > 0 && (r.tokens[from-1].kind == tokenOp || r.tokens[from-1].lex().is(roleShare)) {
		return true
	}
	return r.tokens[to].kind == tokenOp
}

// arrow reports whether the line has two sides, each with an amount of its own.
func (r *reader) arrow() bool {
	return slices.ContainsFunc(r.tokens, func(t token) bool { return t.kind == tokenArrow })
}

func (r *reader) hasNumber(from, to int) bool {
	for _, t := range r.tokens[from:to] {
		if t.kind == tokenNumber {
			return true
		}
	}
	return false
}

// payable reports whether a number beside the tokens is likelier to be the money than they: it is
// next to them, or it has a currency or decimals. "2 coffees 12.10" is no coffee of 12 October.
func (r *reader) payable(from, to int) bool {
	for i, t := range r.tokens {
		if t.kind != tokenNumber || (i >= from && i < to) {
			continue
		}
		next := r.tokens[i+1]
		if i+1 == from || i == to || t.number.decimals || (next.kind == tokenUnit && next.unit().currencies != "") {
			return true
		}
	}
	return false
}

// said finds the day that tokens, the last of which ends them, begin with.
func (loc *locale) said(tokens []token) said {
	all := [...]func([]token) said{loc.saidBefore, loc.saidBack, saidAhead, loc.saidNamed, loc.saidInFigures}
	for _, find := range all {
		if s := find(tokens); s.sort != saidNothing {
			return s
		}
	}
	return said{}
}

// saidBefore knows the day before yesterday.
func (loc *locale) saidBefore(tokens []token) said {
	i := 0
	if tokens[0].text == "the" {
		i++
	}
	if tokens[i].lex().is(roleSpan) && tokens[i+1].text == "before" && tokens[i+2].lex().is(roleDay) {
		return said{loc.today.plus(0, tokens[i+2].lex().days-1), i + 3, saidSurely}
	}
	return said{}
}

// saidBack knows spans: 2 days ago, acum 3 zile, неделю назад.
func (loc *locale) saidBack(tokens []token) said {
	i, back := 0, false
	if tokens[0].lex().is(roleBack) {
		i, back = 1, true
	}
	count := 1
	switch n, ok := tokens[i].count(); {
	case ok:
		i, count = i+1, n
	case isArticle(tokens[i].text):
		i++
	}
	span := tokens[i].lex()
	if !span.is(roleSpan) {
		return said{}
	}
	i++
	switch {
	case tokens[i].lex().is(roleAgo):
		i++
	case fold(tokens[i].text) == "in" && strings.HasPrefix(fold(tokens[i+1].text), "urma"):
		i += 2
	case !back:
		return said{}
	}
	if span.days == oneMonth {
		return said{DateOf(loc.today.midnight().AddDate(0, -count, 0)), i, saidSurely}
	}
	return said{loc.today.plus(0, -count*span.days), i, saidSurely}
}

// saidAhead knows spans to come: in a week, через 3 дня.
func saidAhead(tokens []token) said {
	if !tokens[0].lex().is(roleAhead) || tokens[0].kind != tokenWord {
		return said{}
	}
	i := 1
	if _, ok := tokens[i].count(); ok || isArticle(tokens[i].text) {
		i++
	}
	if !tokens[i].lex().is(roleSpan) {
		return said{}
	}
	return said{size: i + 1, sort: saidLater}
}

// count is the whole number that a token is, in figures or in a word.
func (t *token) count() (int, bool) {
	switch l := t.lex(); {
	case t.kind == tokenNumber && len(t.text) <= 3 && allDigits(t.text):
		return figure(t.text), true
	case l.is(roleNumber) && l.number%100 == 0 && l.number < 100_000:
		return int(l.number / 100), true
	}
	return 0, false
}

func isArticle(word string) bool {
	switch word {
	case "a", "an", "o", "un":
		return true
	}
	return false
}

// saidNamed knows days by their names: yesterday evening, on monday, last friday, vinerea trecută.
func (loc *locale) saidNamed(tokens []token) said {
	i := 0
	surely := tokens[0].lex().is(roleOn) && tokens[0].kind == tokenWord
	if surely {
		i++
	}
	adjective := tokens[i].lex()
	if adjective.is(roleLast | roleNext) {
		i++
	}
	l := tokens[i].lex()
	i++
	var s said
	switch {
	case l.is(roleDay) && i == 1:
		s = said{loc.today.plus(0, l.days), i, saidSurely}
	case l.is(roleHour) && i == 2 && adjective.is(roleLast):
		s = said{loc.today.plus(0, hourOf(tokens[0].text)), i, saidSurely}
	case l.is(roleWeekday):
		s = loc.saidWeekday(tokens, l, i, adjective)
		if surely && s.sort == saidAtEnd {
			s.sort = saidSurely
		}
	case l.is(roleSpan):
		return vagueSpan(tokens, i, adjective)
	default:
		return said{}
	}
	if tokens[s.size].lex().is(roleHour) {
		s.size++
	}
	return s
}

// vagueSpan knows last week and luna viitoare, which are no days.
func vagueSpan(tokens []token, size int, adjective *lexeme) said {
	if !adjective.is(roleLast | roleNext) {
		if adjective = tokens[size].lex(); adjective.is(roleLast | roleNext) {
			size++
		}
	}
	switch {
	case adjective.is(roleNext):
		return said{size: size, sort: saidLater}
	case adjective.is(roleLast):
		return said{size: size, sort: saidVaguely}
	}
	return said{}
}

// hourOf is the day of "last night" and of "this morning".
func hourOf(adjective string) int {
	if fold(adjective) == "last" {
		return -1
	}
	return 0
}

// saidWeekday is the last such day before today, or the next one where that is said.
func (loc *locale) saidWeekday(tokens []token, l *lexeme, size int, adjective *lexeme) said {
	if tokens[size].lex().is(roleLast | roleNext) {
		adjective = tokens[size].lex()
		size++
	}
	s := said{loc.lastWeekday(l.weekday), size, saidAtEnd}
	if adjective.is(roleLast | roleNext) {
		s.sort = saidSurely
	}
	if adjective.is(roleNext) {
		s.date = s.date.plus(0, 7)
		if !loc.today.Before(s.date) {
			s.date = s.date.plus(0, 7)
		}
	}
	return s
}
