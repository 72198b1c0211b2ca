package app_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"financebot/api-service/internal/app/apptest"
	"financebot/pkg/api"
	"financebot/pkg/client"
	"financebot/pkg/money"
)

// movement is what a bank knows of money that moved.
type movement struct {
	id    string // empty: the bank has no names
	date  string
	cents int64
	words string
}

func (m movement) amount() string { return money.Of(m.cents, "USD").Decimal() }

// bankAccount is an account of a bank, and what became of its movements in the ledger.
type bankAccount struct {
	t       *testing.T
	random  *rand.Rand
	c       *client.Client
	account api.Account
	format  string
	all     []movement // by days

	entries int   // that the ledger should have
	cents   int64 // that the account should hold
	covered int   // the movements up to here came in a file
}

// newBank makes up a month of an account in which twins are frequent: few amounts, words and days.
func newBank(t *testing.T, c *client.Client, seed int) *bankAccount {
	t.Helper()
	b := &bankAccount{t: t, c: c, random: rand.New(rand.NewPCG(uint64(seed), 9)), format: []string{"csv", "csv with names", "ofx", "ofx of one name"}[seed/4%4]}
	var err error
	b.account, err = c.CreateAccount(context.Background(), api.CreateAccount{Name: fmt.Sprint("Bank ", seed), Kind: "bank", Currency: "USD"})
	if err != nil {
		t.Fatal(err)
	}
	from := time.Date(2001, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, 40*seed)
	for day := range 20 {
		for range b.random.IntN(4) {
			m := movement{
				date:  from.AddDate(0, 0, day).Format(api.DateForm),
				cents: []int64{-300, -300, -1250, -100 - b.random.Int64N(99_900), 250_000, 300}[b.random.IntN(6)],
				words: []string{"Bus", "Oak Bakery", "Works"}[b.random.IntN(3)],
			}
			switch b.format {
			case "csv with names", "ofx":
				m.id = fmt.Sprintf("T%d-%d", seed, len(b.all))
			case "ofx of one name":
				m.id = "0"
			}
			b.all = append(b.all, m)
		}
	}
	return b
}

// file is a statement of some movements as the bank gives it.
func (b *bankAccount) file(some []movement) api.ImportFile {
	var text strings.Builder
	in := api.ImportFile{Name: "bank." + b.format[:3], Format: b.format[:3], AccountID: b.account.ID}
	in.File.Media = "application/octet-stream"
	if in.Format == api.FormatOFX {
		text.WriteString("OFXHEADER:100\n<OFX><CURDEF>USD<ACCTID>" + b.account.Name)
		for _, m := range some {
			fmt.Fprintf(&text, "<STMTTRN><DTPOSTED>%s<TRNAMT>%s<FITID>%s<NAME>%s</STMTTRN>", strings.ReplaceAll(m.date, "-", ""), m.amount(), m.id, m.words)
		}
	} else {
		text.WriteString("Date,Amount,Description,Transaction ID\n")
		for _, m := range some {
			fmt.Fprintf(&text, "%s,%s,%s,%s\n", m.date, m.amount(), m.words, m.id)
		}
	}
	in.File.Content = []byte(text.String())
	return in
}

// take books a statement as it is proposed, or by choices, and gives the preview.
func (b *bankAccount) take(some []movement, choices api.ImportDecisions) api.Import {
	b.t.Helper()
	ctx := context.Background()
	seen, err := b.c.Import(ctx, b.file(some))
	if err != nil {
		b.t.Fatal(err)
	}
	if seen.New == 0 && !choices.Restore {
		return seen
	}
	if _, err := b.c.ApplyImport(ctx, api.ImportPlan{ID: seen.ID, ImportDecisions: choices}); err != nil && !is(err, "import.nothing_new") {
		b.t.Fatal(err)
	}
	return seen
}

// come is the part of the bank's movements that a statement had, and is in the ledger now.
func (b *bankAccount) come(to int) {
	for ; b.covered < to; b.covered++ {
		b.entries++
		b.cents += b.all[b.covered].cents
	}
}

// holds fails unless the ledger has what it should have of the account.
func (b *bankAccount) holds(what string) []api.Transaction {
	b.t.Helper()
	page, err := b.c.Transactions(context.Background(), api.TransactionFilter{AccountID: b.account.ID, Limit: 200})
	if err != nil {
		b.t.Fatal(err)
	}
	got, want := balance(b.t, b.c, b.account.ID), money.Of(b.cents, "USD").Decimal()
	if len(page.Items) != b.entries || got != want {
		b.t.Errorf("%s: %d entries and %s, want %d and %s", what, len(page.Items), got, b.entries, want)
	}
	return page.Items
}

// cut is where a day of the bank begins, some way into its movements.
func (b *bankAccount) cut(from, to int) int {
	at := from + b.random.IntN(to-from)
	for at > 0 && b.all[at-1].date == b.all[at].date {
		at--
	}
	return at
}

// enter books a movement by hand, before any file has it.
func (b *bankAccount) enter(m movement) {
	kind, amount := api.Income, m.amount()
	if m.cents < 0 {
		kind, amount = api.Expense, strings.TrimPrefix(amount, "-")
	}
	in := api.CreateTransaction{AccountID: b.account.ID, Kind: kind, Amount: api.Decimal(amount), Date: m.date, Note: m.words}
	if _, err := b.c.CreateTransaction(context.Background(), in); err != nil {
		b.t.Fatal(err)
	}
}

