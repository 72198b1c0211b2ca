package app_test

import (
	"context"
	"strings"
	"testing"

	"financebot/api-service/internal/app/apptest"
	"financebot/pkg/api"
	"financebot/pkg/client"
)

// previewed uploads a file for an account and gives the preview.
func previewed(t *testing.T, c *client.Client, account int64, text string) api.Import {
	t.Helper()
	in := csvFile(text)
	in.AccountID = account
	seen, err := c.Import(context.Background(), in)
	if err != nil {
		t.Fatal(err)
	}
	return seen
}

// planned is the preview of a file by another plan.
func planned(t *testing.T, c *client.Client, plan api.ImportPlan) api.Import {
	t.Helper()
	seen, err := c.PreviewImport(context.Background(), plan)
	if err != nil {
		t.Fatal(err)
	}
	return seen
}

// applied books a file by a plan.
func applied(t *testing.T, c *client.Client, plan api.ImportPlan) api.Import {
	t.Helper()
	done, err := c.ApplyImport(context.Background(), plan)
	if err != nil {
		t.Fatal(err)
	}
	return done
}

// tally is how many rows there are of each sort.
type tally struct{ fresh, duplicates, maybe, deleted, transfers, joined int }

func counted(t *testing.T, what string, seen api.Import, want tally) {
	t.Helper()
	got := tally{seen.New, seen.Duplicates, seen.Maybe, seen.Deleted, seen.Transfers, seen.Joined}
	if got != want {
		t.Errorf("%s: got %+v, want %+v; rows %+v", what, got, want, seen.Rows)
	}
}

// entryOf finds the entry whose words are these.
func entryOf(t *testing.T, c *client.Client, words string) api.Transaction {
	t.Helper()
	page, err := c.Transactions(context.Background(), api.TransactionFilter{Limit: 200})
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range page.Items {
		if strings.TrimSpace(e.Payee+" "+e.Note) == words {
			return e
		}
	}
	t.Fatalf("no entry says %q", words)
	return api.Transaction{}
}

const week = "Date,Amount,Description\n2026-01-05,-3,Bus\n2026-01-05,-3,Bus\n2026-01-06,-12.50,Coffee\n2026-01-07,-40,Shoes\n"

// An entry that was changed in all that a person can change is still the row that it was.
func TestChangedEntriesAreKnownAgain(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	c, cash, _ := ledger(t, a, "ana@example.com")
	imported(t, c, csvFile(week), api.ImportPlan{})
	amount, date, note, payee := api.Decimal("13"), "2026-02-01", "mine", "Oak"
	change := api.UpdateTransaction{ID: entryOf(t, c, "Coffee").ID, Amount: &amount, Date: &date, Note: &note, Payee: &payee}
	if _, err := c.UpdateTransaction(ctx, change); err != nil {
		t.Fatal(err)
	}
	counted(t, "again", previewed(t, c, cash.ID, week), tally{duplicates: 4})
	// What it looks like now is another movement.
	counted(t, "its new look", previewed(t, c, cash.ID, "Date,Amount,Description\n2026-02-01,-13,Oak mine\n"), tally{fresh: 1})
	sound(t, a)
}

// Deleted entries are told and left out, until somebody wants them back.
func TestDeletedEntriesAreOfferedBack(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	c, cash, _ := ledger(t, a, "ana@example.com")
	imported(t, c, csvFile(week), api.ImportPlan{})
	for _, words := range []string{"Bus", "Shoes"} {
		if _, err := c.DeleteTransaction(ctx, api.DeleteTransaction{ID: entryOf(t, c, words).ID}); err != nil {
			t.Fatal(err)
		}
	}
	seen := previewed(t, c, cash.ID, week+"2026-01-08,-1,New\n")
	counted(t, "again", seen, tally{fresh: 1, duplicates: 2, deleted: 2})
	if len(seen.Doubts) != 2 || seen.Doubts[1].Line != 5 || seen.Doubts[1].Duplicate != api.DuplicateDeleted || seen.Doubts[1].Books {
		t.Errorf("doubts: %+v", seen.Doubts)
	}
	counted(t, "restored", planned(t, c, api.ImportPlan{ID: seen.ID, ImportDecisions: api.ImportDecisions{Restore: true}}), tally{fresh: 3, duplicates: 2, deleted: 2})
	one := api.ImportPlan{ID: seen.ID, ImportDecisions: api.ImportDecisions{BookLines: []int{5}}}
	counted(t, "one line", planned(t, c, one), tally{fresh: 2, duplicates: 2, deleted: 2})
	applied(t, c, one)
	if got := balance(t, c, cash.ID); got != "-56.50" { // one bus ride stays away
		t.Errorf("balance: %s", got)
	}
	counted(t, "after that", previewed(t, c, cash.ID, week), tally{duplicates: 3, deleted: 1})
	counted(t, "a third ride", previewed(t, c, cash.ID, week+"2026-01-05,-3,Bus\n"), tally{fresh: 1, duplicates: 3, deleted: 1})
	sound(t, a)
}

