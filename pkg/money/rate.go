package money

import (
	"math/big"
	"strings"

	"financebot/pkg/errs"
)

// ErrRate refuses what is no rate.
var ErrRate = errs.New(errs.Invalid, CodeRate, "A rate is a number above zero with at most 12 digits before the point and 12 after it").On("rate")

// maxRateDigits bounds each side of a rate's point.
const maxRateDigits = 12

// Rate is how much of another currency one of a currency is worth, exactly. Only ParseRate
// and what is made of its rates are fit for use.
type Rate struct{ ratio *big.Rat }

// ParseRate reads a plain decimal ("17.8512") exactly, or gives ErrRate.
func ParseRate(text string) (Rate, error) {
	whole, fraction, point := strings.Cut(text, ".")
	if whole == "" || (point && fraction == "") || !allDigits(whole) || !allDigits(fraction) ||
		len(strings.TrimLeft(whole, "0")) > maxRateDigits || len(strings.TrimRight(fraction, "0")) > maxRateDigits ||
		len(text) > 4*maxRateDigits {
		return Rate{}, ErrRate
	}
	ratio, ok := new(big.Rat).SetString(text)
	if !ok || ratio.Sign() <= 0 {
		return Rate{}, ErrRate
	}
	return Rate{ratio}, nil
}

// Decimal is the rate as a plain decimal without needless zeros. A rate that was parsed comes
// out as it went in; one that was computed is cut after 12 decimals.
func (r Rate) Decimal() string {
	text := strings.TrimRight(r.ratio.FloatString(maxRateDigits), "0")
	return strings.TrimSuffix(text, ".")
}

// Inverse is the rate the other way.
func (r Rate) Inverse() Rate { return Rate{new(big.Rat).Inv(r.ratio)} }

// Times is the rate through a third currency.
func (r Rate) Times(other Rate) Rate { return Rate{new(big.Rat).Mul(r.ratio, other.ratio)} }

// Exact is m in minor units of another currency at the rate, not rounded: sums are rounded
// once, when they are complete. Both currencies must be known, or it gives ErrCurrency.
func (r Rate) Exact(m Money, currency string) (*big.Rat, error) {
	from, known := Exponent(m.Currency)
	to, knownToo := Exponent(currency)
	if !known || !knownToo {
		return nil, ErrCurrency
	}
	exact := new(big.Rat).Mul(new(big.Rat).SetInt64(m.Minor), r.ratio)
	shift := new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(max(from-to, to-from))), nil))
	if from > to {
		return exact.Quo(exact, shift), nil
	}
	return exact.Mul(exact, shift), nil
}

// Round gives the nearest whole minor unit, a half away from zero as people round, or ErrRange.
func Round(exact *big.Rat) (int64, error) {
	double := new(big.Int).Lsh(new(big.Int).Abs(exact.Num()), 1)
	double.Add(double, exact.Denom())
	whole := double.Quo(double, new(big.Int).Lsh(exact.Denom(), 1))
	if exact.Sign() < 0 {
		whole.Neg(whole)
	}
	if !whole.IsInt64() {
		return 0, ErrRange
	}
	return whole.Int64(), nil
}

// Apportion rounds amounts above or at zero so that together they are exactly total, their sum
// rounded: each is cut, and what is missing goes one by one to those that lost most.
func Apportion(total int64, exact []*big.Rat) []int64 {
	parts, lost := make([]int64, len(exact)), make([]*big.Rat, len(exact))
	rest := total
	for i, e := range exact {
		whole := new(big.Int).Quo(e.Num(), e.Denom())
		parts[i] = whole.Int64()
		lost[i] = new(big.Rat).Sub(e, new(big.Rat).SetInt(whole))
		rest -= parts[i]
	}
	for ; rest > 0; rest-- {
		most := -1
		for i := range lost {
			if lost[i].Sign() > 0 && (most < 0 || lost[i].Cmp(lost[most]) > 0) {
				most = i
			}
		}
		if most < 0 {
			break // the total is more than the sum rounded: nobody is owed the rest
		}
		parts[most]++
		lost[most] = new(big.Rat)
	}
	return parts
}
