package bankmessage

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// merchant is the longest part of the message that is no word of banks; what a label or a preposition
// introduces comes first.
func (r *reader) merchant() string {
	best, bestScore := "", 0
	for _, part := range r.parts() {
		name, score := r.nameIn(part)
		if score > bestScore {
			best, bestScore = name, score
		}
	}
	return best
}

// parts are what separators and struck places part.
func (r *reader) parts() (all []span) {
	from := 0
	folded := string(r.text.folded)
	for at := 0; at <= len(folded); at++ {
		if at < len(folded) && !r.separates(at) {
			continue
		}
		if at > from {
			all = append(all, span{from, at})
		}
		from = at + 1
	}
	return all
}

func (r *reader) separates(at int) bool {
	switch r.text.folded[at] {
	case struck, ';', '|', '\n', '(', ')', '"':
		return true
	case ',', '.', ':':
		return at+1 == len(r.text.folded) || r.text.folded[at+1] == ' ' || r.text.folded[at+1] == struck
	}
	return false
}

// introducers stand before a merchant's name.
var introducers = strings.Fields("la в у at to from от de в на catre locatie locatia location merchant comerciant место mesto loc " +
	"магазин сільпо отправитель получатель expeditor beneficiar від ot via")

// nameIn is a part without the words of banks at both its ends, and how much it looks like a name.
func (r *reader) nameIn(part span) (name string, score int) {
	words := r.text.words(part)
	introduced, from := false, part.from
	for len(words) > 0 && r.isBanks(words[0]) && !r.hasDigit(span{from, words[0].from}) {
		introduced = introduced || slices.Contains(introducers, words[0].text)
		from = words[0].to
		words = words[1:]
	}
	end := part.to
	for len(words) > 0 && r.isBanks(words[len(words)-1]) {
		end = words[len(words)-1].from
		words = words[:len(words)-1]
	}
	for _, w := range words {
		score += w.to - w.from
	}
	if len(words) == 1 && r.text.digitAfter(words[0].to) {
		score++ // A1
	}
	if score < 2 {
		return "", 0
	}
	if introduced {
		score += maxLabel
	} else {
		from = words[0].from
	}
	return strings.Trim(r.text.written(span{from, end}), " .,:;*-/\t\r\n"), score
}

func (r *reader) hasDigit(in span) bool {
	return slices.ContainsFunc(r.text.folded[in.from:in.to], isDigit)
}

// isBanks reports whether a word is one of banks. One that a digit touches is a name (NR1), and so is
// the capital of somebody's surname (Мария С).
func (r *reader) isBanks(w word) bool {
	initial, size := utf8.DecodeRuneInString(r.text.written(w.span))
	if w.to-w.from == size && unicode.IsUpper(initial) {
		return false
	}
	return known(w.text) && !r.text.digitBefore(w.from) && !r.text.digitAfter(w.to)
}
