package entry

import "time"

// words are what one language adds to the grammar. Every key is folded.
type words struct {
	currencies map[string]string // form → currencies, the likeliest first
	minors     map[string]string // form of a hundredth → currencies
	multiples  map[string]int64
	measures   map[string]bool // after these a number counts things, not money
	days       map[string]int  // from today
	weekdays   map[string]time.Weekday
	months     map[string]time.Month

	// For dates, sums and kinds that are said, not written: see lexicon.
	shortWeekdays string         // of up to three letters, that mean nothing else
	spans         map[string]int // form of a span → its days, or oneMonth
	numbers       map[string]int64
	halves        string          // forms of one and a half
	roles         map[role]string // forms, a space between them
}

// oneMonth stands for the days of a month, which are not always as many.
const oneMonth = -1

const (
	hundred  = 100
	thousand = 1_000
	million  = 1_000_000
)

// Families of currencies that share a word or a sign.
const (
	lei     = "MDL RON"
	dollars = "USD CAD AUD NZD SGD HKD"
	rubles  = "RUB BYN"
	pounds  = "GBP EGP"
	crowns  = "CZK SEK NOK DKK ISK"
	cents   = "EUR USD CAD AUD NZD SGD HKD"
	levs    = "BGN"
)

// symbols mean the same in every language.
var symbols = map[string]string{
	"€": "EUR", "$": dollars, "us$": "USD", "c$": "CAD", "ca$": "CAD", "a$": "AUD", "au$": "AUD", "nz$": "NZD",
	"s$": "SGD", "hk$": "HKD", "r$": "BRL", "£": pounds, "¥": "JPY CNY", "￥": "JPY CNY", "₽": "RUB", "₴": "UAH",
	"₺": "TRY", "₸": "KZT", "₾": "GEL", "₼": "AZN", "₪": "ILS", "₹": "INR", "₩": "KRW", "₫": "VND", "₮": "MNT",
	"₦": "NGN", "₱": "PHP", "฿": "THB", "֏": "AMD", "zl": "PLN", "kc": "CZK", "kr": crowns,
}

// alsoWords are currency codes that are words too. Apart from their number, they are
// codes in capital letters only: "5 all day" is no money of Albania.
var alsoWords = map[string]bool{
	"ALL": true, "AMD": true, "BAM": true, "CAD": true, "COP": true, "GEL": true, "MAD": true,
	"PEN": true, "PHP": true, "SAR": true, "TOP": true, "TRY": true,
}

// tables are the languages in the order in which a word is looked up: the user's own comes first.
func tables(language string) [3]*words {
	switch language {
	case "ro":
		return [3]*words{&romanian, &english, &russian}
	case "ru":
		return [3]*words{&russian, &romanian, &english}
	}
	return [3]*words{&english, &romanian, &russian}
}
