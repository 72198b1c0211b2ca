package app_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"financebot/api-service/internal/app/apptest"
	"financebot/pkg/api"
	"financebot/pkg/client"
	"financebot/pkg/errs"
)

// imported uploads a file and books it.
func imported(t *testing.T, c *client.Client, in api.ImportFile, plan api.ImportPlan) api.Import {
	t.Helper()
	ctx := context.Background()
	seen, err := c.Import(ctx, in)
	if err != nil {
		t.Fatal(err)
	}
	plan.ID = seen.ID
	done, err := c.ApplyImport(ctx, plan)
	if err != nil {
		t.Fatal(err)
	}
	return done
}

// A line that cannot be read keeps the whole file out, and is named.
func TestFaultyFileBooksNothing(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	c, cash, _ := ledger(t, a, "ana@example.com")
	lines := []string{"Date;Amount;Note"}
	for line := 2; line <= 8_000; line++ {
		lines = append(lines, fmt.Sprintf("2026-01-05;-1,25;line %d", line))
	}
	lines[7_341-1] = "2026-01-05;-1,2x;broken"
	seen, err := c.Import(ctx, csvFile(strings.Join(lines, "\n")))
	if err != nil || seen.Faults != 1 || seen.Problems[0].Line != 7_341 || seen.Problems[0].Code != "amount" || seen.Problems[0].Text != "-1,2x" {
		t.Fatalf("seen: %v %+v", err, seen.Problems)
	}
	_, err = c.ApplyImport(ctx, api.ImportPlan{ID: seen.ID})
	if e := errs.As(err); !is(err, "import.faults") || !strings.Contains(e.Message, "Line 7341") || e.Fields[0].Field != "line 7341" {
		t.Errorf("booked: %v", err)
	}
	if n := number(t, a, "SELECT count(*) FROM transactions"); n != 0 || balance(t, c, cash.ID) != "0.00" {
		t.Errorf("%d entries, balance %s", n, balance(t, c, cash.ID))
	}
	done, err := c.ApplyImport(ctx, api.ImportPlan{ID: seen.ID, SkipLines: []int{7_341}})
	if err != nil || done.New != 7_998 || balance(t, c, cash.ID) != "-9997.50" {
		t.Errorf("without the line: %+v, %v, %s", done, err, balance(t, c, cash.ID))
	}
	sound(t, a)
	if _, err := c.Undo(ctx, done.OperationID); err != nil || balance(t, c, cash.ID) != "0.00" {
		t.Errorf("undone: %v, %s", err, balance(t, c, cash.ID))
	}
	sound(t, a)
}

func TestWhatIsThereIsNotBookedAgain(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	c, cash, _ := ledger(t, a, "ana@example.com")
	if _, err := c.CreateTransaction(ctx, api.CreateTransaction{Kind: api.Expense, Amount: "12.50", Note: "COFFEE  house", Date: "2026-01-05"}); err != nil {
		t.Fatal(err)
	}
	const twice = "2026-01-06,-3,Bus\n2026-01-06,-3,Bus\n"
	const file = "Date,Amount,Description\n2026-01-05,-12.50,Coffee house\n2026-01-05,-12.50,Tea house\n" + twice
	seen, err := c.Import(ctx, csvFile(file))
	if err != nil || seen.Duplicates != 1 || seen.Lookalikes != 1 || seen.New != 3 || seen.Rows[0].Duplicate != "ledger" || seen.Rows[3].Duplicate != "lookalike" {
		t.Fatalf("seen: %v %+v", err, seen)
	}
	all, err := c.PreviewImport(ctx, api.ImportPlan{ID: seen.ID, Duplicates: api.DuplicatesSkipAll})
	if err != nil || all.New != 2 {
		t.Errorf("without lookalikes: %v %+v", err, all)
	}
	if every, err := c.PreviewImport(ctx, api.ImportPlan{ID: seen.ID, Duplicates: api.DuplicatesBook}); err != nil || every.New != 4 {
		t.Errorf("all: %v %+v", err, every)
	}
	if done, err := c.ApplyImport(ctx, api.ImportPlan{ID: seen.ID}); err != nil || done.New != 3 {
		t.Fatalf("done: %v %+v", err, done)
	}
	// Of a later file that overlaps, only what is new counts; a third bus is another one.
	later, err := c.Import(ctx, csvFile(file+"2026-01-06,-3,Bus\n"))
	if err != nil || later.New != 1 || later.Duplicates != 4 {
		t.Errorf("later: %v %+v", err, later)
	}
	if _, err := c.ApplyImport(ctx, api.ImportPlan{ID: later.ID, Duplicates: api.DuplicatesSkipAll, SkipLines: []int{6}}); !is(err, "import.nothing_new") {
		t.Errorf("nothing new: %v", err)
	}
	if got := balance(t, c, cash.ID); got != "-31.00" {
		t.Errorf("balance: %s", got)
	}
}

