package bankmessage

import (
	"cmp"
	"slices"
	"strings"

	"financebot/pkg/money"
)

// role is what an amount of a message is.
type role int

const (
	moved   role = iota // what the message is about
	charged             // what the account was charged, beside a sum in another currency
	balance
	fee
	aside // a limit, points, a debt: no money that moved
)

// amount is a number with a currency.
type amount struct {
	at       span
	sign     byte // '+', '-' or 0
	digits   string
	currency string // ISO 4217, or empty where the word is of several
	role     role
	unsure   bool // whether its mark, or its first digits, may be something else
}

// currencies are what banks write for them; a form without a code is of several.
var currencies = map[string]string{
	"руб": "", "рублей": "", "рубля": "", "рубль": "", "р": "", "rub": "RUB", "rur": "RUB", "₽": "RUB",
	"бр": "BYN", "byn": "BYN",
	"грн": "UAH", "grn": "UAH", "гривень": "UAH", "гривня": "UAH", "гривні": "UAH", "uah": "UAH", "₴": "UAH",
	"тенге": "KZT", "tenge": "KZT", "тг": "KZT", "tg": "KZT", "kzt": "KZT", "₸": "KZT",
	"lei": "", "leu": "", "лей": "", "лея": "", "леев": "", "mdl": "MDL", "ron": "RON",
	"eur": "EUR", "euro": "EUR", "евро": "EUR", "євро": "EUR", "€": "EUR",
	"usd": "USD", "долл": "USD", "дол": "USD", "$": "USD", "gbp": "GBP", "£": "GBP",
	"pln": "PLN", "huf": "HUF", "bgn": "BGN", "czk": "CZK", "try": "TRY", "gel": "GEL", "amd": "AMD", "azn": "AZN",
	"aed": "AED", "chf": "CHF", "cny": "CNY", "jpy": "JPY", "sek": "SEK", "nok": "NOK", "dkk": "DKK", "thb": "THB",
	"ils": "ILS", "kgs": "KGS", "uzs": "UZS", "rsd": "RSD", "cad": "CAD", "aud": "AUD", "inr": "INR", "egp": "EGP",
}

// labels stand right before a number that only they make an amount: "Suma: 125.50".
var labels = set(`suma summa сумма сума amount disp disponibil sold soldul остаток ostatok баланс balans bal balance бал
	dostupno доступно залишок`)

// findAmounts reads all amounts, and what each of them is by what stands before it.
func (r *reader) findAmounts() {
	numbers := r.numbers()
	first := beforeNumbers(numbers)
	for _, n := range numbers {
		c := n.after
		if c.form == "" || (first && n.before.form != "") {
			c = n.before
		}
		if c.form == "" {
			continue
		}
		at := span{min(n.from, c.at.from), max(n.to, c.at.to)}
		a := amount{at: at, sign: r.sign(at.from), digits: n.text, currency: r.currencyOf(c.form), unsure: r.joined(n)}
		if a.sign == 0 {
			a.sign = r.sign(n.from)
		}
		r.amounts = append(r.amounts, a)
	}
	r.addLabelled(numbers)
	for _, a := range r.amounts {
		r.text.strike(a.at)
	}
	r.findRoles()
	r.settleMarks()
}

// beforeNumbers reports whether a message writes its currencies before the numbers: EUR 10.00 RUB 900.00.
func beforeNumbers(numbers []number) bool {
	before, after := 0, 0
	for _, n := range numbers {
		if n.before.form != "" {
			before++
		}
		if n.after.form != "" {
			after++
		}
	}
	return before > after
}