// What was typed by hand, and is found in a file, is known also once it was changed or deleted.
func TestTypedEntriesAreFoundInFiles(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	c, cash, _ := ledger(t, a, "ana@example.com")
	for _, e := range []api.CreateTransaction{
		{Kind: api.Expense, Amount: "12.50", Note: "coffee", Date: "2026-01-06"},  // the same words
		{Kind: api.Expense, Amount: "40", Note: "new boots", Date: "2026-01-07"},  // others
		{Kind: api.Expense, Amount: "9", Note: "lunch", Date: "2026-01-08"},       // two days before the bank
		{Kind: api.Expense, Amount: "70", Note: "not theirs", Date: "2026-01-01"}, // too far away
	} {
		if _, err := c.CreateTransaction(ctx, e); err != nil {
			t.Fatal(err)
		}
	}
	const file = week + "2026-01-10,-9,Elm Diner\n2026-01-07,-70,Oak\n"
	seen := previewed(t, c, cash.ID, file)
	counted(t, "seen", seen, tally{fresh: 5, duplicates: 1, maybe: 2})
	boots := entryOf(t, c, "new boots")
	if len(seen.Doubts) != 3 || seen.Doubts[1].MatchID != boots.ID || !seen.Doubts[1].Books { // the first is the other bus ride
		t.Errorf("doubts: %+v", seen.Doubts)
	}
	skipped := api.ImportPlan{ID: seen.ID, Duplicates: api.DuplicatesSkipAll, ImportDecisions: api.ImportDecisions{BookLines: []int{3, 6}}}
	counted(t, "by lines", planned(t, c, skipped), tally{fresh: 4, duplicates: 1, maybe: 2})
	applied(t, c, skipped)
	note := "changed"
	if _, err := c.UpdateTransaction(ctx, api.UpdateTransaction{ID: boots.ID, Note: &note}); err != nil {
		t.Fatal(err)
	}
	if _, err := c.DeleteTransaction(ctx, api.DeleteTransaction{ID: entryOf(t, c, "coffee").ID}); err != nil {
		t.Fatal(err)
	}
	counted(t, "again", previewed(t, c, cash.ID, file), tally{duplicates: 5, deleted: 1})
	sound(t, a)
}

// TestSharedNamesNameNothing reads a file in which one name of the bank stands for three movements.
func TestSharedNamesNameNothing(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	c, _, card := ledger(t, a, "ana@example.com")
	entry := func(date, amount, name string) string {
		return "<STMTTRN><DTPOSTED>" + date + "<TRNAMT>" + amount + "<FITID>0<NAME>" + name + "</STMTTRN>"
	}
	file := func(entries ...string) api.ImportFile {
		text := "OFXHEADER:100\n<OFX><CURDEF>USD<ACCTID>5550001" + strings.Join(entries, "")
		return api.ImportFile{Name: "bank.ofx", AccountID: card.ID, File: api.Upload{Media: "application/x-ofx", Content: []byte(text)}}
	}
	oak, elm, ash := entry("20260113", "-12.50", "Oak"), entry("20260113", "-3.00", "Elm"), entry("20260114", "-4.00", "Ash")
	if done := imported(t, c, file(oak, elm, ash), api.ImportPlan{}); done.New != 3 || balance(t, c, card.ID) != "80.50" {
		t.Errorf("first: %+v", done)
	}
	seen, err := c.Import(context.Background(), file(oak, elm, ash))
	if err != nil {
		t.Fatal(err)
	}
	counted(t, "again", seen, tally{duplicates: 3})
	// Files of one entry each cannot show that the name is shared: the ledger does.
	imported(t, c, file(entry("20260120", "-7", "Fir")), api.ImportPlan{})
	if seen, err = c.Import(context.Background(), file(entry("20260127", "-8", "Yew"))); err != nil {
		t.Fatal(err)
	}
	counted(t, "the next week", seen, tally{fresh: 1})
}

