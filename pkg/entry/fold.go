package entry

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"
)

// plain are the letters that people also type without their marks.
var plain = map[rune]rune{
	'ă': 'a', 'â': 'a', 'î': 'i', 'ș': 's', 'ş': 's', 'ț': 't', 'ţ': 't', 'ё': 'е', 'ł': 'l', 'č': 'c',
}

const breve = '\u0306' // и with it is й, which is a letter of its own

// fold makes forms of a word equal: small letters, no marks, spaces for underscores.
func fold(s string) string {
	if simple(s) {
		return s
	}
	return string(appendFolded(make([]byte, 0, len(s)), s))
}

func appendFolded(to []byte, s string) []byte {
	for _, r := range s {
		if r >= utf8.RuneSelf {
			r = small(r)
		}
		switch {
		case r == breve && bytes.HasSuffix(to, []byte("и")):
			to = append(to[:len(to)-len("и")], "й"...)
		case r == '_':
			to = append(to, ' ')
		case r >= 'A' && r <= 'Z':
			to = append(to, byte(r-'A'+'a'))
		case !isMark(r):
			to = utf8.AppendRune(to, r)
		}
	}
	return to
}

// small is the small letter without its mark. Most letters that are not English are Russian, and
// need no look at a table.
func small(r rune) rune {
	switch {
	case r >= 'а' && r <= 'я':
		return r
	case r >= 'А' && r <= 'Я':
		return r + ('а' - 'А')
	}
	r = unicode.ToLower(r)
	if p, ok := plain[r]; ok {
		return p
	}
	return r
}

// isMark reports whether r only marks the letter before it. Most letters need no look at the table.
func isMark(r rune) bool {
	return r >= '\u0300' && (r < '\u0370' || r > '\u0482') && unicode.Is(unicode.Mn, r)
}

// simple reports whether s is its own folding, as most words are.
func simple(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf || s[i] == '_' || (s[i] >= 'A' && s[i] <= 'Z') {
			return false
		}
	}
	return true
}

// isSpace counts the invisible characters that come along with pasted text as spaces.
func isSpace(r rune) bool {
	if r > ' ' && r < '\u1680' { // nearly every character
		return r == '\u0085' || r == '\u00a0'
	}
	return unicode.IsSpace(r) || r == '\u200b' || r == '\u2060' || r == '\ufeff'
}

// tidy leaves one space between words and none around them.
func tidy(s string) string { return strings.Join(strings.FieldsFunc(s, isSpace), " ") }

// Fold makes forms of a word equal, as they are compared here: small letters without marks.
func Fold(s string) string { return fold(s) }
