package bankmessage

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// text is a message, folded for comparing: small letters without marks, one kind of space. What has
// been read of it is struck out, so that nothing is read twice; no place moves by that.
type text struct {
	original string
	folded   []byte
	places   []int // of each byte of folded, and of its end, in original
}

// struck stands where something has been read. It parts words, as a full stop does.
const struck = '\x01'

var folding = map[rune]rune{
	'ă': 'a', 'â': 'a', 'î': 'i', 'ș': 's', 'ş': 's', 'ț': 't', 'ţ': 't', 'ё': 'е',
	'ә': 'а', 'ғ': 'г', 'қ': 'к', 'ң': 'н', 'ө': 'о', 'ұ': 'у', 'ү': 'у', 'һ': 'х', // Kazakh
	'\u00a0': ' ', '\u2007': ' ', '\u2009': ' ', '\u202f': ' ', '\t': ' ', '\r': ' ',
	'−': '-', '–': '-', '—': '-', '’': '\'', '•': '*', '…': '.', '·': '.', struck: ' ',
}

func newText(s string) text {
	s = strings.ToValidUTF8(s, " ")
	t := text{original: s}
	for at, r := range s {
		r = unicode.ToLower(r)
		if f, ok := folding[r]; ok {
			r = f
		}
		t.folded = utf8.AppendRune(t.folded, r)
		for len(t.places) < len(t.folded) {
			t.places = append(t.places, at)
		}
	}
	t.places = append(t.places, len(s))
	return t
}

// span is a part of the folded text, in bytes.
type span struct{ from, to int }

func (t text) strike(s span) {
	for i := s.from; i < s.to; i++ {
		t.folded[i] = struck
	}
}

// written is a part as it came.
func (t text) written(s span) string { return t.original[t.places[s.from]:t.places[s.to]] }

// letterBefore and letterAfter report whether a letter touches a place, so that no word is found within another.
func (t text) letterBefore(at int) bool {
	r, _ := utf8.DecodeLastRune(t.folded[:at])
	return unicode.IsLetter(r)
}

func (t text) letterAfter(at int) bool {
	r, _ := utf8.DecodeRune(t.folded[at:])
	return unicode.IsLetter(r)
}

func (t text) digitBefore(at int) bool { return at > 0 && isDigit(t.folded[at-1]) }
func (t text) digitAfter(at int) bool  { return at < len(t.folded) && isDigit(t.folded[at]) }

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// word is a run of letters of the folded text.
type word struct {
	span
	text string
}

// words are those of a part, in order.
func (t text) words(in span) (all []word) {
	from := -1
	for at := in.from; at < in.to; {
		r, size := utf8.DecodeRune(t.folded[at:in.to])
		switch letter := unicode.IsLetter(r); {
		case letter && from < 0:
			from = at
		case !letter && from >= 0:
			all = append(all, word{span{from, at}, string(t.folded[from:at])})
			from = -1
		}
		at += size
	}
	if from >= 0 {
		all = append(all, word{span{from, in.to}, string(t.folded[from:in.to])})
	}
	return all
}

func (t text) whole() span { return span{0, len(t.folded)} }
