package statement

import (
	"slices"
	"strings"

	"financebot/pkg/money"
)

// currencyNames are what currencies are called beside their codes, each with the codes that it
// may mean. They stand beside amounts as well as in a column of their own.
var currencyNames = map[string][]string{
	"€": {"EUR"}, "euro": {"EUR"}, "евро": {"EUR"}, "євро": {"EUR"},
	"$": {"USD", "CAD", "AUD", "NZD", "MXN", "SGD", "HKD", "CLP", "COP", "ARS"}, "us$": {"USD"}, "dollar": {"USD", "CAD", "AUD"},
	"dollars": {"USD", "CAD", "AUD"}, "доллар": {"USD"}, "долл": {"USD"}, "dolari": {"USD"}, "r$": {"BRL"}, "c$": {"CAD"}, "a$": {"AUD"},
	"£": {"GBP", "EGP"}, "¥": {"JPY", "CNY"}, "￥": {"CNY", "JPY"}, "人民币": {"CNY"}, "rmb": {"CNY"}, "円": {"JPY"}, "元": {"CNY"},
	"lei": {"RON", "MDL"}, "leu": {"RON", "MDL"}, "лей": {"MDL", "RON"}, "лея": {"MDL", "RON"}, "леев": {"MDL", "RON"},
	"руб": {"RUB", "BYN"}, "рубль": {"RUB", "BYN"}, "рублей": {"RUB", "BYN"}, "р": {"RUB", "BYN"}, "₽": {"RUB"}, "rur": {"RUB"}, "br": {"BYN"},
	"грн": {"UAH"}, "₴": {"UAH"}, "гривна": {"UAH"}, "гривня": {"UAH"}, "тг": {"KZT"}, "₸": {"KZT"}, "лв": {"BGN"},
	"zł": {"PLN"}, "zl": {"PLN"}, "złoty": {"PLN"}, "kč": {"CZK"}, "kc": {"CZK"}, "ft": {"HUF"}, "forint": {"HUF"},
	"kr": {"SEK", "NOK", "DKK", "ISK"}, "fr": {"CHF"}, "sfr": {"CHF"}, "din": {"RSD"}, "дин": {"RSD"},
	"₺": {"TRY"}, "tl": {"TRY"}, "₹": {"INR"}, "rs": {"INR", "PKR", "LKR", "NPR"}, "₪": {"ILS"}, "₩": {"KRW"}, "₾": {"GEL"}, "֏": {"AMD"}, "₼": {"AZN"},
}

// currencyOf reads the code or the name of a currency. Of several that a name may mean it gives
// the first of those that are kept here; it is unknown only where no currency is called so.
func currencyOf(text string, kept []string) (code string, known bool) {
	text = strings.TrimSpace(text)
	if len(text) > 20 {
		return "", false
	}
	if code = strings.ToUpper(text); money.Known(code) {
		return code, true
	}
	codes := currencyNames[strings.Trim(strings.ToLower(text), ". ")]
	if len(codes) == 0 {
		return "", false
	}
	for _, here := range kept {
		if slices.Contains(codes, here) {
			return here, true
		}
	}
	return codes[0], true
}

// isCurrency reports whether a text is the code or the name of a currency.
func isCurrency(text string) bool {
	_, ok := currencyOf(text, nil)
	return ok
}

// besideAmount is the currency that stands beside an amount. Where it is not known what is kept
// here, a name that may mean several is left to the account.
func besideAmount(text string, kept []string) string {
	if code := strings.ToUpper(text); text == "" || money.Known(code) {
		return code
	}
	if len(kept) == 0 {
		return ""
	}
	code, _ := currencyOf(text, kept)
	return code
}

// currencyIn is the currency that a heading of amounts names: "Amount (GBP)", "Saldo in CHF".
func currencyIn(heading string, kept []string) string {
	if len(heading) > maxHeading {
		return ""
	}
	words := strings.FieldsFunc(heading, func(r rune) bool { return strings.ContainsRune(" ()[]/,;:_", r) })
	for i, word := range words {
		bracketed := strings.Contains(heading, "("+word+")") || strings.Contains(heading, "["+word+"]")
		isCode := len(word) == 3 && word == strings.ToUpper(word) && money.Known(word)
		if i > 0 && (isCode || bracketed && isCurrency(word) || currencyNames[strings.ToLower(strings.Trim(word, "."))] != nil) {
			code, _ := currencyOf(word, kept)
			return code
		}
	}
	return ""
}
