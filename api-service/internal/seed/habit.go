package seed

// habit is what people spend or earn in a category, by its emoji.
type habit struct {
	low, high int64 // in whole euros or so
	payees    []string
	notes     map[string][]string // by language
}

var habits = map[string]habit{
	"🛒": {3, 90, []string{"Linella", "Kaufland", "Nr.1", "Fidesco", "Local"}, map[string][]string{
		"en": {"bread and milk", "for the week", "fruit", "barbecue"},
		"ro": {"pâine și lapte", "pentru săptămână", "fructe", "pentru grătar"},
		"ru": {"хлеб и молоко", "на неделю", "фрукты", "на шашлык"}}},
	"☕": {1, 40, []string{"Tucano Coffee", "Andy's Pizza", "La Plăcinte", "Salat"}, map[string][]string{
		"en": {"coffee", "lunch", "pizza with friends", "breakfast"},
		"ro": {"cafea", "prânz", "pizza cu prietenii", "mic dejun"},
		"ru": {"кофе", "обед", "пицца с друзьями", "завтрак"}}},
	"🚌": {1, 60, []string{"Yandex Go", "RTEC", "Lukoil", "Vento"}, map[string][]string{
		"en": {"taxi home", "bus", "fuel", "parking"},
		"ro": {"taxi spre casă", "troleibuz", "benzină", "parcare"},
		"ru": {"такси домой", "троллейбус", "бензин", "парковка"}}},
	"🏠": {5, 400, []string{"JYSK", "Leroy Merlin", "Casa Curată"}, map[string][]string{
		"en": {"rent", "lamp", "repairs"}, "ro": {"chirie", "lampă", "reparații"}, "ru": {"аренда", "лампа", "ремонт"}}},
	"💡": {8, 120, []string{"Premier Energy", "Moldovagaz", "Apă-Canal"}, map[string][]string{
		"en": {"electricity", "gas", "water"}, "ro": {"lumină", "gaz", "apă"}, "ru": {"свет", "газ", "вода"}}},
	"📱": {4, 30, []string{"Orange", "Moldcell", "StarNet"}, map[string][]string{
		"en": {"phone", "internet"}, "ro": {"telefon", "internet"}, "ru": {"телефон", "интернет"}}},
	"💊": {2, 120, []string{"Felicia", "Hippocrates", "Medpark"}, map[string][]string{
		"en": {"pharmacy", "dentist", "vitamins"}, "ro": {"farmacie", "dentist", "vitamine"}, "ru": {"аптека", "стоматолог", "витамины"}}},
	"👕": {10, 150, []string{"Zara", "H&M", "Decathlon"}, map[string][]string{
		"en": {"shoes", "jacket", "for the children"}, "ro": {"pantofi", "geacă", "pentru copii"}, "ru": {"обувь", "куртка", "детям"}}},
	"🎬": {3, 80, []string{"Cineplex", "Netflix", "Cărturești"}, map[string][]string{
		"en": {"cinema", "books", "concert"}, "ro": {"cinema", "cărți", "concert"}, "ru": {"кино", "книги", "концерт"}}},
	"🎓": {10, 300, nil, map[string][]string{
		"en": {"English lessons", "kindergarten"}, "ro": {"lecții de engleză", "grădiniță"}, "ru": {"уроки английского", "детский сад"}}},
	"🎁": {5, 100, nil, map[string][]string{
		"en": {"birthday", "flowers"}, "ro": {"zi de naștere", "flori"}, "ru": {"день рождения", "цветы"}}},
	"💼": {200, 900, []string{"Endava", "Moldtelecom"}, map[string][]string{
		"en": {"salary", "advance"}, "ro": {"salariu", "avans"}, "ru": {"зарплата", "аванс"}}},
	"🧾": {40, 700, nil, map[string][]string{"en": {"invoice paid"}, "ro": {"factură plătită"}, "ru": {"оплата счёта"}}},
}

// usual is the habit where a category has none of its own.
var usual = habit{low: 1, high: 60}

// tags that people put to some entries.
var tags = []string{"vacation", "home", "work", "kids", "car", "cash-back"}

// place is how one of the languages' people live: their money and where they keep it.
type place struct {
	language, timezone, workspace, currency string
	euro                                    int64 // how many whole units of the currency an euro is worth, about
	names, surnames                         []string
	purses                                  [accountsOfFamily]string // what accounts are called
}

var places = []place{
	{"en", "Europe/London", "Personal", "EUR", 1, []string{"Anna", "James", "Emma", "Oliver"}, []string{"Smith", "Brown", "Taylor"},
		[...]string{"Cash", "Card", "Savings", "Credit card"}},
	{"ro", "Europe/Chisinau", "Personal", "MDL", 20, []string{"Ana", "Ion", "Maria", "Andrei"}, []string{"Rusu", "Ceban", "Munteanu"},
		[...]string{"Numerar", "Card", "Economii", "Card de credit"}},
	{"ru", "Europe/Chisinau", "Личное", "MDL", 20, []string{"Анна", "Иван", "Мария", "Сергей"}, []string{"Иванова", "Петров", "Чебан"},
		[...]string{"Наличные", "Карта", "Сбережения", "Кредитная карта"}},
}
