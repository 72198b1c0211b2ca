package transaction

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"financebot/api-service/internal/postgres"
	"financebot/api-service/internal/postgres/pgtest"
	"financebot/pkg/api"
	"financebot/pkg/money"
)

// Two workspaces with the same people's habits: what one finds is never the other's.
const (
	ours, theirs = 1, 2
	listEntries  = 1200
)

// The texts differ by case, by marks and by what LIKE would take for a sign of its own.
var listTexts = []string{
	"", "Coffee", "COFFEE to go", "cafea și pâine", "CAFEA ȘI PÂINE", "ёлка", "Елка", "Чай", "чаи", "50% off", "50 offers", "a_b", "axb",
	`back\slash`, "Țară", "tara", "é", "e\u0301clair", "ab", "зоопарк", "ZOO",
}

func TestEveryFilterGivesWhatANaiveOneDoes(t *testing.T) {
	t.Parallel()
	for name, prepare := range map[string]string{
		"with the index over texts": "SELECT 1",
		"without it":                "DROP INDEX " + postgres.TextIndex,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			db, ctx := pgtest.DB(t), t.Context()
			if _, err := db.Pool().Exec(ctx, prepare); err != nil {
				t.Fatal(err)
			}
			random := rand.New(rand.NewPCG(2, 6))
			all := randomBooks(t, db, random)
			short := 0
			for range 70 {
				f := randomFilter(random)
				short += same(t, store{db}, f, naive(all, f))
			}
			if short == 0 {
				t.Error("no page ended at its bound: that was not tried")
			}
		})
	}
}

// same walks a list from its beginning to its end, and counts the pages that ended at their bound.
func same(t *testing.T, s store, f filter, want []int64) (short int) {
	t.Helper()
	asked, got := f, []int64{}
	for pages := 0; ; pages++ {
		found, err := s.list(t.Context(), ours, f)
		if err != nil {
			t.Fatalf("%+v: %v", asked, err)
		}
		if len(found.entries) > f.limit || len(found.entries) < f.limit && found.next.ID != 0 && !found.looked {
			t.Fatalf("%+v: a page of %d, and there is more", asked, len(found.entries))
		}
		if found.looked {
			short++
		}
		for _, e := range found.entries {
			got = append(got, e.ID)
		}
		if found.next.ID == 0 {
			break
		}
		if f.after.ID != 0 && !found.next.Date.Before(f.after.Date) && found.next.ID >= f.after.ID || pages > listEntries {
			t.Fatalf("%+v: after %v comes %v", asked, f.after, found.next)
		}
		f.after = found.next
	}
	if !slices.Equal(got, want) {
		t.Errorf("%+v: got %d entries, want %d: %v, %v", asked, len(got), len(want), got, want)
	}
	return short
}

// naive keeps the entries of a list, newest first, by nothing but the meaning of the filter.
func naive(all []Transaction, f filter) []int64 {
	ids := []int64{}
	for _, e := range all {
		if fits(e, f) {
			ids = append(ids, e.ID)
		}
	}
	return ids
}

func fits(e Transaction, f filter) bool {
	inCategory := e.CategoryID != nil && *e.CategoryID == f.category ||
		slices.ContainsFunc(e.Splits, func(p Part) bool { return p.CategoryID != nil && *p.CategoryID == f.category })

	return e.FamilyID == ours &&
		(f.kind == "" || e.Kind == f.kind) &&
		(f.tag == "" || slices.Contains(e.Tags, f.tag)) &&
		(f.account == 0 || e.AccountID == f.account || e.ToAccountID == f.account) &&
		(f.category == 0 || inCategory) &&
		(f.author == 0 || e.CreatedBy == f.author) &&
		(f.currency == "" || e.Amount.Currency == f.currency) &&
		(f.atLeast == nil || e.Amount.Minor >= *f.atLeast) &&
		(f.atMost == nil || e.Amount.Minor <= *f.atMost) &&
		(f.from.IsZero() || !e.Date.Before(f.from)) &&
		(f.to.IsZero() || !e.Date.After(f.to)) &&
		(strings.Contains(bare(e.Note), bare(f.text)) || strings.Contains(bare(e.Payee), bare(f.text)))
}

// bare is a text in small letters without their marks.
func bare(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFD.String(strings.ToLower(text)))
}

var firstDay = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

