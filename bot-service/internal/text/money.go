package text

import (
	"strings"

	"financebot/pkg/money"
)

// noBreak keeps an amount on one line.
const noBreak = "\u00a0"

// styles says how each language writes numbers.
var styles = map[string]struct {
	group, point string
	prefix       bool // whether a symbol stands before the amount
}{
	"en": {group: ",", point: ".", prefix: true},
	"ro": {group: ".", point: ","},
	"ru": {group: noBreak, point: ","},
}

// symbols are the currencies that people write with a sign.
var symbols = map[string]string{"EUR": "€", "USD": "$", "GBP": "£", "RUB": "₽", "UAH": "₴"}

// names are the currencies that people write with a word; the others go by their code.
var names = map[string]map[string]string{
	"MDL": {"en": "lei", "ro": "lei", "ru": "лей"},
}

// Money writes an amount as people do: "€1,234.50", "1.234,50 €", "1 234,50 ₽".
func (w Words) Money(m money.Money) string {
	style := styles[w.Language]
	plain, negative := strings.CutPrefix(m.Decimal(), "-")
	sign := ""
	if negative {
		sign = "-"
	}
	whole, fraction, _ := strings.Cut(plain, ".")
	amount := grouped(whole, style.group)
	if fraction != "" {
		amount += style.point + fraction
	}
	if symbol, ok := symbols[m.Currency]; ok && style.prefix {
		return sign + symbol + amount
	}
	return sign + amount + noBreak + unit(m.Currency, w.Language)
}

func unit(currency, lang string) string {
	if symbol, ok := symbols[currency]; ok {
		return symbol
	}
	if name, ok := names[currency][lang]; ok {
		return name
	}
	return currency
}

// grouped parts digits into thousands.
func grouped(digits, separator string) string {
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + separator + digits[i:]
	}
	return digits
}
