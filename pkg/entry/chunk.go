package entry

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// operators are the signs of arithmetic, as they are typed and as they are meant.
var operators = map[rune]string{'+': "+", '-': "-", '−': "-", '*': "*", '×': "*", '/': "/", '÷': "/"}

// arithmetic appends the tokens of a chunk that is made of numbers, operators, brackets and units
// only, and tells how much of it that was: up to an arrow, or nothing where it is a word.
func (loc *locale) arithmetic(tokens []token, chunk string) ([]token, int) {
	size := len(chunk)
	if i := strings.IndexByte(chunk, '>'); i >= 0 {
		size = i
	}
	rest := strings.TrimRight(chunk[:size], punctuation)
	if rest == "" || rest == "24/7" || looksLikeDate(rest) {
		return nil, 0
	}
	if u := loc.apart(rest); u.means() {
		return append(tokens, unitToken(u)), size
	}
	if !strings.ContainsAny(rest, "0123456789") {
		t, length := sign(rest)
		if length == 0 || length < len(rest) {
			return nil, 0 // "+-" and "k" are words
		}
		return append(tokens, t), size
	}
	for rest != "" {
		t, length := loc.piece(rest)
		if length == 0 {
			return nil, 0
		}
		if tokens, rest = append(tokens, t), rest[length:]; len(tokens) > maxTokens {
			break // the lexer refuses the line
		}
	}
	return tokens, size
}

// unitToken makes the letter between two numbers the operator that it stands for.
func unitToken(u *unit) token {
	if u.times {
		return token{kind: tokenOp, text: "*"}
	}
	return token{kind: tokenUnit, meaning: u}
}

// piece is the first token of an arithmetic chunk and its length, or zero.
func (loc *locale) piece(s string) (token, int) {
	if digits := numberLength(s); digits > 0 {
		text := strings.ReplaceAll(s[:digits], "’", "'")
		n, ok := readNumber(text, loc.mark)
		if !ok {
			return token{}, 0
		}
		return token{kind: tokenNumber, text: text, number: n}, digits
	}
	if t, size := sign(s); size > 0 {
		return t, size
	}
	return loc.gluedUnit(s)
}

// sign is the operator or the bracket that s begins with, and its length or zero.
func sign(s string) (token, int) {
	r, size := utf8.DecodeRuneInString(s)
	switch r {
	case '(':
		return token{kind: tokenOpen}, size
	case ')':
		return token{kind: tokenClose}, size
	}
	if op, ok := operators[r]; ok {
		return token{kind: tokenOp, text: op}, size
	}
	return token{}, 0
}

// gluedUnit takes the longest unit that s begins with: "k€" is no unit, "k" is one.
func (loc *locale) gluedUnit(s string) (token, int) {
	before := 0 // the length that meant nothing
	for _, part := range [...]func(rune) bool{isUnit, unicode.IsLetter, nil} {
		size := lengthOf(s, part)
		if size == before {
			continue
		}
		before = size
		u := loc.beside(s[:size])
		if u.currencies == "" && u.minors == "" && u.multiple == 0 && !u.times {
			continue // also of a measure: "5kg" is a word
		}
		if size < len(s) && s[size] == '.' {
			size++ // "5тыс.руб."
		}
		return unitToken(u), size
	}
	return token{}, 0
}

// lengthOf is how far all runes of s are part, as far as a form can reach; or the length of its
// first rune.
func lengthOf(s string, part func(rune) bool) int {
	if part == nil {
		_, size := utf8.DecodeRuneInString(s)
		return size
	}
	for i, r := range s {
		if !part(r) || i > maxForm {
			return i
		}
	}
	return len(s)
}

// isUnit reports whether r can be in a unit: letters, their marks and signs of currencies.
func isUnit(r rune) bool {
	if r < utf8.RuneSelf {
		return r == '$' || unicode.IsLetter(r)
	}
	return unicode.In(r, unicode.Sc, unicode.L, unicode.Mn)
}

// numberLength is how many bytes of s are digits with single marks between them.
func numberLength(s string) int {
	end := 0
	for i := 0; i < len(s); {
		if s[i] >= '0' && s[i] <= '9' {
			i++
			end = i
			continue
		}
		size := markLength(s[i:])
		if size == 0 || i != end {
			break
		}
		i += size
	}
	return end
}

// markLength is the length of the mark that s begins with, or zero.
func markLength(s string) int {
	switch {
	case s[0] == '.' || s[0] == ',' || s[0] == '\'':
		return 1
	case strings.HasPrefix(s, "’"):
		return len("’")
	}
	return 0
}
