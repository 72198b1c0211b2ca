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

// day takes the day that a line says without a ^. Of several the surest counts, then the first.
func (r *reader) day() *errs.Error {
	if !r.entry.Date.IsZero() || r.loc.today.IsZero() {
		return nil
	}
	best, at := said{}, 0
	next := 0
	for i := range r.tokens[:len(r.tokens)-1] {
		if i < next {
			continue
		}
		s := r.saidAt(i)
		next = i + s.size
		switch s.sort {
		case saidVaguely:
			r.read(ReadDateInNote, textOf(r.tokens[i:i+s.size]), "")
			continue
		case saidLater:
			r.future = true
			continue
		}
		if s.sort != saidNothing && s.sort <= saidAtEnd && best.sort != saidNothing && best.sort <= saidAtEnd &&
			s.date != best.date {
			return ErrTwoDays
		}
		if s.sort != saidNothing && (best.sort == saidNothing || s.sort < best.sort) {
			best, at = s, i
		}
	}
	if best.sort == saidNothing {
		return nil
	}
	text := textOf(r.tokens[at : at+best.size])
	r.read(ReadDate, strings.Trim(text, punctuation), best.date.String())
	r.entry.Date = best.date
	r.future = r.future || r.loc.today.Before(best.date)
	for i := range r.tokens[at : at+best.size] {
		r.tokens[at+i].kind = tokenUsed
	}
	return nil
}

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
func (t *token) isMonths() bool { return t.kind == tokenWord && fold(t.text) == "luni" }

// bare reports whether there is no word among tokens: numbers, units and parts do not count.
func (r *reader) bare(from, to int) bool {
	for _, t := range r.tokens[from:to] {
		if t.kind == tokenWord {
			return false
		}
	}
	return true
}

// inSum reports whether tokens are a part of a sum: 34 / 12.02.
func (r *reader) inSum(from, to int) bool {
	return (from > 0 && r.tokens[from-1].kind == tokenOp) || r.tokens[to].kind == tokenOp
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
	for _, find := range [...]func([]token) said{loc.saidBefore, loc.saidBack, saidAhead, loc.saidNamed, loc.saidInFigures} {
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
	case tokens[i].kind != tokenEnd && fold(tokens[i].text) == "in" && strings.HasPrefix(fold(tokens[i+1].text), "urma"):
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

// saidInFigures knows 5 march, march 5, 25.12, 25.12.2026, 12/25.
func (loc *locale) saidInFigures(tokens []token) said {
	i := 0
	if tokens[0].kind == tokenWord && tokens[0].lex().is(roleOn|roleFor) {
		i++
	}
	t := &tokens[i]
	switch {
	case t.dated && i == 0:
		return loc.saidDate(t.text, 1, saidAtEnd)
	case t.kind == tokenNumber || ordinal(t.text) != "":
		return loc.saidFigure(tokens, i)
	case t.lex().is(roleMonth) && i+1 < len(tokens) && dayOfMonth(&tokens[i+1]) != "" && tokens[i+2].first():
		return loc.saidDate(t.text+" "+dayOfMonth(&tokens[i+1]), i+2, saidBeside)
	}
	return said{}
}

// saidFigure is a date that begins with its day in figures.
func (loc *locale) saidFigure(tokens []token, i int) said {
	t := &tokens[i]
	next := &tokens[i+1]
	if day := dayOfMonth(t); day != "" && next.first() && next.lex().is(roleMonth) {
		phrase := day + " " + strings.Trim(next.text, punctuation)
		if next.kind == tokenUnit {
			phrase = day + " " + strings.Trim(next.chunk, punctuation)
		}
		if year := &tokens[i+2]; year.kind == tokenNumber && len(year.text) == 4 && strings.HasPrefix(year.text, "20") && tokens[i+3].first() {
			if s := loc.saidDate(phrase+" "+year.text, i+3, saidBeside); s.sort != saidNothing {
				return s
			}
		}
		return loc.saidDate(phrase, i+2, saidBeside)
	}
	if i > 0 && t.kind == tokenWord && next.first() {
		return loc.saidOrdinal(figure(dayOfMonth(t)), i+1)
	}
	if next.first() && isDayAndMonth(t.text) {
		return loc.saidDate(t.text, i+1, saidLoosely)
	}
	if tokens[i].isDayOverMonth(tokens[i+1:]) {
		return loc.saidDate(strings.Trim(t.chunk, punctuation), i+3, saidLoosely)
	}
	return said{}
}

// saidOrdinal is the last such day of a month: on 5th.
func (loc *locale) saidOrdinal(day, size int) said {
	d := Date{loc.today.Year, loc.today.Month, day}
	if day > loc.today.Day {
		d = Date{loc.today.Year, loc.today.Month - 1, day}
		if d.Month == 0 {
			d.Year, d.Month = d.Year-1, 12
		}
	}
	if !d.Exists() {
		return said{}
	}
	return said{d, size, saidBeside}
}

// saidDate is a date of the calendar that has been.
func (loc *locale) saidDate(phrase string, size int, sort saidSort) said {
	d, _, fault := loc.datePhrase(phrase)
	if fault != nil && strings.Contains(phrase, "/") {
		month, day, _ := strings.Cut(phrase, "/") // an American's, in any language
		d, _, fault = loc.datePhrase(day + "." + month)
	}
	if fault != nil {
		return said{}
	}
	return said{d, size, sort}
}

// dayOfMonth is the figure of a token that can be the day of a month: 25, 1st.
func dayOfMonth(t *token) string {
	figures := ordinal(t.text)
	if t.kind == tokenNumber {
		figures = t.text
	}
	if figures == "" || len(figures) > 2 || !allDigits(figures) || figure(figures) < 1 || figure(figures) > 31 {
		return ""
	}
	return figures
}

// ordinal is the figure of 1st, 2nd, 3rd, 25th.
func ordinal(word string) string {
	for _, ending := range [...]string{"st", "nd", "rd", "th"} {
		if figures, ok := strings.CutSuffix(word, ending); ok && figures != "" && len(figures) <= 2 && allDigits(figures) {
			return figures
		}
	}
	return ""
}

// isDayAndMonth reports whether a number can be 25.12: its month has two digits.
func isDayAndMonth(text string) bool {
	day, month, ok := strings.Cut(text, ".")
	return ok && isDay(day) && len(month) == 2 && allDigits(month) && figure(month) >= 1 && figure(month) <= 12
}

func isDay(text string) bool {
	return text != "" && len(text) <= 2 && allDigits(text) && figure(text) >= 1 && figure(text) <= 31
}

// isDayOverMonth reports whether a token and those after it are one chunk like 25/12 or 12/25.
func (t *token) isDayOverMonth(after []token) bool {
	if len(after) < 3 || t.equals || t.kind != tokenNumber || after[0].first() || after[1].first() || !after[2].first() {
		return false
	}
	a, b := t.text, after[1].text
	return after[0].kind == tokenOp && after[0].text == "/" && strings.Contains(t.chunk, "/") &&
		after[1].kind == tokenNumber && isDay(a) && isDay(b) && min(figure(a), figure(b)) <= 12
}
