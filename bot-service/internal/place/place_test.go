package place

import (
	"slices"
	"testing"
	"time"
	_ "time/tzdata" // also where the machine has no time zones
)

func TestEveryZoneIsKnown(t *testing.T) {
	t.Parallel()
	zones := []string{}
	for _, p := range places {
		zones = append(zones, p.Zone)
	}
	for _, zone := range home {
		zones = append(zones, zone)
		if _, named := Of(zone); !named {
			t.Errorf("%s has no name", zone)
		}
	}
	for _, zone := range partHours {
		zones = append(zones, zone)
	}
	for _, zone := range zones {
		if _, err := time.LoadLocation(zone); err != nil {
			t.Error(err)
		}
	}
}

func TestZoneIsFoundAsPeopleWriteIt(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{
		"Chișinău": "Europe/Chisinau", "chisinau": "Europe/Chisinau", "Кишинёв": "Europe/Chisinau", "кишинев": "Europe/Chisinau",
		"Молдова": "Europe/Chisinau", " romania ": "Europe/Bucharest", "București": "Europe/Bucharest", "bucur": "Europe/Bucharest",
		"санкт петербург": "Europe/Moscow", "мск": "Europe/Moscow", "new york": "America/New_York", "Україна": "Europe/Kyiv",
		"europe/chisinau": "Europe/Chisinau", "America/New_York": "America/New_York", "utc": "UTC", "+2": "Etc/GMT-2",
		"UTC+3": "Etc/GMT-3", "gmt -5": "Etc/GMT+5", "−5": "Etc/GMT+5", "+5:30": "Asia/Kolkata", "+0": "UTC", "+14": "Etc/GMT-14",
		"+15": "", "-13": "", "san": "", "nowhere": "", "": "", "Local": "", "../etc/passwd": "", "12.50 coffee": "", "+5:31": "",
	} {
		if got, ok := Find(typed); got != want || ok != (want != "") {
			t.Errorf("%q: got %q, want %q", typed, got, want)
		}
	}
}

func TestLocationFindsTheTimeThatIsKeptThere(t *testing.T) {
	t.Parallel()
	for name, step := range map[string]struct {
		lat, lon float64
		want     string
	}{
		"Orhei": {47.38, 28.82, "Europe/Chisinau"}, "Sighetu Marmației": {47.93, 23.89, "Europe/Bucharest"},
		"Drobeta": {44.63, 22.66, "Europe/Bucharest"}, "Izmail": {45.35, 28.84, "Europe/Chisinau"}, // its clock is Kyiv's
		"Bern": {46.95, 7.45, "Europe/Zurich"}, "Tver": {56.86, 35.90, "Europe/Moscow"},
		"the ocean": {0, -30, ""}, "the pole": {90, 0, ""},
	} {
		got, ok := Near(step.lat, step.lon)
		if ok != (step.want != "") || ok && got.Zone != step.want {
			t.Errorf("%s: got %s, %v", name, got.Zone, ok)
		}
	}
}

func TestLikeliestCurrencies(t *testing.T) {
	t.Parallel()
	for tag, want := range map[string][]string{
		"ro": {"RON", "MDL", "EUR"}, "ro-MD": {"MDL", "RON", "EUR"}, "ru": {"RUB", "MDL", "UAH", "KZT", "BYN"},
		"ru-KZ": {"KZT", "RUB", "MDL", "UAH", "BYN"}, "en": {"USD", "EUR", "GBP"}, "en-GB": {"GBP", "USD", "EUR"},
		"uk": {"UAH", "EUR", "USD"}, "de": {"EUR", "USD", "GBP"}, "de-CH": {"CHF", "EUR", "USD", "GBP"},
		"": {"RUB", "MDL", "UAH", "KZT", "BYN"}, "nonsense!": {"RUB", "MDL", "UAH", "KZT", "BYN"},
	} {
		if got := Currencies(tag, "ru"); !slices.Equal(got, want) {
			t.Errorf("%q: got %v, want %v", tag, got, want)
		}
	}
	for currency, want := range map[string]string{"MDL": "Europe/Chisinau", "EUR": "UTC", "USD": "UTC", "XXX": "UTC"} {
		if got := Home(currency); got != want {
			t.Errorf("%s: got %s, want %s", currency, got, want)
		}
	}
}

func TestOffsetsAreWrittenAsPeopleDo(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, time.July, 1, 12, 0, 0, 0, time.UTC)
	for zone, want := range map[string]string{
		"UTC": "UTC", "Europe/Chisinau": "UTC+3", "Asia/Kolkata": "UTC+5:30", "Etc/GMT+5": "UTC−5",
	} {
		place, err := time.LoadLocation(zone)
		if err != nil {
			t.Fatal(err)
		}
		if got := Offset(at.In(place)); got != want {
			t.Errorf("%s: got %s, want %s", zone, got, want)
		}
	}
}