func TestBankKnowsItsEntriesByTheirIDs(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	c, _, card := ledger(t, a, "ana@example.com")
	euro, err := c.CreateAccount(ctx, api.CreateAccount{Name: "Euro", Kind: "bank", Currency: "EUR"})
	if err != nil {
		t.Fatal(err)
	}
	ofx := func(entries ...string) api.ImportFile {
		text := "OFXHEADER:100\n<OFX><CURDEF>USD<ACCTID>77"
		for _, e := range entries {
			id, amount, _ := strings.Cut(e, " ")
			text += "<STMTTRN><DTPOSTED>20260105<TRNAMT>" + amount + "<FITID>" + id + "<NAME>Shop</STMTTRN>"
		}
		return api.ImportFile{Name: "bank.ofx", AccountID: card.ID, File: api.Upload{Media: "application/x-ofx", Content: []byte(text)}}
	}
	done := imported(t, c, ofx("f1 -1", "f2 -1", "f2 -1"), api.ImportPlan{})
	if done.New != 2 || done.Format != api.FormatOFX {
		t.Errorf("done: %+v", done)
	}
	again := ofx("f1 -1", "f2 -1", "f3 -1")
	again.AccountID = 0 // remembered by the number of the account
	seen, err := c.Import(ctx, again)
	if err != nil || seen.New != 1 || seen.Duplicates != 2 || seen.AccountID != card.ID || !seen.Remembered {
		t.Errorf("seen: %v %+v", err, seen)
	}
	if _, err := c.UndoImport(ctx, api.UndoImport{ID: done.ID}); err != nil {
		t.Fatal(err)
	}
	if seen, err = c.PreviewImport(ctx, api.ImportPlan{ID: seen.ID}); err != nil || seen.New != 3 {
		t.Errorf("after the undo: %v %+v", err, seen)
	}
	other, err := c.PreviewImport(ctx, api.ImportPlan{ID: seen.ID, AccountID: euro.ID})
	if err != nil || other.Faults != 3 || other.Problems[0].Code != "currency" {
		t.Errorf("on an account in another currency: %v %+v", err, other)
	}
}

// What was chosen for one file is proposed for the next of its sort, and only for that.
func TestChoicesAreRemembered(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	c, _, card := ledger(t, a, "ana@example.com")
	categories, err := c.Categories(ctx)
	if err != nil {
		t.Fatal(err)
	}
	food := categories.Items[0].ID
	const head = "one,two,three,four\n"
	one := 1
	done := imported(t, c, csvFile(head+"03/04/2026,x,Shop,7\n"), api.ImportPlan{AccountID: card.ID, Categories: map[string]int64{"x": food},
		Mapping: &api.ImportMapping{HeaderLine: &one, Columns: []string{"date", "category", "note", "amount"}, DateOrder: "mdy"}})
	if done.New != 1 {
		t.Fatalf("done: %+v", done)
	}
	seen, err := c.Import(ctx, csvFile(head+"05/06/2026,x,Shop,-8\n"))
	if err != nil || !seen.Remembered || !seen.Settled || seen.AccountID != card.ID || len(seen.Unsure) != 0 || seen.Rows[0].Date != "2026-05-06" ||
		seen.Rows[0].CategoryID == nil || *seen.Rows[0].CategoryID != food {
		t.Errorf("seen: %v %+v", err, seen)
	}
	other, _, _ := ledger(t, a, "bob@example.com")
	if seen, err = other.Import(ctx, csvFile(head+"05/06/2026,x,Shop,-8\n")); err != nil || seen.Remembered {
		t.Errorf("another workspace: %v %+v", err, seen)
	}
	if seen, err = c.Import(ctx, csvFile("uno,two,three,four\n05/06/2026,x,Shop,-8.5\n")); err != nil || seen.Remembered {
		t.Errorf("other headings: %v %+v", err, seen)
	}
}

