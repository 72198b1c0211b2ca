package money

// decimals holds the currencies the product knows, with their minor-unit exponents (ISO 4217, list one).
var decimals = map[string]int{
	"AED": 2, "ALL": 2, "AMD": 2, "ARS": 2, "AUD": 2, "AZN": 2, "BAM": 2, "BDT": 2, "BGN": 2, "BHD": 3,
	"BRL": 2, "BYN": 2, "CAD": 2, "CHF": 2, "CLP": 0, "CNY": 2, "COP": 2, "CZK": 2, "DKK": 2, "DZD": 2,
	"EGP": 2, "EUR": 2, "GBP": 2, "GEL": 2, "HKD": 2, "HUF": 2, "IDR": 2, "ILS": 2, "INR": 2, "IQD": 3,
	"IRR": 2, "ISK": 0, "JOD": 3, "JPY": 0, "KES": 2, "KGS": 2, "KRW": 0, "KWD": 3, "KZT": 2, "LBP": 2,
	"LKR": 2, "LYD": 3, "MAD": 2, "MDL": 2, "MKD": 2, "MNT": 2, "MXN": 2, "MYR": 2, "NGN": 2, "NOK": 2,
	"NZD": 2, "OMR": 3, "PEN": 2, "PHP": 2, "PKR": 2, "PLN": 2, "QAR": 2, "RON": 2, "RSD": 2, "RUB": 2,
	"SAR": 2, "SEK": 2, "SGD": 2, "THB": 2, "TJS": 2, "TMT": 2, "TND": 3, "TRY": 2, "TWD": 2, "UAH": 2,
	"USD": 2, "UYU": 2, "UZS": 2, "VND": 0, "XAF": 0, "XOF": 0, "ZAR": 2,
}

// Exponent is how many decimals a currency has, and whether it is known.
func Exponent(currency string) (int, bool) {
	n, ok := decimals[currency]
	return n, ok
}

// Known reports whether a currency can be used.
func Known(currency string) bool {
	_, ok := decimals[currency]
	return ok
}
