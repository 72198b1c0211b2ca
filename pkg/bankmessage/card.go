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
	maskedForm = regexp.MustCompile(`(?:\d{1,6} ?)?(?:\*+|x{2,6}|х{2,6}|\.{2,6}|#) ?(\d{2,4})`)
	// what stands between the name of a card and its digits: VISA1234, card nr. 1234, card ending in 1234
	namedForm = regexp.MustCompile(`^[ :№-]{0,3}(?:nr\.? ?|no\.? ?|ending (?:in |with )?)?(\d{4})`)
	ibanForm  = regexp.MustCompile(`[a-z]{2}\d{2}[a-z0-9*]{7,28}(\d{4})`)
)

// findCard reads the last digits of the card or account, where a message has them. Those of the
// other side, which come after, are struck out too.
func (r *reader) findCard() {
	r.takeHidden(ibanForm)
	r.takeHidden(maskedForm)
	for _, w := range r.text.words(r.text.whole()) {
		if !cardNames[w.text] {
			continue
		}
		if m := namedForm.FindSubmatchIndex(r.text.folded[w.to:]); m != nil {
			r.takeCard(span{w.from, w.to + m[1]}, span{w.to + m[2], w.to + m[3]})
		}
	}
}

func (r *reader) takeHidden(form *regexp.Regexp) {
	for _, m := range form.FindAllSubmatchIndex(r.text.folded, -1) {
		if r.takeCard(span{m[0], m[1]}, span{m[2], m[3]}) {
			r.masked = true
		}
	}
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
