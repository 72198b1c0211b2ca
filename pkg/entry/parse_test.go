package entry

import (
	"errors"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"financebot/pkg/errs"
	"financebot/pkg/money"
)

func TestALineIsAnEntry(t *testing.T) {
	t.Parallel()
	yesterday := Date{2025, time.March, 16}
	for line, want := range map[string]Entry{
		"12.50 coffee": {Kind: Expense, Amount: of(1250, 2, ""), Note: "coffee"},
		"coffee 12.50": {Kind: Expense, Amount: of(1250, 2, ""), Note: "coffee"},
		"+1500 salary": {Kind: Income, Amount: of(1500, 0, ""), Note: "salary"},
		"-20":          {Kind: Expense, Amount: of(20, 0, "")},
		"200 lei groceries @card #home ^yesterday": {
			Kind: Expense, Amount: of(200, 0, "MDL"), Note: "groceries", Account: "card",
			Tags: []string{"home"}, Date: yesterday,
		},
		"100 EUR @cash > 1985 lei @card": {
			Kind: Transfer, Amount: of(100, 0, "EUR"), Account: "cash",
			ToAmount: of(1985, 0, "MDL"), ToAccount: "card",
		},
		"100 @cash > @card": {Kind: Transfer, Amount: of(100, 0, ""), Account: "cash", ToAccount: "card"},
		"100>@card":         {Kind: Transfer, Amount: of(100, 0, ""), ToAccount: "card"},
		"@cash->@card 100":  {Kind: Transfer, Amount: of(100, 0, ""), Account: "cash", ToAccount: "card"},
		"100 EUR @cash → 1985 lei @card rent #a ^yesterday ~Ion": {
			Kind: Transfer, Amount: of(100, 0, "EUR"), Account: "cash", ToAmount: of(1985, 0, "MDL"), ToAccount: "card",
			Note: "rent", Tags: []string{"a"}, Date: yesterday, Payee: "Ion",
		},
		"350+120*2 food": {Kind: Expense, Amount: of(590, 0, ""), Note: "food"},
		`^yesterday #b ~"Ion & Co" @"my card" #a !eating_out 5 € tea #B`: {
			Kind: Expense, Amount: of(5, 0, "EUR"), Note: "tea", Account: "my card", Category: "eating out",
			Payee: "Ion & Co", Tags: []string{"b", "a"}, Date: yesterday,
		},
		"5 @«мой счёт» !“eating out” ~„La Plăcinte”": {
			Kind: Expense, Amount: of(5, 0, ""), Account: "мой счёт", Category: "eating out", Payee: "La Plăcinte",
		},
		"5 !🍔 🍟 fries ☕️":          {Kind: Expense, Amount: of(5, 0, ""), Category: "🍔", Note: "🍟 fries ☕️"},
		"5 coffee !!! :) ^_^ @ #":  {Kind: Expense, Amount: of(5, 0, ""), Note: "coffee !!! :) ^_^ @ #"},
		"5 \\@home \\10 \\\\ a\\b": {Kind: Expense, Amount: of(5, 0, ""), Note: "@home 10 \\ a\\b"},
		"5 @card, tea":             {Kind: Expense, Amount: of(5, 0, ""), Account: "card", Note: "tea"},
		"12.50, coffee (large)":    {Kind: Expense, Amount: of(1250, 2, ""), Note: "coffee (large)"},
		"2nd 7up A4 5% 10 l 30":    {Kind: Expense, Amount: of(30, 0, ""), Note: "2nd 7up A4 5% 10 l"},
		"at 18:30 v1.2.3 40":       {Kind: Expense, Amount: of(40, 0, ""), Note: "at 18:30 v1.2.3"},
	} {
		if got := without(read(t, line, in("en"))); !reflect.DeepEqual(got, want) {
			t.Errorf("%q\n got %+v\nwant %+v", line, got, want)
		}
	}
}

