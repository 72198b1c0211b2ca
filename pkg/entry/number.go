package entry

import (
	"strings"

	"financebot/pkg/errs"
)

const (
	maxWhole    = 13 // digits before the point: those of the largest amount of all
	maxFraction = 6  // digits after it: a rate in a sum may have more than any currency
	maxDigits   = 18 // any more would not fit an int64
	maxNumber   = 48 // bytes with marks: any more is out of range before it is read
)

// number is a decimal as it was written: digits / 10^scale.
type number struct {
	value    ratio
	decimals bool        // whether it was written with a decimal mark
	doubtful bool        // whether its one mark may part thousands or decimals
	spoken   bool        // whether it was written in words
	fault    *errs.Error // why it has no value
}

// plain is the number without doubtful marks.
func (n number) plain() string {
	a, _ := exactly(n.value, maxFraction)
	return a.Decimal()
}

// readNumber reads digits with marks (. , ' or a space) among them, where mark is the decimal one
// of the language. It reports whether the marks stand where they can stand in a number.
func readNumber(text string, mark byte) (number, bool) {
	if len(text) > maxNumber {
		return number{value: ratio{0, 1}, fault: ErrRange}, true
	}
	point, doubtful := decimalPoint(text, mark)
	whole, fraction := text, ""
	if point >= 0 {
		whole, fraction = text[:point], text[point+1:]
	}
	digits, ok := ungroup(whole)
	if !ok || !allDigits(fraction) {
		return number{}, false
	}
	n := number{decimals: fraction != "", doubtful: doubtful}
	n.value, n.fault = valueOf(strings.TrimLeft(digits, "0"), strings.TrimRight(fraction, "0"))
	return n, true
}

// decimalPoint is where the decimal mark stands, or -1.
func decimalPoint(text string, mark byte) (at int, doubtful bool) {
	dot, comma := strings.LastIndexByte(text, '.'), strings.LastIndexByte(text, ',')
	at = max(dot, comma)
	switch {
	case dot >= 0 && comma >= 0:
		return at, false // of two different marks the last is the decimal one
	case at < 0 || strings.Count(text, text[at:at+1]) > 1:
		return -1, false
	case len(text)-at-1 != 3 || at == 0 || at > 3 || text[0] == '0' || strings.ContainsAny(text, " '"):
		return at, false // no thousands look like this
	case text[at] == mark:
		return at, true
	}
	return -1, true
}

// ungroup drops the marks between thousands, if they are of one kind and stand every three digits.
func ungroup(whole string) (digits string, ok bool) {
	first := strings.IndexAny(whole, ".,' ")
	if first < 0 {
		return whole, true
	}
	if first < 1 || first > 3 || whole[0] == '0' {
		return "", false
	}
	mark := whole[first : first+1]
	const group = len(".000")
	for rest := whole[first:]; rest != ""; rest = rest[group:] {
		if len(rest) < group || rest[:1] != mark || !allDigits(rest[1:group]) {
			return "", false
		}
	}
	return strings.ReplaceAll(whole, mark, ""), true
}

// valueOf counts the digits before it computes with them.
func valueOf(whole, fraction string) (ratio, *errs.Error) {
	none := ratio{0, 1}
	if len(fraction) > maxFraction {
		return none, ErrPrecision
	}
	if len(whole) > maxWhole || len(whole)+len(fraction) > maxDigits {
		return none, ErrRange
	}
	var n int64
	for _, part := range [...]string{whole, fraction} {
		for i := range len(part) {
			n = n*10 + int64(part[i]-'0')
		}
	}
	return lowest(n, powers[len(fraction)]), nil
}

func allDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}
