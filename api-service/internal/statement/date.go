package statement

import (
	"strconv"
	"strings"
	"time"
	"unicode"
)

// day is a date as it is written: three numbers, or two and the name of a month.
type day struct {
	parts [3]string
	month int // by its name, else zero
}

// monthNames begin with these letters in English, Romanian and Russian.
var monthNames = map[string]int{
	"jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11, "dec": 12,
	"ian": 1, "mai": 5, "iun": 6, "iul": 7, "noi": 11,
	"янв": 1, "фев": 2, "мар": 3, "апр": 4, "май": 5, "мая": 5, "июн": 6, "июл": 7, "авг": 8, "сен": 9, "окт": 10, "ноя": 11, "дек": 12,
}

// readDay takes a date apart; a time of the day behind it is not looked at.
func readDay(text string) (d day, ok bool) {
	text = strings.TrimSpace(text)
	if len(text) > 40 {
		return d, false
	}
	if len(text) >= 8 && digits(text[:8]) {
		return day{parts: [3]string{text[:4], text[4:6], text[6:8]}}, timeOfDay(text[8:])
	}
	for i := range d.parts {
		text = strings.TrimLeft(text, " ./-,'")
		end := strings.IndexFunc(text, func(r rune) bool { return !unicode.IsDigit(r) })
		if end == 0 {
			end = strings.IndexFunc(text, func(r rune) bool { return !unicode.IsLetter(r) })
		}
		if end < 0 {
			end = len(text)
		}
		d.parts[i], text = text[:end], text[end:]
		if digits(d.parts[i]) {
			if d.parts[i] == "" || len(d.parts[i]) > 4 {
				return d, false
			}
			continue
		}
		name := []rune(strings.ToLower(d.parts[i]))
		if len(name) < 3 || d.month != 0 || monthNames[string(name[:3])] == 0 {
			return d, false
		}
		d.month = monthNames[string(name[:3])]
	}
	return d, timeOfDay(text)
}

// timeOfDay reports whether nothing follows a date, or a time.
func timeOfDay(text string) bool {
	text = strings.TrimSpace(strings.TrimLeft(text, "T,. "))
	if text == "" || text == "г" || text == "г." {
		return true
	}
	if strings.HasPrefix(text, "[") || len(text) >= 4 && digits(text[:4]) { // as OFX has it: 120000.000[-5:EST]
		return true
	}
	return strings.Contains(text, ":") && strings.Trim(text, "0123456789:.+-ZAPMapm ") == ""
}

// date is the day in the order given: dmy, mdy or ymd.
func (d day) date(order string) (time.Time, bool) {
	var year, month, dayOf string
	switch {
	case d.month != 0:
		year, dayOf = d.besideMonth()
		month = strconv.Itoa(d.month)
	case len(d.parts[0]) == 4 || order == "ymd" && len(d.parts[2]) != 4:
		year, month, dayOf = d.parts[0], d.parts[1], d.parts[2]
	case order == "mdy":
		month, dayOf, year = d.parts[0], d.parts[1], d.parts[2]
	default:
		dayOf, month, year = d.parts[0], d.parts[1], d.parts[2]
	}
	y, yearErr := strconv.Atoi(year)
	m, monthErr := strconv.Atoi(month)
	n, dayErr := strconv.Atoi(dayOf)
	if yearErr != nil || monthErr != nil || dayErr != nil || len(year) == 3 || len(year) == 1 {
		return time.Time{}, false
	}
	if len(year) == 2 {
		y += 2000
		if y >= 2070 { // entries begin with 1970
			y -= 100
		}
	}
	date := time.Date(y, time.Month(m), n, 0, 0, 0, 0, time.UTC)
	return date, date.Year() == y && int(date.Month()) == m && date.Day() == n
}

// besideMonth tells year and day apart where the month has a name: the year is the longer one,
// or the last.
func (d day) besideMonth() (year, dayOf string) {
	var numbers []string
	for _, part := range d.parts {
		if digits(part) {
			numbers = append(numbers, part)
		}
	}
	if len(numbers[0]) > 2 {
		return numbers[0], numbers[1]
	}
	return numbers[1], numbers[0]
}

// orderOf finds in which order a column has day, month and year; sure is false where another
// would do as well.
func orderOf(cells []string, usual string) (order string, sure bool) {
	fits := map[string]int{}
	dates, differ := 0, false
	for _, cell := range cells {
		d, ok := readDay(cell)
		if !ok || d.month != 0 {
			continue
		}
		if len(d.parts[0]) == 4 {
			return "ymd", true
		}
		dates++
		european, isEuropean := d.date("dmy")
		american, isAmerican := d.date("mdy")
		differ = differ || isEuropean && isAmerican && !european.Equal(american)
		for _, order := range []string{"dmy", "mdy", "ymd"} {
			if _, ok := d.date(order); ok {
				fits[order]++
			}
		}
	}
	if dates == 0 {
		return usual, true
	}
	best := usual
	for _, order := range []string{"dmy", "mdy", "ymd"} {
		if fits[order] > fits[best] {
			best = order
		}
	}
	other := map[string]string{"dmy": "mdy", "mdy": "dmy"}[best]
	return best, fits[best] != fits[other] || !differ
}
