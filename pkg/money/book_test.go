package money

import (
	"testing"
	"time"
)

func day(t *testing.T, text string) time.Time {
	t.Helper()
	d, err := time.Parse(time.DateOnly, text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestTheLastRateOnOrBeforeTheDayHolds(t *testing.T) {
	t.Parallel()
	quote := func(date, base, other, rate string) Quote {
		return Quote{day(t, date), base, other, mustRate(t, rate)}
	}
	b := NewBook([]Quote{
		quote("2026-03-01", "EUR", "MDL", "20"),
		quote("2026-01-01", "EUR", "MDL", "19"),
		quote("2026-02-01", "MDL", "EUR", "0.05"),
		quote("2026-03-01", "MDL", "EUR", "0.04"),
		quote("2026-01-01", "USD", "EUR", "0.8"),
		quote("2026-01-05", "GBP", "USD", "1.25"),
		quote("2026-01-01", "GBP", "RON", "5.5"),
	})
	for _, c := range []struct{ from, to, on, want string }{
		{"EUR", "MDL", "2025-12-31", ""},
		{"EUR", "MDL", "2026-01-01", "19"},
		{"EUR", "MDL", "2026-01-31", "19"},
		{"EUR", "MDL", "2026-02-01", "20"}, // the newer inverse
		{"MDL", "EUR", "2026-02-28", "0.05"},
		{"EUR", "MDL", "2026-03-05", "20"}, // of one day: the straight one
		{"MDL", "EUR", "2026-03-05", "0.04"},
		{"USD", "MDL", "2026-01-10", "15.2"}, // through EUR
		{"MDL", "USD", "2026-02-10", "0.0625"},
		{"GBP", "EUR", "2026-01-04", ""},
		{"GBP", "EUR", "2026-01-05", "1"}, // through USD
		{"GBP", "MDL", "2026-01-10", ""},  // two steps between are not taken
		{"RON", "CHF", "2026-01-10", ""},
	} {
		found, ok := b.Find(c.from, c.to, day(t, c.on))
		if ok != (c.want != "") || ok && found.Rate.Decimal() != c.want {
			t.Errorf("%s to %s on %s: got %v %+v, want %q", c.from, c.to, c.on, ok, found, c.want)
		}
	}
	if found, _ := b.Find("USD", "MDL", day(t, "2026-01-10")); len(found.Quotes) != 2 {
		t.Errorf("a rate through EUR is made of %+v", found.Quotes)
	}
}

func TestOfSeveralWaysTheNewestIsTaken(t *testing.T) {
	t.Parallel()
	b := NewBook([]Quote{
		{day(t, "2026-01-01"), "EUR", "USD", mustRate(t, "1")}, {day(t, "2026-01-09"), "USD", "MDL", mustRate(t, "10")},
		{day(t, "2026-01-02"), "EUR", "RON", mustRate(t, "1")}, {day(t, "2026-01-03"), "RON", "MDL", mustRate(t, "20")},
		{day(t, "2026-01-02"), "CHF", "EUR", mustRate(t, "1")}, {day(t, "2026-01-02"), "CHF", "MDL", mustRate(t, "30")},
	})
	for on, want := range map[string]string{"2026-01-02": "30", "2026-01-10": "30", "2026-01-01": ""} {
		found, ok := b.Find("EUR", "MDL", day(t, on))
		if ok != (want != "") || ok && found.Rate.Decimal() != want {
			t.Errorf("on %s: got %v %+v, want %q", on, ok, found, want)
		}
	}
}
