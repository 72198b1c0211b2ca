package entry

import (
	"strings"

	"financebot/pkg/errs"
	"financebot/pkg/money"
)

// marked is how many times larger a number is whose mark parts thousands.
const marked = 1_000

// unclear reports whether the mark of an amount may part thousands where it is read as the decimal
// one: 1.200 in English.
func (c *candidate) unclear(account string) bool {
	first := &c.tokens[c.from]
	if c.loc.asked || c.count != 1 || first.equals {
		return false
	}
	decimals, known := money.Exponent(or(c.currency, c.loc.currencyOf(account)))
	if known && decimals == finest || !known && account != "" {
		return false
	}
	for _, t := range c.tokens[c.from:c.to] {
		if t.kind == tokenNumber {
			return t.number.doubtful && t.number.decimals && !strings.Contains(t.text, " ")
		}
	}
	return false
}

// askMark refuses an amount whose mark is not clear, offering both ways to read it.
func (r *reader) askMark(base Entry, tokens []token, c *candidate) *errs.Error {
	whole, fits := c.value.times(ratio{marked, 1})
	if fits {
		r.offerValue(base, tokens, c, whole)
	}
	r.offerValue(base, tokens, c, c.value)
	return ErrMark
}

// offerValue adds the choice in which a sum is of another value.
func (r *reader) offerValue(base Entry, tokens []token, c *candidate, value ratio) {
	if r.offered || len(r.choices) == maxChoices {
		return
	}
	kept := append([]token(nil), tokens...)
	as := *c
	as.tokens, as.readings, as.value = kept, nil, value
	r.entry = base
	s := side{tokens: kept}
	if r.refsOf(&s) != nil {
		return
	}
	r.entry.Account = s.account
	if e, fault := r.about(kept, &as); fault == nil {
		r.offer([]Entry{e})
	}
}

// tellMark tells of an amount whose mark was taken to part thousands how it is the other way: 1,200 in
// English.
func (r *reader) tellMark(c *candidate) {
	if c.count != 1 {
		return
	}
	value, fits := c.value.times(ratio{1, marked})
	decimals, known := money.Exponent(or(c.currency, c.loc.currency))
	if !known {
		decimals = usual
	}
	amount, exact := exactly(value, decimals)
	if !fits || !exact {
		return
	}

	other := r.entry
	other.Readings, other.Amount = nil, Amount{amount.Units, amount.Scale, r.entry.Amount.Currency}
	for i := range r.entry.Readings {
		told := &r.entry.Readings[i]
		if told.Code == ReadNumber && !strings.Contains(told.Text, " ") {
			told.Other = Format(other, r.loc.options)
		}
	}
}

// dashed are the two numbers that a dash joins without spaces: 12-5, which may be a date, two numbers
// or a sum. It gives none where only a sum can be meant.
func (c *candidate) dashed() (from, to number, ok bool) {
	if c.loc.asked || c.to < c.from+3 || c.to > c.from+4 {
		return from, to, false
	}
	t := c.tokens[c.from:c.to]
	if t[0].kind == tokenUnit { // a currency before it
		t = t[1:]
	}
	if len(t) < 3 || t[0].equals || t[1].kind != tokenOp || t[1].text != "-" || t[1].first() || t[2].first() {
		return from, to, false
	}
	a, b := t[0], t[2]
	if a.kind != tokenNumber || b.kind != tokenNumber || !allDigits(a.text) || !allDigits(b.text) {
		return from, to, false
	}
	isDate := isDay(a.text) && isDay(b.text) && min(figure(a.text), figure(b.text)) <= 12
	return a.number, b.number, isDate || c.value.num <= 0
}

// gluedMinus reports whether numbers are subtracted without a space between them.
func (c *candidate) gluedMinus() bool {
	for i := c.from + 1; i < c.to; i++ {
		t := &c.tokens[i]
		if t.kind == tokenOp && t.text == "-" && !t.first() {
			return !c.tokens[c.from].equals
		}
	}
	return false
}
