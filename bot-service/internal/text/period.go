package text

import (
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
