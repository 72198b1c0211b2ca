package app_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"financebot/api-service/internal/app/apptest"
	"financebot/pkg/api"
	"financebot/pkg/client"
)

// names are those of all categories of a kind.
func names(t *testing.T, c *client.Client, kind string) []string {
	t.Helper()
	var all []string
	for name := range sorted(t, c, kind) {
		all = append(all, name)
	}
	slices.Sort(all)
	return all
}

// likelyOf are the names of the categories that the only line of a message may belong in.
func likelyOf(t *testing.T, c *client.Client, text string) string {
	t.Helper()
	read, err := c.ParseEntries(context.Background(), api.QuickAdd{Text: text})
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	var all []string
	for _, c := range read.Items[0].Likely {
		all = append(all, c.Name)
	}
	return strings.Join(all, ", ")
}

func TestWordsTellTheCategory(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	c, _, _ := ledger(t, a, "ana@example.com")
	of := sorted(t, c, api.Expense)
	for text, want := range map[string]string{
		"12.50 coffee": "Cafés and restaurants", "7 Аптеку": "Health", "30 motorină": "Transport", "9 ~Linella": "Groceries",
	} {
		if got := guessed(t, c, text); got != fmt.Sprint(of[want]) {
			t.Errorf("%q is read into %s, want %s", text, got, want)
		}
	}
	booked := add(t, c, "4 coffee")[0]
	if kept, err := c.Transaction(context.Background(), booked.ID); err != nil || val(kept.CategoryID) != of["Cafés and restaurants"] {
		t.Errorf("kept: %+v, %v", kept, err)
	}
	if n := number(t, a, "SELECT count(*) FROM category_hints"); n != 0 {
		t.Errorf("%d things were learned, where nobody chose", n)
	}
	sound(t, a)
}

// What nothing tells stays open, with the likeliest to choose from: what the words come close to, then
// what is used most.
func TestWhatNothingTellsIsOffered(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	c, _, _ := ledger(t, a, "ana@example.com")
	for text, want := range map[string]string{
		"7 beer": "Cafés and restaurants, Groceries", "7 dentist coffee": "Health, Cafés and restaurants",
		"7 zorblat": "Groceries, Cafés and restaurants", "+7 zorblat": "Salary, Business",
		"7 coffee": "", "7 @card > @cash": "", "7 zorblat !unheard": "",
	} {
		if got := likelyOf(t, c, text); got != want {
			t.Errorf("%q: offered %q, want %q", text, got, want)
		}
	}
	add(t, c, "7 jeans\n3 jeans\n4 taxi\n1 zorblat\n+9 salary")
	if got := likelyOf(t, c, "7 zorblat"); got != "Clothes, Transport" {
		t.Errorf("offered %q after some entries", got)
	}
	if got := likelyOf(t, c, "7 beer"); got != "Cafés and restaurants, Groceries" {
		t.Errorf("offered %q for beer after some entries", got)
	}
}

func TestOneCorrectionTeachesTheNext(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	c, _, _ := ledger(t, a, "ana@example.com")
	other, _, _ := ledger(t, a, "bob@example.com")
	of := sorted(t, c, api.Expense)
	choose(t, c, add(t, c, "7 zorblat for Ann")[0].ID, of["Home"])
	choose(t, c, add(t, c, "4 coffee")[0].ID, of["Leisure"])
	home, leisure := fmt.Sprint(of["Home"]), fmt.Sprint(of["Leisure"])
	for text, want := range map[string]string{
		"9 zorblat": home, "9 ZORBLATS": home, "9 red zorblat": home, "9 ~Zorblat": home, "9 Ann": "0", "+9 zorblat": "0",
		"3 coffee with Bob": leisure, "3 coffees": leisure, "3 zorblat coffee": "0",
	} {
		if got := guessed(t, c, text); got != want {
			t.Errorf("%q is read into %s, want %s", text, got, want)
		}
	}
	if got := guessed(t, other, "9 zorblat"); got != "0" {
		t.Errorf("a stranger is told %s", got)
	}
	choose(t, c, add(t, c, "9 zorblat")[0].ID, 0)
	if got := guessed(t, c, "9 zorblat"); got != "0" {
		t.Errorf("after the category was taken away: %s", got)
	}
	sound(t, a)
}

func TestImportsFindTheirCategoriesByWords(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	c, _, _ := ledger(t, a, "ana@example.com")
	of := sorted(t, c, api.Expense)
	choose(t, c, add(t, c, "7 zorblat")[0].ID, of["Home"])
	imported(t, c, csvFile("Date,Amount,Payee,Note\n2026-01-05,-1,LINELLA SRL 012 CHISINAU,Card 1234\n"+
		"2026-01-06,-2,ZORBLAT SRL,\n2026-01-09,-5,Nobody knows,\n2026-01-10,50,Lidl,salary\n"), api.ImportPlan{})
	imported(t, c, csvFile("Date,Amount,Category,Payee\n2026-01-07,-3,Leisure,Lidl\n2026-01-08,-4,,Lidl\n"), api.ImportPlan{})
	all, err := c.Transactions(context.Background(), api.TransactionFilter{From: "2026-01-01", To: "2026-01-31"})
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]int64{}
	for _, e := range all.Items {
		got[e.Amount] = val(e.CategoryID)
	}
	want := map[string]int64{
		"1.00": of["Groceries"], "2.00": of["Home"], "3.00": of["Leisure"], "4.00": 0, "5.00": 0,
		"50.00": sorted(t, c, api.Income)["Salary"],
	}
	for amount, id := range want {
		if got[amount] != id {
			t.Errorf("the row of %s is in %d, want %d", amount, got[amount], id)
		}
	}
	sound(t, a)
}

// The categories of a workspace speak the language of the one who is alone in it; what somebody
// named stays, and goes on having its words.
func TestStarterCategoriesSpeakTheLanguage(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	c, _, _ := ledger(t, a, "ana@example.com")
	of := sorted(t, c, api.Expense)
	if _, err := c.UpdateCategory(ctx, api.UpdateCategory{ID: of["Groceries"], Name: new("Fridge")}); err != nil {
		t.Fatal(err)
	}
	if _, err := c.CreateCategory(ctx, api.CreateCategory{Kind: api.Expense, Name: "haine"}); err != nil {
		t.Fatal(err)
	}
	for _, language := range []string{"ro", "ru", "ro"} {
		if _, err := c.UpdateUser(ctx, api.UpdateUser{Language: &language}); err != nil {
			t.Fatal(err)
		}
	}
	now := sorted(t, c, api.Expense)
	for name, id := range map[string]int64{
		"Fridge": of["Groceries"], "Transport": of["Transport"], "Sănătate": of["Health"],
		"Одежда": of["Clothes"], // the Romanian name was taken
	} {
		if now[name] != id {
			t.Errorf("%q is category %d, want %d; there are %q", name, now[name], id, names(t, c, api.Expense))
		}
	}
	if got := fmt.Sprint(names(t, c, api.Income)); got != "[Afaceri Altele Cadouri Salariu]" {
		t.Errorf("of income: %s", got)
	}
	if got := guessed(t, c, "7 milk\n7 cizme"); got != fmt.Sprint(of["Groceries"], of["Clothes"]) {
		t.Errorf("read into %s", got)
	}
	sound(t, a)
}
