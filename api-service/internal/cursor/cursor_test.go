package cursor

import (
	"errors"
	"math"
	"testing"
	"time"
)

var errRefused = errors.New("refused")

func day(year int, month time.Month, day int) time.Time {
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
}

// Callers hold cursors across updates of the program, so their form is for good.
func TestPlacesAreReadBackFromTheirForm(t *testing.T) {
	t.Parallel()
	for text, p := range map[string]Place{
		"19700101.1":             {day(1970, 1, 1), 1},
		"20240229.a":             {day(2024, 2, 29), 10},
		"20260203.zz":            {day(2026, 2, 3), 1295},
		"99991231.1y2p0ij32e8e7": {day(9999, 12, 31), math.MaxInt64},
	} {
		if p.String() != text {
			t.Errorf("%+v is %q, want %q", p, p.String(), text)
		}
		if got, err := Parse(text, errRefused); err != nil || got != p {
			t.Errorf("%q: %+v, %v, want %+v", text, got, err, p)
		}
	}
}

func TestNothingIsBeforeTheFirstPage(t *testing.T) {
	t.Parallel()
	if got, err := Parse("", errRefused); err != nil || got != (Place{}) {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestOtherTextsAreRefused(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"x", ".", "20260203", "20260203.", ".1", "20260203.0", "20260203.-1", "20260203.1.1", "20260203. 1", " 20260203.1",
		"20260230.1", "2026023.1", "2026-02-03.1", "20260203,1", "20260203.1y2p0ij32e8e8", "20260203.é", "20260203.1\x00", "12.34", "e30=",
	} {
		if got, err := Parse(text, errRefused); !errors.Is(err, errRefused) || got != (Place{}) {
			t.Errorf("%q: %+v, %v", text, got, err)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, text := range []string{"", "20260203.zz", "20260230.1", "99991231.1y2p0ij32e8e7", "00000101.+Z", "20260203.-1", "x"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		p, err := Parse(text, errRefused)
		if text == "" || err != nil {
			if p != (Place{}) || (err == nil) != (text == "") {
				t.Fatalf("%q: %+v, %v", text, p, err)
			}
			return
		}
		if again, err := Parse(p.String(), errRefused); err != nil || again != p || p.ID <= 0 {
			t.Errorf("%q: %+v, and from %q %+v, %v", text, p, p, again, err)
		}
	})
}
