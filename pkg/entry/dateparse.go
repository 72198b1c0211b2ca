package entry

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"financebot/pkg/errs"
)

const (
	firstYear     = 1970
	maxDatePhrase = 64 // bytes: longer than any date
)

// datePhrase reads what follows ^. It reports whether something had to be filled in or chosen.
func (loc *locale) datePhrase(phrase string) (d Date, chosen bool, fault *errs.Error) {
	if len(phrase) > maxDatePhrase || loc.today.IsZero() {
		return Date{}, false, ErrDate
	}
	phrase = strings.Trim(fold(phrase), punctuation+" ")
	if d, chosen, ok := loc.namedDay(phrase); ok {
		return d, chosen, nil
	}
	if d, ok := loc.relativeDay(phrase); ok {
		return d, true, nil
	}
	d, chosen, ok := loc.calendarDay(phrase)
	switch {
	case !ok:
		return Date{}, false, ErrDate
	case !d.Exists():
		return Date{}, false, ErrNoSuchDay
	case d.Year < firstYear || loc.today.plus(1, 0).Before(d):
		return Date{}, false, ErrDateRange
	}
	return d, chosen, nil
}

// namedDay knows yesterday and Friday, which is the last one before today.
func (loc *locale) namedDay(phrase string) (d Date, chosen, ok bool) {
	for _, t := range loc.tables {
		if days, found := t.days[phrase]; found {
			return loc.today.plus(0, days), false, true
		}
	}
	for _, t := range loc.tables {
		if weekday, found := t.weekdays[phrase]; found {
			return loc.lastWeekday(weekday), true, true
		}
	}
	return Date{}, false, false
}

// lastWeekday is the last such day before today.
func (loc *locale) lastWeekday(weekday time.Weekday) Date {
	back := int(loc.today.midnight().Weekday()-weekday+7) % 7
	if back == 0 {
		back = 7
	}
	return loc.today.plus(0, -back)
}

// relativeDay knows what else is said of days, last friday and 2 days ago, and -2d for short.
func (loc *locale) relativeDay(phrase string) (d Date, ok bool) {
	if figures, found := strings.CutPrefix(phrase, "-"); found {
		figures, found = cutAny(figures, "d", "д", "z")
		if !found || figures == "" || len(figures) > 3 || !allDigits(figures) {
			return Date{}, false
		}
		return loc.today.plus(0, -figure(figures)), true
	}
	var room [2 + maxDateWords]token
	tokens := room[:0]
	for word := range strings.FieldsSeq(phrase) {
		if len(tokens) == 1+maxDateWords {
			return Date{}, false
		}
		t := token{kind: tokenWord, chunk: word, text: word, means: lexemeOf(word)}
		if allDigits(word) {
			t.kind = tokenNumber
		}
		tokens = append(tokens, t)
	}
	size := len(tokens)
	tokens = append(tokens, token{kind: tokenEnd, chunk: end})
	for _, find := range [...]func([]token) said{loc.saidBefore, loc.saidBack, loc.saidNamed} {
		if s := find(tokens); s.size == size && s.sort <= saidAtEnd {
			return s.date, true
		}
	}
	return Date{}, false
}

// calendarDay reads a day and a month in figures or by name, with or without the year.
func (loc *locale) calendarDay(phrase string) (d Date, chosen, ok bool) {
	f, count, marks := dateFields(phrase)
	month := loc.month(f[1].text)
	switch {
	case count < 2 || count > 3:
		return Date{}, false, false
	case month != 0 && f[0].number() && f[2].yearOrNone(): // 25 december 2024
		return loc.filled(f[2], month, f[0])
	case loc.month(f[0].text) != 0 && f[1].number() && f[2].yearOrNone(): // december 25
		return loc.filled(f[2], loc.month(f[0].text), f[1])
	case !f[0].number() || !f[1].number() || len(f[1].text) > 2 || strings.Contains(marks, " "):
		return Date{}, false, false // "12 5" is no date: the 5 may be an amount
	case count == 3 && len(f[0].text) == 4 && f[2].number() && len(f[2].text) <= 2: // 2024-12-25
		return loc.filled(f[0], time.Month(f[1].value), f[2])
	case count == 3 && (!f[2].number() || len(f[2].text)%2 != 0):
		return Date{}, false, false
	}
	day, month, swapped := loc.order(f[0], f[1], marks) // 25.12 and 25.12.2024
	d, chosen, ok = loc.filled(f[2], month, day)
	return d, chosen || swapped, ok
}

