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
	code := c.currency
	if code == "" && account == "" {
		code = c.loc.currency
	}
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
	case !exact:
		return Amount{}, c.inexact(code, decimals, known)
	case amount.Units > money.Limit:
		return Amount{}, ErrRange
	}
	if c.spacedOperator() {
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

// inexact says why there is no exact amount.
func (c *candidate) inexact(code string, decimals int, known bool) *errs.Error {
	switch {
	case c.divided:
		return ErrDivision
	case known:
		return tooPrecise(code, decimals)
	}
	return ErrPrecision
}
