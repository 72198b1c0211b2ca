package text

import (
	"testing"
	"time"
	_ "time/tzdata" // also where the machine has no time zones
)

func TestTodayIsTheDayOfTheZone(t *testing.T) {
	t.Parallel()
	late := time.Date(2026, time.March, 31, 22, 30, 0, 0, time.UTC)
	for zone, want := range map[string]time.Time{
		"Europe/Chisinau":  time.Date(2026, time.April, 1, 0, 0, 0, 0, time.UTC),
		"America/New_York": time.Date(2026, time.March, 31, 0, 0, 0, 0, time.UTC),
		"":                 time.Date(2026, time.March, 31, 0, 0, 0, 0, time.UTC),
		"Nowhere/Atlantis": time.Date(2026, time.March, 31, 0, 0, 0, 0, time.UTC),
	} {
		if got := Today(zone, late); got != want {
			t.Errorf("%q: got %v, want %v", zone, got, want)
		}
	}
}

func TestMonthsAreWholeAndCountedBack(t *testing.T) {
	t.Parallel()
	march := time.Date(2026, time.March, 31, 0, 0, 0, 0, time.UTC)
	for ago, want := range []string{"2026-03-01 2026-03-31", "2026-02-01 2026-02-28", "2026-01-01 2026-01-31", "2025-12-01 2025-12-31"} {
		p := MonthOf(march, ago)
		if got := p.From.Format(time.DateOnly) + " " + p.To.Format(time.DateOnly); got != want {
			t.Errorf("%d months ago: got %s, want %s", ago, got, want)
		}
	}
}

func TestMonthsAreReadByTheirNames(t *testing.T) {
	t.Parallel()
	today := time.Date(2026, time.November, 28, 0, 0, 0, 0, time.UTC)
	for words, want := range map[string]string{
		"october": "2026-10", "Oct": "2026-10", "December": "2025-12", "november": "2026-11", "may 2024": "2024-05",
		"octombrie": "2026-10", "ian": "2026-01", "mai 2025": "2025-05",
		"октябрь": "2026-10", "Октября": "2026-10", "мая": "2026-05", "дек.": "2025-12", "март 2026": "2026-03",
		"2026-03": "2026-03", "03.2026": "2026-03",
		"": "", "ma": "", "oct 26": "", "beer": "", "may 2024 x": "", "october march": "",
	} {
		p, ok := ParseMonth(words, today)
		if got := p.From.Format("2006-01"); ok != (want != "") || ok && got != want {
			t.Errorf("%q: got %s, %v, want %q", words, got, ok, want)
		}
	}
	if p, ok := ReadPeriod("2026-03-01 2026-03-15", today); !ok || p.To.Day() != 15 {
		t.Errorf("two days: %v, %v", p, ok)
	}
}
