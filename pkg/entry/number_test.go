package entry

import (
	"errors"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"financebot/pkg/money"
)

func TestNumbersAreReadAsTheLanguageWritesThem(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text     string
		en, ro   string // the ways of Romanian are those of Russian
		doubtful bool
	}{
		{"12", "12", "12", false},
		{"12.5", "12.5", "12.5", false},
		{"12,5", "12.5", "12.5", false},
		{"12.50", "12.5", "12.5", false},
		{"1.234", "1.234", "1234", true},
		{"1,234", "1234", "1.234", true},
		{"12.500", "12.5", "12500", true},
		{"0.125", "0.125", "0.125", false},
		{"1234.567", "1234.567", "1234.567", false},
		{"1.234,56", "1234.56", "1234.56", false},
		{"1,234.56", "1234.56", "1234.56", false},
		{"1.234.567", "1234567", "1234567", false},
		{"1,234,567.89", "1234567.89", "1234567.89", false},
		{"1'234.50", "1234.5", "1234.5", false},
		{"1’234’567", "1234567", "1234567", false},
		{"1 234,56", "1234.56", "1234.56", true},
		{"1 234 567", "1234567", "1234567", true},
		{"1\u00a0234,5", "1234.5", "1234.5", false},
		{"1\u2009234", "1234", "1234", false},
		{"1\u202f234\u202f567,89", "1234567.89", "1234567.89", false},
		{"1 234.567", "1234.567", "1234.567", true},
		{"5k", "5000", "5000", false},
		{"1.5к", "1500", "1500", false},
		{"5 mii", "5000", "5000", false},
		{"5 тыс.", "5000", "5000", false},
		{"2 млн", "2000000", "2000000", false},
	} {
		for language, want := range map[string]string{"en": c.en, "ro": c.ro, "ru": c.ro} {
			got := read(t, c.text+" note @kuwait", in(language))
			doubtful := slices.Contains(codes(got), ReadNumber)
			if got.Amount.Decimal() != want || got.Note != "note" || doubtful != c.doubtful {
				t.Errorf("%s %q: got %s, note %q, doubtful %v; want %s, %v",
					language, c.text, got.Amount.Decimal(), got.Note, doubtful, want, c.doubtful)
			}
		}
	}
}

func TestWhatIsNoNumberIsAWord(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"1.2.3", "1,23,456", "1.234,567.8", "0,123,456", "1..2", "1'23", "12.05.24", "1/2/2024", "2024-12-25"} {
		got := read(t, "7 lei a "+text+" b", in("en"))
		if got.Amount != of(7, 0, "MDL") || got.Note != "a "+text+" b" {
			t.Errorf("%q: got %v, note %q", text, got.Amount, got.Note)
		}
	}
}

func TestSumsAreExact(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"350+120*2":      "590",
		"(350+120)*2":    "940",
		"350 + 120":      "470",
		"1 000+2 000":    "3000",
		"2*(1 234,50)":   "2469",
		"350 -20":        "330",
		"100-20-30":      "50",
		"100/4/5":        "5",
		"100/4":          "25",
		"=10/4":          "2.5",
		"10:4":           "2.5",
		"=12":            "12",
		"10/3*3":         "10",
		"1/3+1/6+1/2":    "1",
		"0.1+0.2":        "0.3",
		"3x12.50":        "37.5",
		"3 x 12.50":      "37.5",
		"3 х 12,50":      "37.5",
		"3×12÷4":         "9",
		"100*19.8542":    "1985.42",
		"-20+5":          "15",
		"-(20+5)":        "25",
		"+20-5":          "15",
		"- 20":           "20",
		"((((1))))":      "1",
		"2*(3+(4-1))/2":  "6",
		"100−1":          "99",
		"5€+2.50€":       "7.5",
		"12 lei 50 bani": "12.5",
		"50 bani":        "0.5",
		"5k+500":         "5500",
		"99999999*100":   "9999999900",
	} {
		got := read(t, text+" food", in("en"))
		if got.Amount.Decimal() != want || got.Note != "food" {
			t.Errorf("%q: got %s, note %q; want %s", text, got.Amount.Decimal(), got.Note, want)
		}
	}
}

func TestASpacedSumIsTold(t *testing.T) {
	t.Parallel()
	got := read(t, "12.50 - 2 coffees", in("en"))
	want := []Reading{{Code: ReadSum, Text: "12.50 - 2", As: "10.5"}}
	if !slices.Equal(got.Readings, want) {
		t.Errorf("got %+v, want %+v", got.Readings, want)
	}
}

func TestRatiosComputeLikeBigOnesOrRefuse(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	draw := func() ratio {
		return lowest(random.Int64()>>random.IntN(63)*(1-2*random.Int64N(2)), 1+random.Int64()>>(1+random.IntN(62)))
	}
	refused := 0
	for range 20_000 {
		a, b := draw(), draw()
		x, y := big.NewRat(a.num, a.den), big.NewRat(b.num, b.den)
		sum, fits := a.plus(b)
		if !fits {
			refused++
		} else if want := new(big.Rat).Add(x, y); want.Cmp(big.NewRat(sum.num, sum.den)) != 0 || sum.den <= 0 {
			t.Fatalf("%v + %v = %v, want %v", a, b, sum, want)
		}
		product, fits := a.times(b)
		if !fits {
			refused++
		} else if want := new(big.Rat).Mul(x, y); want.Cmp(big.NewRat(product.num, product.den)) != 0 || product.den <= 0 {
			t.Fatalf("%v × %v = %v, want %v", a, b, product, want)
		}
	}
	if refused == 0 || refused > 39_000 {
		t.Errorf("%d of 40000 were refused: the draw tests nothing", refused)
	}
}

func TestAnAmountFitsItsAccountOrIsRefused(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		amount   Amount
		currency string
		minor    int64
		err      error
	}{
		{of(1250, 2, ""), "EUR", 1250, nil},
		{of(125, 1, "EUR"), "EUR", 1250, nil},
		{of(12, 0, ""), "JPY", 12, nil},
		{of(1234, 3, ""), "KWD", 1234, nil},
		{of(1234, 3, ""), "EUR", 0, ErrPrecision},
		{of(125, 1, ""), "JPY", 0, ErrPrecision},
		{of(12, 0, "EUR"), "USD", 0, ErrCurrency},
		{of(12, 0, ""), "XXX", 0, money.ErrCurrency},
		{of(money.Limit, 0, ""), "JPY", money.Limit, nil},
		{of(money.Limit, 0, ""), "EUR", 0, ErrRange},
	} {
		got, err := c.amount.In(c.currency)
		if !errors.Is(err, c.err) || (err == nil) != (c.err == nil) || got.Minor != c.minor {
			t.Errorf("%v in %s = %v, %v; want %d, %v", c.amount, c.currency, got, err, c.minor, c.err)
		}
	}
}
