package place

import "golang.org/x/text/language"

// byRegion is the currency of a region, as a language's tag names it.
var byRegion = map[string]string{
	"MD": "MDL", "RO": "RON", "RU": "RUB", "UA": "UAH", "KZ": "KZT", "BY": "BYN", "US": "USD", "GB": "GBP",
	"CA": "CAD", "AU": "AUD", "NZ": "NZD", "CH": "CHF", "PL": "PLN", "CZ": "CZK", "HU": "HUF", "BG": "BGN",
	"RS": "RSD", "TR": "TRY", "IL": "ILS", "GE": "GEL", "AM": "AMD", "AZ": "AZN", "UZ": "UZS", "KG": "KGS",
	"TJ": "TJS", "IN": "INR", "BR": "BRL", "MX": "MXN", "SE": "SEK", "NO": "NOK", "DK": "DKK", "JP": "JPY",
	"DE": "EUR", "FR": "EUR", "IT": "EUR", "ES": "EUR", "PT": "EUR", "AT": "EUR", "NL": "EUR", "BE": "EUR",
	"IE": "EUR", "GR": "EUR", "CY": "EUR", "FI": "EUR", "EE": "EUR", "LV": "EUR", "LT": "EUR", "SK": "EUR", "SI": "EUR",
}

// byLanguage are the likeliest currencies of those who speak a language, the first before others.
var byLanguage = map[string][]string{
	"en": {"USD", "EUR", "GBP"},
	"ro": {"RON", "MDL", "EUR"},
	"ru": {"RUB", "MDL", "UAH", "KZT", "BYN"},
	"uk": {"UAH", "EUR", "USD"},
	"kk": {"KZT", "RUB", "USD"},
	"be": {"BYN", "RUB", "EUR"},
	"pl": {"PLN", "EUR", "USD"},
	"cs": {"CZK", "EUR", "USD"},
	"hu": {"HUF", "EUR", "USD"},
	"bg": {"BGN", "EUR", "USD"},
	"sr": {"RSD", "EUR", "USD"},
	"tr": {"TRY", "EUR", "USD"},
	"he": {"ILS", "USD", "EUR"},
	"ka": {"GEL", "USD", "EUR"},
	"hy": {"AMD", "RUB", "USD"},
	"az": {"AZN", "USD", "RUB"},
	"uz": {"UZS", "RUB", "USD"},
	"ky": {"KGS", "RUB", "USD"},
	"tg": {"TJS", "RUB", "USD"},
}

// Currencies are those that somebody is likeliest to use whose app speaks a language, by its IETF
// tag, and who chose to be spoken to in another; the likeliest comes first.
func Currencies(tag, chosen string) []string {
	wanted, err := language.Parse(tag)
	if err != nil || tag == "" {
		return byLanguage[chosen]
	}

	var likely []string
	if _, _, region := wanted.Raw(); region.String() != "ZZ" {
		likely = add(likely, byRegion[region.String()])
	}
	base, _ := wanted.Base()
	spoken, known := byLanguage[base.String()]
	if !known {
		spoken = []string{"EUR", "USD", "GBP"}
	}
	for _, currency := range spoken {
		likely = add(likely, currency)
	}
	return likely
}

func add(all []string, currency string) []string {
	for _, there := range all {
		if there == currency {
			return all
		}
	}
	if currency == "" {
		return all
	}
	return append(all, currency)
}

// home are the zones of currencies that are used in one zone above all.
var home = map[string]string{
	"MDL": "Europe/Chisinau", "RON": "Europe/Bucharest", "UAH": "Europe/Kyiv", "RUB": "Europe/Moscow",
	"KZT": "Asia/Almaty", "BYN": "Europe/Minsk", "GBP": "Europe/London", "PLN": "Europe/Warsaw", "CHF": "Europe/Zurich",
	"CZK": "Europe/Prague", "HUF": "Europe/Budapest", "BGN": "Europe/Sofia", "RSD": "Europe/Belgrade",
	"TRY": "Europe/Istanbul", "ILS": "Asia/Jerusalem", "GEL": "Asia/Tbilisi", "AMD": "Asia/Yerevan", "AZN": "Asia/Baku",
	"UZS": "Asia/Tashkent", "KGS": "Asia/Bishkek", "TJS": "Asia/Dushanbe", "INR": "Asia/Kolkata", "JPY": "Asia/Tokyo",
	"SEK": "Europe/Stockholm", "NOK": "Europe/Oslo", "DKK": "Europe/Copenhagen", "NZD": "Pacific/Auckland",
}

// Home is the time zone that is likely where a currency is used; UTC where it says too little.
func Home(currency string) string {
	if zone, known := home[currency]; known {
		return zone
	}
	return "UTC"
}
