package entry

import (
	"strconv"
	"strings"

	"financebot/pkg/errs"
	"financebot/pkg/money"
)

// finest is the most decimals that any currency has.
const finest = 3

// Amount is an exact decimal: Units / 10^Scale. Two equal amounts are equal structs, because
// Units of a positive Scale never ends in a zero. Its zero value is no amount.
type Amount struct {
	Units    int64
	Scale    int
	Currency string // empty where none is given: the account's
}

// IsZero reports whether there is no amount.
func (a Amount) IsZero() bool { return a.Units == 0 }

// In is the amount in the currency of its account. It gives ErrCurrency where the amount was
// given in another one, ErrPrecision, ErrRange, or money.ErrCurrency for one that is not known.
func (a Amount) In(currency string) (money.Money, error) {
	exponent, known := money.Exponent(currency)
	switch {
	case !known:
		return money.Money{}, money.ErrCurrency
	case a.Currency != "" && a.Currency != currency:
		return money.Money{}, ErrCurrency
	case a.Scale > exponent:
		return money.Money{}, tooPrecise(currency, exponent)
	}
	minor, fits := timesTen(a.Units, exponent-a.Scale)
	if !fits || minor > money.Limit {
		return money.Money{}, ErrRange
	}
	return money.Of(minor, currency), nil
}

// Decimal is the amount as a plain decimal without spare zeros: "12.5".
func (a Amount) Decimal() string {
	digits := strconv.FormatInt(a.Units, 10)
	if a.Scale == 0 {
		return digits
	}
	if pad := a.Scale + 1 - len(digits); pad > 0 {
		digits = strings.Repeat("0", pad) + digits
	}
	point := len(digits) - a.Scale
	return digits[:point] + "." + digits[point:]
}

// exactly is value as an amount with at most so many decimals. A value up to money.Limit, or one
// that was written as a number, cannot overflow here.
func exactly(value ratio, decimals int) (amount Amount, exact bool) {
	for scale, power := range powers[:decimals+1] {
		if power%value.den == 0 {
			return Amount{Units: value.num * (power / value.den), Scale: scale}, true
		}
	}
	return Amount{}, false
}

// timesTen is n × 10^zeros, and whether it fits.
func timesTen(n int64, zeros int) (int64, bool) {
	if zeros < 0 || zeros >= len(powers) {
		return 0, false
	}
	return times(n, powers[zeros])
}

func tooPrecise(currency string, decimals int) *errs.Error {
	return ErrPrecision.Saying(currency + " has " + strconv.Itoa(decimals) + " decimals, the amount has more")
}
