package file_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"financebot/bot-service/internal/bottest"
	"financebot/deploy/dev/telegram"
	"financebot/pkg/api"
)

// sample is a row of a file as a choice reads it.
func sample(kind, date, amount, words string) []api.ImportSample {
	return []api.ImportSample{{Line: 2, Kind: kind, Date: date, Amount: amount, Words: words}}
}

// doubts are all ways in which a file can be unsure, each with two readings; the first is supposed.
var doubts = []struct {
	choices []api.ImportChoice
	labels  map[string][]string
}{
	{[]api.ImportChoice{
		{Field: "date_order", Value: "dmy", Mapping: &api.ImportMapping{DateOrder: "dmy"}, Rows: sample("expense", "2026-01-13", "1.00", "Oak")},
		{Field: "date_order", Value: "mdy", Mapping: &api.ImportMapping{DateOrder: "mdy"}, Rows: sample("expense", "2026-03-01", "1.00", "Oak")},
	}, map[string][]string{
		"en": {"✓ January 13, 2026", "March 1, 2026"}, "ro": {"✓ 13 ianuarie 2026", "1 martie 2026"}, "ru": {"✓ 13 января 2026 г.", "1 марта 2026 г."},
	}},
	{[]api.ImportChoice{
		{Field: "decimal", Value: ",", Mapping: &api.ImportMapping{Decimal: ","}, Rows: sample("expense", "2026-01-13", "1234", "Oak")},
		{Field: "decimal", Value: ".", Mapping: &api.ImportMapping{Decimal: "."}, Rows: sample("expense", "2026-01-13", "1.234", "Oak")},
	}, map[string][]string{"en": {"✓ -€1,234.00", "-1.234"}, "ro": {"✓ -1.234,00 €", "-1,234"}, "ru": {"✓ -1 234,00 €", "-1,234"}}},
	{[]api.ImportChoice{
		{Field: "direction", Value: "in", Mapping: &api.ImportMapping{Positive: "in"}, Rows: sample("income", "2026-01-13", "12.50", "Bakery")},
		{Field: "direction", Value: "out", Mapping: &api.ImportMapping{Positive: "out"}, Rows: sample("expense", "2026-01-13", "12.50", "Bakery")},
	}, map[string][]string{
		"en": {"✓ Came in: €12.50 · Bakery", "Went out: €12.50 · Bakery"}, "ro": {"✓ Au intrat: 12,50 € · Bakery", "Au ieșit: 12,50 € · Bakery"},
		"ru": {"✓ Пришли: 12,50 € · Bakery", "Ушли: 12,50 € · Bakery"},
	}},
	{[]api.ImportChoice{
		{Field: "direction", Value: "word", Text: "xup", Mapping: &api.ImportMapping{OutWords: []string{"xup"}}},
		{Field: "direction", Value: "column", Text: "Yy", Mapping: &api.ImportMapping{OutWords: []string{"yod"}}},
	}, map[string][]string{
		"en": {"✓ “xup” means money out", "“Yy” is money out"}, "ro": {"✓ „xup” înseamnă că banii au ieșit", "„Yy” sunt plățile"},
		"ru": {"✓ «xup» значит, что деньги ушли", "«Yy» — это расход"},
	}},
	{[]api.ImportChoice{
		{Field: "columns", Value: "column", Text: "Xx", Mapping: &api.ImportMapping{Decimal: ","}, Rows: sample("expense", "2026-01-13", "1.00", "Oak")},
		{Field: "columns", Value: "column", Text: "Yy", Mapping: &api.ImportMapping{Decimal: "."}, Rows: sample("expense", "2026-01-13", "7.00", "Oak")},
	}, map[string][]string{"en": {"✓ “Xx”: -€1.00", "“Yy”: -€7.00"}, "ro": {"✓ „Xx”: -1,00 €", "„Yy”: -7,00 €"}, "ru": {"✓ «Xx»: -1,00 €", "«Yy»: -7,00 €"}}},
	{[]api.ImportChoice{
		{Field: "fee", Value: "added", Mapping: &api.ImportMapping{Fee: "added"}, Rows: sample("expense", "2026-01-13", "11.00", "Oak")},
		{Field: "fee", Value: "within", Mapping: &api.ImportMapping{Fee: "within"}, Rows: sample("expense", "2026-01-13", "10.00", "Oak")},
	}, map[string][]string{
		"en": {"✓ -€11.00: the fee comes on top", "-€10.00: the fee is included"}, "ro": {"✓ -11,00 €: comisionul se adaugă", "-10,00 €: comisionul e inclus"},
		"ru": {"✓ -11,00 €: комиссия добавляется", "-10,00 €: комиссия входит в сумму"},
	}},
	{[]api.ImportChoice{
		{Field: "state", Value: "book", Text: "xyz", Mapping: &api.ImportMapping{HeldWords: []string{}}},
		{Field: "state", Value: "word", Text: "xyz", Mapping: &api.ImportMapping{HeldWords: []string{"xyz"}}},
	}, map[string][]string{
		"en": {"✓ “xyz”: carried out, import", "“xyz”: not carried out, leave out"}, "ro": {"✓ „xyz”: efectuate, se importă", "„xyz”: neefectuate, rămân pe dinafară"},
		"ru": {"✓ «xyz»: проведено, импортировать", "«xyz»: не проведено, пропустить"},
	}},
	{[]api.ImportChoice{
		{Field: "encoding", Value: "windows-1250", Mapping: &api.ImportMapping{Encoding: "windows-1250"}, Rows: sample("expense", "2026-01-13", "1.00", "Plată")},
		{Field: "encoding", Value: "windows-1252", Mapping: &api.ImportMapping{Encoding: "windows-1252"}, Rows: sample("expense", "2026-01-13", "1.00", "Platã")},
	}, map[string][]string{"en": {"✓ Plată", "Platã"}, "ro": {"✓ Plată", "Platã"}, "ru": {"✓ Plată", "Platã"}}},
}

