package statement

import (
	"slices"

	"financebot/pkg/api"
	"financebot/pkg/money"
)

// How much of a table is looked at to find out how it is to be read, and is shown.
const (
	searched = 40  // lines in which the headings may stand
	sampled  = 400 // lines by which columns are judged
	shown    = 8
	maxShown = 200 // characters of a cell that is shown
)

// readCSV reads a table in the way given, and finds out what is not.
func (s *Statement) readCSV(text string, o Options) error {
	asked, given := o.Mapping, o.Mapping
	if given.Delimiter == "" {
		delimiter, err := delimiterOf(text, s.steps)
		if err != nil {
			return err
		}
		given.Delimiter = string(delimiter)
	}
	head, err := s.heads(text, given)
	if err != nil {
		return err
	}
	for _, r := range head[:min(len(head), shown)] {
		s.Cells = append(s.Cells, r.shown())
	}
	v := s.settleColumns(head, &given, o.Currencies)
	s.settle(v, &given)
	v.recall(&given, o.Remembered)
	s.Mapping = given
	l := layoutOf(given, v)
	s.Missing = l.missing()
	for _, d := range v.unsure {
		if d.blocks && !slices.Contains(s.Missing, d.field) {
			s.Missing = append(s.Missing, d.field)
		}
	}
	s.offer(v, asked)
	if len(s.Missing) > 0 {
		return nil
	}
	return s.readRows(text, l)
}

// heads are the first lines of a table.
func (s *Statement) heads(text string, given api.ImportMapping) ([]record, error) {
	var all []record
	t := newTable(text, given.Delimiter[0])
	for len(all) < sampled {
		r, more := t.next()
		if !more {
			break
		}
		if err := s.steps.take(t.spent() + r.size()); err != nil {
			return nil, err
		}
		all = append(all, r)
	}
	if given.HeaderLine != nil && *given.HeaderLine > 0 &&
		!slices.ContainsFunc(all, func(r record) bool { return r.line == *given.HeaderLine }) {
		return nil, ErrMapping
	}
	if len(all) == 0 {
		return nil, ErrEmpty
	}
	return all, nil
}

// settleColumns finds the headings and what the columns hold.
func (s *Statement) settleColumns(head []record, given *api.ImportMapping, kept []string) *survey {
	at := headingAt(head, given.HeaderLine)
	line, data := 0, head
	if at >= 0 {
		s.Headings, data, line = head[at].shown(), head[at+1:], head[at].line
	}
	if movements := withoutSums(data); len(movements) > 0 {
		data = movements
	}
	given.HeaderLine = &line
	width := len(s.Headings)
	if width == 0 {
		width = usualLength(data)
	}
	if given.Columns != nil {
		width = len(given.Columns)
	}
	v := newSurvey(s.Headings, data, width, kept)
	v.outWords, v.inWords = given.OutWords, given.InWords
	if given.Columns == nil {
		given.Columns = v.take()
		return v
	}
	v.settleOldest(given.Columns)
	if at := slices.Index(v.columnsByHeadings(), columnBalance); at >= 0 && given.Columns[at] == "" {
		v.balance = at
	}
	return v
}

// withoutSums are the lines that tell of movements, by which a table is judged.
func withoutSums(data []record) []record {
	var movements []record
	for _, r := range data {
		if !r.sums() {
			movements = append(movements, r)
		}
	}
	return movements
}

// headingAt finds the line of the headings: the one given, the one of which most is known, or
// the one right above the first entry.
func headingAt(head []record, given *int) int {
	best, most := -1, 1
	for i, r := range head[:min(len(head), searched)] {
		if given != nil {
			if r.line == *given {
				return i
			}
			continue
		}
		if r.entry() && !r.sums() {
			if best < 0 && i > 0 && head[i-1].heads(r) {
				return i - 1
			}
			return best
		}
		if n := known(r.cells); n >= most && n > 1 { // the nearest to the entries
			best, most = i, n
		}
	}
	return best
}

