package statement

import (
	"slices"
	"strings"
	"unicode/utf8"

	"financebot/pkg/api"
)

// guessColumns completes what headings say by what stands in the columns, and corrects it
// where that is something else. It also gives the first line that has a date.
func guessColumns(columns []string, data []record) (guessed []string, first int) {
	guessed = slices.Clone(columns)
	if columns == nil {
		guessed = make([]string, usualLength(data))
	}
	dropWrong(guessed, data)
	if !slices.Contains(guessed, api.ColumnDate) {
		guess(guessed, api.ColumnDate, data, isDate)
	}
	if at := slices.Index(guessed, api.ColumnDate); at >= 0 {
		first = max(0, slices.IndexFunc(data, func(r record) bool { return at < len(r.cells) && isDate(r.cells[at]) }))
	}
	sides := slices.Contains(guessed, api.ColumnDebit) && slices.Contains(guessed, api.ColumnCredit)
	if !slices.Contains(guessed, api.ColumnAmount) && !sides {
		guess(guessed, api.ColumnAmount, data, isMoney)
	}
	if columns == nil {
		guessNote(guessed, data)
	}
	return guessed, first
}

// usualLength is how many columns most lines have.
func usualLength(data []record) int {
	lengths := map[int]int{}
	best := 0
	for _, r := range data {
		n := len(r.cells)
		if lengths[n]++; lengths[n] > lengths[best] || lengths[n] == lengths[best] && n > best {
			best = n
		}
	}
	return min(best, maxColumns)
}

// dropWrong forgets headings that promise what the column does not hold.
func dropWrong(columns []string, data []record) {
	for i, name := range columns {
		cells := columnAt(data, i)
		switch name {
		case api.ColumnDirection:
			if !mostly(cells, func(cell string) bool { _, ok := direction(cell); return ok }, len(cells)) {
				columns[i] = ""
			}
		case api.ColumnID: // numbers that repeat are of something else
			if distinct(cells) < len(cells) {
				columns[i] = ""
			}
		}
	}
	at := slices.Index(columns, api.ColumnAmount)
	if slices.Contains(columns, api.ColumnDebit) && slices.Contains(columns, api.ColumnCredit) && at >= 0 {
		columns[at] = "" // the amount in the currency of the shop, or a sum of both
	}
}

func distinct(cells []string) int {
	seen := map[string]bool{}
	for _, cell := range cells {
		seen[cell] = true
	}
	return len(seen)
}

// guess gives a name to the first column that holds what fits.
func guess(columns []string, name string, data []record, fits func(string) bool) {
	for i := range columns {
		if cells := columnAt(data, i); columns[i] == "" && mostly(cells, fits, len(data)/2) {
			columns[i] = name
			return
		}
	}
}

// mostly reports whether all cells but a few fit, and there are enough of them.
func mostly(cells []string, fits func(string) bool, enough int) bool {
	fit := 0
	if len(cells) > 1 && !fits(cells[0]) { // maybe a heading
		cells = cells[1:]
	}
	for _, cell := range cells {
		if fits(cell) {
			fit++
		}
	}
	return fit > 0 && fit >= enough && fit*10 >= len(cells)*6
}

func isDate(text string) bool {
	d, ok := readDay(text)
	if !ok {
		return false
	}
	for _, order := range []string{"dmy", "mdy", "ymd"} {
		if date, ok := d.date(order); ok && date.Year() >= 1970 && date.Year() < 2100 {
			return true
		}
	}
	return false
}

// isMoney takes only what is written as an amount: whole numbers may be anything.
func isMoney(text string) bool {
	n, ok := readNumber(text)
	return ok && !isDate(text) && (n.negative || strings.ContainsAny(n.digits, ",."))
}

// guessNote takes the column with the longest texts for what was paid.
func guessNote(columns []string, data []record) {
	best, longest := -1, 0
	for i := range columns {
		length := 0
		for _, cell := range columnAt(data, i) {
			if _, number := readNumber(cell); !number {
				length += utf8.RuneCountInString(cell)
			}
		}
		if columns[i] == "" && length > longest {
			best, longest = i, length
		}
	}
	if best >= 0 {
		columns[best] = api.ColumnNote
	}
}