func randomFilter(random *rand.Rand) filter {
	f := filter{limit: []int{11, 50, 200}[random.IntN(3)], looks: []int{5, 40, 300}[random.IntN(3)]}
	chance := func() bool { return random.IntN(4) == 0 }
	if random.IntN(2) == 0 {
		f.text = pick(random, listTexts)
		if letters := []rune(f.text); len(letters) > 3 && chance() {
			f.text = string(letters[1 : 1+1+random.IntN(len(letters)-1)])
		}
	}
	if chance() {
		f.kind = pick(random, []string{api.Income, api.Expense, api.Transfer})
	}
	if chance() {
		f.tag = pick(random, []string{"home", "дом", "work", "none"})
	}
	if chance() {
		f.account = 1 + random.Int64N(3)
	}
	if chance() {
		f.category = 1 + random.Int64N(4)
	}
	if chance() {
		f.author = 1 + random.Int64N(3)
	}
	if chance() {
		f.currency = pick(random, []string{"EUR", "MDL", "USD"})
		low, high := random.Int64N(500), 500+random.Int64N(500)
		f.atLeast, f.atMost = &low, &high
	}
	if chance() {
		f.from = randomDay(random)
	}
	if chance() {
		f.to = randomDay(random)
	}
	return f
}

// randomDay is one of a busy month or so, or of years around it.
func randomDay(random *rand.Rand) time.Time {
	if random.IntN(2) == 0 {
		return firstDay.AddDate(0, 0, random.IntN(40))
	}
	return firstDay.AddDate(0, 0, random.IntN(1200)-600)
}

func pick[T any](random *rand.Rand, all []T) T { return all[random.IntN(len(all))] }

// randomBooks fills both workspaces with entries, many of one day, and gives them newest first.
func randomBooks(t *testing.T, db *postgres.DB, random *rand.Rand) []Transaction {
	t.Helper()
	for _, statement := range []string{
		"INSERT INTO families (kind, name, base_currency) SELECT 'personal', 'x', 'EUR' FROM generate_series(1, 2)",
		`INSERT INTO accounts (family_id, id, name, kind, currency) OVERRIDING SYSTEM VALUE
			SELECT f, a, 'a' || a, 'cash', CASE a WHEN 3 THEN 'EUR' ELSE 'MDL' END FROM generate_series(1, 2) f, generate_series(1, 3) a`,
		`INSERT INTO categories (family_id, id, kind, name) OVERRIDING SYSTEM VALUE
			SELECT f, c, 'expense', 'c' || c FROM generate_series(1, 2) f, generate_series(1, 4) c`,
	} {
		if _, err := db.Pool().Exec(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}

	var all []Transaction
	for id := int64(1); id <= listEntries; id++ {
		all = append(all, randomEntry(random, id))
	}
	s := store{db}
	for some := range slices.Chunk(all, 500) {
		err := db.InTx(t.Context(), func(ctx context.Context) error {
			for _, e := range some {
				if err := s.save(ctx, e); err != nil {
					return fmt.Errorf("%+v: %w", e, err)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}

	slices.SortFunc(all, func(a, b Transaction) int {
		return cmp.Or(b.Date.Compare(a.Date), cmp.Compare(b.ID, a.ID))
	})
	return all
}

func randomEntry(random *rand.Rand, id int64) Transaction {
	e := Transaction{
		FamilyID: ours, ID: id, Kind: pick(random, []string{api.Income, api.Expense}), AccountID: 1 + random.Int64N(3),
		Date: randomDay(random), Note: pick(random, listTexts), Payee: pick(random, listTexts),
		CreatedBy: 1 + random.Int64N(3), Version: 1, CreatedAt: firstDay, UpdatedAt: firstDay,
	}
	if random.IntN(9) == 0 {
		e.FamilyID = theirs
	}
	e.Amount = money.Of(2+random.Int64N(1000), map[bool]string{true: "EUR", false: "MDL"}[e.AccountID == 3])
	for _, tag := range []string{"home", "дом", "work"} {
		if random.IntN(6) == 0 {
			e.Tags = append(e.Tags, tag)
		}
	}

	category := func() *int64 { id := 1 + random.Int64N(4); return &id }
	switch random.IntN(5) {
	case 0:
		e.Kind, e.AccountID, e.ToAccountID, e.Payee = api.Transfer, 1, 2, ""
		e.Amount.Currency, e.ToAmount = "MDL", money.Of(e.Amount.Minor, "MDL")
	case 1:
		e.Splits = []Part{{CategoryID: category(), Minor: 1}, {CategoryID: category(), Minor: e.Amount.Minor - 1}}
	case 2: // of no category
	default:
		e.CategoryID = category()
	}
	return e
}

// Nothing but a database that is overrun, or held, makes a list late.
func TestListThatTakesTooLongIsGivenUp(t *testing.T) {
	t.Parallel()
	db, ctx := pgtest.DB(t), t.Context()
	held, err := db.Pool().Begin(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = held.Rollback(ctx) }()
	if _, err := held.Exec(ctx, "LOCK TABLE transactions"); err != nil {
		t.Fatal(err)
	}
	if _, err := (store{db}).list(ctx, ours, filter{limit: 1}); !errors.Is(err, ErrSlow) {
		t.Errorf("got %v, want %v", err, ErrSlow)
	}
}
