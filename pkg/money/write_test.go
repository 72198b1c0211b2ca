package money

import "testing"

func TestAmountsAsPeopleWriteThem(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		minor                        int64
		currency, language, whole, n string
	}{
		{123450, "EUR", "en", "€1,234.50", "1,234.50"},
		{-123450, "EUR", "en", "-€1,234.50", "-1,234.50"},
		{123450, "EUR", "ro", "1.234,50\u00a0€", "1.234,50"},
		{-123450, "RUB", "ru", "-1\u00a0234,50\u00a0₽", "-1\u00a0234,50"},
		{5, "MDL", "ru", "0,05\u00a0лея", "0,05"},
		{-1250, "MDL", "ru", "-12,50\u00a0лея", "-12,50"},
		{100, "MDL", "ru", "1,00\u00a0лей", "1,00"},
		{300, "MDL", "ru", "3,00\u00a0лея", "3,00"},
		{1300, "MDL", "ru", "13,00\u00a0лей", "13,00"},
		{2200, "MDL", "ru", "22,00\u00a0лея", "22,00"},
		{20000, "MDL", "ru", "200,00\u00a0лей", "200,00"},
		{1234567, "JPY", "en", "1,234,567\u00a0JPY", "1,234,567"},
		{100, "USD", "fr", "$1.00", "1.00"},
		{-9223372036854775808, "USD", "ro", "-92.233.720.368.547.758,08\u00a0$", "-92.233.720.368.547.758,08"},
	} {
		m := Of(c.minor, c.currency)
		if got, n := m.Write(c.language), m.Number(c.language); got != c.whole || n != c.n {
			t.Errorf("%v in %s: got %q, %q, want %q, %q", m, c.language, got, n, c.whole, c.n)
		}
	}
}