// addLabelled adds numbers that only a label makes amounts, in the currency of the message's other ones.
func (r *reader) addLabelled(numbers []number) {
	currency := ""
	for _, a := range r.amounts {
		if currency != "" && a.currency != currency {
			return
		}
		currency = a.currency
	}
	if currency == "" {
		return
	}
	for _, n := range numbers {
		words := r.text.words(span{max(0, n.from-maxLabel), n.from})
		if n.before.form != "" || n.after.form != "" || len(words) == 0 {
			continue
		}
		label := words[len(words)-1]
		between := string(r.text.folded[label.to:n.from])
		if labels[label.text] && between != "" && strings.Trim(between, " .:=-") == "" {
			r.amounts = append(r.amounts, amount{at: n.span, digits: n.text, currency: currency})
		}
	}
	slices.SortFunc(r.amounts, func(a, b amount) int { return a.at.from - b.at.from })
}

// sign is that before a place, or 0. A dash between words is none.
func (r *reader) sign(before int) byte {
	folded := r.text.folded
	if before > 0 && folded[before-1] == ' ' {
		before--
	}
	if before == 0 || (folded[before-1] != '+' && folded[before-1] != '-') {
		return 0
	}
	if sign := before - 1; sign == 0 || strings.IndexByte(" :;\n"+string(struck), folded[sign-1]) >= 0 {
		return folded[sign]
	}
	return 0
}

// findRoles tells what each amount is by the words between it and the amount before.
func (r *reader) findRoles() {
	from := 0
	for i := range r.amounts {
		a := &r.amounts[i]
		a.role = r.roleOf(span{from, a.at.from})
		from = a.at.to
	}
}

// joined reports whether the first digits of "24 500" may belong to a name before them: "MAGNUM 24 500".
func (r *reader) joined(n number) bool {
	if !strings.Contains(n.text, " ") {
		return false
	}
	before := r.text.words(span{max(0, n.from-maxLabel), n.from})
	if len(before) == 0 {
		return false
	}
	last := before[len(before)-1]
	return n.from-last.to <= 1 && !known(last.text)
}

// settleMarks decides whether 1,234 is a thousand: by the other amounts of the message, else it is unsure.
func (r *reader) settleMarks() {
	decimal := byte(0)
	for _, a := range r.amounts {
		at := strings.LastIndexAny(a.digits, ".,")
		if at >= 0 && len(a.digits)-at-1 != 3 {
			decimal = a.digits[at]
		}
	}
	for i := range r.amounts {
		a := &r.amounts[i]
		at := strings.LastIndexAny(a.digits, ".,")
		if at < 0 || len(a.digits)-at-1 != 3 || strings.ContainsAny(a.digits[:at], ".,") {
			continue // no mark, decimals of one or two digits, or several marks
		}
		if decimal == 0 || decimal == a.digits[at] {
			a.unsure = true
		}
	}
}

// money is an amount in minor units; it is not known where the currency is not, or too many decimals stand there.
func (a amount) money(currency string) (money.Money, bool) {
	whole, fraction := a.digits, ""
	if at := strings.LastIndexAny(a.digits, ".,"); at >= 0 && len(a.digits)-at-1 != 3 {
		whole, fraction = a.digits[:at], a.digits[at+1:]
	}
	whole = strings.Map(func(c rune) rune {
		if c < '0' || c > '9' {
			return -1
		}
		return c
	}, whole)
	if fraction != "" {
		whole += "." + fraction
	}
	m, err := money.Parse(whole, currency)
	return m, err == nil
}

// currencyOf is the code of a form, or empty where it is of several and the accounts do not tell.
func (r *reader) currencyOf(form string) string {
	switch {
	case strings.HasPrefix(form, "le") || strings.HasPrefix(form, "ле"):
		return r.among("MDL", "RON")
	case strings.HasPrefix(form, "р"):
		return cmp.Or(r.among("BYN", "RUB"), "RUB")
	}
	return currencies[form]
}

// among is that one of two currencies which a person has accounts in.
func (r *reader) among(one, other string) string {
	first := slices.Contains(r.options.Currencies, one)
	second := slices.Contains(r.options.Currencies, other)
	switch {
	case first == second:
		return ""
	case first:
		return one
	}
	return other
}
