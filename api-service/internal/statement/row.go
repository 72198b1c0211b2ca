package statement

import (
	"encoding/json"
	"slices"
	"strings"
	"unicode/utf8"

	"financebot/pkg/api"
	"financebot/pkg/money"
)

// read reads one line of a table.
func (l layout) read(r record) (Row, *fault) {
	row := Row{Line: r.line}
	if r.fault != nil {
		return row, r.fault
	}
	if f := l.fits(r); f != nil {
		return row, f
	}
	day, ok := readDay(l.cell(r, api.ColumnDate))
	if ok {
		row.Date, ok = day.date(l.order)
	}
	if !ok {
		return row, faultOf("date", "This is not a date in the order of the others.", l.cell(r, api.ColumnDate))
	}
	if f := l.money(r, &row); f != nil {
		return row, f
	}
	return row, l.words(r, &row)
}

// fits refuses a line that is shorter than the others where something is to be read, or longer.
func (l layout) fits(r record) *fault {
	for _, cell := range r.cells[min(len(r.cells), l.width):] {
		if strings.TrimSpace(cell) != "" {
			return faultOf("columns", "The line has more columns than the others.", cell)
		}
	}
	for _, at := range l.columns {
		if at >= len(r.cells) {
			return faultOf("columns", "The line has fewer columns than the others.", strings.Join(r.cells, " "))
		}
	}
	return nil
}

// cell is what stands in a column, without spaces around it; nothing where there is none.
func (l layout) cell(r record, name string) string { return strings.TrimSpace(l.raw(r, name)) }

func (l layout) raw(r record, name string) string {
	if at, ok := l.columns[name]; ok && at < len(r.cells) {
		return r.cells[at]
	}
	return ""
}

// money reads how much moved, and which way.
func (l layout) money(r record, row *Row) *fault {
	amount, negative, currency, f := l.amount(r)
	if f != nil {
		return f
	}
	row.Kind, row.Amount = api.Income, amount
	if negative {
		row.Kind = api.Expense
	}
	if text := l.cell(r, api.ColumnDirection); text != "" {
		kind, ok := direction(text)
		switch {
		case !ok:
			return faultOf("direction", "This does not say whether money came in or went out.", text)
		case negative && kind == api.Income:
			return faultOf("direction", "The sign of the amount and its direction contradict each other.", text)
		case kind != api.Transfer || l.cell(r, api.ColumnToAccount) != "":
			row.Kind = kind
		}
	}
	if row.Currency, f = currencyOf(l.cell(r, api.ColumnCurrency)); f != nil {
		return f
	}
	if row.Currency == "" && money.Known(strings.ToUpper(currency)) {
		row.Currency = strings.ToUpper(currency)
	}
	if row.Kind == api.Transfer {
		return l.transfer(r, row)
	}
	return nil
}

// amount reads the amount, or whichever of debit and credit has one.
func (l layout) amount(r record) (amount string, negative bool, currency string, f *fault) {
	text, sign := l.cell(r, api.ColumnAmount), false
	if _, has := l.columns[api.ColumnAmount]; !has {
		debit, credit := l.cell(r, api.ColumnDebit), l.cell(r, api.ColumnCredit)
		text, sign = credit, false
		if l.nothing(credit) {
			text, sign = debit, true
		} else if !l.nothing(debit) {
			return "", false, "", faultOf("amount", "The line has a debit and a credit.", debit+" / "+credit)
		}
	}
	n, ok := readNumber(text)
	if ok {
		amount, ok = n.decimal(l.mark)
	}
	if !ok {
		return "", false, "", faultOf("amount", "This is not an amount as the others are written.", text)
	}
	return amount, n.negative || sign, n.currency, nil
}

// nothing reports whether a cell says that no money moved.
func (l layout) nothing(cell string) bool {
	return strings.Trim(strings.Map(plainRune, cell), "0., -+") == ""
}

