package bankmessage

import "regexp"

// cardNames stand before the digits of a card or an account.
const cardNames = `card(?:ul|ului)?|carte|karta|karty|karte|kartoi|kart|` +
	`карт(?:а|ы|е|у|ой|ка|ки|ку|ці|кою|очка|очки)?|` +
	`счет(?:а|у|е)?|schet(?:a|u)?|рах(?:унок|унку|унка)?|шот|cont(?:ul|ului)?|account|acct|a/c|acc|` +
	`visa|mastercard|maestro|mir|мир|ecmc|маэстро|белкарт|belkart|mc`

var (
	// hidden digits: *1234, 4***1234, ****1234, xx1234, ..1234, 5*34
	maskedForm = regexp.MustCompile(`(?:(?:` + cardNames + `)[ :№-]{0,3})?(?:\d{1,6} ?)?(?:\*+|x{2,}|х{2,}|\.{2,}|#) ?(\d{2,4})`)
	// named digits: VISA1234, card 1234, счёт 1234, card ending in 1234
	namedForm = regexp.MustCompile(`(?:` + cardNames + `)[ :№-]{0,3}(?:nr\.? ?|no\.? ?|ending (?:in |with )?)?(\d{4})`)
	ibanForm  = regexp.MustCompile(`[a-z]{2}\d{2}[a-z0-9*]{7,28}(\d{4})`)
)

// findCard reads the last digits of the card or account, where a message has them.
func (r *reader) findCard() {
	r.masked = r.takeCard(ibanForm) || r.takeCard(maskedForm)
	if !r.masked {
		r.takeCard(namedForm)
	}
}

// takeCard takes the first number of a form, and strikes out the others: they are the other side's.
func (r *reader) takeCard(form *regexp.Regexp) (found bool) {
	for _, m := range form.FindAllSubmatchIndex(r.text.folded, -1) {
		at := span{m[0], m[1]}
		if r.text.letterBefore(at.from) || r.text.digitBefore(at.from) || r.text.digitAfter(at.to) || r.text.letterAfter(at.to) {
			continue
		}
		if !found {
			r.found.Card = string(r.text.folded[m[2]:m[3]])
		}
		found = true
		r.text.strike(at)
	}
	return found
}
