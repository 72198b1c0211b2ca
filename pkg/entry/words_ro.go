package entry

import "time"

var romanian = words{
	currencies: map[string]string{
		"leu": lei, "lei": lei, "leul": lei, "leului": lei, "leilor": lei,
		"euro": "EUR", "dolar": dollars, "dolari": dollars, "dolarul": dollars, "dolarilor": dollars,
		"lira": "GBP TRY", "lire": "GBP TRY", "rubla": rubles, "ruble": rubles,
		"hrivna": "UAH", "hrivne": "UAH", "grivna": "UAH", "grivne": "UAH",
		"zlot": "PLN", "zloti": "PLN", "coroana": crowns, "coroane": crowns,
		"forint": "HUF", "forinti": "HUF", "franc": "CHF", "franci": "CHF", "leva": levs, "leve": levs,
		"yen": "JPY", "yeni": "JPY", "yuan": "CNY", "yuani": "CNY",
	},
	minors: map[string]string{
		"ban": lei, "bani": lei, "cent": cents, "centi": cents, "copeica": rubles, "copeici": rubles,
	},
	multiples: map[string]int64{
		"mie": thousand, "mii": thousand, "milion": million, "milioane": million, "mln": million,
	},
	measures: map[string]bool{
		"kg": true, "kile": true, "kilograme": true, "g": true, "gr": true, "grame": true, "l": true, "litri": true,
		"litru": true, "ml": true, "km": true, "m": true, "cm": true, "buc": true, "bucati": true, "%": true,
		"ora": true, "ore": true, "min": true, "minute": true,
	},
	days: map[string]int{
		"azi": 0, "astazi": 0, "ieri": -1, "alaltaieri": -2, "maine": 1,
	},
	weekdays: map[string]time.Weekday{
		"luni": time.Monday, "lunea": time.Monday, "lu": time.Monday, "lun": time.Monday,
		"marti": time.Tuesday, "martea": time.Tuesday, "ma": time.Tuesday, "mar": time.Tuesday,
		"miercuri": time.Wednesday, "miercurea": time.Wednesday, "mi": time.Wednesday, "mie": time.Wednesday,
		"joi": time.Thursday, "joia": time.Thursday, "jo": time.Thursday,
		"vineri": time.Friday, "vinerea": time.Friday, "vi": time.Friday, "vin": time.Friday,
		"sambata": time.Saturday, "sa": time.Saturday, "sam": time.Saturday,
		"duminica": time.Sunday, "du": time.Sunday, "dum": time.Sunday,
	},
	months: map[string]time.Month{
		"ianuarie": time.January, "ian": time.January, "februarie": time.February, "feb": time.February,
		"martie": time.March, "mar": time.March, "mart": time.March, "aprilie": time.April, "apr": time.April,
		"mai": time.May, "iunie": time.June, "iun": time.June, "iulie": time.July, "iul": time.July,
		"august": time.August, "aug": time.August,
		"septembrie": time.September, "sep": time.September, "sept": time.September,
		"octombrie": time.October, "oct": time.October,
		"noiembrie": time.November, "noi": time.November, "nov": time.November,
		"decembrie": time.December, "dec": time.December,
	},
}
