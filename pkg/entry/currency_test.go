package entry

import (
	"slices"
	"strings"
	"testing"

	"financebot/pkg/money"
)

func TestEveryFormOfACurrencyIsKnown(t *testing.T) {
	t.Parallel()
	for currency, forms := range map[string]string{
		"EUR": "€ EUR eur Eur euro euros Euro евро ЕВРО евр.",
		"USD": "$ usd US$ dollar dollars bucks dolar dolari доллар доллара долларов баксов долл.",
		"MDL": "mdl MDL lei leu Lei лей лея леев л. л",
		"RON": "ron RON Ron",
		"RUB": "₽ rub RUB ruble rubles ruble руб руб. рубль рубля рублей р р. Р",
		"UAH": "₴ uah грн грн. гривен hrivne hryvnia",
		"GBP": "£ gbp pounds фунтов quid",
		"TRY": "₺ TRY liras лир",
		"PLN": "zł zl pln zloty zloți злотых",
		"CZK": "Kč kč Kc czk coroane крон",
		"JPY": "¥ jpy yen иен yeni",
		"CHF": "chf franci франков francs",
		"BGN": "bgn leva левов",
		"ALL": "ALL",
	} {
		for form := range strings.FieldsSeq(forms) {
			for _, line := range []string{"12 " + form, "12" + form, form + "12", form + " 12", "tea 12" + form + " x"} {
				if strings.HasSuffix(form, ".") && !strings.HasPrefix(line, "12") {
					continue
				}
				if got := read(t, line, in("en")); got.Amount != of(12, 0, currency) {
					t.Errorf("%q: got %v, want 12 %s", line, got.Amount, currency)
				}
			}
		}
	}
}

func TestEveryCurrencyCodeIsKnownInAnyCase(t *testing.T) {
	t.Parallel()
	for a := 'A'; a <= 'Z'; a++ {
		for b := 'A'; b <= 'Z'; b++ {
			for c := 'A'; c <= 'Z'; c++ {
				code := string([]rune{a, b, c})
				if !money.Known(code) {
					continue
				}
				for _, line := range []string{"12 " + code, "12" + strings.ToLower(code)} {
					if got := read(t, line, in("ro")); got.Amount != of(12, 0, code) {
						t.Errorf("%q: got %v", line, got.Amount)
					}
				}
			}
		}
	}
}

func TestAWordThatIsACodeIsAWord(t *testing.T) {
	t.Parallel()
	for _, line := range []string{"5 all day", "5 pen", "5 try again", "5 gel", "5 к чаю", "5 mad cat", "5 k"} {
		if got := read(t, line, in("en")); got.Amount != of(5, 0, "") || got.Note != line[2:] {
			t.Errorf("%q: got %v, note %q", line, got.Amount, got.Note)
		}
	}
}

func TestASharedWordIsReadByTheAccountThenTheRegion(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text, language, account, want string
		told                          bool
	}{
		{"5 lei", "ro", "MDL", "MDL", false},
		{"5 lei", "ro", "RON", "RON", false},
		{"5 lei", "ro", "EUR", "MDL", true},
		{"5 lei", "ro-RO", "EUR", "RON", true},
		{"5 lei", "ro-RO", "MDL", "MDL", false},
		{"5 lei", "en", "", "MDL", true},
		{"5 лей", "ru", "RON", "RON", false},
		{"$5", "en", "USD", "USD", false},
		{"$5", "en", "CAD", "CAD", false},
		{"$5", "en", "EUR", "USD", true},
		{"$5", "en-AU", "EUR", "AUD", true},
		{"5 р.", "ru", "BYN", "BYN", false},
		{"5 руб", "ru", "RUB", "RUB", false},
		{"5 kr", "en", "SEK", "SEK", false},
		{"¥5", "en", "CNY", "CNY", false},
		{"5 lire", "ro", "TRY", "TRY", false},
		{"50 bani", "ro", "RON", "RON", false},
	} {
		got := read(t, c.text, Options{Language: c.language, Today: monday, Currency: c.account})
		if told := slices.Contains(codes(got), ReadCurrency); got.Amount.Currency != c.want || told != c.told {
			t.Errorf("%q, %s, %s: got %s, told %v; want %s, %v",
				c.text, c.language, c.account, got.Amount.Currency, told, c.want, c.told)
		}
	}
}

func TestAStrayCurrencyIsTold(t *testing.T) {
	t.Parallel()
	got := read(t, "500 schimb dolari", in("ro"))
	want := []Reading{{Code: ReadStray, Text: "dolari"}}
	if got.Amount != of(500, 0, "") || got.Note != "schimb dolari" || !slices.Equal(got.Readings, want) {
		t.Errorf("got %+v", got)
	}
}

// The tables are looked up by folded forms of at most so many bytes: others would never be found.
func TestTheTablesHoldFoldedFormsOfKnownThings(t *testing.T) {
	t.Parallel()
	check := func(forms map[string]string) {
		for form, currencies := range forms {
			if fold(form) != form || len(form) > maxForm {
				t.Errorf("%q is not folded or too long", form)
			}
			for code := range strings.FieldsSeq(currencies) {
				if !money.Known(code) {
					t.Errorf("%q is %s, which is not known", form, code)
				}
			}
		}
	}
	check(symbols)
	for _, w := range tables("en") {
		check(w.currencies)
		check(w.minors)
		checkFolded(t, w.multiples)
		checkFolded(t, w.measures)
		checkFolded(t, w.days)
		checkFolded(t, w.weekdays)
		checkFolded(t, w.months)
	}
}

func checkFolded[V any](t *testing.T, forms map[string]V) {
	t.Helper()
	for form := range forms {
		if fold(form) != form || len(form) > maxForm {
			t.Errorf("%q is not folded or too long", form)
		}
	}
}