// entry reports whether a line has a date and an amount in it: it is no line of headings.
func (r record) entry() bool {
	return slices.ContainsFunc(r.cells, isDate) && slices.ContainsFunc(r.cells, isAmountCell)
}

func isAmountCell(cell string) bool { return isNumber(cell) && (isMoney(cell) || !isDate(cell)) }

// heads reports whether a line may be the headings of an entry: as many cells, and words in them.
func (r record) heads(entry record) bool {
	texts := 0
	for _, cell := range r.cells {
		if isDate(cell) || isMoney(cell) {
			return false
		}
		texts += boolInt(isWord(cell))
	}
	return texts > 1 && len(r.cells)*2 > len(entry.cells)
}

// settle finds how dates and amounts are written, which way they went and what states say.
func (s *Statement) settle(v *survey, m *api.ImportMapping) {
	if own := ownTable(m.Columns); own && m.Decimal == "" {
		m.DateOrder, m.Decimal, m.Positive = "ymd", ".", api.PositiveIn
	}
	if m.DateOrder == "" {
		v.settleOrder(m)
	}
	if m.Decimal == "" {
		v.settleMark(m)
	}
	v.mark = m.Decimal[0]
	v.settleDirection(m)
	v.settleFee(m)
	v.settleState(m)
}

// ownTable reports whether a table has the columns that only our own files have: texts are to
// come back as they were.
func ownTable(columns []string) bool {
	return slices.Contains(columns, api.ColumnToAccount) && slices.Contains(columns, api.ColumnSplits)
}

// settleOrder finds the order of day, month and year.
func (v *survey) settleOrder(m *api.ImportMapping) {
	order, others := ordersOf(v.cells(slices.Index(m.Columns, api.ColumnDate)), "dmy")
	m.DateOrder = order
	if len(others) == 0 {
		return
	}
	d := doubt{field: api.UnsureDateOrder}
	for _, way := range append([]string{order}, others...) {
		d.options = append(d.options, option{way, "", way == order, func(m *api.ImportMapping) { m.DateOrder = way }})
	}
	v.unsure = append(v.unsure, d)
}

// settleMark finds the decimal mark of the amounts; a balance has the same.
func (v *survey) settleMark(m *api.ImportMapping) {
	var cells []string
	for _, name := range []string{api.ColumnAmount, api.ColumnDebit, api.ColumnCredit} {
		cells = append(cells, v.cells(slices.Index(m.Columns, name))...)
	}
	mark, sure := markOf(append(cells, v.cells(v.balance)...))
	if !sure && v.thousandths() {
		mark = map[byte]byte{',': '.', '.': ','}[mark]
	}
	m.Decimal = string(mark)
	if sure {
		return
	}
	d := doubt{field: api.UnsureDecimal}
	for _, way := range []string{".", ","} {
		d.options = append(d.options, option{way, "", way == m.Decimal, func(m *api.ImportMapping) { m.Decimal = way }})
	}
	v.unsure = append(v.unsure, d)
}

// thousandths reports whether amounts of the account have three decimals, as those of Tunisia.
func (v *survey) thousandths() bool {
	if len(v.kept) == 0 {
		return false
	}
	decimals, known := money.Exponent(v.kept[0])
	return known && decimals == 3
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

// readRows reads all lines below the headings.
func (s *Statement) readRows(text string, l layout) error {
	t := newTable(text, s.Mapping.Delimiter[0])
	next := pages{headings: s.Headings}
	for {
		r, more := t.next()
		if !more {
			return nil
		}
		if err := s.steps.take(t.spent() + r.size()); err != nil {
			return err
		}
		if r.line <= *s.Mapping.HeaderLine {
			continue
		}
		row, fault := l.read(r)
		if fault = next.check(r, fault); fault != nil {
			if err := s.fault(r.line, fault); err != nil {
				return err
			}
			continue
		}
		if err := s.add(row); err != nil {
			return err
		}
	}
}
