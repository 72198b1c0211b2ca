package bankmessage

import (
	"bytes"
	"regexp"
	"slices"
	"strings"

	"financebot/pkg/money"
)

// reader is a text on its way to a Message.
type reader struct {
	text    text
	options Options
	found   Message
	masked  bool // whether the digits of the card are partly hidden, as only banks do
	amounts []amount
	told    map[meaning]int // how many words mean it
	first   map[meaning]int // where the first of them stands
}

// maxLabel is how far before an amount its label can stand, in bytes.
const maxLabel = 60

// roleOf is the role of an amount by the words before it; the last that says something counts.
func (r *reader) roleOf(before span) role {
	before.from = max(before.from, before.to-maxLabel)
	words := r.text.words(before)
	for _, w := range slices.Backward(words) {
		if means(w.text, meansCharged) { // before what else such a word means
			return charged
		}
		for _, m := range meanings(w.text) {
			switch m {
			case meansBalance:
				if precededBy(words, w, meansAside) {
					return aside // credit limit available
				}
				return balance
			case meansFee:
				return fee
			case meansAside:
				return aside
			case meansAmount, meansSpent, meansReceived, meansMoved, meansCash, meansRefund, meansReversal:
				return moved
			}
		}
	}
	return moved
}

func precededBy(words []word, w word, m meaning) bool {
	at := slices.Index(words, w)
	return at > 0 && means(words[at-1].text, m)
}

// findWords counts what the words of the message mean.
func (r *reader) findWords() {
	r.told, r.first = map[meaning]int{}, map[meaning]int{}
	for _, w := range r.text.words(r.text.whole()) {
		for _, m := range meanings(w.text) {
			if r.told[m] == 0 {
				r.first[m] = w.from
			}
			r.told[m]++
		}
	}
}

var (
	linkForm    = regexp.MustCompile(`https?://|www\.|bit\.ly|\b[a-z0-9-]+\.(?:ru|md|ro|ua|kz|by|com|me)/`)
	percentForm = regexp.MustCompile(`\d ?%`)
	codeForm    = regexp.MustCompile(`(?:^|[^\d])\d{3,8}(?:$|[^\d])`)
)

// mayBeOfBank tells soon that most texts are of no bank.
func (r *reader) mayBeOfBank() bool {
	if bytes.ContainsAny(r.text.folded, "*%:") || bytes.Contains(r.text.folded, []byte("..")) {
		return true
	}
	for _, w := range r.text.words(r.text.whole()) {
		for _, m := range meanings(w.text) {
			switch m {
			case meansBalance, meansRefused, meansCode, meansFuture, meansInvite:
				return true
			}
		}
	}
	return bytes.Contains(r.text.folded, []byte("xx"))
}

// judge decides what the text is.
func (r *reader) judge() Message {
	m := r.found
	m.Form, m.Moved = r.form(), r.told[meansMoved] > 0 || r.told[meansCash] > 0
	changes, left := r.changes(), r.balance()
	m.Balance, m.InDebt = left.value, left.below

	if reason := r.reason(left.told); reason != "" {
		return Message{Sort: Nothing, Reason: reason, Card: m.Card, Balance: m.Balance, InDebt: m.InDebt}
	}
	if !r.ofBank(left.told) {
		return Message{Sort: Other}
	}
	if len(changes) == 0 {
		if left.told {
			return Message{Sort: Nothing, Reason: ReasonBalance, Card: m.Card, Balance: m.Balance, InDebt: m.InDebt}
		}
		return Message{Sort: Other}
	}
	r.takeAmount(&m, changes, left)
	r.takeDirection(&m, changes)
	m.Merchant = r.merchant()
	m.Sort = Payment
	if len(m.Doubts) > 0 {
		m.Sort = Doubt
	}
	return m
}

// form is the words of banks, in their order. Prepositions count too: they tell from whom from to whom.
func (r *reader) form() string {
	var words []string
	for _, w := range r.text.words(r.text.whole()) {
		if known(w.text) {
			words = append(words, w.text)
		}
	}
	return strings.Join(words, " ")
}

// changes are the amounts that moved.
func (r *reader) changes() (all []amount) {
	for _, a := range r.amounts {
		if a.role == moved || a.role == charged {
			all = append(all, a)
		}
	}
	return all
}

type leftover struct {
	told  bool
	below bool
	value money.Money
}

func (r *reader) balance() (left leftover) {
	for _, a := range r.amounts {
		if a.role != balance || left.told {
			continue
		}
		left.told = true
		if a.currency != "" && !a.unsure {
			left.value, _ = a.money(a.currency)
			left.below = a.sign == '-'
		}
	}
	return left
}