// touch deletes or edits some entries as a person may.
func (b *bankAccount) touch(all []api.Transaction) (deleted int, gone int64) {
	ctx := context.Background()
	for _, at := range b.random.Perm(len(all))[:min(len(all), 4)] {
		e := all[at]
		was := signed(b.t, e)
		if b.random.IntN(2) == 0 {
			if _, err := b.c.DeleteTransaction(ctx, api.DeleteTransaction{ID: e.ID}); err != nil {
				b.t.Fatal(err)
			}
			deleted, gone = deleted+1, gone+was
			continue
		}
		other := all[b.random.IntN(len(all))] // so that the entry may look like another one
		change := api.UpdateTransaction{ID: e.ID, Date: &other.Date, Note: &other.Note, Payee: &other.Payee}
		amount := api.Decimal(other.Amount)
		change.Amount = &amount
		after, err := b.c.UpdateTransaction(ctx, change)
		if err != nil {
			b.t.Fatal(err)
		}
		b.cents += signed(b.t, after) - was
	}
	b.entries -= deleted
	b.cents -= gone
	return deleted, gone
}

func signed(t *testing.T, e api.Transaction) int64 {
	t.Helper()
	m, err := money.Parse(e.Amount, e.Currency)
	if err != nil {
		t.Fatal(err)
	}
	if e.Kind == api.Expense {
		return -m.Minor
	}
	return m.Minor
}

// try takes statements of a bank in, twice, overlapping, in either order, and after entries were
// deleted and edited. Nothing is doubled, nothing is lost, and twins of one day stay two.
func (b *bankAccount) try(backwards bool) {
	n := len(b.all)
	if n < 4 {
		return
	}
	begin, end := b.cut(1, n), 1+b.random.IntN(n) // the second begins where a day does, the first ends where it will
	end = max(end, begin)
	if typed := b.all[0]; end > 0 && b.alone(typed) {
		b.enter(typed)
	}
	windows := [][]movement{b.all[:end], b.all[begin:]}
	if backwards {
		slices.Reverse(windows)
	}
	for _, window := range append(windows, windows...) {
		b.take(window, api.ImportDecisions{})
	}
	b.come(n)
	b.elsewhere()
	deleted, gone := b.touch(b.holds("two files twice"))
	for _, window := range windows {
		b.take(window, api.ImportDecisions{})
	}
	b.holds("after changes")
	if seen := b.take(b.all, api.ImportDecisions{}); seen.New != 0 || seen.Deleted != deleted || seen.Duplicates != n-deleted {
		b.t.Errorf("all of it: %d new, %d deleted, %d duplicates of %d, of which %d were deleted", seen.New, seen.Deleted, seen.Duplicates, n, deleted)
	}
	b.take(b.all, api.ImportDecisions{Restore: true})
	b.entries += deleted
	b.cents += gone
	b.restored()
}

// elsewhere sends the same file again after one of the same headings went to another account: it is
// known whose it is and, where that is denied, that each row is in the books already.
func (b *bankAccount) elsewhere() {
	b.t.Helper()
	ctx := context.Background()
	other, err := b.c.CreateAccount(ctx, api.CreateAccount{Name: "Other " + b.account.Name, Kind: "bank", Currency: "USD"})
	if err != nil {
		b.t.Fatal(err)
	}
	pin := b.file([]movement{{id: "P" + b.account.Name, date: "1999-05-05", cents: -123_456, words: "Nothing like it"}})
	pin.AccountID = other.ID
	imported(b.t, b.c, pin, api.ImportPlan{})

	file := b.file(b.all)
	file.AccountID = 0
	seen, err := b.c.Import(ctx, file)
	if err != nil || seen.AccountID != b.account.ID || !seen.AccountKnown || seen.New != 0 {
		b.t.Errorf("of no account: %d new on %d, want none on %d (%v)", seen.New, seen.AccountID, b.account.ID, err)
	}
	file.AccountID = other.ID
	seen, err = b.c.Import(ctx, file)
	if err != nil || seen.Maybe != len(b.all) {
		b.t.Errorf("of another account: %d in doubt of %d (%v)", seen.Maybe, len(b.all), err)
	}
	for _, r := range seen.Rows {
		if r.Match == nil || r.Match.AccountID != b.account.ID || r.AccountID != other.ID {
			b.t.Errorf("of another account: %+v", r)
		}
	}
	rule := api.ImportPlan{ID: seen.ID, Duplicates: api.DuplicatesSkipAll}
	if _, err := b.c.ApplyImport(ctx, rule); !is(err, "import.nothing_new") {
		b.t.Errorf("of another account, left out: %v", err)
	}
}

// restored looks at the ledger after all deleted entries were brought back, as the bank has them.
func (b *bankAccount) restored() {
	if seen := b.take(b.all, api.ImportDecisions{}); seen.New != 0 || seen.Deleted != 0 || seen.Duplicates != len(b.all) {
		b.t.Errorf("restored: %d new, %d deleted, %d duplicates of %d", seen.New, seen.Deleted, seen.Duplicates, len(b.all))
	}
	b.holds("restored")
}

// alone reports whether no other movement looks like this one.
func (b *bankAccount) alone(m movement) bool {
	m.id = ""
	same := 0
	for _, o := range b.all {
		if o.id = ""; o == m {
			same++
		}
	}
	return same == 1
}

func TestImportingAgainIsSafe(t *testing.T) {
	t.Parallel()
	const statements, lanes = 200, 4
	a := apptest.New(t)
	t.Run("lanes", func(t *testing.T) {
		for lane := range lanes {
			t.Run(fmt.Sprint(lane), func(t *testing.T) {
				t.Parallel()
				c, _ := a.Register(t, fmt.Sprintf("ana%d@example.com", lane))
				for seed := lane; seed < statements; seed += lanes {
					b := newBank(t, c, seed)
					b.try(seed/16%2 == 0)
					if t.Failed() {
						t.Fatalf("statement %d, %s: %+v", seed, b.format, b.all)
					}
				}
			})
		}
	})
	sound(t, a)
}