func TestTheAmountIsWhatLooksMostLikeMoney(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]struct {
		amount Amount
		note   string
		told   bool
	}{
		"2 coffees 12.50":       {of(1250, 2, ""), "2 coffees", true},
		"2 coffees 30 EUR":      {of(30, 0, "EUR"), "2 coffees", true},
		"5 EUR for 2.5 months":  {of(5, 0, "EUR"), "2.5 months", false},
		"+1500 for 2 projects":  {of(1500, 0, ""), "for 2 projects", true},
		"2 coffees 30":          {of(30, 0, ""), "2 coffees", true},
		"30 for 2 coffees":      {of(30, 0, ""), "2 coffees", true},
		"coffee 2 cups 30 @abc": {of(30, 0, ""), "coffee 2 cups", false},
		"milk 1.5 l 30":         {of(30, 0, ""), "milk 1.5 l", false},
		"1.5 kg apples 30":      {of(30, 0, ""), "1.5 kg apples", false},
		"молоко 1.5 л 30":       {of(30, 0, ""), "молоко 1.5 л", true},
		"12.50 2x1 000 cups":    {of(1250, 2, ""), "2x1 000 cups", false},
		"молоко 30 л":           {of(30, 0, "MDL"), "молоко", false},
		"24/7 shop \\50 12.50":  {of(1250, 2, ""), "24/7 shop 50", false},
	} {
		got := read(t, line, in("en"))
		told := slices.Contains(codes(got), ReadAmount)
		if got.Amount != want.amount || got.Note != want.note || told != want.told {
			t.Errorf("%q: got %+v; want %+v", line, got, want)
		}
	}
}

func TestABadLineIsNamedByItsCause(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]string{
		"coffee":                             "no_amount",
		"5 kg apples":                        "no_amount",
		"12+ coffee":                         "no_amount",
		"12) coffee":                         "no_amount",
		"1.2.3":                              "no_amount",
		"30 coffees 2":                       "two_amounts",
		"coffee 2 tea 30":                    "two_amounts",
		"12/5 lunch":                         "date_or_sum",
		"069123456":                          "no_amount",
		"+37369123456":                       "no_amount",
		"4111 1111 1111 1111":                "no_amount",
		"my phone is 079 12 34 56":           "no_amount",
		"flat 1500000":                       "unsure",
		"room 305":                           "unsure",
		"lunch 12 tomorrow":                  "future",
		"10 lei 5 EUR":                       "two_amounts",
		"12 lunch +3 tip":                    "two_amounts",
		"5 EUR lunch +3 tip":                 "two_amounts",
		"5 л 6 л":                            "two_amounts",
		"a 2 b 3 c":                          "two_amounts",
		"0 coffee":                           "zero",
		"-0 coffee":                          "zero",
		"0.00 EUR":                           "zero",
		"5-5":                                "dash",
		"=5-5":                               "zero",
		"12.505 coffee":                      "mark",
		"100-120 food":                       "dash",
		"=100-120 food":                      "negative",
		"-20+30 food":                        "negative",
		"+20-30 food":                        "negative",
		"12.5055 EUR coffee":                 "precision",
		"12.5055 coffee":                     "precision",
		"12.5 JPY":                           "precision",
		"1.0000001":                          "precision",
		"1.2345 @dinar":                      "precision",
		"10000000000.01":                     "range",
		"99999999999999999999":               "range",
		"1 000 000 000 000 000 000 000":      "range",
		"9999999999*9999999999":              "range",
		"100/0":                              "division",
		"1/(2-2)":                            "division",
		strings.Repeat("1+", 60) + "1":       "expression",
		"€5 lei":                             "currency",
		"5 EUR + 3 lei":                      "currency",
		"١٢ coffee":                          "digits",
		"５ coffee":                           "digits",
		"5 ^yesterdayy":                      "date",
		"5 ^31.02":                           "no_such_day",
		"5 ^29.02.2023":                      "no_such_day",
		"5 ^29 february 2023":                "no_such_day",
		"5 ^31.12.1969":                      "date_range",
		"5 ^2026-03-18":                      "date_range",
		"5 @\"card":                          "name",
		"5 @\"\"":                            "name",
		"5 @\"a\"b":                          "name",
		"5 @" + strings.Repeat("a", 65):      "name_too_long",
		"5 #" + strings.Repeat("ș", 51):      "tag_too_long",
		"5 " + strings.Repeat("ș", 501):      "note_too_long",
		"5 #a #b #c #d #e #f #g #h #i #j #k": "too_many_tags",
		"5 @a @b":                            "repeated",
		"5 !a !b":                            "repeated",
		"5 ~a ~b":                            "repeated",
		"5 ^today ^today":                    "repeated",
		"5 coffee > tea":                     "transfer",
		"5 @a > @b > @c":                     "transfer",
		"5 @a > @b !food":                    "transfer",
		"5 @my_card > @\"My card\"":          "same_account",
		"-5 @a > @b":                         "sign",
		"5 a\x00b":                           "text",
		"5 a\xffb":                           "text",
	} {
		if got := causeOf(t, line, in("en")); got != "entry."+want {
			t.Errorf("%q: got %s, want entry.%s", line, got, want)
		}
	}
}