// reason is why no money has moved, or empty.
func (r *reader) reason(balanceTold bool) string {
	switch {
	case r.told[meansRefused] > 1, r.told[meansRefused] > 0 && (r.found.Card != "" || balanceTold):
		return ReasonRefused
	case r.told[meansCode] > 0 && r.told[meansSecret] > 0 && !balanceTold && codeForm.Match(r.text.folded):
		return ReasonCode
	case r.told[meansFuture] > 0 && r.found.Card != "" && !balanceTold:
		return ReasonFuture
	case r.isOffer(balanceTold):
		return ReasonOffer
	}
	return ""
}

// isOffer wants an invitation, another word of advertising, and a link or a percentage: people write
// any of them by itself.
func (r *reader) isOffer(balanceTold bool) bool {
	invited, words := r.told[meansInvite] > 0, r.told[meansInvite]+r.told[meansOffer]
	if balanceTold || (r.masked && r.found.Minute > 0) || len(r.amounts) == 0 || !invited || words < 2 {
		return false
	}
	return linkForm.Match(r.text.folded) || percentForm.Match(r.text.folded)
}

// moves reports whether a word of movement stands there.
func (r *reader) moves() bool {
	for _, m := range []meaning{
		meansSpent, meansReceived, meansMoved, meansCash, meansRefund, meansReversal,
	} {
		if r.told[m] > 0 {
			return true
		}
	}
	return false
}

// ofBank wants two signs of a bank that people do not write together about their own money.
func (r *reader) ofBank(balanceTold bool) bool {
	card, time := r.found.Card != "", r.found.Minute > 0
	switch {
	case len(r.amounts) == 0:
		return false
	case balanceTold:
		return card || time || r.moves()
	case r.masked:
		return time || r.moves()
	}
	return card && time && r.moves()
}

// takeAmount decides what the account changed by.
func (r *reader) takeAmount(m *Message, changes []amount, left leftover) {
	account := r.accountAmount(changes, left)
	for _, a := range r.amounts {
		if a.role == fee && a.currency != "" {
			m.Fee, _ = a.money(a.currency)
		}
	}
	a := changes[max(account, 0)]
	if a.currency == "" { // asked first: what the amount may be is told in it
		m.Doubts, m.Currencies = append(m.Doubts, DoubtCurrency), []string{"MDL", "RON"}
		return
	}
	if account < 0 {
		m.Doubts = append(m.Doubts, DoubtAmount)
	}
	value, ok := a.money(a.currency)
	if (!ok || a.unsure || value.Minor == 0) && !slices.Contains(m.Doubts, DoubtAmount) {
		m.Doubts = append(m.Doubts, DoubtAmount)
	}
	m.Amount = value
	if slices.Contains(m.Doubts, DoubtAmount) {
		m.Amounts = candidates(changes)
	}
	for _, other := range changes {
		if other.currency != "" && other.currency != a.currency {
			m.Original, _ = other.money(other.currency)
		}
	}
}

// candidates are the amounts that a doubtful one may be: each that stands there, and 500 of "SHOP 24 500".
func candidates(changes []amount) (all []money.Money) {
	add := func(digits string, a amount) {
		a.digits = digits
		m, ok := a.money(a.currency)
		if ok && m.Minor > 0 && !slices.Contains(all, m) {
			all = append(all, m)
		}
	}
	for _, a := range changes {
		add(a.digits, a)
		if _, rest, joined := strings.Cut(a.digits, " "); joined {
			add(rest, a)
		}
		if at := strings.LastIndexAny(a.digits, ".,"); at >= 0 && len(a.digits)-at-1 == 3 {
			add(a.digits[:at]+"."+strings.TrimRight(a.digits[at+1:], "0")+"0", a) // 1.250 as 1.25
		}
	}
	return all
}

// accountAmount is the one of several amounts that is in the account's currency, or -1.
func (r *reader) accountAmount(changes []amount, left leftover) int {
	if len(changes) == 1 {
		return 0
	}
	found := -1
	for i, a := range changes {
		if a.role != charged && (left.value.Currency == "" || a.currency != left.value.Currency) {
			continue
		}
		if found >= 0 && (changes[found].currency != a.currency || changes[found].digits != a.digits) {
			return -1
		}
		found = i
	}
	for _, a := range changes {
		if found >= 0 && a.currency == changes[found].currency && a.digits != changes[found].digits {
			return -1
		}
	}
	return found
}