func (l layout) transfer(r record, row *Row) (f *fault) {
	row.ToAccount = l.own(r, api.ColumnToAccount)
	if row.ToCurrency, f = currencyOf(l.cell(r, api.ColumnToCurrency)); f != nil {
		return f
	}
	text := l.cell(r, api.ColumnToAmount)
	if text == "" {
		return nil
	}
	n, ok := readNumber(text)
	if ok {
		row.ToAmount, ok = n.decimal(l.mark)
	}
	if !ok || n.negative {
		return faultOf("amount", "This is not an amount as the others are written.", text)
	}
	return nil
}

func currencyOf(text string) (string, *fault) {
	currency := strings.ToUpper(text)
	if currency == "RUR" { // what the rouble was called until 1998, and still is by some programs
		currency = "RUB"
	}
	if currency != "" && !money.Known(currency) {
		return "", faultOf("currency", "This currency is not known.", text)
	}
	return currency, nil
}

// words reads what the line says about the money.
func (l layout) words(r record, row *Row) *fault {
	row.Account = l.own(r, api.ColumnAccount)
	row.ExternalID = cut(l.cell(r, api.ColumnID), 255)
	row.Category = l.own(r, api.ColumnCategory)
	row.Payee = l.own(r, api.ColumnPayee)
	var notes []string
	for _, at := range l.notes {
		if at < len(r.cells) {
			if note := l.clean(r.cells[at]); note != "" && !slices.Contains(notes, note) {
				notes = append(notes, note)
			}
		}
	}
	row.Note = strings.Join(notes, " ")
	if f := tags(l.cell(r, api.ColumnTags), row); f != nil {
		return f
	}
	if text := l.cell(r, api.ColumnSplits); text != "" {
		err := json.Unmarshal([]byte(text), &row.Splits)
		if err != nil || len(row.Splits) > api.MaxSplits || slices.ContainsFunc(row.Splits, Split.unkeepable) {
			return faultOf("splits", "These are not the parts of an entry.", text)
		}
	}
	return row.tidy()
}

// own is a text as it was written: our own files guard it, and all others have it between spaces.
func (l layout) own(r record, name string) string { return l.clean(l.raw(r, name)) }

func (l layout) clean(cell string) string {
	cell = Unguard(cell)
	if l.exact {
		return cell
	}
	return strings.TrimSpace(cell)
}

// unkeepable reports whether a text holds what no database keeps: JSON can write it, escaped.
func unkeepable(text string) bool { return strings.ContainsRune(text, 0) }

func (s Split) unkeepable() bool { return unkeepable(s.Category + s.Amount + s.Note) }

func tags(text string, row *Row) *fault {
	text = Unguard(text)
	if strings.HasPrefix(text, "[") { // as our own files have them
		if err := json.Unmarshal([]byte(text), &row.Tags); err != nil || slices.ContainsFunc(row.Tags, unkeepable) {
			return faultOf("tags", "These are not tags.", text)
		}
		return nil
	}
	for tag := range strings.FieldsFuncSeq(text, func(r rune) bool { return strings.ContainsRune(",;#", r) }) {
		if tag = strings.TrimSpace(tag); tag != "" {
			row.Tags = append(row.Tags, tag)
		}
	}
	return nil
}

// tidy bounds what a row says, and refuses what no entry can hold.
func (r *Row) tidy() *fault {
	r.Note, r.Payee = cut(r.Note, maxNote), cut(r.Payee, maxName)
	if len(r.Tags) > api.MaxTags {
		return faultOf("tags", "There are too many tags.", strings.Join(r.Tags, ", "))
	}
	for _, tag := range r.Tags {
		if utf8.RuneCountInString(tag) > api.MaxTag {
			return faultOf("tags", "A tag has at most 50 characters.", tag)
		}
	}
	for _, name := range []string{r.Category, r.Account, r.ToAccount} {
		if utf8.RuneCountInString(name) > 4*maxName+2 { // two levels, each character of which may be escaped
			return faultOf("too_long", "This name is too long.", name)
		}
	}
	for i := range r.Splits {
		r.Splits[i].Note = cut(r.Splits[i].Note, maxNote)
	}
	return nil
}
