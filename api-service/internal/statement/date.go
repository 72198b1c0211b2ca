package statement

import (
	"slices"
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

// monthNames are how names of months begin in the languages of Europe; the longest counts.
var monthNames = map[string]int{
	"jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11, "dec": 12,
	"ian": 1, "mai": 5, "iun": 6, "iul": 7, "noi": 11,
	"янв": 1, "фев": 2, "мар": 3, "апр": 4, "май": 5, "мая": 5, "июн": 6, "июл": 7, "авг": 8, "сен": 9, "окт": 10, "ноя": 11, "дек": 12,
	"січ": 1, "лют": 2, "бер": 3, "кві": 4, "тра": 5, "чер": 6, "лип": 7, "сер": 8, "вер": 9, "жов": 10, "лис": 11, "гру": 12,
	"okt": 10, "dez": 12, "mrz": 3, "mrt": 3, "mei": 5, "fev": 2, "avr": 4, "juin": 6, "juil": 7, "aou": 8,
	"ene": 1, "abr": 4, "ago": 8, "dic": 12, "gen": 1, "mag": 5, "giu": 6, "lug": 7, "set": 9, "ott": 10, "out": 10,
	"sty": 1, "lut": 2, "kwi": 4, "maj": 5, "cze": 6, "lip": 7, "sie": 8, "wrz": 9, "paz": 10, "lis": 11, "gru": 12,
	"led": 1, "uno": 2, "bre": 3, "dub": 4, "kve": 5, "cerven": 6, "cervn": 6, "cervenec": 7, "cervence": 7, "srp": 8, "zar": 9, "rij": 10, "pro": 12,
	"sze": 9,
}

// monthOf finds the month that a word names.
func monthOf(word string) int {
	word = fold(word)
	month, longest := 0, 0
	for begin, m := range monthNames {
		if strings.HasPrefix(word, begin) && len(begin) > longest {
			month, longest = m, len(begin)
		}
	}
	return month
}

// weekdays are how names of days begin in the languages of Europe.
var weekdays = []string{
	"mon", "tue", "wed", "thu", "fri", "sat", "sun", "lun", "mar", "mie", "joi", "vin", "sam", "dum", "пн", "вт", "ср", "чт", "пт", "сб", "вс", "нд",
	"пон", "вто", "вів", "сре", "сер", "чет", "пят", "суб", "вос", "нед", "mo", "di", "mi", "do", "fr", "sa", "so", "mer", "jeu", "ven", "dim", "jue",
	"vie", "sab", "dom", "gio", "maa", "din", "woe", "don", "vri", "zat", "zon", "seg", "ter", "qua", "qui", "sex", "pon", "wto", "sro", "czw", "pia",
	"sob", "nie", "po", "ut", "st", "ct", "pa", "ne", "het", "ked", "sze", "csu", "pen", "szo", "vas",
}

func isWeekday(word string) bool {
	word = fold(word)
	return slices.ContainsFunc(weekdays, func(begin string) bool { return strings.HasPrefix(word, begin) })
}

// readDay takes a date apart; a name of the day before it and a time behind it are not looked at.
func readDay(text string) (d day, ok bool) {
	if len(text) > 60 {
		return d, false
	}
	text = strings.TrimSpace(ofChina.Replace(text))
	if d, ok = readParts(text); ok {
		return d, true
	}
	name := strings.IndexFunc(text, func(r rune) bool { return !unicode.IsLetter(r) })
	if name <= 0 || !isWeekday(text[:name]) {
		return d, false
	}
	return readParts(text[name:])
}

// ofChina makes marks of the words in 2026年1月13日.
var ofChina = strings.NewReplacer("年", "-", "月", "-", "日", " ")

func readParts(text string) (d day, ok bool) {
	if len(text) >= 8 && digits(text[:8]) {
		return day{parts: [3]string{text[:4], text[4:6], text[6:8]}}, timeOfDay(text[8:])
	}
	for i := range d.parts {
		text = strings.TrimPrefix(strings.TrimLeft(text, " ./-,'"), "de ") // "5 de enero de 2026"
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
		month := monthOf(d.parts[i])
		if month == 0 || d.month != 0 {
			return d, false
		}
		d.month = month
	}
	return d, timeOfDay(text)
}

// timeOfDay reports whether nothing follows a date, or a time with or without its zone.
func timeOfDay(text string) bool {
	text = strings.TrimSpace(strings.TrimLeft(text, "T,. "))
	if text == "" || text == "г" || text == "г." {
		return true
	}
	if strings.HasPrefix(text, "[") || len(text) >= 4 && digits(text[:4]) { // as OFX has it: 120000.000[-5:EST]
		return true
	}
	clock, zone := text, ""
	if at := strings.LastIndexByte(text, ' '); at > 0 {
		clock, zone = text[:at], text[at+1:]
	}
	if !isZone(zone) {
		clock = text
	}
	return strings.Contains(clock, ":") && strings.Trim(clock, "0123456789:.+-ZAPMapm ") == ""
}

// isZone reports whether a word may name a time zone: UTC, EET, Europe/Chisinau.
func isZone(word string) bool {
	letters := strings.Trim(word, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz/_") == ""
	return letters && (len(word) >= 2 && len(word) <= 5 && word == strings.ToUpper(word) || strings.Contains(word, "/"))
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
	const earliest = 1900 // of a year that anybody writes
	date := time.Date(y, time.Month(m), n, 0, 0, 0, 0, time.UTC)
	return date, y >= earliest && date.Year() == y && int(date.Month()) == m && date.Day() == n
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
	order, others := ordersOf(cells, usual)
	return order, len(others) == 0
}

// ordersOf finds in which order a column has day, month and year, and which others would do as
// well. Of those that fit, statements favour one by which they go on from day to day, or stay
// together in time.
func ordersOf(cells []string, usual string) (order string, others []string) {
	days, settled := unsettledDays(cells)
	if settled != "" {
		return settled, nil
	}
	if len(days) == 0 {
		return usual, nil
	}
	var all []reading
	for _, order := range []string{"dmy", "mdy", "ymd"} {
		all = append(all, readBy(days, order))
	}
	best := all[slices.Index([]string{"dmy", "mdy", "ymd"}, usual)]
	for _, r := range all {
		if r.better(best) {
			best = r
		}
	}
	for _, r := range all {
		if r.order != best.order && r.fits == best.fits && !slices.Equal(r.dates, best.dates) && !best.proven(r) {
			others = append(others, r.order)
		}
	}
	return best.order, others
}

// unsettledDays are the dates of which the order is open; it is settled where one begins with
// a year of four digits.
func unsettledDays(cells []string) (days []day, settled string) {
	for _, cell := range cells {
		d, ok := readDay(cell)
		if !ok || d.month != 0 {
			continue
		}
		if len(d.parts[0]) == 4 {
			return nil, "ymd"
		}
		days = append(days, d)
	}
	return days, ""
}

// reading is a column of dates, read in one order.
type reading struct {
	order    string
	fits     int
	dates    []time.Time
	distinct int
	span     time.Duration
	steady   bool // each date is at or behind the one before, or each before it
}

func readBy(days []day, order string) reading {
	r := reading{order: order}
	up, down := true, true
	seen := map[time.Time]bool{}
	for _, d := range days {
		date, ok := d.date(order)
		if !ok {
			continue
		}
		r.fits++
		if n := len(r.dates); n > 0 {
			up, down = up && !date.Before(r.dates[n-1]), down && !date.After(r.dates[n-1])
		}
		r.dates, seen[date] = append(r.dates, date), true
	}
	r.distinct, r.steady = len(seen), up || down
	if len(r.dates) > 0 {
		r.span = slices.MaxFunc(r.dates, time.Time.Compare).Sub(slices.MinFunc(r.dates, time.Time.Compare))
	}
	return r
}

// better reports whether the reading is to be preferred to another.
func (r reading) better(than reading) bool {
	if r.fits != than.fits {
		return r.fits > than.fits
	}
	return r.closer(than) || !than.closer(r) && r.onward(than)
}

// closer reports whether the dates lie within a year, and by the other reading many years apart:
// parts that never change are the year.
func (r reading) closer(than reading) bool {
	const year = 366 * 24 * time.Hour
	return r.span <= year && than.span > 2*year && than.span > 10*r.span
}

// onward reports whether only this reading goes on from day to day. Two days always do.
func (r reading) onward(than reading) bool { return r.steady && !than.steady && r.distinct > 2 }

// proven reports whether the reading leaves no room for another.
func (r reading) proven(against reading) bool {
	return r.distinct > 2 && (r.closer(against) || r.onward(against))
}
