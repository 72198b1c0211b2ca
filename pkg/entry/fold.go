package entry

import (
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
	out := make([]rune, 0, len(s))
	for _, r := range s {
		r = unicode.ToLower(r)
		if p, ok := plain[r]; ok {
			r = p
		}
		switch {
		case r == breve && len(out) > 0 && out[len(out)-1] == 'и':
			out[len(out)-1] = 'й'
		case r == '_':
			out = append(out, ' ')
		case !unicode.Is(unicode.Mn, r):
			out = append(out, r)
		}
	}
	return string(out)
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
	return unicode.IsSpace(r) || r == '\u200b' || r == '\u2060' || r == '\ufeff'
}

// tidy leaves one space between words and none around them.
func tidy(s string) string { return strings.Join(strings.FieldsFunc(s, isSpace), " ") }
