package statement

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"financebot/pkg/api"
)

// survey is the first lines of a table, column by column: by them is found out how it is read.
type survey struct {
	records  []record
	headings []string
	columns  [][]string // cells without spaces around them, one for every record
	traits   []trait    // one for every column
	kept     []string   // currencies of the accounts here
	mark     byte       // for reckoning; the mark that rows are read by is settled later
	balance  int        // where the balance stands; -1: nowhere

	oldestFirst int // 1: the days go on, -1: they go back, 0: neither is known

	outWords []string // as the mapping has them
	inWords  []string
	contrary bool // words that are not followed say otherwise than the signs beside them
	unsure   []doubt
}

// doubt is something that can be read in several ways.
type doubt struct {
	field   string
	options []option
	blocks  bool // nothing may be supposed: it has to be chosen first
}

// option is one of the ways: what it is called, and what it changes in a mapping.
type option struct {
	value, text string
	supposed    bool
	change      func(*api.ImportMapping)
}

func newSurvey(headings []string, data []record, width int, kept []string) *survey {
	v := &survey{records: data, headings: headings, columns: make([][]string, width), kept: kept, balance: -1}
	for i := range v.columns {
		v.columns[i] = make([]string, len(data))
		for n, r := range data {
			if i < len(r.cells) {
				v.columns[i][n] = strings.TrimSpace(r.cells[i])
			}
		}
	}
	var money []string
	for _, cells := range v.columns {
		if mostly(filled(cells), isMoney, 1) {
			money = append(money, cells...)
		}
	}
	v.mark, _ = markOf(money)
	v.findTraits()
	return v
}

// heading is what stands over a column, or its number where nothing does.
func (v *survey) heading(i int) string {
	if i < len(v.headings) && strings.TrimSpace(v.headings[i]) != "" {
		return cut(strings.TrimSpace(v.headings[i]), 60)
	}
	return strconv.Itoa(i + 1)
}

// cells are what stands in a column, without empty cells.
func (v *survey) cells(i int) []string {
	if i < 0 || i >= len(v.columns) {
		return nil
	}
	return filled(v.columns[i])
}

func filled(cells []string) []string {
	var all []string
	for _, cell := range cells {
		if cell != "" {
			all = append(all, cell)
		}
	}
	return all
}

// holds reports whether a column holds what a heading of this meaning promises.
func (v *survey) holds(i int, column string) bool {
	cells := v.cells(i)
	if len(v.records) == 0 {
		return true
	}
	switch column {
	case api.ColumnDate:
		return mostly(cells, isDate, 1)
	case api.ColumnAmount, columnBalance, api.ColumnFee:
		return mostly(cells, isNumber, 1)
	case api.ColumnDebit, api.ColumnCredit:
		return len(cells) == 0 || mostly(cells, isNumber, 1)
	case api.ColumnCurrency:
		return mostly(cells, isCurrency, 1)
	case api.ColumnID: // numbers that repeat are of something else
		return distinct(cells) == len(cells)
	case api.ColumnState:
		return len(cells) > 0 && !mostly(cells, isNumber, 1) && !mostly(cells, isDate, 1)
	}
	return true
}

// texts reports whether a column holds words.
func (v *survey) texts(i int) bool {
	cells := v.cells(i)
	return len(cells) > 0 && !mostly(cells, isNumber, 1) && !mostly(cells, isDate, 1) && !mostly(cells, isCurrency, 1)
}

// fill is how many cells of a column are not empty.
func (v *survey) fill(i int) int { return len(v.cells(i)) }

// values are the amounts of a column, by record, for reckoning.
func (v *survey) values(i int) []value {
	all := make([]value, len(v.records))
	if i < 0 || i >= len(v.columns) {
		return all
	}
	for n, cell := range v.columns[i] {
		all[n] = valueOf(cell, v.mark)
	}
	return all
}

// value is an amount for reckoning only: in parts of ten thousand.
type value struct {
	minor int64
	plus  bool // a plus stands before it
	ok    bool
}

// precision is how many decimals a value keeps.
const precision = 4

func valueOf(cell string, mark byte) value {
	n, ok := readNumber(cell)
	if !ok {
		return value{}
	}
	text, ok := n.decimal(mark)
	if !ok {
		return value{}
	}
	whole, fraction, _ := strings.Cut(text, ".")
	if len(whole) > 13 || len(fraction) > precision {
		return value{}
	}
	minor, err := strconv.ParseInt(whole+fraction+strings.Repeat("0", precision-len(fraction)), 10, 64)
	if n.negative {
		minor = -minor
	}
	return value{minor, n.plus, err == nil}
}

func distinct(cells []string) int {
	seen := map[string]bool{}
	for _, cell := range cells {
		seen[cell] = true
	}
	return len(seen)
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

// isNumber reports whether a text may be an amount where a heading says so.
func isNumber(text string) bool {
	_, ok := readNumber(text)
	return ok && (!isDate(text) || strings.Trim(text, "0123456789.,") == "" && strings.Count(text, ".")+strings.Count(text, ",") < 2)
}

// isMoney takes only what is written as an amount: a bare whole number may be anything.
func isMoney(text string) bool {
	n, ok := readNumber(text)
	return ok && !isDate(text) && (n.negative || n.plus || n.currency != "" || strings.ContainsAny(n.digits, ",. '"))
}

// isWord reports whether a text is a word or two, without numbers.
func isWord(text string) bool {
	return text != "" && len(text) <= maxWord && !strings.ContainsFunc(text, unicode.IsDigit)
}

// wordsOf are the different texts of a column, in the order in which they come.
func (v *survey) wordsOf(i int) []string {
	var all []string
	for _, cell := range v.cells(i) {
		if !slices.Contains(all, cell) {
			if all = append(all, cell); len(all) > maxDirections {
				break
			}
		}
	}
	return all
}

// maxDirections bounds how many words a column of directions or of states may have.
const maxDirections = 30
