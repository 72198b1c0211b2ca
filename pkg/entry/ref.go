package entry

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	sigils      = "@!~#^"
	punctuation = ",;:.!?" // falls off the end of a number and of a bare name
)

// closings are the quotes that end a name, by the one that begins it: keyboards of every
// language have their own, and many put them in unasked.
var closings = map[rune]string{'"': `"`, '«': "»", '“': "”", '„': "”“"}

// ref takes a sigil and its name. A sigil without a name is a word, as in "coffee !".
func (l *lexer) ref(gap rune) bool {
	sigil := l.rest[0]
	if strings.IndexByte(sigils, sigil) < 0 {
		return false
	}
	t := token{kind: tokenRef, sigil: sigil, gap: gap}
	opening, size := utf8.DecodeRuneInString(l.rest[1:])
	if closing, ok := closings[opening]; ok {
		name, length := quoted(l.rest[1+size:], closing)
		t.text, t.quoted = tidy(name), true
		if t.text == "" {
			l.fault = ErrName
			return true
		}
		l.push(t, 1+size+length)
		return true
	}
	name := bare(l.rest[1:])
	t.text = strings.TrimRight(name, punctuation)
	if sigil != '#' && sigil != '^' {
		t.text = tidy(strings.ReplaceAll(t.text, "_", " "))
	}
	if !begins(sigil, t.text) {
		return false
	}
	l.push(t, 1+len(name))
	return true
}

// bare is the name that s begins with: up to a space or an arrow.
func bare(s string) string {
	name := s[:chunkEnd(s)]
	for _, arrow := range [...]string{"->", "=>", ">", "→"} {
		name, _, _ = strings.Cut(name, arrow)
	}
	return name
}

// quoted is the text up to a closing quote, and how long it was with that quote and what
// punctuation follows; a backslash makes the next character literal.
func quoted(s, closing string) (name string, size int) {
	var b strings.Builder
	escaped := false
	for i, r := range s {
		switch {
		case escaped:
			b.WriteRune(r)
			escaped = false
		case r == '\\':
			escaped = true
		case strings.ContainsRune(closing, r):
			end := i + utf8.RuneLen(r)
			after := strings.TrimLeft(s[end:], punctuation)
			return endOfName(b.String(), after), len(s) - len(after)
		default:
			b.WriteRune(r)
		}
	}
	return "", 0
}

// endOfName drops the name where something else than a space or an arrow follows its quote.
func endOfName(name, after string) string {
	r, _ := utf8.DecodeRuneInString(after)
	if after == "" || isSpace(r) || strings.ContainsRune("-=>→", r) {
		return name
	}
	return ""
}

// begins reports whether a name can begin so. Of a date a letter or digit anywhere is enough:
// what is no date shall be refused, not kept in the note.
func begins(sigil byte, name string) bool {
	if sigil == '^' {
		return strings.IndexFunc(name, isLetterOrDigit) >= 0
	}
	if name == "" {
		return false
	}
	r, _ := utf8.DecodeRuneInString(name)
	return isLetterOrDigit(r) || unicode.Is(unicode.So, r)
}

func isLetterOrDigit(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
