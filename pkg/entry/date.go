package entry

import (
	"fmt"
	"time"
)

// Date is a day of the calendar, in nobody's time zone; its zero value is no date.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// DateOf is the day of t in t's own time zone.
func DateOf(t time.Time) Date {
	year, month, day := t.Date()
	return Date{year, month, day}
}

// IsZero reports whether there is no date.
func (d Date) IsZero() bool { return d == Date{} }

// String is the date as 2024-12-25.
func (d Date) String() string { return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day) }

// Exists reports whether the calendar has the day: 30 February and 29 February 2023 it has not.
func (d Date) Exists() bool { return DateOf(d.midnight()) == d }

// Before reports whether d comes before other.
func (d Date) Before(other Date) bool { return d.midnight().Before(other.midnight()) }

func (d Date) plus(years, days int) Date { return DateOf(d.midnight().AddDate(years, 0, days)) }

func (d Date) midnight() time.Time { return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC) }
