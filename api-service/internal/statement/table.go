package statement

import "strings"

// record is one line of a table. A fault in it says why its cells cannot be told apart.
type record struct {
	line  int
	cells []string
	fault *fault
}

// blank reports whether nothing stands in the record.
func (r record) blank() bool {
	for _, cell := range r.cells {
		if strings.TrimSpace(cell) != "" {
			return false
		}
	}
	return r.fault == nil
}

// size is how many characters stand in the record, and at least one for each cell.
func (r record) size() int {
	n := 1
	for _, cell := range r.cells {
		n += len(cell) + 1
	}
	return n
}

// shown are the cells, each as far as it is shown.
func (r record) shown() []string {
	cells := make([]string, len(r.cells))
	for i, cell := range r.cells {
		cells[i] = cut(cell, maxShown)
	}
	return cells
}

// table takes a text apart into records (RFC 4180). It departs from encoding/csv in what
// people's files need: after a fault it goes on with the next line, so that all faults are
// told at once; a quote inside a cell without quotes is a character, as banks write names;
// a line may end in CR alone; and a line break within quotes stays as it is.
type table struct {
	text      string
	delimiter byte
	at        int // the next byte
	counted   int // bytes that spent has told of
	line      int // its line
}

func newTable(text string, delimiter byte) *table {
	t := &table{text: text, delimiter: delimiter, line: 1}
	if rest, is := strings.CutPrefix(text, "sep="); is && len(rest) > 1 { // how a spreadsheet is told the delimiter
		t.skipLine()
	}
	return t
}

// next gives the next record that is not empty; there is none where more is false.
func (t *table) next() (r record, more bool) {
	for t.at < len(t.text) {
		if r = t.record(); !r.blank() {
			return r, true
		}
	}
	return record{}, false
}

// spent is how many bytes were read since it was asked last.
func (t *table) spent() int {
	n := t.at - t.counted
	t.counted = t.at
	return n
}

func (t *table) record() record {
	r := record{line: t.line}
	for {
		var cell string
		if t.at < len(t.text) && t.text[t.at] == '"' {
			if cell, r.fault = t.quoted(); r.fault != nil {
				return r
			}
		} else {
			cell = t.plain()
		}
		r.cells = append(r.cells, cell)
		if len(r.cells) > maxColumns {
			t.skipLine()
			r.fault = faultOf("columns", "The line has too many columns.", "")
			return r
		}
		if t.at == len(t.text) {
			return r
		}
		if t.text[t.at] != t.delimiter {
			t.endLine()
			return r
		}
		t.at++
	}
}

// plain reads a cell without quotes and stops at what ends it.
func (t *table) plain() string {
	start := t.at
	for t.at < len(t.text) && !t.ends(t.text[t.at]) {
		t.at++
	}
	return t.text[start:t.at]
}

func (t *table) ends(b byte) bool { return b == t.delimiter || b == '\n' || b == '\r' }

// quoted reads a cell in quotes and stops at what ends it.
func (t *table) quoted() (string, *fault) {
	start := t.at + 1
	for at := start; ; at += 2 {
		length := strings.IndexByte(t.text[at:], '"')
		if length < 0 {
			t.at = len(t.text)
			return "", faultOf("quote", "A quotation mark is opened here and never closed.", cut(t.text[start:], 40))
		}
		at += length
		if at+1 < len(t.text) && t.text[at+1] == '"' {
			continue
		}
		cell := t.text[start:at]
		t.line += breaks(cell)
		if t.at = at + 1; t.at < len(t.text) && !t.ends(t.text[t.at]) {
			rest := t.text[t.at:min(len(t.text), t.at+40)]
			t.skipLine()
			return "", faultOf("quote", "Something follows a closing quotation mark.", rest)
		}
		return strings.ReplaceAll(cell, `""`, `"`), nil
	}
}

// skipLine goes on behind the end of the line.
func (t *table) skipLine() {
	if end := strings.IndexAny(t.text[t.at:], "\r\n"); end >= 0 {
		t.at += end
		t.endLine()
		return
	}
	t.at = len(t.text)
}

// endLine steps over a line's end: LF, CR LF or CR.
func (t *table) endLine() {
	if strings.HasPrefix(t.text[t.at:], "\r\n") {
		t.at++
	}
	t.at++
	t.line++
}

// breaks counts the line breaks in a text.
func breaks(text string) int {
	return strings.Count(text, "\n") + strings.Count(text, "\r") - strings.Count(text, "\r\n")
}

// delimiters in the order in which they win where nothing tells them apart.
var delimiters = []byte{';', '\t', ',', '|'}

// delimiterOf finds what the lines are divided by: what makes most lines the same length.
func delimiterOf(text string, work *steps) (byte, error) {
	if rest, is := strings.CutPrefix(text, "sep="); is && rest != "" && strings.IndexByte(";\t,|", rest[0]) >= 0 {
		return rest[0], nil
	}
	best, most := byte(','), 0
	for _, d := range delimiters {
		score, read := evenness(text, d)
		if err := work.take(read); err != nil {
			return best, err
		}
		if score > most {
			best, most = d, score
		}
	}
	return best, nil
}

// evenness grows with how many of the first lines have the same length, and with that length;
// the lines count for more, because a text may hold any mark many times. It also tells how much
// was read for it.
func evenness(text string, delimiter byte) (score, read int) {
	const looked = 60
	lengths := map[int]int{}
	t := newTable(text, delimiter)
	for range looked {
		r, more := t.next()
		if !more {
			break
		}
		lengths[len(r.cells)]++
	}
	for length, lines := range lengths {
		score = max(score, lines*lines*min(length-1, 30))
	}
	return score, t.spent()
}
