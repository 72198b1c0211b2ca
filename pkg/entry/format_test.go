package entry

import (
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"financebot/pkg/money"
)

func TestFormatWritesTheCanonicalLine(t *testing.T) {
	t.Parallel()
	for line, want := range map[string][2]string{ // in English and in Romanian
		"coffee   12.5 EUR":             {"12.50 EUR coffee", "12,50 EUR coffee"},
		"+1500 EUR salary":              {"+1500.00 EUR salary", "+1500,00 EUR salary"},
		"-5 JPY tea":                    {"5 JPY tea", "5 JPY tea"},
		"1.2345 KWD*2*5 tea":            {"12.3450 KWD tea", "12,3450 KWD tea"},
		"^ieri #b ~Ion @my_card 5€":     {`5.00 EUR @"my card" ~Ion #b ^2025-03-16`, `5,00 EUR @"my card" ~Ion #b ^2025-03-16`},
		`5 EUR \10 \@home - a !"x\""`:   {`5.00 EUR \10 \@home \- a !"x\""`, `5,00 EUR \10 \@home \- a !"x\""`},
		"100 EUR @a rent > 1985 lei @b": {"100.00 EUR @a > 1985.00 MDL @b rent", "100,00 EUR @a > 1985,00 MDL @b rent"},
		"100 > @b":                      {"100 > @b", "100 > @b"},
	} {
		for i, language := range []string{"en", "ro"} {
			e := read(t, line, in("en"))
			if got := Format(e, in(language)); got != want[i] {
				t.Errorf("%q in %s:\n got %s\nwant %s", line, language, got, want[i])
			}
		}
	}
}

func TestWhatIsFormattedIsParsedAsTheSameEntry(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(3, 4))
	for range 20_000 {
		e, o := drawEntry(random)
		comesBack(t, e, o)
	}
}

// comesBack checks the promise of Format.
func comesBack(t *testing.T, e Entry, o Options) {
	t.Helper()
	line := Format(e, o)
	if utf8.RuneCountInString(line) > MaxMessage {
		return
	}
	again, err := Parse(line, o)
	if err == nil && len(again) == 1 {
		again[0].Line = 0
	}
	if err != nil || len(again) != 1 || !reflect.DeepEqual(again[0], e) {
		t.Fatalf("%s: %+v\nis formatted as %q\nand parsed as %+v, %v", o.Language, e, line, again, err)
	}
}

// pieces are what names and notes are drawn from: everything that means something elsewhere.
var pieces = strings.Fields(`a coffee кофе cafeluță 5 12.50 1.234 200 lei EUR € k x - + * / ( ) > -> → @a !b ~c #d
	^today ^ @ \ \\ " «я» “q” „r” 2024-12-25 1/2/2024 1+1 -5 +5 €5 5€ 5kg kg % 🍔 👩‍👩‍👧 ☕️ a>b a"b c\d .5 5, тыс. л
	mar may 25 _ a_b е́ ٣ ５ 1'000 :) ... 10%`)

func drawText(random *rand.Rand, most, limit int) string {
	var words []string
	for range random.IntN(most + 1) {
		words = append(words, pieces[random.IntN(len(pieces))])
	}
	text := []rune(strings.Join(words, " "))
	return tidy(string(text[:min(len(text), limit)]))
}

func drawAmount(random *rand.Rand, currencies []string, scale int) Amount {
	currency := currencies[random.IntN(len(currencies))]
	if exponent, known := money.Exponent(currency); known {
		scale = exponent
	}
	units := 1 + random.Int64N(money.Limit)>>random.IntN(40)
	return of(units, scale, currency)
}

// drawEntry draws an entry that Parse can give, and the options to read it by.
func drawEntry(random *rand.Rand) (Entry, Options) {
	o := Options{
		Language: []string{"en", "ro", "ru", "en-US", "ro-RO"}[random.IntN(5)],
		Today:    monday,
		Currency: []string{"", "MDL", "EUR"}[random.IntN(3)],
	}
	e := Entry{
		Kind:    []Kind{Expense, Income, Transfer}[random.IntN(3)],
		Account: drawText(random, 2, MaxName),
		Payee:   drawText(random, 2, MaxName),
		Note:    drawText(random, 6, MaxNote),
	}
	scale := random.IntN(finest + 1)
	if e.Account == "" && o.Currency != "" {
		scale = 2 // that of the default account
	}
	e.Amount = drawAmount(random, []string{"", "EUR", "JPY", "KWD", "MDL"}, scale)
	for range random.IntN(3) {
		if tag := drawText(random, 1, MaxTag); tag != "" && (len(e.Tags) == 0 || !sameName(e.Tags[0], tag)) {
			e.Tags = append(e.Tags, tag)
		}
	}
	if random.IntN(2) == 0 {
		e.Date = DateOf(time.Date(1970, 1, 1+random.IntN(20_000), 0, 0, 0, 0, time.UTC))
	}
	if e.Kind != Transfer {
		e.Category = drawText(random, 2, MaxName)
		return e, o
	}
	if e.ToAccount = "to " + drawText(random, 2, MaxName-3); random.IntN(2) == 0 {
		e.ToAmount = drawAmount(random, []string{"", "EUR", "JPY", "KWD"}, finest)
	}
	e.ToAccount = tidy(e.ToAccount)
	if sameName(e.ToAccount, e.Account) {
		e.Account = ""
	}
	return e, o
}
