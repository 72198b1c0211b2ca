package statement

import (
	"encoding/json"
	"math/big"
	"slices"
	"strings"
	"unicode/utf8"

	"financebot/pkg/api"
)

// read reads one line of a table.
func (l layout) read(r record) (Row, *fault) {
	row := Row{Line: r.line, Summary: !l.exact && r.sums()}
	if r.fault != nil {
		return row, r.fault
	}
	if f := l.fits(r); f != nil {
		return row, f
	}
	if row.State = cut(l.cell(r, api.ColumnState), maxWord); row.State != "" {
		row.Held = l.held(row.State)
	}
	day, ok := readDay(l.cell(r, api.ColumnDate))
	if ok {
		row.Date, ok = day.date(l.order)
	}
	if !ok && !row.Held {
		return row, faultOf("date", "This is not a date in the order of the others.", l.cell(r, api.ColumnDate))
	}
	if f := l.money(r, &row); f != nil && !row.Held {
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
	n, kind, f := l.amount(r)
	if f != nil {
		return f
	}
	row.Kind, row.Amount = kind, n.decimals
	if _, told := l.columns[api.ColumnDirection]; told {
		if f := l.directed(r, n, row); f != nil {
			return f
		}
	}
	if f := l.fee(r, row); f != nil {
		return f
	}
	if f := l.currencyOf(r, n, row); f != nil {
		return f
	}
	if row.Kind == api.Transfer {
		return l.transfer(r, row)
	}
	return nil
}

// directed takes the way from a word. A sign beside it is only how the bank writes, where it
// always stands there; where it seldom does, it turns the way.
func (l layout) directed(r record, n number, row *Row) *fault {
	text := l.cell(r, api.ColumnDirection)
	kind, ok := l.direction(text)
	if l.minusOut && kinds[plainWord(text)] { // the sign tells, and the word says only what it was for
		ok = false
	}
	if kind == api.Transfer && l.cell(r, api.ColumnToAccount) == "" { // it may be either side of one
		ok = false
	}
	switch {
	case !ok && l.signTells(n, text):
	case !ok:
		return faultOf("direction", "This does not say whether money came in or went out.", text)
	case kind == api.Income && n.negative != l.minusCredit && !n.zero():
		return faultOf("direction", "The sign of the amount and its direction contradict each other.", text)
	case kind == api.Expense && n.negative && !l.minusOut:
		row.Kind = api.Income
	default:
		row.Kind = kind
	}
	return nil
}

// signTells reports whether it is known without a word which way an amount went.
func (l layout) signTells(n number, text string) bool {
	return l.minusOut || n.plus || n.zero() || text == "" && l.positive != ""
}

// amount reads the amount, or whichever of debit and credit has one, and the way that this says.
func (l layout) amount(r record) (n number, kind string, f *fault) {
	text := l.cell(r, api.ColumnAmount)
	_, whole := l.columns[api.ColumnAmount]
	debit, credit := l.cell(r, api.ColumnDebit), l.cell(r, api.ColumnCredit)
	isDebit := !nothing(debit) || credit == ""
	if !whole {
		if text = credit; isDebit {
			text = debit
		}
		if !nothing(debit) && !nothing(credit) {
			return n, "", faultOf("amount", "The line has a debit and a credit.", debit+" / "+credit)
		}
	}
	n, ok := readNumber(text)
	if ok {
		n.decimals, ok = n.decimal(l.mark)
	}
	if !ok {
		return n, "", faultOf("amount", "This is not an amount as the others are written.", text)
	}
	switch {
	case whole:
		return n, l.way(n), nil
	case isDebit:
		return n, wayIf(n.negative != l.minusOut, api.Income, api.Expense), nil
	}
	return n, wayIf(n.negative != l.minusCredit, api.Expense, api.Income), nil
}

// way is which way an amount went by its sign alone.
func (l layout) way(n number) string {
	switch l.positive {
	case api.PositiveOut:
		return wayIf(n.negative, api.Income, api.Expense)
	case api.PositivePlus:
		return wayIf(n.plus, api.Income, api.Expense)
	}
	return wayIf(n.negative, api.Expense, api.Income)
}

func wayIf(is bool, yes, no string) string {
	if is {
		return yes
	}
	return no
}

// nothing reports whether a cell says that no money moved.
func nothing(cell string) bool {
	if n, ok := readNumber(cell); ok {
		return n.zero()
	}
	return strings.Trim(strings.Map(plainRune, cut(cell, maxNumber)), "0., -+") == ""
}

// fee adds to an amount what the bank took besides: more went out, or less came in.
func (l layout) fee(r record, row *Row) *fault {
	text := l.cell(r, api.ColumnFee)
	if !l.feeAdded || text == "" || nothing(text) {
		return nil
	}
	n, ok := readNumber(text)
	if ok {
		n.decimals, ok = n.decimal(l.mark)
	}
	if !ok {
		return faultOf("amount", "This is not an amount as the others are written.", text)
	}
	amount, fee := decimalOf(row.Amount), decimalOf(n.decimals)
	if row.Kind == api.Income {
		amount.Neg(amount)
	}
	amount.Add(amount, fee)
	row.Kind = wayIf(amount.Sign() < 0, api.Income, api.Expense)
	row.Amount = amount.Abs(amount).FloatString(max(places(row.Amount), places(n.decimals)))
	return nil
}

// decimalOf reads a plain decimal exactly.
func decimalOf(text string) *big.Rat {
	r, ok := new(big.Rat).SetString(text)
	if !ok {
		return new(big.Rat)
	}
	return r
}

// places is how many digits stand behind the point.
func places(text string) int {
	_, fraction, _ := strings.Cut(text, ".")
	return len(fraction)
}

// currencyOf finds the currency of a row: in its own column, beside the amount, or over it.
func (l layout) currencyOf(r record, n number, row *Row) *fault {
	if text := l.cell(r, api.ColumnCurrency); text != "" {
		code, known := currencyOf(text, l.kept)
		if !known {
			return faultOf("currency", "This currency is not known.", text)
		}
		row.Currency = code
		return nil
	}
	if row.Currency = besideAmount(n.currency, l.kept); row.Currency == "" {
		row.Currency = l.currency
	}
	return nil
}

func (l layout) transfer(r record, row *Row) *fault {
	row.ToAccount = l.own(r, api.ColumnToAccount)
	if text := l.cell(r, api.ColumnToCurrency); text != "" {
		var known bool
		if row.ToCurrency, known = currencyOf(text, l.kept); !known {
			return faultOf("currency", "This currency is not known.", text)
		}
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
