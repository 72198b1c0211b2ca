package transaction

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"financebot/api-service/internal/starter"
	"financebot/pkg/api"
	"financebot/pkg/entry"
)

// saying is a message of the corpus whose entries have categories: the starter key of each, or - where
// nobody could know.
type saying struct {
	file, text string
	keys       []string
}

func (s saying) language() string { return s.file[:2] }

// sayings are the messages of the grammar's corpus that can be read.
func sayings(t testing.TB) (all []saying) {
	t.Helper()
	files, err := filepath.Glob("../../../pkg/entry/testdata/corpus/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no corpus: %v", err)
	}
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.SplitSeq(string(content), "\n") {
			columns := strings.Split(line, " | ")
			if strings.HasPrefix(line, "#") || len(columns) != 3 || columns[1] == "asks" {
				continue
			}
			text := strings.ReplaceAll(columns[0], "⏎", "\n")
			all = append(all, saying{filepath.Base(file), text, strings.Split(columns[2], " & ")})
		}
	}
	return all
}

// corpusOptions are what the people of a language have.
func corpusOptions(language string) entry.Options {
	of := map[string]entry.Options{
		"en": {Currency: "USD", Accounts: []entry.Account{{Name: "Cash", Kind: "cash", Currency: "USD"}, {Name: "Card", Kind: "card", Currency: "USD"},
			{Name: "Savings", Kind: "savings", Currency: "USD"}, {Name: "Euro", Kind: "cash", Currency: "EUR"}}},
		"ro": {Currency: "RON", Accounts: []entry.Account{{Name: "Numerar", Kind: "cash", Currency: "RON"}, {Name: "Card", Kind: "card", Currency: "RON"},
			{Name: "Economii", Kind: "savings", Currency: "RON"}, {Name: "Euro", Kind: "bank", Currency: "EUR"}}},
		"ru": {Currency: "RUB", Accounts: []entry.Account{{Name: "Наличные", Kind: "cash", Currency: "RUB"}, {Name: "Карта", Kind: "card", Currency: "RUB"},
			{Name: "Копилка", Kind: "savings", Currency: "RUB"}, {Name: "Доллары", Kind: "bank", Currency: "USD"}}},
	}[language]
	of.Language, of.Today = language, entry.Date{Year: 2026, Month: time.November, Day: 28}
	return of
}

// begun is the book of a workspace that has just begun.
func begun(language string) book {
	b := book{categories: Starters(1, language, time.Time{})}
	for i := range b.categories {
		b.categories[i].ID = int64(i + 1)
	}
	b.names = titles(b.categories)
	b.words = newMeanings(b.categories, map[Cue]int64{}, language)
	return b
}

// keyOf is the starter key of a category, - where there is none.
func (b book) keyOf(id *int64) string {
	if id == nil {
		return "-"
	}
	return b.these([]int64{*id})[0].Starter
}

// sorted counts what became of the categories of entries.
type sorted struct{ all, right, open, wrong, unknown, guessed int }

func (c *sorted) add(want, got string) {
	switch c.all++; {
	case want == "-" && got == "-":
		c.unknown++
	case want == "-":
		c.unknown++
		c.guessed++
	case want == got:
		c.right++
	case got == "-":
		c.open++
	default:
		c.wrong++
	}
}

// The words of a message tell its category, and where they do not, nothing is guessed. What the words
// of the corpus come to stands in docs/reading.md.
func TestWordsTellTheCategoryOrLeaveItOpen(t *testing.T) {
	t.Parallel()
	const leastRight, leastUnknown = 90, 30
	counts, total := map[string]*sorted{}, &sorted{}
	for _, s := range sayings(t) {
		entries, err := entry.Parse(s.text, corpusOptions(s.language()))
		if err != nil || len(entries) != len(s.keys) {
			continue // the grammar's own test tells
		}
		if counts[s.file] == nil {
			counts[s.file] = &sorted{}
		}
		b := begun(s.language())
		for i, e := range entries {
			got := b.keyOf(b.category(e).id)
			counts[s.file].add(s.keys[i], got)
			total.add(s.keys[i], got)
			if got != s.keys[i] {
				t.Logf("%s: %q (%s): got %s, want %s", s.file, s.text, e.Note, got, s.keys[i])
			}
		}
	}

	page, err := os.ReadFile("../../../docs/reading.md")
	if err != nil {
		t.Fatal(err)
	}
	for file, c := range counts {
		row := fmt.Sprintf("| %s: %d | %d | %d | %d | %d | %d |", file, c.all, c.right, c.open, c.wrong, c.unknown, c.guessed)
		t.Log(row)
		if !strings.Contains(string(page), row+"\n") {
			t.Errorf("docs/reading.md lacks %q", row)
		}
	}
	known := total.all - total.unknown
	t.Logf("of %d entries that somebody could know %d are right, %d open, %d wrong; of %d others %d are guessed",
		known, total.right, total.open, total.wrong, total.unknown, total.guessed)
	if 100*total.right < leastRight*known || total.unknown < leastUnknown || total.guessed > 0 {
		t.Errorf("of %d entries %d are right; of %d that nobody could know %d are guessed", known, total.right, total.unknown, total.guessed)
	}
}

