package entry

import "time"

var russian = words{
	currencies: map[string]string{
		"лей": lei, "лея": lei, "леев": lei, "леи": lei, "леям": lei, "л": lei,
		"евро": "EUR", "евр": "EUR",
		"доллар": dollars, "доллара": dollars, "долларов": dollars, "доллары": dollars, "долл": dollars,
		"дол": dollars, "бакс": dollars, "бакса": dollars, "баксов": dollars, "баксы": dollars,
		"рубль": rubles, "рубля": rubles, "рублей": rubles, "рубли": rubles, "руб": rubles, "р": rubles,
		"гривна": "UAH", "гривны": "UAH", "гривен": "UAH", "гривень": "UAH", "гривня": "UAH", "грн": "UAH",
		"фунт": pounds, "фунта": pounds, "фунтов": pounds,
		"лира": "TRY", "лиры": "TRY", "лир": "TRY", "злотый": "PLN", "злотых": "PLN", "злотые": "PLN", "зл": "PLN",
		"крона": crowns, "кроны": crowns, "крон": crowns, "форинт": "HUF", "форинта": "HUF", "форинтов": "HUF",
		"франк": "CHF", "франка": "CHF", "франков": "CHF", "лев": levs, "лева": levs, "левов": levs,
		"иена": "JPY", "иены": "JPY", "иен": "JPY", "юань": "CNY", "юаня": "CNY", "юаней": "CNY",
		"тенге": "KZT", "тг": "KZT", "лари": "GEL", "шекель": "ILS", "шекеля": "ILS", "шекелей": "ILS",
	},
	minors: map[string]string{
		"бан": lei, "бана": lei, "банов": lei, "баней": lei, "бани": lei,
		"цент": cents, "цента": cents, "центов": cents,
		"копейка": "RUB BYN UAH", "копейки": "RUB BYN UAH", "копеек": "RUB BYN UAH", "коп": "RUB BYN UAH",
	},
	multiples: map[string]int64{
		"к": thousand, "тыс": thousand, "тысяча": thousand, "тысячи": thousand, "тысяч": thousand, "т": thousand,
		"млн": million, "миллион": million, "миллиона": million, "миллионов": million,
	},
	measures: map[string]bool{
		"кг": true, "кило": true, "г": true, "гр": true, "грамм": true, "л": true, "литр": true, "литра": true,
		"литров": true, "мл": true, "км": true, "м": true, "см": true, "шт": true, "штук": true, "штуки": true,
		"%": true, "ч": true, "час": true, "часа": true, "часов": true, "мин": true, "минут": true,
	},
	days: map[string]int{
		"сегодня": 0, "сег": 0, "вчера": -1, "вч": -1, "позавчера": -2, "завтра": 1,
	},
	weekdays: map[string]time.Weekday{
		"понедельник": time.Monday, "пн": time.Monday, "пон": time.Monday,
		"вторник": time.Tuesday, "вт": time.Tuesday,
		"среда": time.Wednesday, "среду": time.Wednesday, "ср": time.Wednesday,
		"четверг": time.Thursday, "чт": time.Thursday,
		"пятница": time.Friday, "пятницу": time.Friday, "пт": time.Friday,
		"суббота": time.Saturday, "субботу": time.Saturday, "сб": time.Saturday,
		"воскресенье": time.Sunday, "вс": time.Sunday, "вск": time.Sunday,
	},
	months: map[string]time.Month{
		"январь": time.January, "января": time.January, "янв": time.January,
		"февраль": time.February, "февраля": time.February, "фев": time.February, "февр": time.February,
		"март": time.March, "марта": time.March, "мар": time.March,
		"апрель": time.April, "апреля": time.April, "апр": time.April, "май": time.May, "мая": time.May,
		"июнь": time.June, "июня": time.June, "июн": time.June,
		"июль": time.July, "июля": time.July, "июл": time.July,
		"август": time.August, "августа": time.August, "авг": time.August,
		"сентябрь": time.September, "сентября": time.September, "сен": time.September, "сент": time.September,
		"октябрь": time.October, "октября": time.October, "окт": time.October,
		"ноябрь": time.November, "ноября": time.November, "ноя": time.November, "нояб": time.November,
		"декабрь": time.December, "декабря": time.December, "дек": time.December,
	},
}
