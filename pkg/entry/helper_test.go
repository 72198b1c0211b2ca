package entry

import (
	"errors"
	"testing"
	"time"
)

// monday is the day on which the tests are read.
var monday = Date{2025, time.March, 17}

// in are the options of a language's user whose account is in MDL.
func in(language string) Options {
	return Options{Language: language, Today: monday, Currency: "MDL"}
}

// of is an amount of so many units: of(1250, 2, "EUR") is 12.50 EUR.
func of(units int64, scale int, currency string) Amount {
	for scale > 0 && units%10 == 0 {
		units, scale = units/10, scale-1
	}
	return Amount{units, scale, currency}
}

// read parses one line that must be good.
func read(t *testing.T, line string, o Options) Entry {
	t.Helper()
	entries, err := Parse(line, o)
	if err != nil || len(entries) != 1 {
		t.Fatalf("Parse(%q, %s) = %v, %v; want one entry", line, o.Language, entries, err)
	}
	return entries[0]
}

// causeOf is the code of the one bad line.
func causeOf(t *testing.T, line string, o Options) string {
	t.Helper()
	entries, err := Parse(line, o)
	var refusal *Refusal
	if !errors.As(err, &refusal) || len(refusal.Lines) != 1 {
		t.Errorf("Parse(%q, %s) = %+v, %v; want a refusal of one line", line, o.Language, entries, err)
		return ""
	}
	return refusal.Lines[0].Cause.Code
}

// without is an entry without its line's number and what was ambiguous about it.
func without(e Entry) Entry {
	e.Line, e.Readings = 0, nil
	return e
}

// codes are those of the readings.
func codes(e Entry) (all []string) {
	for _, r := range e.Readings {
		all = append(all, r.Code)
	}
	return all
}
