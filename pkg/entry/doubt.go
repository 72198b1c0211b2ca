package entry

import "strings"

// doubt is why a number may be no money.
type doubt uint8

const (
	noDoubt    doubt = iota
	doubtSize        // 7 digits and more without marks: a phone's number, or the price of a flat
	doubtPlace       // room 305, iphone 15, at 5
	doubtDate        // 12/5
	doubtDash        // 12-5
	noMoney          // 079123456, the number of a card
)

// The digits of numbers without marks or a currency.
const (
	longDigits  = 7  // are in doubt
	idDigits    = 11 // are no money
	maxLabelled = 9_999_999
	phoneDigits = 9 // behind a plus are no money
	maxHour     = 24
)

// doubts tells of each sum whether it may be no money.
func doubts(all []candidate) {
	for i := range all {
		all[i].doubt = all[i].doubtful()
	}
	for from := 0; from < len(all); {
		to := from + 1
		phone := all[from].sign == "+" && all[from].currency == ""
		for to < len(all) && all[to].from == all[to-1].to && all[to].plain() && (phone || all[from].plain()) {
			to++
		}
		if to-from >= 3 || (to-from == 2 && (phone || all[from].doubt == noMoney)) {
			for i := from; i < to; i++ {
				all[i].doubt = noMoney // 4111 1111 1111 1111
			}
		}
		from = to
	}
}

func (c *candidate) doubtful() doubt {
	t := &c.tokens[c.from]
	if _, _, ok := c.dashed(); ok {
		return doubtDash
	}
	switch {
	case c.maybeTenge:
		return doubtSize
	case c.currency != "" || t.equals || c.fault != nil || c.loc.asked:
		return noDoubt
	case t.isDayOverMonth(c.tokens[c.from+1:]):
		return doubtDate
	case c.sign != "":
		t = &c.tokens[c.from+1]
	}
	if t != &c.tokens[c.to-1] || t.kind != tokenNumber || t.number.spoken {
		return noDoubt
	}
	digits := strings.ReplaceAll(t.text, " ", "")
	if digits != t.text && allDigits(digits) && len(digits) >= phoneDigits {
		return c.longNumber()
	}
	switch {
	case !allDigits(t.text):
		return noDoubt
	case len(t.text) >= idDigits, len(t.text) > 1 && t.text[0] == '0', c.sign == "+" && len(t.text) >= longDigits:
		return noMoney
	case len(t.text) >= longDigits:
		return doubtSize
	case c.sign == "" && (c.labelled() || c.tokens[c.to].isMonths()):
		return doubtPlace
	}
	return noDoubt
}

// longNumber is the doubt about a number with spaces that is as long as a phone's.
func (c *candidate) longNumber() doubt {
	if c.sign == "+" {
		return noMoney
	}
	return doubtSize
}

// labelled reports whether the word before says that the number is no money.
func (c *candidate) labelled() bool {
	if c.from == 0 {
		return false
	}
	before := c.tokens[c.from-1].lex()
	switch {
	case before.is(roleLabel | roleModel):
		return !c.value.above(maxLabelled)
	case before.is(roleClock):
		return !c.value.above(maxHour)
	}
	return c.from > 0 && c.tokens[c.from-1].text == "№"
}

// plain reports whether the sum is one number without marks, a sign or a currency.
func (c *candidate) plain() bool {
	digits := strings.ReplaceAll(c.tokens[c.from].text, " ", "")
	return c.sign == "" && c.currency == "" && c.to == c.from+1 && allDigits(digits)
}

// few reports whether the sum can count things: a small whole number.
func (c *candidate) few() bool { return c.plain() && !c.value.above(maxCount) }

const maxCount = 20