func TestUnknownCategoriesAreOpenedWhenAsked(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	c, _, _ := ledger(t, a, "ana@example.com")
	before := number(t, a, "SELECT count(*) FROM categories")
	file := csvFile("Date,Amount,Category\n2026-01-05,-1,Pets:Cat\n2026-01-05,-2,pets:Dog\n2026-01-05,3,Pets:Cat\n2026-01-06,-4,Nothing\n2026-01-06,-5,:\n")
	plan := api.ImportPlan{CreateCategories: true, Categories: map[string]int64{"Nothing": 0}}
	done := imported(t, c, file, plan)
	if n := number(t, a, "SELECT count(*) FROM categories"); done.New != 5 || n != before+5 { // Pets, Cat, Dog; Pets, Cat of income
		t.Errorf("%d categories more: %+v", n-before, done)
	}
	if n := number(t, a, "SELECT count(*) FROM transactions WHERE category_id IS NULL"); n != 2 {
		t.Errorf("%d entries have no category", n)
	}
	if _, err := c.Import(ctx, file); err != nil {
		t.Error(err)
	}
	sound(t, a)
}

// Whoever looks at the new categories finds them as they stand in the file.
func TestOpenedCategoriesComeInTheOrderOfTheFile(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	c, _, _ := ledger(t, a, "ana@example.com")
	want := []string{"Zoo", "Yoga", "Moss", "Apes", "Wool", "Bees", "Kites", "Dogs", "Vans", "Eggs"}
	rows := "Date,Amount,Category\n"
	for i, name := range want {
		rows += fmt.Sprintf("2026-01-%02d,-%d,%s\n", i+1, i+1, name)
	}
	imported(t, c, csvFile(rows), api.ImportPlan{CreateCategories: true})
	found, err := a.DB.Pool().Query(ctx, "SELECT name FROM categories WHERE name = ANY($1) ORDER BY id", want)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := pgx.CollectRows(found, pgx.RowTo[string]); err != nil || !slices.Equal(got, want) {
		t.Errorf("got %v, %v, want %v", got, err, want)
	}
}

