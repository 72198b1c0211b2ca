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
	accounts accounts
	current  *qifEntry
	order    string
	mark     byte
}

// qifEntry is an entry while its lines come in.
type qifEntry struct {
	line         int
	date, amount string
	heading      string // its category, or account at the other end, as it is written
	row          Row
	parts        []qifPart
	partsLeft    int // beyond those that an entry can have
}

// readQIF reads the entries of every account in the file.
func (s *Statement) readQIF(text string, given api.ImportMapping) error {
	s.Mapping = api.ImportMapping{Encoding: given.Encoding, DateOrder: given.DateOrder, Decimal: given.Decimal}
	q := &qif{Statement: s}

	if err := s.steps.take(len(text)); err != nil {
		return err
	}
	q.settle(text)

	line := 0
	for raw := range linesOf(text) {
		line++
		if err := s.steps.take(len(raw) + 1); err != nil {
			return err
		}

		raw = strings.TrimRight(bounded(raw), " \t")
		if raw == "" {
			continue
		}
		if err := q.take(line, raw[0], strings.TrimSpace(raw[1:])); err != nil {
			return err
		}
	}
	if err := q.finish(); err != nil { // many programs leave the last mark out
		return err
	}

	s.nameAccounts(q.accounts)
	q.offer(text, given)
	return nil
}

// settle finds how the entries write dates and amounts; the format was born in America. It looks
// at all of them: where each sort of date can be read in two ways but for one, that one settles it.
func (q *qif) settle(text string) {
	var dates, amounts []string
	entries := false
	for raw := range linesOf(text) {
		raw = bounded(raw)
		switch {
		case strings.HasPrefix(raw, "!"):
			entries = qifEntries[qifSection(raw[1:])]
		case !entries || len(raw) < 2 || len(raw) > maxAmount:
		case raw[0] == 'D' && len(dates) < api.MaxImportRows:
			dates = append(dates, qifDate(raw[1:]))
		case raw[0] == 'T' && len(amounts) < api.MaxImportRows:
			amounts = append(amounts, raw[1:])
		}
	}

	if q.Mapping.DateOrder == "" {
		order, sure := orderOf(dates, "mdy")
		if q.Mapping.DateOrder = order; !sure {
			q.Unsure = append(q.Unsure, api.UnsureDateOrder)
		}
	}
	if q.Mapping.Decimal == "" {
		mark, sure := markOf(amounts)
		if q.Mapping.Decimal = string(mark); !sure {
			q.Unsure = append(q.Unsure, api.UnsureDecimal)
		}
	}
	q.order, q.mark = q.Mapping.DateOrder, q.Mapping.Decimal[0]
}

// take takes one line in: its first character says what it is.
func (q *qif) take(line int, mark byte, value string) error {
	if mark == '!' {
		return q.begin(line, value)
	}
	switch {
	case qifEntries[q.section]:
	case q.section == "account" && mark == 'N':
		q.account = cut(value, maxName)
		q.accounts.add(q.account)
		return nil
	case q.section == "":
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
	q.field(mark, value)
	return nil
}

// qifEntries are the sections whose lines are entries.
var qifEntries = words("bank", "cash", "ccard", "oth a", "oth l")

// qifSection is what a heading says that the lines below it are about.
func qifSection(heading string) string {
	kind, is := strings.CutPrefix(strings.ToLower(heading), "type:")
	if !is {
		kind, _, _ = strings.Cut(kind, ":")
	}
	return strings.TrimSpace(kind)
}

// begin starts a section. Lists of categories and the like hold no entries; what moves
// shares is refused, because it moves no money.
func (q *qif) begin(line int, heading string) error {
	section := qifSection(heading)
	if strings.HasPrefix(section, "option") || strings.HasPrefix(section, "clear") {
		return nil
	}

	q.section = section
	if q.section == "invst" {
		return q.fault(line, faultOf("unsupported", "Entries of investment accounts cannot be read.", heading))
	}
	return nil
}

func (q *qif) field(mark byte, value string) {
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
		e.heading = value
		e.row.Category, e.row.ToAccount = qifCategory(value)
	case 'S':
		e.beginPart(value)
	case 'E':
		if part := e.part(); part != nil {
			part.note = value
		}
	case '$':
		if part := e.part(); part != nil {
			part.text = value
		}
	}
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

// finish makes rows of the entry.
func (q *qif) finish() error {
	e := q.current
	if e == nil {
		return nil
	}

	q.current = nil
	rows, f := q.rows(e)
	if f != nil {
		return q.fault(e.line, f)
	}
	for _, r := range rows {
		r.Summary = balances[summaryPhrase(r.Payee)] // as programs begin an account
		if err := q.add(r); err != nil {
			return err
		}
	}
	return nil
}

// rows are the movements of an entry: one, but where parts of it went to other accounts.
func (q *qif) rows(e *qifEntry) ([]Row, *fault) {
	row := e.row
	row.Line, row.Account = e.line, q.account

	day, ok := readDay(qifDate(e.date))
	if ok {
		row.Date, ok = day.date(q.order)
	}
	if !ok {
		return nil, faultOf("date", "This is not a date in the order of the others.", e.date)
	}

	amount, negative, ok := q.amount(e.amount)
	if !ok {
		return nil, faultOf("amount", "This is not an amount as the others are written.", e.amount)
	}
	row.Amount, row.Kind = amount, kindOf(negative)

	rows, f := q.divide(row, e)
	if f != nil {
		return nil, f
	}
	for i := range rows {
		if f := rows[i].tidy(); f != nil {
			return nil, f
		}
	}
	return rows, nil
}

func (q *qif) amount(text string) (amount string, negative, ok bool) {
	if len(text) > maxAmount {
		return "", false, false
	}

	n, ok := readNumber(text)
	if !ok {
		return "", false, false
	}
	amount, ok = n.decimal(q.mark)
	return amount, n.negative, ok
}

// qifDate is a date of which the year has two digits at least: behind an apostrophe, which says
// that the year is 2000 or later, Quicken writes 7 for 2007 and pads it with a space.
func qifDate(text string) string {
	before, year, is := strings.Cut(text, "'")
	if year = strings.TrimSpace(year); is && len(year) == 1 {
		return before + "'0" + year
	}
	return text
}
