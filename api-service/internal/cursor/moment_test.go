package cursor

import (
	"errors"
	"testing"
	"time"
)

// As with days, the form is for good.
func TestMomentsAreReadBackFromTheirForm(t *testing.T) {
	t.Parallel()
	for text, m := range map[string]Moment{
		"1.a":            {time.UnixMicro(1).UTC(), "a"},
		"hfg0t89itx.b-1": {time.Date(2026, 2, 3, 4, 5, 6, 789000, time.UTC), "b-1"},
		"1xb3m9wqsqnz.c": {time.UnixMicro(latest).UTC(), "c"},
	} {
		if m.String() != text {
			t.Errorf("%+v is %q, want %q", m, m.String(), text)
		}
		if got, err := ParseMoment(text, errRefused); err != nil || got != m {
			t.Errorf("%q: %+v, %v, want %+v", text, got, err, m)
		}
	}
	if got, err := ParseMoment("", errRefused); err != nil || got != (Moment{}) {
		t.Errorf("before the first page: %+v, %v", got, err)
	}
}

func TestOtherMomentsAreRefused(t *testing.T) {
	t.Parallel()
	for _, text := range []string{".", "1", "1.", ".a", "0.a", "-1.a", " 1.a", "é.a", "zzzzzzzzzzzzzzzzz.a", "1y2p0ij32e8e7.a"} {
		if got, err := ParseMoment(text, errRefused); !errors.Is(err, errRefused) || got != (Moment{}) {
			t.Errorf("%q: %+v, %v", text, got, err)
		}
	}
}
