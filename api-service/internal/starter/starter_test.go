package starter

import (
	"slices"
	"strings"
	"testing"

	"financebot/pkg/api"
)

func TestWordsOfEveryLanguageAreThere(t *testing.T) {
	t.Parallel()
	if err := Check(); err != nil {
		t.Fatal(err)
	}
	all, err := lists()
	if err != nil {
		t.Fatal(err)
	}
	for _, language := range api.Languages {
		l := all[language]
		if n := len(l.forms[api.Expense]) + len(l.stems[api.Expense]); n < 150 {
			t.Errorf("%s has %d words", language, n)
		}
		for _, c := range starters {
			known := func(s *sense) bool { return slices.Contains(s.keys, c.Key) }
			if !anyOf(l.forms[c.Kind], known) && !anyOf(l.stems[c.Kind], known) {
				t.Errorf("%s has no word for %s %s", language, c.Kind, c.Key)
			}
		}
	}
}

func anyOf(forms map[string]*sense, is func(*sense) bool) bool {
	for _, s := range forms {
		if is(s) {
			return true
		}
	}
	return false
}

// What cannot be read in a list is told with its line, so that no word is lost in silence.
func TestAListThatIsWronglyWrittenIsRefused(t *testing.T) {
	t.Parallel()
	for list, want := range map[string]string{
		"[expense food]\nbread":           `line 2: "bread": [expense food] has no category "food"`,
		"[transfer other]\nbread":         "has no kind",
		"bread":                           "has no kind",
		"[expense home]\n\na_b_c_d_e\n":   "line 3",
		"[expense home]\n~*\n":            "has 0 words",
		"[income groceries]\nbread":       `no category "groceries"`,
		"[expense groceries home ]\n_ __": "has 0 words",
	} {
		if _, err := readList(list); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", list, err, want)
		}
	}
}

// keysOf are the categories that single words of a text tell.
func keysOf(kind, text, language string) string {
	var keys []string
	for _, w := range Words(kind, text, language) {
		if len(w.Keys) > 0 && !w.None {
			keys = append(keys, strings.Join(w.Keys, "|"))
		}
	}
	return strings.Join(keys, " ")
}

func TestWordsAreFoundInTheirForms(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"Coffee with Bob": "cafes", "COFFEES": "cafes", "groceries": "groceries", "T-Shirt": "clothes",
		"McDonald's": "cafes", "☕️": "cafes", "milk/bread": "groceries groceries", "sim card": "phone",
		"cafeaua": "cafes", "Pâine și lapte": "groceries groceries", "MOTORINĂ": "transport", "mic dejun": "cafes",
		"аптеку": "health", "ёлка": "", "Продуктов": "groceries", "яндекс еда": "cafes", "яндекс такси": "transport",
		"apteka": "health", "produkty": "groceries", "lekarstva": "health", "obed": "",
		"LINELLA SRL 012 CHISINAU": "groceries", "UBER   *TRIP": "transport", "MAGNIT MM 4567": "groceries",
		"juice": "cafes|groceries", "beer": "",
	} {
		if got := keysOf(api.Expense, text, ""); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

// A word inside of another says nothing.
func TestNoWordIsFoundInsideOfAnother(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"Barbara", "barbecue", "Barcelona", "Teamwork", "busy", "taxonomy",
		"Carrefourthing", "metropolis", "paniculum", "светлана", "светик", "чайка", "светоч", "котельная",
	} {
		for _, language := range api.Languages {
			if got := keysOf(api.Expense, text, language); got != "" {
				t.Errorf("%s: %q tells %q", language, text, got)
			}
		}
	}
	for text, want := range map[string]string{"scarf-x": "clothes", "steam cleaner x": "leisure home"} { // no car, no tea
		for _, language := range api.Languages {
			if got := keysOf(api.Expense, text, language); got != want {
				t.Errorf("%s: %q tells %q, want %q", language, text, got, want)
			}
		}
	}
}

// A person's name is no shop and no thing.
func TestNamesOfPeopleTellNothing(t *testing.T) {
	t.Parallel()
	for _, name := range strings.Fields(`Adam Alex Alice Amy Andy Ann Anna Ben Bill Bob Carl Chris Dan Dave Diana Emma Eric
		Frank George Grace Helen Jack Jane Jim Joe John Kate Kim Leo Leon Lily Lucy Luke Mark Mary Mat Max Mia Mike Nick Nina Olivia Pat
		Paul Pete Ross Rose Ruby Sam Sara Steve Sue Sophie Tim Tina Tom Victor Victoria Will
		Adrian Alina Ana Andrei Andreea Bogdan Carmen Cristi Cristina Dana Daniel Delia Dorin Dumitru Elena Felicia Florin Gabi
		Gheorghe Gloria Ileana Ilie Ioana Ion Iulia Larisa Lidia Liviu Luca Lucia Maria Marin Marina Mihai Mirela Natalia Nicu Oana Olga
		Petru Radu Raluca Rodica Sergiu Silvia Stela Stefan Tudor Vasile Vera Viorica Vlad
		Алексей Аня Ване Ваня Вася Вера Вика Виктор Витя Вова Гена Даша Дима Женя Зоя Игорь Ира Катя Коля Костя Лариса Лена Леша Лида
		Лиза Луку Люба Люда Маша Мила Миша Марина Майя Майкл Надя Наташа Оля Паша Петя Рита Роза Рома Руслан Саша Света Светлана Сережа Слава Соня
		Степан Таня Тимур Тоня Федя Юля Юра Яна`) {
		for _, kind := range []string{api.Expense, api.Income} {
			for _, language := range api.Languages {
				if got := keysOf(kind, name, language); got != "" {
					t.Errorf("%s: %s of %s tells %q", language, kind, name, got)
				}
			}
		}
	}
}

// Who speaks a language means its word, where two languages have it.
func TestTheOwnLanguageGoesFirst(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ language, text, want string }{
		{"en", "orange", "groceries"}, {"ro", "orange", "phone"}, {"ru", "Метро", "transport"},
	} {
		if got := keysOf(api.Expense, test.text, test.language); got != test.want {
			t.Errorf("%s: %q: got %q, want %q", test.language, test.text, got, test.want)
		}
	}
}

func TestFormsOfOneWordHaveOneStem(t *testing.T) {
	t.Parallel()
	for _, forms := range [][]string{
		{"аптека", "аптеку", "аптеке"}, {"coffee", "coffees"}, {"ваня", "ване", "вани"}, {"sala"}, {"gas"}, {"я"}, {""},
	} {
		for _, form := range forms {
			if got, want := Stem(form), Stem(forms[0]); got != want {
				t.Errorf("%q has the stem %q, %q has %q", form, got, forms[0], want)
			}
		}
	}
	if Stem("barber") == Stem("bar") {
		t.Error("bar and barber are one")
	}
}

func TestNamesAreOfTheLanguage(t *testing.T) {
	t.Parallel()
	first := Categories()[0]
	for language, want := range map[string]string{"en": "Groceries", "ro": "Alimente", "ru": "Продукты", "uk": "Groceries", "": "Groceries"} {
		if got := first.Name(language); got != want {
			t.Errorf("%q: got %q, want %q", language, got, want)
		}
	}
}

func BenchmarkWords(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		Words(api.Expense, "LINELLA SRL SUPERMARKET CHISINAU MD 0123 подарок маме на день рождения", "ru")
	}
}
