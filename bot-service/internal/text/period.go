package text

import (
	"strconv"
	"strings"
	"time"

	"financebot/pkg/api"
)

// Period is days, both included, at midnight UTC.
type Period struct{ From, To time.Time }

// MonthOf is the month of a day, or one so many months before it.
func MonthOf(day time.Time, ago int) Period {
	first := time.Date(day.Year(), day.Month()-time.Month(ago), 1, 0, 0, 0, 0, time.UTC)
	return Period{first, first.AddDate(0, 1, -1)}
}

// Zone is a time zone by its IANA name; UTC where this machine does not know it, for it may know
// fewer than the API does.
func Zone(name string) *time.Location {
	zone, err := time.LoadLocation(name)
	if err != nil {
		return time.UTC
	}
	return zone
}

// Today is the day that now is in a time zone, at midnight UTC.
func Today(zone string, now time.Time) time.Time {
	year, month, day := now.In(Zone(zone)).Date()
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
}

// ParsePeriod reads a month ("2026-03", "03.2026"), a year, a day, or two of them.
func ParsePeriod(words string) (Period, bool) {
	fields := strings.FieldsFunc(words, func(r rune) bool { return r == ' ' || r == '…' || r == '–' })
	if len(fields) == 2 {
		from, ok := ParsePeriod(fields[0])
		to, also := ParsePeriod(fields[1])
		return Period{from.From, to.To}, ok && also && !to.To.Before(from.From)
	}
	if len(fields) != 1 {
		return Period{}, false
	}
	for _, form := range []string{api.DateForm, "2.1.2006"} {
		if day, err := time.Parse(form, fields[0]); err == nil {
			return Period{day, day}, true
		}
	}
	for _, form := range []string{"2006-01", "1.2006"} {
		if day, err := time.Parse(form, fields[0]); err == nil {
			return MonthOf(day, 0), true
		}
	}
	year, err := time.Parse("2006", fields[0])
	return Period{year, year.AddDate(1, 0, -1)}, err == nil
}

// months are the names of each month in all languages, as they stand alone and in a date.
var months = [12][]string{
	{"january", "ianuarie", "январь", "января"},
	{"february", "februarie", "февраль", "февраля"},
	{"march", "martie", "март", "марта"},
	{"april", "aprilie", "апрель", "апреля"},
	{"may", "mai", "май", "мая"},
	{"june", "iunie", "июнь", "июня"},
	{"july", "iulie", "июль", "июля"},
	{"august", "август", "августа"},
	{"september", "septembrie", "сентябрь", "сентября"},
	{"october", "octombrie", "октябрь", "октября"},
	{"november", "noiembrie", "ноябрь", "ноября"},
	{"december", "decembrie", "декабрь", "декабря"},
}

// ParseMonth reads a month as "2026-03", "03.2026", or by its name or three letters of it or more,
// in any of the languages: of the year behind it, else the last such month up to today's.
func ParseMonth(words string, today time.Time) (Period, bool) {
	fields := strings.Fields(strings.ToLower(words))
	if len(fields) == 1 {
		for _, form := range []string{api.MonthForm, "1.2006"} {
			if day, err := time.Parse(form, fields[0]); err == nil {
				return MonthOf(day, 0), true
			}
		}
	}
	if len(fields) == 0 || len(fields) > 2 {
		return Period{}, false
	}

	month, ok := monthNamed(fields[0])
	year := today.Year()
	if month > today.Month() {
		year--
	}
	if len(fields) == 2 {
		written, err := strconv.Atoi(fields[1])
		ok, year = ok && err == nil && len(fields[1]) == 4, written
	}
	return MonthOf(time.Date(year, month, 1, 0, 0, 0, 0, time.UTC), 0), ok
}

func monthNamed(word string) (time.Month, bool) {
	word = strings.TrimSuffix(word, ".")
	for i, names := range months {
		for _, name := range names {
			if strings.HasPrefix(name, word) && len([]rune(word)) >= 3 {
				return time.Month(i + 1), true
			}
		}
	}
	return 1, false
}

// ReadPeriod is ParsePeriod that knows months by their names too; see ParseMonth.
func ReadPeriod(words string, today time.Time) (Period, bool) {
	if month, ok := ParseMonth(words, today); ok {
		return month, true
	}
	return ParsePeriod(words)
}
