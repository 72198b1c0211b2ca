package app_test

import (
	"context"
	"fmt"
	"io"
	"strings"
	"testing"

	"financebot/api-service/internal/app/apptest"
	"financebot/pkg/api"
	"financebot/pkg/client"
)

// sorted gives the ids of the categories of a kind, by their names.
func sorted(t *testing.T, c *client.Client, kind string) map[string]int64 {
	t.Helper()
	all, err := c.Categories(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	ids := map[string]int64{}
	for _, x := range all.Items {
		if x.Kind == kind {
			ids[x.Name] = x.ID
		}
	}
	return ids
}

// add books a message.
func add(t *testing.T, c *client.Client, text string) []api.QuickEntry {
	t.Helper()
	added, err := c.QuickAdd(context.Background(), api.QuickAdd{Text: text})
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	return added.Items
}

// choose puts an entry into a category, 0 being none.
func choose(t *testing.T, c *client.Client, entry, category int64) {
	t.Helper()
	if _, err := c.UpdateTransaction(context.Background(), api.UpdateTransaction{ID: entry, CategoryID: &category}); err != nil {
		t.Fatal(err)
	}
}

// guessed are the categories that the lines of a message would be booked in, 0 being none.
func guessed(t *testing.T, c *client.Client, text string) string {
	t.Helper()
	read, err := c.ParseEntries(context.Background(), api.QuickAdd{Text: text})
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	var ids []string
	for _, e := range read.Items {
		ids = append(ids, fmt.Sprint(val(e.CategoryID)))
	}
	return strings.Join(ids, " ")
}

func val(id *int64) int64 {
	if id == nil {
		return 0
	}
	return *id
}

func TestQuickAddTakesTheCategoryChosenForItsWords(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	c, _, _ := ledger(t, a, "ana@example.com")
	of, income := sorted(t, c, api.Expense), sorted(t, c, api.Income)
	first := add(t, c, "12.50 Kvorn  at Ștefan\n3 ~Zorblat\n+10 cashback\n4 mipple !leisure\n5 quux !unheard")
	if first[0].CategoryID != nil || first[1].CategoryID != nil {
		t.Fatalf("nothing was chosen yet: %+v", first)
	}
	choose(t, c, first[0].ID, of["Health"])
	choose(t, c, first[1].ID, of["Home"])
	choose(t, c, first[2].ID, income["Business"])
	health, home, business, leisure := fmt.Sprint(of["Health"]), fmt.Sprint(of["Home"]), fmt.Sprint(income["Business"]), fmt.Sprint(of["Leisure"])
	for text, want := range map[string]string{
		"7 kvorn at ștefan":               health,
		"7 KVORN at ȘTEFAN @card ~Bar #x": health,
		"7 kvorn at S\u0326tefan":         health, // as some keyboards send it
		"7 kvorn":                         health, // the first word that says nothing by itself
		"+7 kvorn at ștefan":              "0",
		"7 kvorn at ștefan !gifts":        fmt.Sprint(of["Gifts"]),
		"7 kvorn at ștefan !unheard":      "0",
		"7 ~zorblat":                      home,
		"7 zorblat":                       home,
		"7 grault ~zorblat":               home,
		"7 ~mipple":                       leisure,
		"+7 cashback":                     business,
		"-7 cashback":                     "0",
		"7 mipple":                        leisure,
		"7 quux":                          "0",
		"7 @card > @cash":                 "0",
		"1 mipple\n2 frob\n3 kvorn at ștefan\n4 MIPPLE": strings.Join([]string{leisure, "0", health, leisure}, " "),
	} {
		if got := guessed(t, c, text); got != want {
			t.Errorf("%q is read into %s, want %s", text, got, want)
		}
	}
	booked := add(t, c, "1 mipple\n2 frob")
	if val(booked[0].CategoryID) != of["Leisure"] || booked[1].CategoryID != nil {
		t.Errorf("booked: %+v", booked)
	}
	if kept, err := c.Transaction(context.Background(), booked[0].ID); err != nil || val(kept.CategoryID) != of["Leisure"] {
		t.Errorf("kept: %+v, %v", kept, err)
	}
	sound(t, a)
}

// What a category is called tells more than what was chosen once.
func TestNameOfACategoryGoesBeforeWhatWasChosen(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	c, _, _ := ledger(t, a, "ana@example.com")
	of := sorted(t, c, api.Expense)
	choose(t, c, add(t, c, "7 groceries")[0].ID, of["Home"])
	if got := guessed(t, c, "7 groceries"); got != fmt.Sprint(of["Groceries"]) {
		t.Errorf("read into %s, want %d", got, of["Groceries"])
	}
}

func TestLiteralReadingLeavesOutWhatWasChosen(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	c, _, _ := ledger(t, a, "ana@example.com")
	add(t, c, "4 mipple !leisure")
	read, err := c.ParseEntries(ctx, api.QuickAdd{Text: "5 mipple\n6 groceries", Literal: true})
	if err != nil || read.Items[0].CategoryID != nil || read.Items[1].CategoryID == nil {
		t.Errorf("read: %+v, %v", read, err)
	}
}

func TestOnlyTheLastChoiceIsRemembered(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	c, _, _ := ledger(t, a, "ana@example.com")
	of := sorted(t, c, api.Expense)
	kept := add(t, c, "4 mipple !leisure\n5 mipple !health")
	if got := guessed(t, c, "7 mipple"); got != fmt.Sprint(of["Health"]) {
		t.Errorf("of two in a message: %s", got)
	}
	choose(t, c, kept[0].ID, of["Home"])
	if got := guessed(t, c, "7 mipple"); got != fmt.Sprint(of["Home"]) {
		t.Errorf("after another choice: %s", got)
	}
	none := add(t, c, "9 grault")[0]
	add(t, c, "1 grault !health")
	choose(t, c, none.ID, 0)
	if got := guessed(t, c, "7 grault"); got != fmt.Sprint(of["Health"]) {
		t.Errorf("after an entry without a category was left so: %s", got)
	}
	undone, err := c.UpdateTransaction(ctx, api.UpdateTransaction{ID: kept[1].ID, CategoryID: new(of["Gifts"])})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Undo(ctx, undone.OperationID); err != nil || guessed(t, c, "7 mipple") != fmt.Sprint(of["Gifts"]) {
		t.Errorf("after an undo, which unlearns nothing: %v, %s", err, guessed(t, c, "7 mipple"))
	}
	choose(t, c, kept[0].ID, 0)
	if got := guessed(t, c, "7 mipple"); got != "0" {
		t.Errorf("after the category was taken away: %s", got)
	}
}

// What nobody chose for these words, and what has no words of its own, is not remembered.
func TestOnlyChoicesAreRemembered(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	c, cash, card := ledger(t, a, "ana@example.com")
	of := sorted(t, c, api.Expense)
	posted, err := c.CreateTransaction(ctx, api.CreateTransaction{Kind: api.Expense, Amount: "5", Note: "grault", CategoryID: new(of["Groceries"])})
	if err != nil {
		t.Fatal(err)
	}
	imported(t, c, csvFile("Date,Amount,Category,Note\n2026-01-05,-1,Groceries,grault\n"), api.ImportPlan{})
	if _, err := c.CreateTransfer(ctx, api.CreateTransfer{FromAccountID: card.ID, ToAccountID: cash.ID, Amount: "1", Note: "grault"}); err != nil {
		t.Fatal(err)
	}
	long := strings.Repeat("ș", 101)
	for _, in := range []api.UpdateTransaction{
		{Amount: new(api.Decimal("6"))},
		{Note: new("white grault")},
		{Splits: &[]api.Split{{CategoryID: new(of["Home"]), Amount: "6"}}},
		{CategoryID: new(of["Home"]), Note: &long},
		{CategoryID: new(of["Home"]), Note: new("")},
	} {
		in.ID = posted.ID
		if _, err := c.UpdateTransaction(ctx, in); err != nil {
			t.Fatalf("%+v: %v", in, err)
		}
	}
	add(t, c, "7 groceries") // a name that tells the category itself
	if n := number(t, a, "SELECT count(*) FROM category_hints"); n != 0 {
		t.Errorf("%d things are remembered", n)
	}
	if got := guessed(t, c, "7 grault\n7 "+long); got != "0 0" {
		t.Errorf("read into %s", got)
	}
	words := strings.Repeat("ș", 100)
	choose(t, c, add(t, c, "7 "+words)[0].ID, of["Home"])
	if got := guessed(t, c, "7 "+strings.ToUpper(words)); got != fmt.Sprint(of["Home"]) {
		t.Errorf("the longest words: %s", got)
	}
}

func TestWhatIsRememberedBelongsToItsWorkspace(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	c, cash, _ := ledger(t, a, "ana@example.com")
	other, _, _ := ledger(t, a, "bob@example.com")
	add(t, c, "4 mipple !leisure")
	if got := guessed(t, other, "7 mipple"); got != "0" {
		t.Errorf("a stranger is told %s", got)
	}
	add(t, other, "4 mipple !health")
	of, theirs := sorted(t, c, api.Expense), sorted(t, other, api.Expense)
	if mine, his := guessed(t, c, "7 mipple"), guessed(t, other, "7 mipple"); mine != fmt.Sprint(of["Leisure"]) || his != fmt.Sprint(theirs["Health"]) {
		t.Errorf("read into %s and %s", mine, his)
	}
	if _, err := a.DB.Pool().Exec(ctx, "DELETE FROM families WHERE id = $1", cash.FamilyID); err != nil {
		t.Fatal(err)
	}
	if n := number(t, a, "SELECT count(*) FROM category_hints WHERE source = 'note'"); n != 1 {
		t.Errorf("%d things are remembered, one workspace is left", n)
	}
}

func TestMergeTakesAlongWhatIsRemembered(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	c, _, _ := ledger(t, a, "ana@example.com")
	of := sorted(t, c, api.Expense)
	add(t, c, "4 tea !leisure\n5 bus !transport\n6 lamp !home")
	if _, err := c.MergeCategory(ctx, api.MergeCategory{ID: of["Leisure"], Into: of["Home"]}); err != nil {
		t.Fatal(err)
	}
	if got := guessed(t, c, "7 tea\n7 bus\n7 lamp"); got != fmt.Sprint(of["Home"], of["Transport"], of["Home"]) {
		t.Errorf("read into %s", got)
	}
	if booked := add(t, c, "7 tea")[0]; val(booked.CategoryID) != of["Home"] {
		t.Errorf("booked: %+v", booked)
	}
	sound(t, a)
}

// Many choose for the same words at once, while the category that they had goes.
func TestChoicesAtOnceDoNotFail(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	b := a.Replica(t)
	c, _, _ := ledger(t, a, "ana@example.com")
	clients, of := []*client.Client{c, b.Client().As(login(t, b, "ana@example.com").AccessToken)}, sorted(t, c, api.Expense)
	entries := add(t, c, strings.Repeat("1 tea\n", 20))
	add(t, c, "1 tea !health\n1 milk !health")
	many(len(entries), func(i int) {
		c := clients[i%2]
		if _, err := c.UpdateTransaction(ctx, api.UpdateTransaction{ID: entries[i].ID, CategoryID: new(of[[]string{"Home", "Gifts"}[i%2]])}); err != nil {
			t.Errorf("a tap: %v", err)
		}
		text := []string{"1 tea !home\n1 milk !gifts", "1 milk !home\n1 tea !gifts"}[i%2]
		if _, err := c.QuickAdd(ctx, api.QuickAdd{Text: text}); err != nil {
			t.Errorf("a message: %v", err)
		}
		if i > 0 {
			return
		}
		if _, err := c.MergeCategory(ctx, api.MergeCategory{ID: of["Health"], Into: of["Home"]}); err != nil {
			t.Errorf("the merge: %v", err)
		}
	})
	if n := number(t, a, "SELECT count(*) FROM category_hints WHERE source = 'note'"); n != 2 {
		t.Errorf("%d things are remembered, want 2", n)
	}
	sound(t, a)
}

func TestExportHoldsWhatIsRemembered(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	c, cash, _ := ledger(t, a, "ana@example.com")
	_, err := a.DB.Pool().Exec(ctx, `INSERT INTO category_hints (family_id, kind, source, words, category_id, updated_at)
		SELECT $1, 'expense', CASE WHEN i % 2 = 0 THEN 'note' ELSE 'payee' END, 'word ' || i, $2, now() FROM generate_series(1, 2000) i`,
		cash.FamilyID, sorted(t, c, api.Expense)["Home"])
	if err != nil {
		t.Fatal(err)
	}
	file, err := c.ExportUser(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Body.Close() }()
	content, err := io.ReadAll(file.Body)
	if err != nil {
		t.Fatal(err)
	}
	got := strictly[api.UserExport](t, content)
	seen := map[string]bool{}
	for _, h := range got.CategoryHints {
		seen[h.Words] = true
	}
	if len(got.CategoryHints) != 2000 || len(seen) != 2000 {
		t.Errorf("%d hints for %d words", len(got.CategoryHints), len(seen))
	}
}
