package money

import "strings"

// noBreak keeps an amount on one line.
const noBreak = "\u00a0"

// styles says how each language writes numbers.
var styles = map[string]struct {
	group, point string
	prefix       bool // whether a sign stands before the amount
}{
	"en": {group: ",", point: ".", prefix: true},
	"ro": {group: ".", point: ","},
	"ru": {group: noBreak, point: ","},
}

// signs are the currencies that people write with a sign.
var signs = map[string]string{"EUR": "€", "USD": "$", "GBP": "£", "RUB": "₽", "UAH": "₴"}

// names are the currencies that people write with a word; the others go by their code.
var names = map[string]map[string]string{
	"MDL": {"en": "lei", "ro": "lei"},
}

// Write writes an amount as people do: "€1,234.50", "1.234,50 €", "1 234,50 ₽". A language
// that is not known is written as English.
func (m Money) Write(language string) string {
	text, negative := strings.CutPrefix(m.Number(language), "-")
	minus := ""
	if negative {
		minus = "-"
	}
	sign, signed := signs[m.Currency]
	if _, known := styles[language]; signed && (!known || styles[language].prefix) {
		return minus + sign + text
	}
	if !signed {
		sign = m.Currency
		if name, ok := names[m.Currency][language]; ok {
			sign = name
		}
		if m.Currency == "MDL" && language == "ru" {
			sign = russianLei(text)
		}
	}
	return minus + text + noBreak + sign
}

// russianLei is the form in which Russian counts lei: "1,00 лей", "2,00 лея", "5,00 лей", and of
// what has a fraction "12,50 лея".
func russianLei(number string) string {
	whole, fraction, _ := strings.Cut(number, styles["ru"].point)
	if strings.Trim(fraction, "0") != "" {
		return "лея"
	}

	tens := len(whole) > 1 && whole[len(whole)-2] == '1'
	if last := whole[len(whole)-1]; !tens && last >= '2' && last <= '4' {
		return "лея"
	}
	return "лей"
}

// Number is the amount as people write it, without its currency.
func (m Money) Number(language string) string {
	style, known := styles[language]
	if !known {
		style = styles["en"]
	}
	plain, negative := strings.CutPrefix(m.Decimal(), "-")
	whole, fraction, _ := strings.Cut(plain, ".")
	text := grouped(whole, style.group)
	if fraction != "" {
		text += style.point + fraction
	}
	if negative {
		return "-" + text
	}
	return text
}

// grouped parts digits into thousands.
func grouped(digits, separator string) string {
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + separator + digits[i:]
	}
	return digits
}