func TestAMessageIsReadWholeOrNotAtAll(t *testing.T) {
	t.Parallel()
	entries, err := Parse("12 tea\r\n\n coffee \n0 sugar\n5 milk", in("en"))
	if entries != nil || !errors.Is(err, ErrUnreadable) || !errors.Is(err, ErrNoAmount) || !errors.Is(err, ErrZero) {
		t.Fatalf("got %v, %v", entries, err)
	}
	var refusal *Refusal
	if !errors.As(err, &refusal) {
		t.Fatalf("got %v, want a refusal", err)
	}
	want := []BadLine{{Number: 3, Text: "coffee", Cause: ErrNoAmount}, {Number: 4, Text: "0 sugar", Cause: ErrZero}}
	if !reflect.DeepEqual(refusal.Lines, want) {
		t.Errorf("got %+v, want %+v", refusal.Lines, want)
	}
	e := errs.As(err)
	if e.Kind != errs.Invalid || e.Code != "entry.unreadable" || len(e.Fields) != 2 ||
		e.Fields[1] != (errs.Field{Field: "line 4", Code: "entry.zero", Message: "The amount is zero: 0 sugar"}) {
		t.Errorf("got %+v", e)
	}
	entries, err = Parse("12 tea\n\n+5 milk\n", in("en"))
	if err != nil || len(entries) != 2 || entries[1].Kind != Income {
		t.Errorf("got %v, %v; want two entries", entries, err)
	}
}

func TestLinesAreThoseThatParseReads(t *testing.T) {
	t.Parallel()
	text := "\ufeff5 tea\r\n\u200b\n \u2060 \n\n\u00a07 milk\u200b\n"
	var got []string
	for number, line := range Lines(text) {
		got = append(got, strconv.Itoa(number)+" "+line)
	}
	if want := []string{"1 5 tea", "5 7 milk"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if entries, err := Parse(text, in("en")); err != nil || len(entries) != len(got) {
		t.Errorf("%d entries, %v; want %d", len(entries), err, len(got))
	}
	for range Lines(text) {
		break // a caller may have seen enough
	}
}

func TestAMessageHasItsCaps(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]error{
		"":                                  ErrEmpty,
		"\n\t\u00a0\n":                      ErrEmpty,
		strings.Repeat("5 a\n", MaxLines):   nil,
		strings.Repeat("5 a\n", MaxLines+1): ErrTooManyLines,
		"5" + strings.Repeat(" ", 4095):     nil,
		"5" + strings.Repeat(" ", 4096):     ErrMessage,
		"5 " + strings.Repeat("ș", MaxNote): nil,
		strings.Repeat("5"+strings.Repeat(" a", 30)+"\n", 30): ErrMessage,
		"5 a" + strings.Repeat(" #tag", 20):                   nil,
		"5 @" + strings.Repeat("ș", MaxName):                  nil,
		"5 #" + strings.Repeat("ș", MaxTag):                   nil,
	} {
		if _, err := Parse(text, in("en")); !errors.Is(err, want) {
			t.Errorf("%.20q…: got %v, want %v", text, err, want)
		}
	}
}

func TestASumIsOneAmountOfItsCurrency(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]error{
		"1,250.50 by card": nil, "EUR 1250.5 by card": nil,
		"12 USD": ErrCurrency, "12.505 by card": ErrPrecision, "1 tea\n2 buns": ErrTwoAmounts, "1 @cash > @card": ErrTwoAmounts,
		"tea": ErrNoAmount, "0 tea": ErrZero, "": ErrEmpty,
	} {
		sum, e, err := ParseSum(text, Options{Language: "en", Today: monday, Currency: "EUR"})
		if !errors.Is(err, want) || want == nil && (sum != money.Of(125050, "EUR") || e.Note != "by card") {
			t.Errorf("%q: got %v of %+v, %v", text, sum, e, err)
		}
	}
}

// What answers the question for an amount is one, though a message that holds nothing else is in doubt.
func TestAnAnswerIsDoubtedLessThanAMessage(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int64{"1500000": 150000000, "room 305": 30500, "12/5": 240, "0100": 10000} {
		if sum, _, err := ParseSum(text, in("en")); err != nil || sum != money.Of(want, "MDL") {
			t.Errorf("%q: got %v, %v", text, sum, err)
		}
		if _, err := Parse(text, in("en")); err == nil {
			t.Errorf("%q is taken for an entry", text)
		}
	}
}
