package statement

import (
	"strings"

	"financebot/pkg/api"
)

// qif reads the lines of a QIF file.
type qif struct {
	*Statement

	section  string // what the lines are about
	account  string
	accounts map[string]bool
	current  *qifEntry
	order    string
	mark     byte
}

// qifEntry is an entry while its lines come in.
type qifEntry struct {
	line         int
	date, amount string
	row          Row
	splits       []Split // amounts as they are written
}

// readQIF reads the entries of every account in the file.
func (s *Statement) readQIF(text string, given api.ImportMapping) error {
	s.Mapping = api.ImportMapping{Encoding: given.Encoding, DateOrder: given.DateOrder, Decimal: given.Decimal}
	q := &qif{Statement: s, accounts: map[string]bool{}}
	q.settle(text)
	line := 0
	for raw := range strings.SplitSeq(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text), "\n") {
		line++
		raw = strings.TrimRight(raw, " \t")
		if raw == "" {
			continue
		}
		if err := q.take(line, raw[0], strings.TrimSpace(raw[1:])); err != nil {
			return err
		}
	}
	if q.current != nil { // many programs leave the last mark out
		if err := q.finish(); err != nil {
			return err
		}
	}
	if len(q.accounts) < 2 {
		for i := range s.Rows {
			s.Rows[i].Account = ""
		}
		s.Source = q.account
	}
	return nil
}

// settle finds how the file writes dates and amounts; the format was born in America.
func (q *qif) settle(text string) {
	var dates, amounts []string
	for raw := range strings.SplitSeq(text, "\n") {
		raw = strings.TrimRight(raw, "\r")
		switch {
		case len(dates) > sampled:
		case strings.HasPrefix(raw, "D"):
			dates = append(dates, raw[1:])
		case strings.HasPrefix(raw, "T"):
			amounts = append(amounts, raw[1:])
		}
	}
	if q.Mapping.DateOrder == "" {
		order, sure := orderOf(dates, "mdy")
		if q.Mapping.DateOrder = order; !sure {
			q.Unsure = append(q.Unsure, "date_order")
		}
	}
	if q.Mapping.Decimal == "" {
		mark, sure := markOf(amounts)
		if q.Mapping.Decimal = string(mark); !sure {
			q.Unsure = append(q.Unsure, "decimal")
		}
	}
	q.order, q.mark = q.Mapping.DateOrder, q.Mapping.Decimal[0]
}

// take takes one line in: its first character says what it is.
func (q *qif) take(line int, mark byte, value string) error {
	if mark == '!' {
		return q.begin(line, value)
	}
	switch q.section {
	case "bank", "cash", "ccard", "oth a", "oth l":
	case "account":
		if mark == 'N' {
			q.account = cut(value, maxName)
			q.accounts[q.account] = true
		}
		return nil
	case "":
		return q.fault(line, faultOf("section", "The line stands before any heading.", value))
	default:
		return nil
	}
	if mark == '^' {
		return q.finish()
	}
	if q.current == nil {
		q.current = &qifEntry{line: line}
	}
	return q.field(line, mark, value)
}

// begin starts a section. Lists of categories and the like hold no entries; what moves
// shares is refused, because it moves no money.
func (q *qif) begin(line int, heading string) error {
	kind, is := strings.CutPrefix(strings.ToLower(heading), "type:")
	if !is {
		kind, _, _ = strings.Cut(kind, ":")
		if strings.HasPrefix(kind, "option") || strings.HasPrefix(kind, "clear") {
			return nil
		}
	}
	q.section = strings.TrimSpace(kind)
	if q.section == "invst" {
		return q.fault(line, faultOf("unsupported", "Entries of investment accounts cannot be read.", heading))
	}
	return nil
}

func (q *qif) field(line int, mark byte, value string) error {
	e := q.current
	switch mark {
	case 'D':
		e.date = value
	case 'T', 'U':
		e.amount = value
	case 'P':
		e.row.Payee = value
	case 'M':
		e.row.Note = value
	case 'L':
		e.row.Category, e.row.ToAccount = qifCategory(value)
	case 'S':
		category, _ := qifCategory(value)
		e.splits = append(e.splits, Split{Category: category})
		if len(e.splits) > api.MaxSplits {
			e.splits = nil
			return q.fault(line, faultOf("splits", "The entry has too many parts.", value))
		}
	case 'E', '$':
		if len(e.splits) == 0 {
			return nil
		}
		if last := &e.splits[len(e.splits)-1]; mark == 'E' {
			last.Note = value
		} else {
			last.Amount = value
		}
	}
	return nil
}

// qifCategory tells a category from the account of a transfer, which stands in brackets. What
// follows a stroke is a class, of which nothing is kept.
func qifCategory(value string) (category, account string) {
	value, _, _ = strings.Cut(value, "/")
	if strings.HasPrefix(value, "[") {
		return "", cut(strings.Trim(value, "[]"), maxName)
	}
	return cut(value, 2*maxName), ""
}

// finish makes a row of the entry.
func (q *qif) finish() error {
	e := q.current
	if e == nil {
		return nil
	}
	q.current = nil
	if f := q.complete(e); f != nil {
		return q.fault(e.line, f)
	}
	return q.add(e.row)
}

func (q *qif) complete(e *qifEntry) *fault {
	e.row.Line, e.row.Account = e.line, q.account
	day, ok := readDay(e.date)
	if ok {
		e.row.Date, ok = day.date(q.order)
	}
	if !ok {
		return faultOf("date", "This is not a date in the order of the others.", e.date)
	}
	var negative bool
	if e.row.Amount, negative, ok = q.amount(e.amount); !ok {
		return faultOf("amount", "This is not an amount as the others are written.", e.amount)
	}
	e.row.Kind = api.Income
	if negative {
		e.row.Kind = api.Expense
	}
	for _, part := range e.splits {
		amount, minus, ok := q.amount(part.Amount)
		if !ok || minus != negative { // a part the other way is no part of this entry
			return faultOf("splits", "The parts of this entry do not all go one way.", part.Amount)
		}
		e.row.Splits = append(e.row.Splits, Split{Category: part.Category, Amount: amount, Note: part.Note})
	}
	if len(e.row.Splits) > 0 {
		e.row.Category, e.row.ToAccount = "", ""
	}
	return e.row.tidy()
}

func (q *qif) amount(text string) (amount string, negative, ok bool) {
	n, ok := readNumber(text)
	if !ok {
		return "", false, false
	}
	amount, ok = n.decimal(q.mark)
	return amount, n.negative, ok
}