// told is the key that a note tells, or - and the likeliest.
func told(b book, kind entry.Kind, note, payee string) string {
	place := b.category(entry.Entry{Kind: kind, Note: note, Payee: payee})
	said := b.keyOf(place.id)
	for _, c := range b.these(place.likely) {
		said += " " + c.Starter
	}
	return said
}

func TestWordsThatDisagreeAreOffered(t *testing.T) {
	t.Parallel()
	b := begun("en")
	for note, want := range map[string]string{
		"coffee with the dentist": "cafes", // what comes behind "with" tells who
		"dentist coffee":          "- health cafes", "beer": "- cafes groceries", "juice": "- cafes groceries", "dog food": "- groceries",
		"Barbara": "-", "train ticket": "transport", "": "-", "the new one": "-",
	} {
		if got := told(b, entry.Expense, note, ""); got != want {
			t.Errorf("%q: got %q, want %q", note, got, want)
		}
	}
	if got := told(b, entry.Expense, "", "Linella"); got != "groceries" {
		t.Errorf("a payee: %q", got)
	}
	if got := told(b, entry.Income, "coffee", ""); got != "-" {
		t.Errorf("income: %q", got)
	}
}

// What was learned of a word counts more than what anybody would say.
func TestWordsMeanWhatWasLearnedOfThem(t *testing.T) {
	t.Parallel()
	b := begun("en")
	learn := func(note string, key string) {
		t.Helper()
		at := slices.IndexFunc(b.categories, func(c Category) bool { return c.Starter == key })
		cues, _ := Transaction{Kind: api.Expense, Note: note, CategoryID: &b.categories[at].ID, chosen: true}.lesson()
		for _, cue := range cues {
			b.words.hints[cue] = b.categories[at].ID
		}
	}
	learn("dog", "other")
	learn("Coffee", "home")
	learn("coffee pods", "groceries")
	learn("vitamin shop Zelda", "gifts")
	for note, want := range map[string]string{
		"dogs": "other", "coffee": "home", "Coffee with Bob": "home", "coffees": "home",
		"coffee pods":     "groceries",        // the whole note
		"pods":            "groceries",        // the word that was new in it
		"big coffee pods": "- home groceries", // two lessons that do not agree
		"zelda":           "gifts", "zelda lamp": "- gifts home", "pizza": "cafes",
	} {
		if got := told(b, entry.Expense, note, ""); got != want {
			t.Errorf("%q: got %q, want %q", note, got, want)
		}
	}
}

// A starter category is known by its mark, and before it had one by its name in any language.
func TestStarterIsKnownWhateverItIsCalled(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		category     Category
		key          string
		known, named bool
	}{
		{Category{Kind: api.Expense, Name: "Продукты"}, "groceries", true, true},
		{Category{Kind: api.Expense, Name: "Food", Starter: "groceries"}, "groceries", true, false},
		{Category{Kind: api.Expense, Name: "Alimente", Starter: "groceries"}, "groceries", true, true},
		{Category{Kind: api.Income, Name: "Groceries"}, "", false, false},
		{Category{Kind: api.Expense, Name: "Groceries", ParentID: new(int64(1))}, "", false, false},
		{Category{Kind: api.Expense, Name: "Pets"}, "", false, false},
	} {
		as, known, named := test.category.began()
		if as.Key != test.key || known != test.known || named != test.named {
			t.Errorf("%+v: got %q, %t, %t", test.category, as.Key, known, named)
		}
	}
	if n := len(starter.Categories()); n != len(Starters(1, "en", time.Time{})) {
		t.Errorf("a workspace begins with other than %d categories", n)
	}
}

// BenchmarkReadAndSort reads the longest message of each language and finds its categories.
func BenchmarkReadAndSort(b *testing.B) {
	longest := map[string]string{}
	for _, s := range sayings(b) {
		if len(s.text) > len(longest[s.language()]) {
			longest[s.language()] = s.text
		}
	}
	for language, text := range longest {
		book, options := begun(language), corpusOptions(language)
		b.Run(language, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				entries, err := entry.Parse(text, options)
				if err != nil {
					b.Fatal(err)
				}
				for _, e := range entries {
					book.category(e)
				}
			}
		})
	}
}
