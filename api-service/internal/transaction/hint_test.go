package transaction

import (
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
	cue, category, ok := entry.lesson()
	if !ok || cue != (Cue{api.Expense, "note", "tea"}) || category == nil || *category != 7 {
		t.Errorf("a choice: %+v, %v, %t", cue, category, ok)
	}
	dropped, unchosen, split, transfer := entry, entry, entry, entry
	dropped.CategoryID = nil
	if _, category, ok := dropped.lesson(); !ok || category != nil {
		t.Errorf("a category taken away: %v, %t", category, ok)
	}
	unchosen.chosen, split.Splits, transfer.Kind = false, []Part{{Minor: 1}}, api.Transfer
	for name, other := range map[string]Transaction{"unchosen": unchosen, "split": split, "transfer": transfer} {
		if _, _, ok := other.lesson(); ok {
			t.Errorf("%s teaches something", name)
		}
	}
}
