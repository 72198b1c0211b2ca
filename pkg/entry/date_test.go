package entry

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// On Monday, 17 March 2025.
func TestDatesAreReadInEveryLanguage(t *testing.T) {
	t.Parallel()
	for want, forms := range map[string]string{
		"2025-03-17": "today azi astăzi ASTAZI сегодня 17.03 17.3.2025 17.03.25 2025-03-17 17-march 17марта mar-17",
		"2025-03-16": "yesterday Yesterday yday ieri вчера ВЧЕРА 16.03 16/3 2025.03.16 2025/3/16 sunday duminică вс",
		"2025-03-15": "day_before_yesterday alaltăieri alaltaieri позавчера 15.03 sat sâmbătă sambata сб субботу",
		"2025-03-18": "tomorrow mâine maine завтра",
		"2025-03-10": "monday mon luni lu lunea пн понедельник",
		"2025-03-11": "tuesday tue marți marţi marti mar вт вторник",
		"2025-03-12": "wednesday wed miercuri mie ср среда среду 12.mar 12_march",
		"2025-03-13": "thursday thu joi чт четверг",
		"2025-03-14": "friday fri vineri vin пт пятница пятницу",
		"2024-12-25": "25.12 25.12.2024 25.12.24 25-12-2024 25/12/2024 2024-12-25 25dec 25-decembrie 25-декабря 25.dec.2024 25/12 dec-25",
		"2024-02-29": "29.02.2024 29-feb-2024 29.2.24",
		"2025-01-01": "1.1 01.01 1ian 1янв 1-ianuarie-2025 jan-1-2025",
		"2024-05-09": "9.5 9мая 9mai 9-may",
		"1970-01-01": "1.1.1970 1970-01-01 1.1.70",
		"2026-03-17": "17.03.2026 2026-03-17",
		"1999-12-31": "31.12.99 31.12.1999",
	} {
		for form := range strings.FieldsSeq(forms) {
			for _, language := range []string{"en", "ro", "ru"} {
				got := read(t, "5 tea ^"+form, in(language))
				if got.Date.String() != want || got.Note != "tea" {
					t.Errorf("%s ^%s: got %s, note %q; want %s", language, form, got.Date, got.Note, want)
				}
			}
		}
	}
}

func TestADateMayBeOfSeveralWords(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]struct {
		date string
		note string
	}{
		"12.50 coffee ^25 december":           {"2024-12-25", "coffee"},
		"12.50 ^25 декабря, кофе":             {"2024-12-25", "кофе"},
		"^12 martie 2024 12,50 cafea":         {"2024-03-12", "cafea"},
		"^may 5 120 coffee":                   {"2024-05-05", "coffee"},
		"^the day before yesterday 12 coffee": {"2025-03-15", "coffee"},
		"^day before yesterday 12 coffee":     {"2025-03-15", "coffee"},
		`^"25 dec 2024" 12 coffee`:            {"2024-12-25", "coffee"},
		"^friday 13 coffee":                   {"2025-03-14", "coffee"},
		"^12 march 2000 lei rent":             {"2025-03-12", "rent"},
		"^12.03 2000 rent":                    {"2025-03-12", "rent"},
		"^yesterday march 2000":               {"2025-03-16", "march"},
		"5 ^12 march 2024 - new":              {"2024-03-12", "- new"},
	} {
		if got := read(t, line, in("en")); got.Date.String() != want.date || got.Note != want.note {
			t.Errorf("%q: got %s, note %q; want %v", line, got.Date, got.Note, want)
		}
	}
}

func TestSlashesPutTheDayFirstButForAnAmerican(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		form, language, want string
		told                 bool
	}{
		{"3/4/2024", "en", "2024-04-03", true},
		{"3/4/2024", "en-US", "2024-03-04", true},
		{"3/4/2024", "ru", "2024-04-03", false},
		{"12/25/2024", "en", "2024-12-25", false},
		{"25/12/2024", "en-US", "2024-12-25", false},
		{"3/3/2024", "en-US", "2024-03-03", false},
		{"3.4.2024", "en-US", "2024-04-03", false},
	} {
		got := read(t, "5 ^"+c.form, in(c.language))
		if told := slices.Contains(codes(got), ReadDate); got.Date.String() != c.want || told != c.told {
			t.Errorf("%s %s: got %s, told %v; want %v", c.language, c.form, got.Date, told, c)
		}
	}
	if got := causeOf(t, "5 ^12/25/2024", in("ro")); got != "entry.no_such_day" {
		t.Errorf("got %s", got)
	}
}

func TestAFilledInDateIsTold(t *testing.T) {
	t.Parallel()
	for form, want := range map[string]bool{
		"friday": true, "25.12": true, "25.12.24": true, "16.03": false, "25.12.2024": false, "yesterday": false,
	} {
		if got := slices.Contains(codes(read(t, "5 ^"+form, in("en"))), ReadDate); got != want {
			t.Errorf("^%s: told %v, want %v", form, got, want)
		}
	}
	got := read(t, "5 tea 12.05.2024 again", in("en"))
	if !slices.Contains(codes(got), ReadDateInNote) || !got.Date.IsZero() {
		t.Errorf("got %+v", got)
	}
}

func TestLeapDaysAreThoseOfTheYearMeant(t *testing.T) {
	t.Parallel()
	for today, want := range map[Date]string{
		{2024, time.March, 1}:     "2024-02-29",
		{2024, time.February, 29}: "2024-02-29",
		{2025, time.January, 10}:  "2024-02-29",
	} {
		if got := read(t, "5 ^29.02", Options{Today: today}); got.Date.String() != want {
			t.Errorf("on %s: got %s, want %s", today, got.Date, want)
		}
	}
	if got := causeOf(t, "5 ^29.02", in("en")); got != "entry.no_such_day" {
		t.Errorf("got %s", got)
	}
}

func TestBrokenDatesAreRefused(t *testing.T) {
	t.Parallel()
	for _, form := range []string{
		"5", "march", "1.2.3.4", "0.5", "5.0", "32.1", "1.13", "12345.1", "1.1.1", "1.1.202", "1.0012", "2024-12",
		"a.b.c", "12.march.24", "2024-5-2024", "25\u066112", "-1", strings.Repeat("9", 80), "лето",
	} {
		if _, err := Parse("7 tea ^"+form, in("en")); err == nil {
			t.Errorf("^%s was taken", form)
		}
	}
	if got := causeOf(t, "5 ^yesterday", Options{Language: "en"}); got != "entry.date" {
		t.Errorf("without a today: got %s", got)
	}
}

func TestYesterdayCrossesMonthsAndYears(t *testing.T) {
	t.Parallel()
	for today, want := range map[Date]string{
		{2025, time.January, 1}: "2024-12-31",
		{2024, time.March, 1}:   "2024-02-29",
		{2025, time.March, 31}:  "2025-03-30", // the night the clocks change
	} {
		if got := read(t, "5 ^ieri", Options{Language: "ro", Today: today}); got.Date.String() != want {
			t.Errorf("on %s: got %s, want %s", today, got.Date, want)
		}
	}
}
