package money

import (
	"errors"
	"math"
	"testing"
)

func TestParseIsExact(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text, currency string
		want           int64
		err            error
	}{
		{"12.50", "EUR", 1250, nil},
		{"-0.01", "EUR", -1, nil},
		{"0012.5", "EUR", 1250, nil},
		{"12.5000", "EUR", 1250, nil},
		{"12", "JPY", 12, nil},
		{"1.234", "KWD", 1234, nil},
		{"10000000000.00", "EUR", Limit, nil},
		{"12.505", "EUR", 0, ErrPrecision},
		{"12.1", "JPY", 0, ErrPrecision},
		{"10000000000.01", "EUR", 0, ErrRange},
		{"99999999999999999999999999", "EUR", 0, ErrRange},
		{"", "EUR", 0, ErrSyntax},
		{".", "EUR", 0, ErrSyntax},
		{"1.", "EUR", 0, ErrSyntax},
		{".5", "EUR", 0, ErrSyntax},
		{"1e3", "EUR", 0, ErrSyntax},
		{"--1", "EUR", 0, ErrSyntax},
		{"+1", "EUR", 0, ErrSyntax},
		{"1.2.3", "EUR", 0, ErrSyntax},
		{"١٢", "EUR", 0, ErrSyntax},
		{"1", "XXX", 0, ErrCurrency},
	} {
		got, err := Parse(c.text, c.currency)
		if !errors.Is(err, c.err) || (c.err == nil && err != nil) || got.Minor != c.want {
			t.Errorf("Parse(%q, %s) = %d, %v; want %d, %v", c.text, c.currency, got.Minor, err, c.want, c.err)
		}
	}
}

func TestDecimalShowsEveryMinorUnit(t *testing.T) {
	t.Parallel()
	for want, m := range map[string]Money{
		"0.00":                  Of(0, "EUR"),
		"-0.05":                 Of(-5, "EUR"),
		"12.50":                 Of(1250, "EUR"),
		"7":                     Of(7, "JPY"),
		"0.007":                 Of(7, "KWD"),
		"-92233720368547758.08": Of(math.MinInt64, "EUR"),
	} {
		if got := m.Decimal(); got != want {
			t.Errorf("Decimal(%d %s) = %s, want %s", m.Minor, m.Currency, got, want)
		}
	}
}

func TestAddNeverMixesNorOverflows(t *testing.T) {
	t.Parallel()
	if _, err := Of(1, "EUR").Add(Of(1, "USD")); !errors.Is(err, ErrMixed) {
		t.Errorf("got %v, want ErrMixed", err)
	}
	if _, err := Of(math.MaxInt64, "EUR").Add(Of(1, "EUR")); !errors.Is(err, ErrRange) {
		t.Errorf("got %v, want ErrRange", err)
	}
	if _, err := Of(math.MinInt64, "EUR").Add(Of(-1, "EUR")); !errors.Is(err, ErrRange) {
		t.Errorf("got %v, want ErrRange", err)
	}
	if got, err := Of(10, "EUR").Add(Of(-3, "EUR")); err != nil || got.Minor != 7 {
		t.Errorf("got %v, %v", got, err)
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{"12.50", "-0.01", "1e9", "00000000000000000001", "9.99999999"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		m, err := Parse(text, "EUR")
		if err != nil {
			return
		}
		again, err := Parse(m.Decimal(), "EUR")
		if err != nil || again != m {
			t.Errorf("%q parses to %v, which shows as %q and parses to %v, %v", text, m, m.Decimal(), again, err)
		}
	})
}
