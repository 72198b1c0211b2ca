package statement

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"financebot/pkg/money"
)

// mt940Line is the first line of a movement (:61:): value date, day of booking, direction, the
// last letter of the currency, amount, sort of movement, and both sides' names for it.
var mt940Line = regexp.MustCompile(`^(\d{6})(\d{4})?([RE]?[CD])([A-Z])?(\d{1,15}(?:[,.]\d{0,5})?)(?:[A-Z][A-Z0-9]{3})?(.*)$`)

// row reads a movement.
func (m *mt940Movement) row(account, currency string) (Row, *fault) {
	row := Row{Line: m.line, Account: account, Currency: strings.ToUpper(currency)}

	parts := mt940Line.FindStringSubmatch(strings.TrimSpace(m.text[0]))
	if parts == nil {
		return row, faultOf("movement", "This is not a movement of MT940.", m.text[0])
	}
	value, ok := mt940Day(parts[1])
	if !ok {
		return row, faultOf("date", "This is not a date of MT940.", parts[1])
	}
	row.Date = value
	if booked := parts[2]; booked != "" {
		month, _ := strconv.Atoi(booked[:2])
		day, _ := strconv.Atoi(booked[2:])
		if row.Date, ok = bookingDay(value, month, day); !ok {
			return row, faultOf("date", "This is not a date of MT940.", parts[1]+booked)
		}
	}

	if row.Amount, ok = mt940Amount(parts[5]); !ok {
		return row, faultOf("amount", "This is not an amount of MT940.", parts[5])
	}
	if row.Currency != "" && !money.Known(row.Currency) {
		return row, faultOf("currency", "This currency is not known.", row.Currency)
	}
	m.direct(parts[3], &row)

	_, bankRef, _ := strings.Cut(parts[6], "//")
	row.ExternalID = bankName(bankRef)
	row.Payee, row.Note = mt940Words(m.info)
	if row.Note == "" { // what stands below the movement itself
		row.Note = plainWords(m.text[1:]...)
	}
	return row, row.tidy()
}

// direct reads which way the money went: a reversal (R) goes against what it takes back, and what
// is only expected (E) has not moved.
func (m *mt940Movement) direct(mark string, row *Row) {
	debit := strings.HasSuffix(mark, "D")
	switch mark[0] {
	case 'R':
		debit = !debit
	case 'E':
		row.State, row.Held = mark, true
	}
	row.Kind = kindOf(debit)
}

// mt940Day reads a day, YYMMDD.
func mt940Day(text string) (time.Time, bool) {
	day, err := time.Parse("060102", text)
	return day, err == nil
}
