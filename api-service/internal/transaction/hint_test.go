package transaction

import (
	"slices"
	"strings"
	"testing"

	"financebot/pkg/api"
)

func TestEntryIsRememberedByItsWords(t *testing.T) {
	t.Parallel()
	longest := strings.Repeat("ж", maxCue)
	for name, test := range map[string]struct {
		kind, note, payee string
		want              Cue
	}{
		"a note":                    {api.Expense, "coffee", "", Cue{api.Expense, "note", "coffee"}},
		"case and spaces":           {api.Income, "\tMy  SALARY ", "", Cue{api.Income, "note", "my salary"}},
		"a letter of two signs":     {api.Expense, "S\u0326i E\u0301", "", Cue{api.Expense, "note", "și é"}},
		"a payee":                   {api.Expense, " ", "Lidl", Cue{api.Expense, "payee", "lidl"}},
		"a note before a payee":     {api.Expense, "milk", "Lidl", Cue{api.Expense, "note", "milk"}},
		"the longest":               {api.Expense, longest, "", Cue{api.Expense, "note", longest}},
		"longer":                    {api.Expense, longest + "ж", "", Cue{}},
		"longer, beside a payee":    {api.Expense, longest + "ж", "Lidl", Cue{}},
		"no words":                  {api.Expense, "\u00a0", "", Cue{}},
		"a transfer":                {api.Transfer, "rent", "", Cue{}},
		"spaces beyond the longest": {api.Expense, strings.Repeat(" ", maxCue) + "tea", "", Cue{api.Expense, "note", "tea"}},
	} {
		got, ok := newCue(test.kind, test.note, test.payee)
		if want := test.want != (Cue{}); ok != want || want && got != test.want {
			t.Errorf("%s: %+v, %t; want %+v", name, got, ok, test.want)
		}
	}
}

func TestOnlyAChoiceForWordsIsALesson(t *testing.T) {
	t.Parallel()
	entry := Transaction{Kind: api.Expense, Note: "Tea", CategoryID: new(int64(7)), chosen: true}
	cues, category := entry.lesson()
	want := []Cue{{api.Expense, "note", "tea"}, {api.Expense, "word", "tea"}}
	if !slices.Equal(cues, want) || category == nil || *category != 7 {
		t.Errorf("a choice: %+v, %v", cues, category)
	}
	dropped, unchosen, split, transfer := entry, entry, entry, entry
	dropped.CategoryID = nil
	if cues, category := dropped.lesson(); len(cues) != 2 || category != nil {
		t.Errorf("a category taken away: %+v, %v", cues, category)
	}
	unchosen.chosen, split.Splits, transfer.Kind = false, []Part{{Minor: 1}}, api.Transfer
	for name, other := range map[string]Transaction{"unchosen": unchosen, "split": split, "transfer": transfer} {
		if cues, _ := other.lesson(); len(cues) > 0 {
			t.Errorf("%s teaches something", name)
		}
	}
}

// A choice says something of the only word of a note, or else of the first that says nothing by itself.
func TestOneWordOfANoteIsLearned(t *testing.T) {
	t.Parallel()
	for note, want := range map[string]string{
		"coffees": "coff", "coffee pods": "pod", "new headphones": "headphon", "FERMA RODICA SRL CHISINAU 12": "ferm",
		"coffee pizza": "", "the new one": "one", "12": "", "": "", "корм коту": "", "чесалка коту": "чесалк",
	} {
		cue, ok := telling(api.Expense, note)
		if ok != (want != "") || cue.Words != want {
			t.Errorf("%q: got %+v, %t; want %q", note, cue, ok, want)
		}
	}
}
