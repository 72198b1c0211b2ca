package entry

import "math/bits"

// ratio is an exact fraction in lowest terms; its den is above zero.
type ratio struct{ num, den int64 }

// powers are those of ten.
var powers = [...]int64{1, 10, 100, 1_000, 10_000, 100_000, 1_000_000}

// The operations report whether the exact result fits; none of them wraps around.

func (a ratio) plus(b ratio) (ratio, bool) {
	common := gcd(a.den, b.den)
	left, fits1 := times(a.num, b.den/common)
	right, fits2 := times(b.num, a.den/common)
	den, fits3 := times(a.den/common, b.den)
	if !fits1 || !fits2 || !fits3 {
		return ratio{0, 1}, false
	}
	return lowest(left+right, den), true
}

func (a ratio) times(b ratio) (ratio, bool) {
	// Reducing crosswise first keeps the products as small as they can be.
	x, y := lowest(a.num, b.den), lowest(b.num, a.den)
	num, fits1 := times(x.num, y.num)
	den, fits2 := times(x.den, y.den)
	if !fits1 || !fits2 {
		return ratio{0, 1}, false
	}
	return ratio{num, den}, true
}

func (a ratio) minus() ratio { return ratio{-a.num, a.den} }

// inverse is 1/a; a is not zero.
func (a ratio) inverse() ratio {
	if a.num < 0 {
		return ratio{-a.den, -a.num}
	}
	return ratio{a.den, a.num}
}

// above reports whether a > n, for n of at least zero.
func (a ratio) above(n int64) bool {
	whole := a.num / a.den
	return whole > n || (whole == n && a.num%a.den > 0)
}

func lowest(num, den int64) ratio {
	common := gcd(num, den)
	return ratio{num / common, den / common}
}

// gcd is the greatest common divisor; b is above zero, so the result is too.
func gcd(a, b int64) int64 {
	for a != 0 {
		a, b = b%a, a
	}
	return max(b, -b)
}

// times is a × b, and whether its magnitude leaves room to add two of it.
func times(a, b int64) (int64, bool) {
	high, low := bits.Mul64(uint64(max(a, -a)), uint64(max(b, -b)))
	if high != 0 || low >= 1<<62 {
		return 0, false
	}
	return a * b, true
}