func TestImportIsUndoneHoweverLate(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	c, cash, _ := ledger(t, a, "ana@example.com")
	const file = "Date,Amount\n2026-01-05,-1\n2026-01-06,-2\n2026-01-07,-4\n"
	done := imported(t, c, csvFile(file), api.ImportPlan{})
	list, err := c.Transactions(ctx, api.TransactionFilter{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.UndoTransaction(ctx, api.UndoTransaction{ID: list.Items[0].ID}); !is(err, "import.undo") {
		t.Errorf("an entry took the others with it: %v", err)
	}
	note := "mine"
	if _, err := c.UpdateTransaction(ctx, api.UpdateTransaction{ID: list.Items[0].ID, Note: &note}); err != nil {
		t.Fatal(err)
	}
	if _, err := c.DeleteTransaction(ctx, api.DeleteTransaction{ID: list.Items[1].ID}); err != nil {
		t.Fatal(err)
	}
	a.Advance(14 * time.Minute)
	if _, err := c.Undo(ctx, done.OperationID); !is(err, "operation.too_late") {
		t.Errorf("the operation: %v", err)
	}
	if _, err := c.UndoImport(ctx, api.UndoImport{ID: done.ID}); !is(err, "import.changed") || len(entries(t, c)) != 2 {
		t.Errorf("with a changed entry: %v", err)
	}
	undone, err := c.UndoImport(ctx, api.UndoImport{ID: done.ID, Changed: api.ChangedKeep})
	if err != nil || undone.Kept != 1 || undone.Status != api.ImportUndone || balance(t, c, cash.ID) != "-4.00" {
		t.Errorf("undone: %+v, %v, %s", undone, err, balance(t, c, cash.ID))
	}
	done = imported(t, c, csvFile(file), api.ImportPlan{Duplicates: api.DuplicatesBook})
	if list, err = c.Transactions(ctx, api.TransactionFilter{To: "2026-01-05"}); err != nil {
		t.Fatal(err)
	}
	if _, err := c.UpdateTransaction(ctx, api.UpdateTransaction{ID: list.Items[0].ID, Note: &note}); err != nil {
		t.Fatal(err)
	}
	if _, err := c.UndoImport(ctx, api.UndoImport{ID: done.ID, Changed: api.ChangedRemove}); err != nil || balance(t, c, cash.ID) != "-4.00" {
		t.Errorf("removed: %v, %s", err, balance(t, c, cash.ID))
	}
	sound(t, a)
}

func TestManyApplyOnce(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	b := a.Replica(t)
	c, who := a.Register(t, "ana@example.com")
	seen, err := c.Import(ctx, csvFile("Date,Amount\n2026-01-05,-1\n2026-01-06,-2\n"))
	if err != nil {
		t.Fatal(err)
	}
	many(8, func(i int) {
		caller := []*apptest.API{a, b}[i%2].Client().As(who.AccessToken)
		if i%4 < 2 {
			caller = caller.Once("apply-1")
		}
		if done, err := caller.ApplyImport(ctx, api.ImportPlan{ID: seen.ID}); err != nil || done.New != 2 {
			t.Errorf("caller %d: %+v, %v", i, done, err)
		}
	})
	if n := number(t, a, "SELECT count(*) FROM transactions"); n != 2 {
		t.Errorf("%d entries", n)
	}
	sound(t, a)
}

// A year of monthly statements may wait at once, and more; a file that gives way says so.
func TestOldestFilesGiveWay(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	c, _, _ := ledger(t, a, "ana@example.com")
	var all []string
	for i := range 41 {
		all = append(all, uploaded(t, c, csvFile(fmt.Sprintf("Date,Amount\n2026-01-05,-%d\n", i+1))).ID)
	}
	kept := func() int { return number(t, a, "SELECT count(*) FROM imports WHERE content IS NOT NULL") }
	if n := kept(); n != 40 {
		t.Errorf("%d files are kept", n)
	}
	if _, err := c.ApplyImport(ctx, api.ImportPlan{ID: all[0]}); !is(err, api.CodeImportGaveWay) {
		t.Errorf("the oldest: %v", err)
	}
	if _, err := c.PreviewImport(ctx, api.ImportPlan{ID: all[0]}); !is(err, api.CodeImportGaveWay) {
		t.Errorf("the oldest, seen: %v", err)
	}
	if _, err := c.ApplyImport(ctx, api.ImportPlan{ID: all[1]}); err != nil {
		t.Errorf("the next: %v", err)
	}
	if _, err := c.PreviewImport(ctx, api.ImportPlan{ID: "x"}); !is(err, "import.unknown") {
		t.Errorf("no name of an import: %v", err)
	}
	page, err := c.Imports(ctx, api.ImportFilter{})
	if err != nil || len(page.Items) != 40 {
		t.Errorf("listed: %d, %v", len(page.Items), err)
	}

	if _, err := a.DB.Pool().Exec(ctx, "UPDATE imports SET content = convert_to(repeat('x', 10 << 20), 'UTF8') WHERE content IS NOT NULL"); err != nil {
		t.Fatal(err)
	}
	uploaded(t, c, csvFile("Date,Amount\n2026-01-05,-99\n"))
	if n := kept(); n != 5 {
		t.Errorf("%d large files are kept", n)
	}
}
