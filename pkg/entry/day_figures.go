package entry

import "strings"

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
		if year := &tokens[i+2]; year.isYear() && tokens[i+3].first() {
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

// isYear reports whether a token can be the year of a date that has been said to its month.
func (t *token) isYear() bool {
	return t.kind == tokenNumber && len(t.text) == 4 && strings.HasPrefix(t.text, "20")
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
		figures, ok := strings.CutSuffix(word, ending)
		if ok && figures != "" && len(figures) <= 2 && allDigits(figures) {
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
	if len(after) < 3 || after[0].first() || after[1].first() || !after[2].first() {
		return false
	}
	if t.equals || t.kind != tokenNumber {
		return false
	}
	a, b := t.text, after[1].text
	return after[0].kind == tokenOp && after[0].text == "/" && strings.Contains(t.chunk, "/") &&
		after[1].kind == tokenNumber && isDay(a) && isDay(b) && min(figure(a), figure(b)) <= 12
}
