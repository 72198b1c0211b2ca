package statement

import "strings"

// pages watches for another table in the same file, whose columns mean other things.
type pages struct {
	headings []string
	other    bool // the lines are those of another table
	looked   int
}

// mostLooked bounds how many lines are looked at that cannot be read.
const mostLooked = 500

// check gives the fault of a line: its own, or that it stands in another table.
func (t *pages) check(r record, own *fault) *fault {
	if own != nil && len(t.headings) > 0 && t.looked < mostLooked {
		t.looked++
		if r.areHeadings() {
			t.other = !t.same(r)
		}
	}
	if own == nil && t.other {
		return faultOf("table", "This line stands in another table of the file.", strings.Join(r.cells, " "))
	}
	return own
}

// same reports whether a line repeats the headings, as at the head of each page.
func (t *pages) same(r record) bool {
	for i, cell := range r.shown() {
		if cell = fold(cell); cell != "" && (i >= len(t.headings) || fold(t.headings[i]) != cell) {
			return false
		}
	}
	return true
}

// areHeadings reports whether a line holds nothing but words, of which most are known as headings.
func (r record) areHeadings() bool {
	texts := 0
	for _, cell := range r.cells {
		if strings.TrimSpace(cell) == "" {
			continue
		}
		if texts++; isNumber(cell) || isDate(cell) {
			return false
		}
	}
	return texts > 1 && known(r.cells)*2 > texts
}