// keys are words that no message was found for.
var keys = regexp.MustCompile(`(file|button|error)\.[a-z_.]+|<no value>|\{\{`)

// readable fails where a message shows a key, or has a button that Telegram refuses.
func readable(t *testing.T, m telegram.Message) {
	t.Helper()
	for _, said := range append(m.Buttons(), m.Text) {
		if keys.MatchString(said) {
			t.Errorf("it says %q", said)
		}
	}
	for _, label := range m.Buttons() {
		if b, _ := m.Button(label); len(b.CallbackData) > 64 {
			t.Errorf("%q carries %d bytes", label, len(b.CallbackData))
		}
	}
}

// unsure is a file with a doubt, which is settled by any mapping.
func unsure(choices []api.ImportChoice) func(api.ImportPlan) api.Import {
	choices = slices.Clone(choices)
	choices[0].Supposed = true
	return func(plan api.ImportPlan) api.Import {
		seen := found()
		if plan.Mapping == nil {
			seen.Unsure, seen.Choices = []string{choices[0].Field}, choices
		}
		return seen
	}
}

func TestEveryDoubtIsAskedInWordsAndAnsweredByATap(t *testing.T) {
	t.Parallel()
	for _, lang := range api.Languages {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			for _, doubt := range doubts {
				b := bottest.Start(t)
				b.API.ImportBy(unsure(doubt.choices))
				p := b.User(lang)
				m := b.After(p, p.SendDocument("bank.csv", []byte("x")).ID)
				readable(t, m)
				labels := plain(m.Buttons())
				if len(labels) < 3 || !slices.Equal(labels[:2], doubt.labels[lang]) {
					t.Errorf("%s: buttons %q", doubt.choices[0].Field, labels)
					continue
				}
				m = b.Tap(p, m, m.Buttons()[1], "coffee")
				readable(t, m)
				if len(b.API.Applied()) != 0 {
					t.Errorf("%s: booked by an answer", doubt.choices[0].Field)
				}
				b.Tap(p, m, m.Buttons()[0], "✅")
				got := b.API.Applied()[0].Mapping
				if want := doubt.choices[1].Mapping; got == nil || !sameMapping(*got, *want) {
					t.Errorf("%s: booked by %+v, want %+v", doubt.choices[0].Field, got, want)
				}
			}
		})
	}
}

func sameMapping(a, b api.ImportMapping) bool {
	return a.DateOrder == b.DateOrder && a.Decimal == b.Decimal && a.Positive == b.Positive && a.Fee == b.Fee && a.Encoding == b.Encoding &&
		slices.Equal(a.OutWords, b.OutWords) && slices.Equal(a.HeldWords, b.HeldWords)
}

// plain are texts with spaces that break.
func plain(all []string) []string {
	var out []string
	for _, said := range all {
		out = append(out, strings.ReplaceAll(said, "\u00a0", " "))
	}
	return out
}

// What the file holds besides new entries is counted in the forms of each language.
func TestWhatIsLeftOutIsToldAndTakenByATap(t *testing.T) {
	t.Parallel()
	for lang, say := range map[string]map[int]string{
		"en": {1: "carried out 1 (pending", 2: "carried out 2 (pending", 5: "carried out 5", 21: "carried out 21"},
		"ro": {1: "efectuat 1 (în așteptare, respinsă", 2: "efectuat 2 (în așteptare, respinse", 5: "efectuat 5", 21: "efectuat 21"},
		"ru": {1: "1 банк не провёл (ожидает", 2: "2 банк не провёл (ожидают", 5: "5 банк", 21: "21 банк не провёл (ожидает"},
	} {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			for n, words := range say {
				b := bottest.Start(t)
				seen := found()
				seen.Held, seen.Deleted, seen.Maybe, seen.Transfers = n, n, n, n
				b.API.Import(seen)
				p := b.User(lang)
				m := b.After(p, p.SendDocument("bank.csv", []byte("x")).ID)
				bottest.Holds(t, m.Text, words)
				readable(t, m)
				for _, mark := range []string{"⏸", "🗑", "🤔", "🔁"} {
					was := m.Text
					m = press(b, p, m, button(m, mark))
					readable(t, m)
					if m.Text == was {
						t.Errorf("%s says nothing new", mark)
					}
				}
				b.Tap(p, m, m.Buttons()[0], "✅")
				got := b.API.Applied()[0]
				if got.Held != api.HeldBook || !got.Restore || got.Duplicates != api.DuplicatesSkipAll || !got.JoinTransfers {
					t.Errorf("applied %+v", got)
				}
			}
		})
	}
}

// button is the first of a message whose label begins so.
func button(m telegram.Message, mark string) string {
	for _, label := range m.Buttons() {
		if strings.HasPrefix(label, mark) {
			return label
		}
	}
	return mark
}

// press taps a button and gives its message once the tap was answered.
func press(b *bottest.Bot, p *telegram.Person, m telegram.Message, label string) telegram.Message {
	tap, err := p.Tap(m.ID, label)
	if err == nil {
		_, err = tap.Wait(b.Context())
	}
	if err != nil {
		panic(err)
	}
	all := p.Chat().Messages()
	return all[slices.IndexFunc(all, func(other telegram.Message) bool { return other.ID == m.ID })]
}
