package entry

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// saying is one line of the corpus: what somebody wrote, what was meant by it, and in what category
// it belongs. A message that cannot be read for sure asks.
type saying struct {
	file, text string
	meant      []Entry
	asks       bool
	categories []string
}

// starterKeys name the categories that a workspace begins with; - is none that anybody could know.
var starterKeys = strings.Fields(`groceries cafes transport home utilities phone health clothes leisure education gifts
	other salary business -`)

// corpusDay is the Saturday on which the corpus is read.
var corpusDay = Date{2026, time.November, 28}

// corpusOptions are what the people of a language have.
var corpusOptions = map[string]Options{
	"en": {Language: "en", Today: corpusDay, Currency: "USD", Accounts: []Account{
		{"Cash", "cash", "USD"}, {"Card", "card", "USD"}, {"Savings", "savings", "USD"}, {"Euro", "cash", "EUR"},
	}},
	"ro": {Language: "ro", Today: corpusDay, Currency: "RON", Accounts: []Account{
		{"Numerar", "cash", "RON"}, {"Card", "card", "RON"}, {"Economii", "savings", "RON"}, {"Euro", "bank", "EUR"},
	}},
	"ru": {Language: "ru", Today: corpusDay, Currency: "RUB", Accounts: []Account{
		{"Наличные", "cash", "RUB"}, {"Карта", "card", "RUB"}, {"Копилка", "savings", "RUB"},
		{"Доллары", "bank", "USD"},
	}},
}

// language is that of a file: "ro" of ro-late.txt.
func (s saying) language() string { return s.file[:2] }

// corpus reads all files of testdata/corpus.
func corpus(t testing.TB) (all []saying) {
	t.Helper()
	files, err := filepath.Glob("testdata/corpus/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no corpus: %v", err)
	}
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for number, line := range strings.Split(string(content), "\n") {
			if line == "" || strings.HasPrefix(line, "#") {
				continue
			}
			s, err := newSaying(filepath.Base(file), line)
			if err != nil {
				t.Fatalf("%s:%d: %v", file, number+1, err)
			}
			all = append(all, s)
		}
	}
	return all
}

func newSaying(file, line string) (saying, error) {
	columns := strings.Split(line, " | ")
	if len(columns) != 3 {
		return saying{}, fmt.Errorf("%d columns", len(columns))
	}
	s := saying{file: file, text: strings.ReplaceAll(columns[0], "⏎", "\n")}
	s.categories = strings.Split(columns[2], " & ")
	if columns[1] == "asks" {
		s.asks = true
		return s, nil
	}
	for text := range strings.SplitSeq(columns[1], " & ") {
		e, err := meaning(text)
		if err != nil {
			return s, err
		}
		s.meant = append(s.meant, e)
	}
	for _, category := range s.categories {
		if !slices.Contains(starterKeys, category) {
			return s, fmt.Errorf("%q is no category", category)
		}
	}
	if len(s.categories) != len(s.meant) {
		return s, fmt.Errorf("%d categories of %d entries", len(s.categories), len(s.meant))
	}
	return s, nil
}

// meaning reads [+]amount [currency] [@account] [> account] [^days] [: note].
func meaning(text string) (e Entry, err error) {
	said, note, _ := strings.Cut(text, " : ")
	e.Kind, e.Note = Expense, note
	fields := strings.Fields(said)
	figure, income := strings.CutPrefix(fields[0], "+")
	if income {
		e.Kind = Income
	}
	n, ok := readNumber(figure, '.')
	if !ok || n.fault != nil {
		return e, fmt.Errorf("%q is no amount", figure)
	}
	e.Amount, _ = exactly(n.value, finest)
	for i := 1; i < len(fields); i++ {
		switch f := fields[i]; {
		case f[0] == '@':
			e.Account = f[1:]
		case f[0] == '^':
			days, err := strconv.Atoi(f[1:])
			if err != nil {
				return e, err
			}
			e.Date = corpusDay.plus(0, days)
		case f == ">":
			e.Kind, e.ToAccount = Transfer, fields[i+1]
			i++
		default:
			e.Amount.Currency = f
		}
	}
	return e, nil
}

// outcome is what became of a message.
type outcome string

const (
	readRight outcome = "read right"
	asked     outcome = "asked"
	toldWrong outcome = "read wrong and told"
	wrong     outcome = "read wrong in silence"
)

// outcomeOf reads a message; why says what is not as it was meant.
func outcomeOf(s saying) (o outcome, why string) {
	got, err := Parse(s.text, corpusOptions[s.language()])
	switch {
	case err != nil && s.asks:
		return readRight, ""
	case err != nil:
		var refusal *Refusal
		_ = errors.As(err, &refusal)
		return asked, fmt.Sprintf("%v, offering %q", err, refusal.Lines[0].Choices)
	case len(got) == len(s.meant) && s.sameAs(got):
		return readRight, ""
	}
	why = fmt.Sprintf("got %+v", got)
	for _, e := range got {
		for _, r := range e.Readings {
			if r.Code != ReadDateInNote && r.Code != ReadStray && r.Code != ReadMore {
				return toldWrong, why
			}
		}
	}
	return wrong, why
}

func (s saying) sameAs(got []Entry) bool {
	for i, want := range s.meant {
		have := got[i]
		if have.Kind != want.Kind || have.Amount != want.Amount || !sameDay(have.Date, want.Date) {
			return false
		}
		if fold(have.Note) != fold(want.Note) {
			return false
		}
		if !s.sameAccount(have.Account, want.Account) || !s.sameAccount(have.ToAccount, want.ToAccount) {
			return false
		}
	}
	return true
}

func sameDay(have, want Date) bool {
	today := func(d Date) Date {
		if d.IsZero() {
			return corpusDay
		}
		return d
	}
	return today(have) == today(want)
}

func (s saying) sameAccount(have, want string) bool {
	if have == "" || want == "" {
		return have == want
	}
	at, ok := FindAccount(corpusOptions[s.language()].Accounts, have)
	return ok && corpusOptions[s.language()].Accounts[at].Name == want
}

// What people say is read right or asked about: of all messages at least leastRight percent are read
// right, and none wrong in silence.
func TestWhatPeopleSayIsReadOrAskedAbout(t *testing.T) {
	t.Parallel()
	const leastRight = 95
	counts := map[string]map[outcome]int{}
	total := map[outcome]int{}
	all := corpus(t)
	for _, s := range all {
		o, why := outcomeOf(s)
		if counts[s.file] == nil {
			counts[s.file] = map[outcome]int{}
		}
		counts[s.file][o]++
		total[o]++
		if o != readRight {
			t.Logf("%s: %q: %s: %s", s.file, s.text, o, why)
		}
	}
	page, err := os.ReadFile("../../docs/reading.md")
	if err != nil {
		t.Fatal(err)
	}
	for file, c := range counts {
		sum := c[readRight] + c[asked] + c[toldWrong] + c[wrong]
		row := fmt.Sprintf("| %s: %d | %d | %d | %d | %d |", file, sum, c[readRight], c[asked], c[toldWrong], c[wrong])
		t.Log(row)
		if !strings.Contains(string(page), row+"\n") {
			t.Errorf("docs/reading.md lacks %q", row)
		}
	}
	t.Logf("of %d messages: %v", len(all), total)
	if 100*total[readRight] < leastRight*len(all) || total[wrong] > 0 {
		t.Errorf("of %d messages %d are read right, %d wrong in silence", len(all), total[readRight], total[wrong])
	}
}