// order tells day from month. The day comes first, but with slashes an American's month does, and
// for any reader of English if nothing else makes sense.
func (loc *locale) order(first, second dateField, marks string) (day dateField, month time.Month, doubtful bool) {
	if strings.Contains(marks, "/") && loc.language == "en" {
		if second.value > 12 || (loc.monthFirst && first.value <= 12) {
			first, second = second, first
		}
		doubtful = first.value <= 12 && first.value != second.value
	}
	return first, time.Month(second.value), doubtful
}

// filled is the date with its year: that given, or the one that puts it last before tomorrow.
func (loc *locale) filled(year dateField, month time.Month, day dateField) (d Date, chosen, ok bool) {
	if len(day.text) > 2 {
		return Date{}, false, false
	}
	d = Date{Year: year.value, Month: month, Day: day.value}
	switch len(year.text) {
	case 0:
		d.Year = loc.today.Year
		if d.Month > loc.today.Month || (d.Month == loc.today.Month && d.Day > loc.today.Day) {
			d.Year--
		}
		return d, d.Year != loc.today.Year, true
	case 2:
		if d.Year += 2000; loc.today.plus(1, 0).Before(d) {
			d.Year -= 100
		}
		return d, true, true
	}
	return d, false, true
}

func cutAny(s string, endings ...string) (string, bool) {
	for _, ending := range endings {
		if before, found := strings.CutSuffix(s, ending); found {
			return before, true
		}
	}
	return s, false
}

// month is the month of a name, or zero.
func (loc *locale) month(name string) time.Month {
	for _, t := range loc.tables {
		if m, ok := t.months[name]; ok {
			return m
		}
	}
	return 0
}

// dateField is a run of digits or of letters.
type dateField struct {
	text  string
	value int // of digits
}

func (f dateField) number() bool     { return f.text != "" && f.text[0] <= '9' }
func (f dateField) yearOrNone() bool { return f.text == "" || (f.number() && len(f.text) == 4) }

// dateFields are the runs of digits and letters and the marks between them; count is zero where
// a phrase holds anything else, or more than a date has.
func dateFields(phrase string) (fields [3]dateField, count int, marks string) {
	for phrase != "" {
		first, _ := utf8.DecodeRuneInString(phrase)
		kind := kindOf(first)
		size := lengthOf(phrase, func(r rune) bool { return kindOf(r) == kind })
		run := phrase[:size]
		phrase = phrase[size:]
		switch {
		case kind == fieldMark && count > 0:
			marks += run
		case count == len(fields) || (kind != fieldLetters && kind != fieldDigits) || (kind == fieldDigits && size > 4):
			return fields, 0, marks
		case kind == fieldDigits:
			fields[count] = dateField{text: run, value: figure(run)}
			count++
		default:
			fields[count] = dateField{text: run}
			count++
		}
	}
	return fields, count, marks
}

type fieldKind uint8

const (
	fieldOther fieldKind = iota
	fieldMark
	fieldDigits
	fieldLetters
)

func kindOf(r rune) fieldKind {
	switch {
	case r >= '0' && r <= '9':
		return fieldDigits
	case unicode.IsLetter(r):
		return fieldLetters
	case strings.ContainsRune(" .-/", r):
		return fieldMark
	}
	return fieldOther
}

func figure(digits string) (n int) {
	for i := range len(digits) {
		n = n*10 + int(digits[i]-'0')
	}
	return n
}

// looksLikeDate reports whether a chunk is a whole date in figures: no sum, and no amount.
func looksLikeDate(chunk string) bool {
	if len(chunk) < 6 || len(chunk) > 10 || !allDigits(chunk[:1]) {
		return false
	}
	f, count, marks := dateFields(chunk)
	if count != 3 || len(marks) != 2 || marks[0] != marks[1] || !f[0].number() || !f[1].number() || !f[2].number() {
		return false
	}
	day, year := f[0], f[2]
	if len(f[0].text) == 4 {
		day, year = f[2], f[0]
	}
	return len(day.text) <= 2 && len(year.text)%2 == 0 &&
		max(day.value, f[1].value) <= 31 && min(day.value, f[1].value) <= 12 && min(day.value, f[1].value) > 0
}
