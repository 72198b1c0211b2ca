package bankmessage

import (
	"cmp"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

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
	"бел.руб": "BYN", "бел. руб": "BYN", "бр": "BYN", "byn": "BYN",
	"грн": "UAH", "grn": "UAH", "гривень": "UAH", "гривня": "UAH", "гривні": "UAH", "uah": "UAH", "₴": "UAH",
	"тенге": "KZT", "tenge": "KZT", "тг": "KZT", "tg": "KZT", "kzt": "KZT", "₸": "KZT",
	"lei": "", "leu": "", "лей": "", "лея": "", "леев": "", "mdl": "MDL", "ron": "RON",
	"eur": "EUR", "euro": "EUR", "евро": "EUR", "євро": "EUR", "€": "EUR",
	"usd": "USD", "долл": "USD", "дол": "USD", "us$": "USD", "$": "USD", "gbp": "GBP", "£": "GBP",
	"pln": "PLN", "huf": "HUF", "bgn": "BGN", "czk": "CZK", "try": "TRY", "gel": "GEL", "amd": "AMD", "azn": "AZN",
	"aed": "AED", "chf": "CHF", "cny": "CNY", "jpy": "JPY", "sek": "SEK", "nok": "NOK", "dkk": "DKK", "thb": "THB",
	"ils": "ILS", "kgs": "KGS", "uzs": "UZS", "rsd": "RSD", "cad": "CAD", "aud": "AUD", "inr": "INR", "egp": "EGP",
}

// The longer forms come first: a part of a form is not the form.
var currencyForm = func() string {
	forms := slices.SortedFunc(maps.Keys(currencies), func(a, b string) int {
		return cmp.Or(len(b)-len(a), strings.Compare(a, b))
	})
	for i, form := range forms {
		forms[i] = regexp.QuoteMeta(form)
	}
	return `(?:` + strings.Join(forms, "|") + `)\.?`
}()

const numberForm = `\d{1,3}(?:[ .,']\d{3})+(?:[.,]\d{1,2})?|\d{1,12}(?:[.,]\d{1,3})?`

var (
	amountAfter = regexp.MustCompile(`([+-] ?)?(` + numberForm + `) ?(` + currencyForm + `)`)
	amountFirst = regexp.MustCompile(`([+-] ?)?(` + currencyForm + `) ?([+-] ?)?(` + numberForm + `)`)

	// bareForm is a number that only its label makes an amount.
	bareForm = regexp.MustCompile(`(?:suma|summa|сумма|сума|amount|disp|disponibil|sold|soldul|остаток|ostatok|` +
		`баланс|balans|bal|balance|бал|dostupno|доступно|залишок)[ .:=-]{1,3}(` + numberForm + `)`)
)

// findAmounts reads all amounts, and what each of them is by what stands before it.
func (r *reader) findAmounts() {
	orders := []func(){r.addAmountsAfter, r.addAmountsFirst}
	if len(amountFirst.FindAllIndex(r.text.folded, -1)) > len(amountAfter.FindAllIndex(r.text.folded, -1)) {
		slices.Reverse(orders) // EUR 10.00 RUB 900.00
	}
	for _, add := range append(orders, r.addBareAmounts) {
		add()
		slices.SortFunc(r.amounts, func(a, b amount) int { return a.at.from - b.at.from })
	}
	r.findRoles()
	r.settleMarks()
}

// addAmountsAfter adds numbers with a currency after them.
func (r *reader) addAmountsAfter() {
	for _, m := range amountAfter.FindAllSubmatchIndex(r.text.folded, -1) {
		r.addAmount(span{m[0], m[1]}, span{m[2], m[3]}, span{m[4], m[5]}, span{m[6], m[7]})
	}
}

// addAmountsFirst adds numbers with a currency before them.
func (r *reader) addAmountsFirst() {
	for _, m := range amountFirst.FindAllSubmatchIndex(r.text.folded, -1) {
		sign := span{m[2], m[3]}
		if m[6] >= 0 {
			sign = span{m[6], m[7]}
		}
		r.addAmount(span{m[0], m[1]}, sign, span{m[8], m[9]}, span{m[4], m[5]})
	}
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

func (r *reader) addAmount(at, sign, digits, currency span) {
	if r.text.letterBefore(at.from) || r.text.digitBefore(at.from) || r.text.digitAfter(at.to) {
		return
	}
	name := string(r.text.folded[currency.from:currency.to])
	if last, _ := utf8.DecodeLastRuneInString(name); unicode.IsLetter(last) && r.text.letterAfter(currency.to) {
		return
	}
	a := amount{at: at, digits: string(r.text.folded[digits.from:digits.to]), currency: r.currencyOf(name)}
	if sign.from >= 0 {
		a.sign = r.text.folded[sign.from]
	}
	a.unsure = r.joined(digits)
	r.amounts = append(r.amounts, a)
	r.text.strike(at)
}

// addBareAmounts takes numbers without a currency that stand right after a label: "Suma: 125.50".
// They are of the currency that the message's other amounts have.
func (r *reader) addBareAmounts() {
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
	for _, m := range bareForm.FindAllSubmatchIndex(r.text.folded, -1) {
		if !r.text.letterBefore(m[0]) && !r.text.letterAfter(m[1]) && !r.text.digitAfter(m[1]) {
			digits := span{m[2], m[3]}
			r.amounts = append(r.amounts, amount{
				at: digits, digits: string(r.text.folded[m[2]:m[3]]), currency: currency,
			})
			r.text.strike(digits)
		}
	}
}

// joined reports whether the first digits of "24 500" may belong to a name before them: "MAGNUM 24 500".
func (r *reader) joined(digits span) bool {
	number := r.text.folded[digits.from:digits.to]
	if !strings.Contains(string(number), " ") {
		return false
	}
	before := r.text.words(span{max(0, digits.from-maxLabel), digits.from})
	if len(before) == 0 {
		return false
	}
	last := before[len(before)-1]
	return digits.from-last.to <= 1 && !known(last.text)
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
	form = strings.TrimRight(form, ".")
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
