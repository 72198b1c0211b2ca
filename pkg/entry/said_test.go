package entry

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

// What is understood beyond the plain meaning of a message is told, with the other way of reading
// it where one is close.
func TestWhatIsUnderstoodIsTold(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]Reading{
		"salary 3000":           {ReadKind, "salary", "income", "-3000 salary"},
		"rent paid 900":         {ReadKind, "paid", "expense", "+900 rent paid"},
		"lunch 12 last friday":  {ReadDate, "last friday", "2026-11-27", ""},
		"lunch 12 25.11":        {ReadDate, "25.11", "2026-11-25", ""},
		"uber twelve":           {ReadWords, "twelve", "12", ""},
		"3 coffees at 4.50":     {ReadSum, "3 coffees at 4.50", "13.5", ""},
		"100/3 lunch":           {ReadRounded, "100/3", "33.33", ""},
		"2 pizzas 20":           {ReadAmount, "2 pizzas 20", "20", ""},
		"coffee 4 with card":    {ReadAccount, "with card", "Card", ""},
		"100 from card to cash": {ReadTransfer, "100 from card to cash", "Card > Cash", ""},
		"12 pizza\nwith Ann":    {ReadMore, "with Ann", "", ""},
		"rent 900 last month":   {ReadDateInNote, "last month", "", ""},
		"1,200 rent":            {ReadNumber, "1,200", "1200", "1.20 rent"},
		"100-20 shoes":          {ReadSum, "100-20", "80", ""},
		"tom returned 20":       {ReadKind, "returned", "income", "-20 tom returned"},
		"lent Bob 20":           {ReadKind, "lent", "expense", "+20 lent Bob"},
	} {
		entries, err := Parse(text, corpusOptions["en"])
		if err != nil || !slices.Contains(entries[0].Readings, want) {
			t.Errorf("%q: got %+v, %v; want %+v", text, entries, err, want)
		}
	}
}

// Only one way to read a message: nothing is told.
func TestWhatIsPlainIsNotTold(t *testing.T) {
	t.Parallel()
	for text, language := range map[string]string{
		"12.50 coffee": "en", "+2000 salary": "en", "1,250.50 rent": "en", "20 $ taxi": "en", "-12 refund fee": "en",
		"25 de lei pâine": "ro", "50 bani covrig": "ro", "am plătit 200 lei chiria": "ro",
		"кофе 250р": "ru", "2к бензин": "ru", `10 \luni такси`: "ru", "купил хлеб за 45": "ru", "молоко 1,5 л 90 руб": "ru",
	} {
		entries, err := Parse(text, corpusOptions[language])
		if err != nil || len(entries) != 1 {
			t.Errorf("%q: %+v, %v", text, entries, err)
			continue
		}
		for _, r := range entries[0].Readings {
			if r.Code != ReadAmount { // "1,5 л 90": which of two numbers counts
				t.Errorf("%q: told %+v", text, r)
			}
		}
	}
}

// Each choice of a message in doubt is one that is read at once, and none is offered twice.
func TestChoicesCanBeReadInOneWayOnly(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]string{
		"coffee 3 tea 4":      {"3 coffee\n4 tea", `3 coffee tea \4`, `4 coffee \3 tea`},
		"12/5 lunch":          {"2.40 lunch"},
		"flat 1500000":        {"1'500'000 flat"},
		"lunch 12 tomorrow":   {"12 lunch ^2026-11-29", "12 lunch ^2026-11-28"},
		"transfer 100 to Bob": {"-100 transfer to Bob", "100 > @Bob"},
		"room 305":            {"305 room"},
		"my phone 0722123456": nil,
		"12-5 taxi":           {"7 taxi", "12 taxi", "5 taxi"},
		"20-30 groceries":     {"20 groceries", "30 groceries"},
		"1.200 rent":          {"1200 rent", "1.20 rent"},
		"rent 1.234":          {"1234 rent"},
		"Bob borrowed 20":     {"+20 Bob borrowed", "-20 Bob borrowed"},
		"mom paid 50":         {"+50 mom paid", "-50 mom paid"},
		"debt 50":             {"+50 debt", "-50 debt"},
	} {
		_, err := Parse(text, corpusOptions["en"])
		var refusal *Refusal
		if !errors.As(err, &refusal) || !slices.Equal(refusal.Lines[0].Choices, want) {
			t.Errorf("%q: got %v, offering %q; want %q", text, err, refusal.Lines[0].Choices, want)
			continue
		}
		for _, choice := range want {
			entries, err := Parse(choice, corpusOptions["en"])
			if err != nil || len(entries) != 1+strings.Count(choice, "\n") || len(entries[0].Readings) > 0 {
				t.Errorf("%q of %q: %+v, %v", choice, text, entries, err)
			}
		}
	}
}

func TestAChoiceIsTheWholeMessage(t *testing.T) {
	t.Parallel()
	_, err := Parse("5 bread\n\ncoffee 3 tea 4\n12/5 lunch", corpusOptions["en"])
	var refusal *Refusal
	if !errors.As(err, &refusal) || len(refusal.Lines) != 2 || len(refusal.Lines[1].Choices) != 0 {
		t.Fatalf("got %+v", err)
	}
	choices := refusal.choices()
	if len(choices) != 3 || choices[0].Field != "line 3" || choices[0].Part != "3 coffee\n4 tea" ||
		choices[0].Text != "5 bread\n\n3 coffee\n4 tea\n12/5 lunch" {
		t.Errorf("got %+v", choices)
	}
}

// What the first of several says of its kind goes for those that say nothing.
func TestAVerbGoesForAllThatItHas(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][2]Kind{
		"sold chair 30 and table 50": {Income, Income}, "salary 3000 and rent 900": {Income, Expense},
		"got 50 from mom and paid 20 for lunch": {Income, Expense}, "bought milk 2 and bread 3": {Expense, Expense},
	} {
		entries, err := Parse(text, corpusOptions["en"])
		if err != nil || len(entries) != 2 || entries[0].Kind != want[0] || entries[1].Kind != want[1] {
			t.Errorf("%q: got %+v, %v; want %v", text, entries, err, want)
		}
	}
}

// The sign that is typed wins over every word.
func TestASignWinsOverWords(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]Kind{
		"-3000 salary": Expense, "-50 received": Expense, "+20 bought coffee": Income, "+5 move from cash to card": Income,
		"- 200 зарплата няне": Expense, "-100 am primit": Expense,
	} {
		if got := read(t, text, corpusOptions["en"]); got.Kind != want || len(got.Readings) > 0 {
			t.Errorf("%q: got %+v", text, got)
		}
	}
}

func TestAccountsAreFoundAsTheyAreSaid(t *testing.T) {
	t.Parallel()
	accounts := []Account{{"Наличные", "cash", "RUB"}, {"Тинькофф", "card", "RUB"}, {"Economii vacanță", "savings", "RON"}}
	for name, want := range map[string]int{
		"наличных": 0, "нал": 0, "cash": 0, "карту": 1, "тинькофа": 1, "тин": 1, "economii": 2, "ECONOMII VACANTA": 2,
		"": -1, "vault": -1, "ка": -1,
	} {
		at, ok := FindAccount(accounts, name)
		if ok != (want >= 0) || (ok && at != want) {
			t.Errorf("%q: got %d, %v; want %d", name, at, ok, want)
		}
	}
}
