package statement

import (
	"slices"
	"strings"

	"financebot/pkg/api"
)

// How much of a table is looked at to find out how it is to be read, and is shown.
const (
	searched = 40  // lines in which the headings may stand
	sampled  = 400 // lines by which columns are judged
	shown    = 8
)

// layout is how a table is read.
type layout struct {
	columns map[string]int // where each column stands
	notes   []int
	width   int
	order   string
	mark    byte
	exact   bool // the file is our own: texts are to come back as they were
}

// readCSV reads a table in the way given, and finds out what is not.
func (s *Statement) readCSV(text string, given api.ImportMapping) error {
	if given.Delimiter == "" {
		given.Delimiter = string(delimiterOf(text))
	}
	head, err := heads(text, given)
	if err != nil {
		return err
	}
	for _, r := range head[:min(len(head), shown)] {
		s.Cells = append(s.Cells, r.cells)
	}
	data := s.settleColumns(head, &given)
	s.Mapping = given
	l := layout{columns: map[string]int{}, width: len(given.Columns)}
	for i, column := range given.Columns {
		switch column {
		case "":
		case api.ColumnNote:
			l.notes = append(l.notes, i)
		default:
			l.columns[column] = i
		}
	}
	_, toAccount := l.columns[api.ColumnToAccount]
	_, splits := l.columns[api.ColumnSplits]
	l.exact = toAccount && splits
	if s.Missing = l.missing(); len(s.Missing) > 0 {
		return nil
	}
	if l.exact && s.Mapping.Decimal == "" {
		s.Mapping.DateOrder, s.Mapping.Decimal = "ymd", "."
	}
	s.settleForms(data, &l)
	return s.readRows(text, l)
}

// missing are the columns without which nothing can be read.
func (l layout) missing() []string {
	var missing []string
	if _, ok := l.columns[api.ColumnDate]; !ok {
		missing = append(missing, api.ColumnDate)
	}
	_, amount := l.columns[api.ColumnAmount]
	_, debit := l.columns[api.ColumnDebit]
	_, credit := l.columns[api.ColumnCredit]
	if !amount && (!debit || !credit) {
		missing = append(missing, api.ColumnAmount)
	}
	return missing
}

// heads are the first lines of a table.
func heads(text string, given api.ImportMapping) ([]record, error) {
	var all []record
	t := newTable(text, given.Delimiter[0])
	for len(all) < sampled {
		r, more := t.next()
		if !more {
			break
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

// settleColumns finds the headings and what the columns hold, and gives the lines below.
func (s *Statement) settleColumns(head []record, given *api.ImportMapping) []record {
	at := headingAt(head, given.HeaderLine)
	data, columns := head, []string(nil)
	if at >= 0 {
		s.Headings, data = head[at].cells, head[at+1:]
		columns, _ = meanings(s.Headings)
	}
	if given.Columns == nil {
		var first int
		if columns, first = guessColumns(columns, data); first > 0 && at < 0 && given.HeaderLine == nil && first <= searched {
			at = first - 1 // headings in words that are not known
			s.Headings, data = head[at].cells, data[first:]
		}
		given.Columns = columns
	}
	line := 0
	if at >= 0 {
		line = head[at].line
	}
	given.HeaderLine = &line
	return data
}

// headingAt finds the line of the headings: the one given, or the one of which most is known.
func headingAt(head []record, given *int) int {
	best, most := -1, 1
	for i, r := range head[:min(len(head), searched)] {
		if given != nil {
			if r.line == *given {
				return i
			}
			continue
		}
		if _, known := meanings(r.cells); known > most {
			best, most = i, known
		}
	}
	return best
}

// settleForms finds the order of dates and the decimal mark.
func (s *Statement) settleForms(data []record, l *layout) {
	if s.Mapping.DateOrder == "" {
		order, sure := orderOf(column(data, l.columns, api.ColumnDate), "dmy")
		s.Mapping.DateOrder = order
		if !sure {
			s.Unsure = append(s.Unsure, "date_order")
		}
	}
	if s.Mapping.Decimal == "" {
		mark, sure := markOf(slices.Concat(column(data, l.columns, api.ColumnAmount),
			column(data, l.columns, api.ColumnDebit), column(data, l.columns, api.ColumnCredit)))
		s.Mapping.Decimal = string(mark)
		if !sure {
			s.Unsure = append(s.Unsure, "decimal")
		}
	}
	l.order, l.mark = s.Mapping.DateOrder, s.Mapping.Decimal[0]
}

// column is one column of some lines.
func column(data []record, columns map[string]int, name string) []string {
	at, ok := columns[name]
	if !ok {
		return nil
	}
	return columnAt(data, at)
}

func columnAt(data []record, at int) []string {
	var cells []string
	for _, r := range data {
		if at < len(r.cells) && strings.TrimSpace(r.cells[at]) != "" {
			cells = append(cells, r.cells[at])
		}
	}
	return cells
}

// readRows reads all lines below the headings.
func (s *Statement) readRows(text string, l layout) error {
	t := newTable(text, s.Mapping.Delimiter[0])
	for {
		r, more := t.next()
		if !more {
			return nil
		}
		if err := s.steps.take(r.size()); err != nil {
			return err
		}
		if r.line <= *s.Mapping.HeaderLine {
			continue
		}
		row, fault := l.read(r)
		var err error
		if fault != nil {
			err = s.fault(r.line, fault)
		} else {
			err = s.add(row)
		}
		if err != nil {
			return err
		}
	}
}
