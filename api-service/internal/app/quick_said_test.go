package app_test

import (
	"context"
	"testing"

	"financebot/api-service/internal/app/apptest"
	"financebot/pkg/api"
	"financebot/pkg/errs"
)

func TestOneLineCanHoldSeveralEntries(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	c, cash, card := ledger(t, a, "ana@example.com")
	added, err := c.QuickAdd(ctx, api.QuickAdd{
		Text: "salary 3000 @card\ncoffee 3.50 and cake 4 yesterday\nmove 50 from card to cash",
	})
	if err != nil || len(added.Items) != 4 {
		t.Fatalf("added: %+v, %v", added, err)
	}
	kinds, lines := "", []int{}
	for _, e := range added.Items {
		kinds += e.Kind + " "
		lines = append(lines, e.Line)
	}
	if kinds != "income expense expense transfer " || lines[0] != 1 || lines[1] != 2 || lines[2] != 2 || lines[3] != 3 {
		t.Errorf("got %s on lines %v", kinds, lines)
	}
	if got := balance(t, c, cash.ID) + " " + balance(t, c, card.ID); got != "42.50 3050.00" {
		t.Errorf("balances: %s", got)
	}
	if _, err := c.Undo(ctx, added.OperationID); err != nil {
		t.Fatal(err)
	}
	if got := balance(t, c, cash.ID) + " " + balance(t, c, card.ID); got != "0.00 100.00" {
		t.Errorf("after the undo: %s", got)
	}
}

func TestTheOtherReadingTakesThePlaceOfTheEntry(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	c, cash, _ := ledger(t, a, "ana@example.com")
	added, err := c.QuickAdd(ctx, api.QuickAdd{Text: "refund 20"})
	if err != nil || added.Items[0].Kind != api.Income || len(added.Items[0].Readings) != 1 {
		t.Fatalf("added: %+v, %v", added, err)
	}
	told := added.Items[0].Readings[0]
	if told.Code != api.ReadKind || told.Text != "refund" || told.As != api.Income {
		t.Errorf("told: %+v", told)
	}
	other, err := c.QuickAdd(ctx, api.QuickAdd{Text: told.Other, Replaces: []int64{added.Items[0].ID}})
	if err != nil || len(other.Items) != 1 || other.Items[0].Kind != api.Expense || len(other.Items[0].Readings) != 0 {
		t.Errorf("the other way: %+v, %v", other, err)
	}
	if got := balance(t, c, cash.ID); got != "-20.00" {
		t.Errorf("balance: %s", got)
	}
}

// A message in doubt books nothing; each of its choices is a message that books at once.
func TestWhatIsInDoubtIsOfferedAsChoices(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	c, cash, _ := ledger(t, a, "ana@example.com")
	for text, want := range map[string]int{
		"5 bread\ncoffee 3 tea 4": 3, "12/5 lunch": 1, "lunch 12 tomorrow": 2, "flat 1500000": 1, "transfer 10 to Bob": 2,
	} {
		_, err := c.QuickAdd(ctx, api.QuickAdd{Text: text})
		e := errs.As(err)
		if e == nil || e.Code != "entry.unreadable" || len(e.Choices) != want || e.Choices[0].Field != e.Fields[0].Field {
			t.Errorf("%q: got %+v, want %d choices", text, e, want)
			continue
		}
		if read, err := c.ParseEntries(ctx, api.QuickAdd{Text: e.Choices[0].Text, Sure: true}); err != nil || len(read.Items) == 0 {
			t.Errorf("%q of %q: %v", e.Choices[0].Text, text, err)
		}
	}
	if got := balance(t, c, cash.ID); got != "0.00" {
		t.Errorf("a question moved money: %s", got)
	}
}

func TestASumFarAboveAllBeforeIsAskedAbout(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	c, cash, _ := ledger(t, a, "ana@example.com")
	if _, err := c.QuickAdd(ctx, api.QuickAdd{Text: "950 rent\n+95000 sold car"}); err != nil {
		t.Fatalf("what anybody may pay: %v", err)
	}
	_, err := c.QuickAdd(ctx, api.QuickAdd{Text: "2 tea\n9,600,000 house"})
	e := errs.As(err)
	if e == nil || len(e.Fields) != 1 || e.Fields[0].Code != "quick.large" || e.Fields[0].Field != "line 2" ||
		len(e.Choices) != 1 || e.Choices[0].Part != "9,600,000 house" {
		t.Fatalf("got %+v", e)
	}
	if got := balance(t, c, cash.ID); got != "94050.00" {
		t.Errorf("a question moved money: %s", got)
	}
	if _, err := c.QuickAdd(ctx, api.QuickAdd{Text: e.Choices[0].Text, Sure: true}); err != nil {
		t.Fatalf("whoever is sure: %v", err)
	}
	if _, err := c.QuickAdd(ctx, api.QuickAdd{Text: "8,000,000 garage"}); err != nil {
		t.Errorf("near what was booked: %v", err)
	}
}

func TestLeiAreThoseOfTheAccountThatIsNamed(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	c, _, _ := ledger(t, a, "ana@example.com")
	for name, currency := range map[string]string{"Chişinău": "MDL", "Bucureşti": "RON"} {
		if _, err := c.CreateAccount(ctx, api.CreateAccount{Name: name, Kind: "bank", Currency: currency}); err != nil {
			t.Fatal(err)
		}
	}
	for text, want := range map[string]string{
		"31 lei pizza @Bucureşti": "RON", "31 lei pizza @chisinau": "MDL", "10 @Bucureşti": "RON",
	} {
		read, err := c.ParseEntries(ctx, api.QuickAdd{Text: text})
		if err != nil || read.Items[0].Currency != want {
			t.Errorf("%q: %+v, %v; want %s", text, read, err, want)
			continue
		}
		if told := len(read.Items[0].Readings) == 1; told != (want == "RON" && text[0] == '3' || want == "MDL") {
			t.Errorf("%q: told %+v", text, read.Items[0].Readings)
		}
	}
}
