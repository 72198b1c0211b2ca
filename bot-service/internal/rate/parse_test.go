package rate

import (
	"errors"
	"testing"

	"financebot/pkg/api"
)

func TestRatesAreReadAsPeopleWriteThem(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		lang, text, base, quote, rate string
	}{
		{"en", "1 EUR = 19.65 MDL", "EUR", "MDL", "19.65"},
		{"en", "EUR = 19.65 MDL", "EUR", "MDL", "19.65"},
		{"en", "€1 = $1.09", "EUR", "USD", "1.09"},
		{"en", "1 usd=0.92 eur", "USD", "EUR", "0.92"},
		{"ro", "1 euro = 5,07 ron", "EUR", "RON", "5.07"},
		{"ru", "100 RUB = 21,35 MDL", "RUB", "MDL", "0.2135"},
		{"ru", "1 доллар = 96,5 RUB", "USD", "RUB", "96.5"},
		{"en", "1000 RUB = 213 MDL", "RUB", "MDL", "0.213"},
	} {
		got, err := parse(c.text, c.lang)
		if err != nil || got != (api.CreateExchangeRate{Base: c.base, Quote: c.quote, Rate: api.Decimal(c.rate)}) {
			t.Errorf("%q: %+v, %v", c.text, got, err)
		}
	}
}

func TestWhatIsNoRateIsLeftAlone(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"12.50 coffee", "=12/5 lunch", "5 = lunch", "coffee = 3 EUR", "lunch 5 EUR = 100 MDL", "1 = 2", "=500"} {
		if got, err := parse(text, "en"); !errors.Is(err, errOther) {
			t.Errorf("%q: %+v, %v", text, got, err)
		}
	}
	for _, text := range []string{"3 EUR = 60 MDL", "1 EUR = 5 EUR", "1.5 EUR = 30 MDL", "11 EUR = 216 MDL", "110 RUB = 20 MDL", "111 RUB = 20 MDL", "10000 RUB = 2 MDL", "1 EUR = 20"} {
		if got, err := parse(text, "en"); !errors.Is(err, errUnclear) {
			t.Errorf("%q: %+v, %v", text, got, err)
		}
	}
}
