package entry

import (
	"strings"

	"financebot/pkg/errs"
)

const (
	maxNumbers = 50 // of one sum
	maxDepth   = 4  // of its brackets
)

// calculator reads a sum and computes it in passing. Where the tokens stop being a sum it stops;
// where they are one that cannot be computed it notes the fault and reads on. It is a value, so
// that a rule which comes to nothing is undone by assigning the calculator as it was.
type calculator struct {
	loc    *locale
	tokens []token
	next   int // token to read
	depth  int
	count  int // of the numbers read

	currency   string
	decimals   bool // a number had a decimal mark
	divided    bool
	measured   bool // a measure follows, so this is no money
	loose      bool // its currency may be a measure: "л" is lei or litres
	maybeTenge bool // or thousands: 2500т
	fault      *errs.Error
	readings   []Reading
}

// sum = product { ( "+" | "-" ) product } .
func (c *calculator) sum(negative bool) (ratio, bool) {
	total, ok := c.product()
	if !ok {
		return ratio{}, false
	}
	if negative {
		total = total.minus()
	}
	for c.at("+-") {
		before := *c
		op := c.operator()
		term, ok := c.product()
		if !ok {
			*c = before
			break
		}
		if op == "-" {
			term = term.minus()
		}
		total = c.fits(total.plus(term))
	}
	return total, true
}

// product = factor { ( "*" | "x" | "/" ) factor } .
func (c *calculator) product() (ratio, bool) {
	total, ok := c.factor()
	for ok && c.at("*/") {
		before := *c
		op := c.operator()
		next, found := c.factor()
		if !found {
			*c = before
			break
		}
		if op == "/" {
			next = c.divisor(next)
		}
		total = c.fits(total.times(next))
	}
	return total, ok
}

// divisor is the inverse of what is divided by.
func (c *calculator) divisor(by ratio) ratio {
	c.divided = true
	if by.num == 0 {
		c.blame(ErrDivision)
		return ratio{0, 1}
	}
	return by.inverse()
}

// factor = money | "(" sum ")" .
func (c *calculator) factor() (ratio, bool) {
	if c.peek().kind != tokenOpen {
		return c.money()
	}
	if c.depth == maxDepth {
		return ratio{}, false
	}
	c.next++
	c.depth++
	value, ok := c.sum(false)
	if !ok || c.peek().kind != tokenClose {
		return ratio{}, false
	}
	c.next++
	c.depth--
	return value, true
}

// money = [ currency ] number [ multiple ] [ currency | minor ] [ number minor ] .
func (c *calculator) money() (ratio, bool) {
	c.takeCurrency()
	value, ok := c.number()
	if !ok {
		return ratio{}, false
	}
	if c.peek().text == "de" && c.tokens[c.next+1].isMoney() {
		c.next++ // from 20 on Romanian wants it: 25 de euro
	}
	switch next := c.peek().unit(); {
	case next.currencies != "":
		c.loose = c.loose || next.measure
		c.takeCurrency()
		value = c.withMinors(value)
	case next.minors != "":
		c.choose(next.minors)
		c.next++
		value = c.fits(value.times(ratio{1, 100}))
	case next.measure:
		c.measured = true
	}
	return value, true
}

// isMoney reports whether the token is a currency or a hundredth of one.
func (t *token) isMoney() bool {
	u := t.unit()
	return t.kind == tokenUnit && (u.currencies != "" || u.minors != "")
}

// number = digits [ multiple ] .
func (c *calculator) number() (ratio, bool) {
	t := c.peek()
	if t.kind != tokenNumber {
		return ratio{}, false
	}
	c.next++
	if c.count++; c.count > maxNumbers {
		c.blame(ErrExpression)
	}
	c.blame(t.number.fault)
	c.decimals = c.decimals || t.number.decimals
	switch {
	case t.number.doubtful:
		c.read(ReadNumber, t.text, t.number.plain())
	case t.number.spoken:
		c.read(ReadWords, t.chunk, t.number.plain())
	}
	if c.peek().text == "de" && c.tokens[c.next+1].unit().multiple != 0 {
		c.next++ // 25 de mii
	}
	value := c.takeHalf(t.number.value, 1)
	if factor := c.peek().unit().multiple; factor != 0 && !c.isTenge(value) {
		c.next++
		return c.takeHalf(c.fits(value.times(ratio{factor, 1})), factor), true
	}
	return value, true
}

// withMinors adds the hundredths of "12 lei 50 bani".
func (c *calculator) withMinors(value ratio) ratio {
	before := *c
	if c.peek().lex().is(roleAnd) {
		c.next++
	}
	hundredths, ok := c.number()
	if c.peek().text == "de" && c.tokens[c.next+1].isMoney() {
		c.next++
	}
	if !ok || !has(c.peek().unit().minors, c.currency) || hundredths.above(99) {
		*c = before
		return value
	}
	c.next++
	part := c.fits(hundredths.times(ratio{1, 100}))
	return c.fits(value.plus(part))
}

// takeCurrency takes a currency if one stands here.
func (c *calculator) takeCurrency() {
	if t := c.peek(); t.kind == tokenUnit && t.unit().currencies != "" {
		c.choose(t.unit().currencies)
		c.next++
	}
}

// choose settles which of the currencies is meant; an amount has one.
func (c *calculator) choose(currencies string) {
	if c.currency != "" && has(currencies, c.currency) {
		return
	}
	code, doubtful := c.loc.pick(currencies, c.loc.payer)
	if c.currency != "" {
		c.blame(ErrCurrency)
		return
	}
	c.currency = code
	if doubtful {
		c.read(ReadCurrency, c.form(), code)
	}
}

// form is the unit here as it was written, with its number where they touch.
func (c *calculator) form() string {
	for i := c.next; i >= 0; i-- {
		if c.tokens[i].first() {
			return c.tokens[i].chunk
		}
	}
	return ""
}

// operator takes the operator here.
func (c *calculator) operator() string {
	c.next++
	return c.tokens[c.next-1].text
}

// at reports whether one of the operators stands here.
func (c *calculator) at(which string) bool {
	t := c.peek()
	return t.kind == tokenOp && strings.Contains(which, t.text)
}

// peek is the token here; the last one ends every rule.
func (c *calculator) peek() *token { return &c.tokens[c.next] }

// blame notes the first fault.
func (c *calculator) blame(fault *errs.Error) {
	if c.fault == nil {
		c.fault = fault
	}
}

// fits blames a result that is too large to be exact.
func (c *calculator) fits(value ratio, ok bool) ratio {
	if !ok {
		c.blame(ErrRange)
		return ratio{0, 1}
	}
	return value
}

func (c *calculator) read(code, text, as string) {
	c.readings = append(c.readings, Reading{Code: code, Text: text, As: as})
}
