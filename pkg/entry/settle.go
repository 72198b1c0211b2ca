package entry

import (
	"financebot/pkg/errs"
	"financebot/pkg/money"
)

// settle makes the chosen sum an amount. Of no currency it takes the precision of the default
// account, or, where the line names another account, the finest: In looks at it again.
func (c *candidate) settle(account string) (Amount, *errs.Error) {
	if c.fault != nil {
		return Amount{}, c.fault
	}
	value, fault := c.magnitude()
	if fault != nil {
		return Amount{}, fault
	}
	code := or(c.currency, c.loc.currencyOf(account))
	decimals, known := money.Exponent(code)
	limit := int64(money.Limit)
	if known {
		limit /= powers[decimals]
	} else {
		decimals = finest
	}
	if value.above(limit) {
		return Amount{}, ErrRange
	}
	amount, exact := exactly(value, decimals)
	switch {
	case !exact && c.divided:
		if amount, exact = rounded(value, decimals, known); !exact {
			return Amount{}, ErrRange
		}
		c.read(ReadRounded, c.text(), amount.Decimal())
	case !exact:
		return Amount{}, inexact(code, decimals, known)
	case amount.Units > money.Limit:
		return Amount{}, ErrRange
	}
	if amount.Units == 0 {
		return Amount{}, ErrZero
	}
	if c.multiplied != "" {
		c.read(ReadSum, c.multiplied, amount.Decimal())
	}
	if c.spacedOperator() || c.gluedMinus() {
		c.read(ReadSum, c.text(), amount.Decimal())
	}
	amount.Currency = c.currency
	return amount, nil
}

// magnitude is the sum without its sign, which tells the kind and must be that of the result.
func (c *candidate) magnitude() (ratio, *errs.Error) {
	value := c.value
	if value.num == 0 {
		return value, ErrZero
	}
	if c.sign == "-" {
		value = value.minus()
	}
	if value.num < 0 {
		return value, ErrNegative
	}
	return value, nil
}

// usual are the decimals of most currencies.
const usual = 2

// rounded is a quotient as an amount, half away from zero. Where the currency is not known it is
// rounded to what most have.
func rounded(value ratio, decimals int, known bool) (Amount, bool) {
	if !known {
		decimals = usual
	}
	scaled, fits := value.times(ratio{powers[decimals], 1})
	if !fits {
		return Amount{}, false
	}
	whole, rest := scaled.num/scaled.den, scaled.num%scaled.den
	if rest >= scaled.den-rest {
		whole++
	}
	return exactly(lowest(whole, powers[decimals]), decimals)
}

// inexact says why there is no exact amount.
func inexact(code string, decimals int, known bool) *errs.Error {
	if known {
		return tooPrecise(code, decimals)
	}
	return ErrPrecision
}
