package statement

import (
	"regexp"
	"strings"
	"time"
)

// mt940 reads what banks write by SWIFT's MT940: statements of a day or of a page, one after the
// other, each of fields that begin with their number between colons. Reports within the day
// (MT942) have the same fields for movements.
type mt940 struct {
	*Statement

	accounts accounts
	account  string
	balance  balance
	field    mt940Field
	movement *mt940Movement
}

// mt940Field is a field while its lines come in.
type mt940Field struct {
	tag   string
	line  int
	lines []string
	size  int
}

// mt940Movement is a movement (:61:) while what is said of it (:86:) comes in.
type mt940Movement struct {
	line int
	text []string
	info []string
}

// maxField bounds a field: the longest of the standard has six lines of 65 characters.
const maxField = 4 << 10

func (s *Statement) readMT940(text string) error {
	m := &mt940{Statement: s}

	line := 0
	for raw := range linesOf(text) {
		line++
		if err := s.steps.take(len(raw) + 1); err != nil {
			return err
		}
		if err := m.take(line, strings.TrimRight(bounded(raw), " \t")); err != nil {
			return err
		}
	}
	if err := m.endStatement(); err != nil {
		return err
	}

	s.nameAccounts(m.accounts)
	return nil
}

// take takes one line in: it begins a field or goes on with the one at hand.
func (m *mt940) take(line int, raw string) error {
	if at := strings.Index(raw, "{4:"); at >= 0 && strings.HasPrefix(raw, "{") { // the envelope of SWIFT
		raw = raw[at+len("{4:"):]
	}
	if raw == "-" || strings.HasPrefix(raw, "-}") {
		return m.endStatement()
	}

	tag, value, is := mt940Tag(raw)
	if !is {
		if m.field.size += len(raw) + 1; m.field.size <= maxField {
			m.field.lines = append(m.field.lines, raw)
		}
		return nil
	}

	if err := m.endField(); err != nil {
		return err
	}
	m.field = mt940Field{tag: tag, line: line, lines: []string{value}}
	return nil
}

// mt940Tags are the numbers of fields: two digits, or two letters of the bank's own, and at most one
// letter behind them.
var mt940Tags = regexp.MustCompile(`^(?:\d\d|[A-Z][A-Z])[A-Z]?$`)

// mt940Tag reads the number of a field that begins with a line.
func mt940Tag(raw string) (tag, value string, is bool) {
	rest, is := strings.CutPrefix(raw, ":")
	if !is {
		return "", "", false
	}

	tag, value, is = strings.Cut(rest, ":")
	return tag, value, is && mt940Tags.MatchString(tag)
}

// endField reads the field that is complete.
func (m *mt940) endField() error {
	f := m.field
	m.field = mt940Field{}
	switch f.tag {
	case "":
		return nil
	case "61":
		err := m.endMovement()
		m.movement = &mt940Movement{line: f.line, text: f.lines}
		return err
	case "86":
		if m.movement != nil && m.movement.info == nil {
			m.movement.info = f.lines
		}
		return nil
	}

	if err := m.endMovement(); err != nil { // what is said below is said of the whole statement
		return err
	}
	switch f.tag {
	case "20":
		return m.endStatement()
	case "25", "25P":
		m.account = cut(mt940Account(f.lines[0]), maxName)
		m.accounts.add(m.account)
	case "60F", "60M":
		m.balance.before, m.balance.currency = mt940Balance(f.lines[0])
	case "62F", "62M":
		m.balance.after, _ = mt940Balance(f.lines[0])
		m.balance.line = f.line
	case "34F": // of MT942, which has no balance to begin with
		if len(f.lines[0]) >= 3 && m.balance.currency == "" {
			m.balance.currency = f.lines[0][:3]
		}
	}
	return nil
}

// mt940Account is an account without the currency that some banks put behind its number.
func mt940Account(text string) string {
	text = strings.TrimSpace(text)
	rest, currency, is := cutLast(text, " ")
	if is && len(currency) == 3 && strings.ToUpper(currency) == currency {
		return strings.TrimSpace(rest)
	}
	return text
}

func cutLast(text, separator string) (before, after string, found bool) {
	at := strings.LastIndex(text, separator)
	if at < 0 {
		return text, "", false
	}
	return text[:at], text[at+len(separator):], true
}

// mt940Balance reads a balance, "C260112EUR1000,00"; both are empty where it is none.
func mt940Balance(text string) (amount, currency string) {
	text = strings.TrimSpace(text)
	if len(text) < len("C260112EUR0") || text[0] != 'C' && text[0] != 'D' {
		return "", ""
	}

	currency = text[7:10]
	decimal, ok := mt940Amount(text[10:])
	if !ok {
		return "", currency
	}
	return signed(decimal, text[0] == 'D'), currency
}

// mt940Amount reads an amount, which has a comma also where no decimals follow.
func mt940Amount(text string) (string, bool) {
	amount, negative, ok := plainAmount(strings.TrimSuffix(strings.TrimSpace(text), ","))
	return amount, ok && !negative
}

// endMovement makes a row of the movement at hand.
func (m *mt940) endMovement() error {
	at := m.movement
	if at == nil {
		return nil
	}

	m.movement = nil
	row, f := at.row(m.account, m.balance.currency)
	if f != nil {
		m.balance.lost = true
		return m.fault(at.line, f)
	}
	if !row.Held {
		m.balance.move(row)
	}
	return m.add(row)
}

// endStatement compares the balances of the statement at hand, and begins with another.
func (m *mt940) endStatement() error {
	if err := m.endField(); err != nil {
		return err
	}
	if err := m.endMovement(); err != nil {
		return err
	}

	b := m.balance
	m.balance = balance{}
	if f := b.check(); f != nil {
		return m.fault(b.line, f)
	}
	return nil
}

// bookingDay is the day of a movement in the year that lies nearest to its value date.
func bookingDay(value time.Time, month, day int) (time.Time, bool) {
	var best time.Time
	for _, year := range []int{value.Year(), value.Year() - 1, value.Year() + 1} {
		on := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
		if int(on.Month()) != month || on.Day() != day {
			continue
		}
		if best.IsZero() || on.Sub(value).Abs() < best.Sub(value).Abs() {
			best = on
		}
	}
	return best, !best.IsZero()
}