// Two files that overlap are booked at the same time, under keys that are sent twice.
func TestOverlappingFilesAtOnce(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	b := a.Replica(t)
	c, who := a.Register(t, "ana@example.com")
	cash, err := c.Accounts(ctx)
	if err != nil {
		t.Fatal(err)
	}
	const rest = "2026-01-08,-1,New\n"
	ids := []string{
		previewed(t, c, 0, week).ID, previewed(t, c, 0, week+rest).ID,
		previewed(t, c, 0, strings.Replace(week, "2026-01-05,-3,Bus\n", "", 1)+rest).ID, previewed(t, c, 0, week+rest+"2026-01-09,-2,Newer\n").ID,
	}
	many(16, func(i int) {
		caller := []*apptest.API{a, b}[i%2].Client().As(who.AccessToken).Once("apply-" + ids[i%4])
		if _, err := caller.ApplyImport(ctx, api.ImportPlan{ID: ids[i%4]}); err != nil && !is(err, "import.nothing_new") {
			t.Errorf("caller %d: %v", i, err)
		}
	})
	if n, got := len(entries(t, c)), balance(t, c, cash.Items[0].ID); n != 6 || got != "-61.50" {
		t.Errorf("%d entries, balance %s", n, got)
	}
	sound(t, a)
}

// Of two files that wait at once the second says of a row that came with the first what became of it.
func TestRowsThatCameMeanwhileAreToldOf(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	c, _, _ := ledger(t, a, "ana@example.com")
	const head = "Date,Amount,Description\n2026-05-02,-4.10,Bread\n"
	one, two := uploaded(t, c, csvFile(head)), uploaded(t, c, csvFile(head+"2026-05-03,-60,Shoes\n"))
	if two.New != 2 {
		t.Errorf("the second, seen: %+v", two)
	}
	if done, err := c.ApplyImport(ctx, api.ImportPlan{ID: one.ID}); err != nil || done.New != 1 || done.Duplicates != 0 {
		t.Errorf("the first: %+v, %v", done, err)
	}
	done, err := c.ApplyImport(ctx, api.ImportPlan{ID: two.ID})
	if err != nil || done.New != 1 || done.Duplicates != 1 {
		t.Errorf("the second: %+v, %v", done, err)
	}
}

// A line that cannot be read is left out by its number, and all others come in.
func TestFaultyLinesAreLeftOut(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	c, _, card := ledger(t, a, "ana@example.com")
	const file = "Date;Description;Amount\n13/01/2026;Oak Bakery;-1,00\n14/01/2026;Elm Shop;-2,00\n;Total;-3,00\n"
	seen := previewed(t, c, card.ID, file)
	if seen.Faults != 1 || seen.Problems[0].Line != 4 || seen.Problems[0].Code != "date" || seen.New != 2 {
		t.Fatalf("seen: %+v", seen)
	}
	without := planned(t, c, api.ImportPlan{ID: seen.ID, SkipLines: []int{4}})
	if without.Faults != 0 || without.New != 2 {
		t.Errorf("without the line: %+v", without)
	}
	if done := applied(t, c, api.ImportPlan{ID: seen.ID, SkipLines: []int{4}}); done.New != 2 || balance(t, c, card.ID) != "97.00" {
		t.Errorf("done: %+v", done)
	}
}

// Rows whose look was not kept when they were booked are known by the bank's names and by their
// entries as these stand.
func TestRowsOfOlderImportsAreKnown(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	c, cash, _ := ledger(t, a, "ana@example.com")
	const named = "Transaction ID,Date,Amount,Description\nx1,2025-01-05,-3,Bus\nx2,2025-01-06,-4,Tram\nx3,2025-01-07,-5,Taxi\n"
	imported(t, c, csvFile(week), api.ImportPlan{})
	imported(t, c, csvFile(named), api.ImportPlan{})
	if _, err := a.DB.Pool().Exec(ctx, "UPDATE imported_entries SET print = '', date = NULL, amount = NULL"); err != nil {
		t.Fatal(err)
	}
	note := "mine"
	if _, err := c.UpdateTransaction(ctx, api.UpdateTransaction{ID: entryOf(t, c, "Tram").ID, Note: &note}); err != nil {
		t.Fatal(err)
	}
	if _, err := c.DeleteTransaction(ctx, api.DeleteTransaction{ID: entryOf(t, c, "Taxi").ID}); err != nil {
		t.Fatal(err)
	}
	counted(t, "without names", previewed(t, c, cash.ID, week), tally{duplicates: 4})
	counted(t, "a third ride", previewed(t, c, cash.ID, week+"2026-01-05,-3,Bus\n"), tally{fresh: 1, duplicates: 4})
	counted(t, "with names", previewed(t, c, cash.ID, named), tally{duplicates: 2, deleted: 1})
}
