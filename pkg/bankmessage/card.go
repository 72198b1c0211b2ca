package bankmessage

import (
	"regexp"
	"strings"
)

// cardNames stand before the digits of a card or an account.
var cardNames = set(`card cardul cardului carte karta karty karte kartoi kart карт карта карты карте карту картой картка
	картки картку картці карткою карточка карточки счет счета счету счете schet scheta schetu рахунок рахунку рахунка шот
	cont contul contului account acct acc visa mastercard maestro mir мир ecmc маэстро белкарт belkart mc`)

var (
	// hidden digits: *1234, 4***1234, ****1234, xx1234, ..1234, 5*34
	maskedForm = regexp.MustCompile(`(\d{1,6} ?)?(\*+|x{2,6}|х{2,6}|\.{2,6}) ?(\d{2,4})`)
	// what stands between the name of a card and its digits: VISA1234, card nr. 1234, card ending in 1234
	namedForm = regexp.MustCompile(`^[ :№-]{0,3}(?:nr\.? ?|no\.? ?|ending (?:in |with )?)?(\d{4})`)
	ibanForm  = regexp.MustCompile(`[a-z]{2}\d{2}[a-z0-9*]{7,28}(\d{4})`)
)

// findCard reads the last digits of the card or account, where a message has them. Those of the
// other side, which come after, are struck out too.
func (r *reader) findCard() {
	for _, m := range ibanForm.FindAllSubmatchIndex(r.text.folded, -1) {
		r.masked = r.takeCard(span{m[0], m[1]}, span{m[2], m[3]}) || r.masked
	}
	r.findHidden()
	for _, w := range r.text.words(r.text.whole()) {
		if !cardNames[w.text] {
			continue
		}
		if m := namedForm.FindSubmatchIndex(r.text.folded[w.to:]); m != nil {
			r.takeCard(span{w.from, w.to + m[1]}, span{w.to + m[2], w.to + m[3]})
		}
	}
}

// findHidden reads hidden digits. What people write as well (2*125, and then ..300) is a card only
// after the name of one; 5*34 is one where all else is a bank's.
func (r *reader) findHidden() {
	for _, m := range maskedForm.FindAllSubmatchIndex(r.text.folded, -1) {
		if m[1] < len(r.text.folded) && r.text.folded[m[1]] == '*' {
			continue // *300* is stressed
		}
		named := r.cardNameBefore(m[0])
		stars := r.text.folded[m[4]] == '*'
		if !named && !stars {
			continue
		}
		factor := m[2] >= 0 && m[5]-m[4] == 1
		if r.takeCard(span{m[0], m[1]}, span{m[6], m[7]}) && (named || !factor) {
			r.masked = true
		}
	}
}

// cardNameBefore reports whether the name of a card stands right before a place.
func (r *reader) cardNameBefore(at int) bool {
	words := r.text.words(span{max(0, at-maxLabel), at})
	if len(words) == 0 {
		return false
	}
	last := words[len(words)-1]
	return cardNames[last.text] && strings.Trim(string(r.text.folded[last.to:at]), " :№-") == ""
}

func (r *reader) takeCard(at, digits span) bool {
	t := r.text
	if t.letterBefore(at.from) || t.digitBefore(at.from) || t.digitAfter(at.to) || t.letterAfter(at.to) {
		return false
	}
	if r.found.Card == "" {
		r.found.Card = string(t.folded[digits.from:digits.to])
	}
	t.strike(at)
	return true
}

// set are the words of a list, folded.
func set(list string) map[string]bool {
	all := map[string]bool{}
	for form := range strings.FieldsSeq(list) {
		all[string(newText(form).folded)] = true
	}
	return all
}
