package bankmessage

import (
	"unicode"
	"unicode/utf8"
)

// number is one of the text, with the currencies that touch it.
type number struct {
	span
	text          string
	before, after beside
}

// beside is a currency before or after a number; its form is empty where there is none.
type beside struct {
	at   span
	form string
}

// maxWhole bounds the digits of a number: a longer one is the reference of something.
const maxWhole = 12

// numbers are those that neither a letter nor a digit touches, but for a currency.
func (r *reader) numbers() (all []number) {
	for at := 0; at < len(r.text.folded); at++ {
		if !isDigit(r.text.folded[at]) {
			continue
		}
		n := number{span: span{at, r.endOfNumber(at)}}
		n.text = string(r.text.folded[n.from:n.to])
		n.before, n.after = r.currencyBefore(n.from), r.currencyAfter(n.to)

		touched := r.text.letterBefore(n.from) && (n.before.form == "" || n.before.at.to != n.from)
		touched = touched || r.text.letterAfter(n.to) && (n.after.form == "" || n.after.at.from != n.to)
		if !touched && len(n.text) <= maxWhole+len(" 000,00") {
			all = append(all, n)
		}
		at = n.to
	}
	return all
}

// endOfNumber is where the number that begins at a place ends: groups of three digits, and decimals.
func (r *reader) endOfNumber(from int) int {
	folded := r.text.folded
	digits := func(at int) int {
		n := 0
		for at+n < len(folded) && isDigit(folded[at+n]) {
			n++
		}
		return n
	}
	first := digits(from)
	at := from + first
	for first <= 3 && at < len(folded) && isGroupMark(folded[at]) && digits(at+1) == 3 {
		at += len(" 000")
	}
	if at < len(folded) && (folded[at] == '.' || folded[at] == ',') {
		if n := digits(at + 1); n >= 1 && n <= 3 {
			at += 1 + n
		}
	}
	return at
}

func isGroupMark(c byte) bool { return c == ' ' || c == '.' || c == ',' || c == '\'' }

// currencyAfter is the currency that follows a place, after a space or none.
func (r *reader) currencyAfter(from int) beside {
	folded := r.text.folded
	if from < len(folded) && folded[from] == ' ' {
		from++
	}
	to := from
	for to < len(folded) {
		c, size := utf8.DecodeRune(folded[to:])
		symbol := unicode.Is(unicode.Sc, c)
		if !unicode.IsLetter(c) && (!symbol || to != from) {
			break
		}
		to += size
		if symbol {
			break
		}
	}
	form := string(folded[from:to])
	if _, ok := currencies[form]; !ok {
		return beside{}
	}
	return beside{at: span{from, to}, form: form}
}

// currencyBefore is the currency that ends before a place, with a space between or none.
func (r *reader) currencyBefore(to int) beside {
	folded := r.text.folded
	if to > 0 && folded[to-1] == ' ' {
		to--
	}
	from := to
	for from > 0 {
		c, size := utf8.DecodeLastRune(folded[:from])
		symbol := unicode.Is(unicode.Sc, c)
		if !unicode.IsLetter(c) && (!symbol || from != to) {
			break
		}
		from -= size
		if symbol {
			break
		}
	}
	form := string(folded[from:to])
	if _, ok := currencies[form]; !ok || r.text.digitBefore(from) {
		return beside{}
	}
	return beside{at: span{from, to}, form: form}
}
