package money

import (
	"errors"
	"math/big"
	"math/rand/v2"
	"testing"
)

func mustRate(t *testing.T, text string) Rate {
	t.Helper()
	r, err := ParseRate(text)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return r
}

func TestRatesAreReadExactly(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"17.8512": "17.8512", "17.8500": "17.85", "1": "1", "100.000": "100", "007.5": "7.5",
		"0.000000000001": "0.000000000001", "999999999999.999999999999": "999999999999.999999999999",
	} {
		if got := mustRate(t, text).Decimal(); got != want {
			t.Errorf("%s comes out as %s, want %s", text, got, want)
		}
	}
	for _, text := range []string{"", "0", "0.0", "-1", "+1", "1.", ".5", "1,5", "1e3", "1/3", " 1", "١", "NaN", "Inf", "0x1",
		"0.0000000000001", "1000000000000", "1_000", "00000000000000000000000000000000000000000000000000001"} {
		if _, err := ParseRate(text); !errors.Is(err, ErrRate) {
			t.Errorf("%q: got %v", text, err)
		}
	}
}

func TestConversionRoundsOnceAndHalfAwayFromZero(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		minor          int64
		from, to, rate string
		want           int64
	}{
		{100_00, "EUR", "MDL", "19.5", 1950_00},
		{1, "EUR", "USD", "1.5", 2},
		{-1, "EUR", "USD", "1.5", -2},
		{1, "EUR", "USD", "1.4999", 1},
		{1, "EUR", "USD", "0.5", 1},
		{-1, "EUR", "USD", "0.4999", 0},
		{12_34, "EUR", "JPY", "160", 1974},  // 1974.4
		{12_35, "EUR", "JPY", "160", 1976},  // no cents
		{100, "JPY", "EUR", "0.00625", 63},  // 62.5 cents
		{1, "KWD", "EUR", "3", 0},           // 0.3 cents
		{1_234, "KWD", "EUR", "3", 370},     // 3.702
		{1_00, "EUR", "KWD", "0.3335", 334}, // 333.5 fils
		{Limit, "EUR", "MDL", "19.123456789012", 19123456789012},
	} {
		exact, err := mustRate(t, c.rate).Exact(Of(c.minor, c.from), c.to)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := Round(exact); got != c.want || err != nil {
			t.Errorf("%d %s at %s: got %d %s, %v, want %d", c.minor, c.from, c.rate, got, c.to, err, c.want)
		}
	}
	if _, err := mustRate(t, "1").Exact(Of(1, "EUR"), "XXX"); !errors.Is(err, ErrCurrency) {
		t.Errorf("an unknown currency: %v", err)
	}
	large, err := mustRate(t, "999999999999").Exact(Of(Limit, "EUR"), "USD")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Round(large); !errors.Is(err, ErrRange) {
		t.Errorf("too much: %v", err)
	}
}

func TestThereAndBackIsTheSame(t *testing.T) {
	t.Parallel()
	r := mustRate(t, "19.4837")
	there, err := r.Exact(Of(123_45, "EUR"), "MDL")
	if err != nil {
		t.Fatal(err)
	}
	if got := r.Times(r.Inverse()).Decimal(); got != "1" {
		t.Errorf("a rate and its inverse make %s", got)
	}
	back := new(big.Rat).Mul(there, r.Inverse().ratio)
	if got, err := Round(back); got != 123_45 || err != nil {
		t.Errorf("back: %d, %v", got, err)
	}
}

func TestPartsAddUpToTheTotal(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	for range 500 {
		exact, sum := []*big.Rat{}, new(big.Rat)
		for range random.IntN(20) {
			part := big.NewRat(random.Int64N(1e6), 1+random.Int64N(997))
			exact, sum = append(exact, part), sum.Add(sum, part)
		}
		total, err := Round(sum)
		if err != nil {
			t.Fatal(err)
		}
		var got int64
		for i, part := range Apportion(total, exact) {
			got += part
			away := new(big.Rat).Sub(new(big.Rat).SetInt64(part), exact[i])
			if away.Abs(away).Cmp(big.NewRat(1, 1)) >= 0 {
				t.Fatalf("%v became %d", exact[i], part)
			}
		}
		if got != total {
			t.Fatalf("parts come to %d, the total is %d", got, total)
		}
	}
}
