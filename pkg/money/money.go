// Package money is an exact amount of one currency: whole minor units, never a float.
package money

import (
	"math"
	"strings"

	"financebot/pkg/errs"
)

// The ways in which an amount is refused.
var (
	ErrSyntax    = errs.New(errs.Invalid, CodeSyntax, "This is not an amount").On("amount")
	ErrPrecision = errs.New(errs.Invalid, CodePrecision, "The amount has more decimals than its currency").On("amount")
	ErrRange     = errs.New(errs.Invalid, CodeRange, "The amount is too large").On("amount")
	ErrMixed     = errs.New(errs.Invalid, CodeMixed, "Amounts of different currencies cannot be added").On("amount")
	ErrCurrency  = errs.New(errs.Invalid, CodeCurrency, "The currency is not known").On("currency")
)

// Limit bounds every amount, in minor units: a sum of nine million such amounts still fits.
const Limit = 1_000_000_000_000

// Money is an amount in minor units of a currency (cents, bani); its zero value is nothing of no currency.
type Money struct {
	Minor    int64
	Currency string // ISO 4217
}

// Of is an amount given in minor units.
func Of(minor int64, currency string) Money { return Money{Minor: minor, Currency: currency} }

// Parse reads a plain decimal ("-12.50") exactly.
// It gives ErrSyntax, ErrPrecision, ErrRange or ErrCurrency.
func Parse(text, currency string) (Money, error) {
	exponent, ok := Exponent(currency)
	if !ok {
		return Money{}, ErrCurrency
	}
	digits, negative := strings.CutPrefix(text, "-")
	whole, fraction, point := strings.Cut(digits, ".")
	if whole == "" || (point && fraction == "") || !allDigits(whole) || !allDigits(fraction) {
		return Money{}, ErrSyntax
	}
	if len(strings.TrimRight(fraction, "0")) > exponent {
		return Money{}, ErrPrecision
	}
	fraction = strings.TrimRight(fraction, "0")
	fraction += strings.Repeat("0", exponent-len(fraction))
	minor, err := minorUnits(strings.TrimLeft(whole, "0") + fraction)
	if err != nil {
		return Money{}, err
	}
	if negative {
		minor = -minor
	}
	return Of(minor, currency), nil
}

func allDigits(s string) bool {
	return strings.Trim(s, "0123456789") == ""
}

// minorUnits caps the length before any arithmetic, so that no input can overflow it.
func minorUnits(digits string) (int64, error) {
	if len(digits) > len("1000000000000") {
		return 0, ErrRange
	}
	var n int64
	for _, d := range digits {
		n = n*10 + int64(d-'0')
	}
	if n > Limit {
		return 0, ErrRange
	}
	return n, nil
}

// Decimal is the amount as a plain decimal with all of its currency's decimals: "12.50".
func (m Money) Decimal() string {
	exponent, _ := Exponent(m.Currency)
	sign := ""
	if m.Minor < 0 {
		sign = "-"
	}
	digits := magnitude(m.Minor)
	if pad := exponent + 1 - len(digits); pad > 0 {
		digits = strings.Repeat("0", pad) + digits
	}
	if exponent == 0 {
		return sign + digits
	}
	point := len(digits) - exponent
	return sign + digits[:point] + "." + digits[point:]
}

// magnitude is |n| in digits; unsigned arithmetic also holds for the least int64.
func magnitude(n int64) string {
	u := uint64(n)
	if n < 0 {
		u = -u
	}
	var buf [20]byte
	i := len(buf)
	for {
		i--
		buf[i] = byte('0' + u%10)
		if u /= 10; u == 0 {
			return string(buf[i:])
		}
	}
}

// String is the amount for logs and tests: "12.50 EUR".
func (m Money) String() string { return m.Decimal() + " " + m.Currency }

// Add gives the exact sum, ErrMixed for two currencies or ErrRange past an int64.
func (m Money) Add(other Money) (Money, error) {
	if m.Currency != other.Currency {
		return Money{}, ErrMixed
	}
	a, b := m.Minor, other.Minor
	if (b > 0 && a > math.MaxInt64-b) || (b < 0 && a < math.MinInt64-b) {
		return Money{}, ErrRange
	}
	return Of(a+b, m.Currency), nil
}

// Neg is the same amount the other way.
func (m Money) Neg() Money { return Of(-m.Minor, m.Currency) }

// IsZero reports whether there is nothing of it.
func (m Money) IsZero() bool { return m.Minor == 0 }
