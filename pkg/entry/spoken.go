package entry

import (
	"slices"
	"strconv"
	"strings"
)

// leastSpoken is the least sum in words that needs no currency: "dinner for two" is no money.
const leastSpoken = 10 * 100

// spoken makes figures of sums in words, as they are dictated, where a line has no figures.
func (r *reader) spoken() {
	for _, t := range r.tokens {
		if t.kind == tokenNumber {
			return
		}
	}
	i := -1
	for i+1 < len(r.tokens)-1 {
		i++
		value, size := spokenAt(r.tokens[i:])
		if size == 0 || (i > 0 && fold(r.tokens[i-1].text) == "пол") {
			continue
		}
		next := &r.tokens[i+size]
		if fold(next.text) == "de" {
			next = &r.tokens[i+size+1]
		}
		if u := next.unit(); value < leastSpoken && u.currencies == "" && u.minors == "" {
			continue
		}
		r.tokens[i] = spokenToken(r.tokens[i:i+size], value)
		r.tokens = slices.Delete(r.tokens, i+1, i+size)
	}
}

// spokenToken is the number that tokens say, in hundredths.
func spokenToken(tokens []token, hundredths int64) token {
	n := number{value: lowest(hundredths, 100), spoken: true, decimals: hundredths%100 != 0}
	return token{
		kind: tokenNumber, chunk: strings.TrimRight(textOf(tokens), punctuation), gap: tokens[0].gap,
		text: strconv.FormatInt(hundredths, 10), number: n,
	}
}

// spokenAt is the sum in words that tokens begin with, in hundredths, and how many they are.
func spokenAt(tokens []token) (hundredths int64, size int) {
	var s spokenSum
	if isArticle(tokens[0].text) && tokens[1].lex().number >= 100*100 {
		size = 1 // a hundred, o sută
	}
	start := size
	for !tokens[size].literal && s.add(tokens[size].lex()) {
		size++
		if half := halfAt(tokens[size:]); half > 0 {
			s.half()
			size += half
		}
		if tokens[size].lex().is(roleAnd) && s.fits(tokens[size+1].lex()) {
			size++
		}
	}
	if size == start {
		return 0, 0
	}
	hundredths = s.total + s.group
	cents := spokenSum{}
	for cents.add(tokens[size].lex()) { // fifteen fifty
		size++
	}
	if cents.group > 0 {
		if hundredths >= 100*100 || cents.group < 10*100 || cents.group >= 100*100 || cents.total > 0 {
			return 0, 0
		}
		hundredths += cents.group / 100
	}
	return hundredths, size
}

// spokenSum adds number words up, all in hundredths: groups of up to 999, then thousands.
type spokenSum struct {
	total, group int64
	multiple     int64 // the last one, which the next has to be below
}

func (s *spokenSum) fits(l *lexeme) bool {
	n := l.number / 100
	group := s.group / 100
	switch {
	case !l.is(roleNumber) || n == 0:
		return false
	case n >= thousand:
		return s.multiple == 0 || n < s.multiple
	case n == 100:
		return group < 10
	case n > 100:
		return group == 0
	case n >= 20:
		return group%100 == 0
	case n >= 10:
		return group%100 == 0
	}
	return s.group == 0 || group%100 == 0 || (group%100 >= 20 && group%10 == 0)
}

// add takes a word that continues the number.
func (s *spokenSum) add(l *lexeme) bool {
	if !s.fits(l) {
		return false
	}
	switch n := l.number; {
	case n >= thousand*100:
		s.multiple = n / 100
		s.total += max(s.group, 100) * s.multiple
		s.group = 0
	case n == 100*100:
		s.group = max(s.group, 100) * 100
	default:
		s.group += n
	}
	return s.total < 1<<50
}
