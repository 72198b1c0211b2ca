package entry

import "time"

var english = words{
	currencies: map[string]string{
		"leu": lei, "lei": lei,
		"euro": "EUR", "euros": "EUR",
		"dollar": dollars, "dollars": dollars, "buck": dollars, "bucks": dollars,
		"pound": pounds, "pounds": pounds, "quid": "GBP", "sterling": "GBP",
		"ruble": rubles, "rubles": rubles, "rouble": rubles, "roubles": rubles, "rub": "RUB",
		"hryvnia": "UAH", "hryvnias": "UAH",
		"lira": "TRY", "liras": "TRY", "zloty": "PLN", "zlotys": "PLN", "zloties": "PLN",
		"koruna": "CZK", "korunas": "CZK", "krona": "SEK", "kronor": "SEK", "krone": "NOK DKK", "kroner": "NOK DKK",
		"forint": "HUF", "forints": "HUF", "franc": "CHF", "francs": "CHF", "lev": levs, "leva": levs,
		"yen": "JPY", "yuan": "CNY", "shekel": "ILS", "shekels": "ILS", "rupee": "INR", "rupees": "INR",
		"tenge": "KZT", "lari": "GEL",
	},
	minors: map[string]string{
		"cent": cents, "cents": cents, "pence": "GBP", "penny": "GBP",
		"kopek": rubles, "kopeks": rubles, "kopeck": rubles, "kopecks": rubles,
	},
	multiples: map[string]int64{"k": thousand, "thousand": thousand, "million": million, "mln": million},
	measures: map[string]bool{
		"kg": true, "g": true, "gr": true, "l": true, "ml": true, "km": true, "m": true, "cm": true,
		"lb": true, "lbs": true, "oz": true, "pc": true, "pcs": true, "%": true,
		"h": true, "hour": true, "hours": true, "min": true, "minutes": true,
	},
	days: map[string]int{
		"today": 0, "yesterday": -1, "yest": -1, "yday": -1, "day before yesterday": -2,
		"the day before yesterday": -2, "ereyesterday": -2, "tomorrow": 1, "tmrw": 1,
	},
	weekdays: map[string]time.Weekday{
		"sunday": time.Sunday, "sun": time.Sunday, "monday": time.Monday, "mon": time.Monday,
		"tuesday": time.Tuesday, "tue": time.Tuesday, "tues": time.Tuesday,
		"wednesday": time.Wednesday, "wed": time.Wednesday,
		"thursday": time.Thursday, "thu": time.Thursday, "thur": time.Thursday, "thurs": time.Thursday,
		"friday": time.Friday, "fri": time.Friday, "saturday": time.Saturday, "sat": time.Saturday,
	},
	months: map[string]time.Month{
		"january": time.January, "jan": time.January, "february": time.February, "feb": time.February,
		"march": time.March, "mar": time.March, "april": time.April, "apr": time.April, "may": time.May,
		"june": time.June, "jun": time.June, "july": time.July, "jul": time.July,
		"august": time.August, "aug": time.August,
		"september": time.September, "sep": time.September, "sept": time.September,
		"october": time.October, "oct": time.October, "november": time.November, "nov": time.November,
		"december": time.December, "dec": time.December,
	},
}
