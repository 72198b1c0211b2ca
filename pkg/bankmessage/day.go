package bankmessage

import (
	"regexp"
	"strconv"
	"time"

	"financebot/pkg/entry"
)

var (
	clockForm  = regexp.MustCompile(`(\d{1,2}):(\d{2})(?::\d{2})?(?: ?(am|pm)\b)?`)
	yearFirst  = regexp.MustCompile(`(20\d\d)[-./](\d{1,2})[-./](\d{1,2})`)
	dayFirst   = regexp.MustCompile(`(\d{1,2})([-./])(\d{1,2})[-./](20\d\d|\d\d)`)
	dayOnly    = regexp.MustCompile(`(\d{1,2})[-./](\d{1,2})`)
	dayInWords = regexp.MustCompile(`(\d{1,2})[ .-]{1,2}(\pL{3,12})(?:[ .,-]{1,2}(20\d\d)\b)?`)
)

// months are the names of months, whole and short, in the languages of the banks.
var months = [...]map[string]bool{
	set("jan january ian ianuarie янв января січ січня қаңтар"),
	set("feb february februarie фев февраля лют лютого ақпан"),
	set("mar march martie мар марта бер березня наурыз"),
	set("apr april aprilie апр апреля кві квітня сәуір"),
	set("may mai май мая тра травня мамыр"),
	set("jun june iun iunie июн июня чер червня маусым"),
	set("jul july iul iulie июл июля лип липня шілде"),
	set("aug august авг августа сер серпня тамыз"),
	set("sep sept september septembrie сен сент сентября вер вересня қыркүйек"),
	set("oct october octombrie окт октября жов жовтня қазан"),
	set("nov november noi noiembrie ноя нояб ноября лис листопада қараша"),
	set("dec december decembrie дек декабря гру грудня желтоқсан"),
}

// findDay reads the day and the time, and strikes them out before they can be taken for amounts.
func (r *reader) findDay() {
	clock := r.findClock()
	for _, form := range []func() bool{r.findYearFirst, r.findDayFirst, r.findDayInWords} {
		if form() {
			return
		}
	}
	if clock != (span{}) {
		r.findDayBeside(clock)
	}
}

func (r *reader) findClock() (at span) {
	for _, m := range clockForm.FindAllSubmatchIndex(r.text.folded, -1) {
		hour, minute := r.number(m[2], m[3]), r.number(m[4], m[5])
		if hour > 23 || minute > 59 || r.text.digitBefore(m[0]) || r.text.digitAfter(m[1]) {
			continue
		}
		if m[6] >= 0 && r.text.folded[m[6]] == 'p' && hour < 12 {
			hour += 12
		}
		if r.found.Minute == 0 {
			r.found.Minute = max(hour*60+minute, 1)
			at = span{m[0], m[1]}
		}
		r.text.strike(span{m[0], m[1]})
	}
	return at
}

func (r *reader) findYearFirst() bool {
	m := yearFirst.FindSubmatchIndex(r.text.folded)
	return m != nil && r.takeDay(span{m[0], m[1]}, r.number(m[2], m[3]), r.number(m[4], m[5]), r.number(m[6], m[7]))
}

func (r *reader) findDayFirst() bool {
	for _, m := range dayFirst.FindAllSubmatchIndex(r.text.folded, -1) {
		year := r.number(m[8], m[9])
		if year < 100 {
			year += 2000
		}
		day, month := r.number(m[2], m[3]), r.number(m[6], m[7])
		at := span{m[0], m[1]}
		if r.takeDay(at, year, month, day) {
			return true
		}
		if yearHere := r.options.Today.Year % 100; day == yearHere && r.takeDay(at, 2000+day, month, year-2000) {
			return true // 26-11-25: the year first, in two digits
		}
	}
	return false
}

func (r *reader) findDayInWords() bool {
	for _, m := range dayInWords.FindAllSubmatchIndex(r.text.folded, -1) {
		month := monthOf(string(r.text.folded[m[4]:m[5]]))
		if month == 0 || r.endsNumber(m[0]) {
			continue
		}
		year := 0
		if m[6] >= 0 {
			year = r.number(m[6], m[7])
		}
		if r.takeDay(span{m[0], m[1]}, year, month, r.number(m[2], m[3])) {
			return true
		}
	}
	return false
}

// findDayBeside reads 25.11 beside the time: elsewhere it may well be an amount.
func (r *reader) findDayBeside(clock span) {
	const near = 3
	for _, m := range dayOnly.FindAllSubmatchIndex(r.text.folded, -1) {
		before := m[1] <= clock.from && clock.from-m[1] <= near
		after := m[0] >= clock.to && m[0]-clock.to <= near
		if !before && !after {
			continue
		}
		if r.takeDay(span{m[0], m[1]}, 0, r.number(m[4], m[5]), r.number(m[2], m[3])) {
			return
		}
	}
}

// takeDay takes a day that exists and has come; without a year it is the last such day. Tomorrow
// counts as come: the bank's clock can be ahead of the person's.
func (r *reader) takeDay(at span, year, month, day int) bool {
	if r.text.digitBefore(at.from) || r.text.digitAfter(at.to) || month < 1 || month > 12 {
		return false
	}
	today := r.options.Today
	found := entry.Date{Year: year, Month: time.Month(month), Day: day}
	tomorrow := entry.DateOf(time.Date(today.Year, today.Month, today.Day+1, 0, 0, 0, 0, time.UTC))
	if year == 0 {
		found.Year = today.Year
		if tomorrow.Before(found) {
			found.Year--
		}
	}
	if !found.Exists() || tomorrow.Before(found) || found.Year < today.Year-10 {
		return false
	}
	r.found.Day = found
	r.text.strike(at)
	return true
}

// endsNumber reports whether digits at a place are the decimals of a number: 12.05.
func (r *reader) endsNumber(at int) bool {
	return at >= 2 && (r.text.folded[at-1] == '.' || r.text.folded[at-1] == ',') && isDigit(r.text.folded[at-2])
}

func monthOf(name string) int {
	for i, names := range months {
		if names[name] {
			return i + 1
		}
	}
	return 0
}

// number is that of digits, of which a form has bounded how many.
func (r *reader) number(from, to int) int {
	n, _ := strconv.Atoi(string(r.text.folded[from:to]))
	return n
}
