package file_test

import (
	"slices"
	"strings"
	"testing"

	"financebot/bot-service/internal/bottest"
	"financebot/pkg/api"
	"financebot/pkg/errs"
)

func TestButtonsOfEarlierQuestionsChangeNothing(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	b.API.ImportBy(unsure(doubts[0].choices))
	p := b.User("en")
	old := b.After(p, p.SendDocument("bank.csv", []byte("x")).ID)
	b.Tap(p, old, "March 1, 2026", "2 new entries")
	b.Toast(p, old, "✓ January 13, 2026", "") // shows what is asked now
	m := p.Chat().Last()
	b.Tap(p, m, "Import 2 entries", "Imported 2")
	if got := b.API.Applied(); len(got) != 1 || got[0].Mapping.DateOrder != "mdy" {
		t.Errorf("applied %+v", got)
	}
	b.Toast(p, old, "March 1, 2026", "")
	if m := p.Chat().Last(); !strings.Contains(m.Text, "Imported 2") || len(b.API.Applied()) != 1 {
		t.Errorf("after that: %q", m.Text)
	}
}

func TestAnswersOutliveTheBotAndAnAPIThatIsAway(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	b.API.ImportBy(unsure(doubts[0].choices))
	p := b.User("en")
	m := b.After(p, p.SendDocument("bank.csv", []byte("x")).ID)
	b.API.Down(true)
	if _, err := p.Tap(m.ID, "March 1, 2026"); err != nil {
		t.Fatal(err)
	}
	if err := b.API.WaitCalled(b.Context(), "POST /transactions/import/{id}/preview", 1); err != nil {
		t.Fatal(err)
	}
	b.API.Down(false)
	m = b.Says(p, "2 new entries")
	b.Stop()
	b.Run()
	b.Tap(p, m, "Import 2 entries", "Imported 2")
	if got := b.API.Applied(); len(got) != 1 || got[0].Mapping.DateOrder != "mdy" {
		t.Errorf("applied %+v", got)
	}
}

func TestFileThatIsGoneIsSaidToBe(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	b.API.ImportBy(unsure(doubts[0].choices))
	for lang, gone := range map[string]string{"en": "no longer have this file", "ro": "Nu mai am", "ru": "больше нет"} {
		p := b.User(lang)
		m := b.After(p, p.SendDocument("bank.csv", []byte("x")).ID)
		b.API.Refuse("POST /transactions/import/{id}/preview", errs.New(errs.NotFound, "import.unknown", ""))
		if m = press(b, p, m, m.Buttons()[1]); !strings.Contains(m.Text, gone) || len(m.Buttons()) != 0 {
			t.Errorf("%s: %q, buttons %q", lang, m.Text, m.Buttons())
		}
		b.API.Refuse("POST /transactions/import/{id}/preview", nil)
	}
}

func TestForgottenAnswersAreAskedForAgain(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	b.API.ImportBy(unsure(doubts[0].choices))
	p := b.User("en")
	m := b.After(p, p.SendDocument("bank.csv", []byte("x")).ID)
	m = b.Tap(p, m, "March 1, 2026", "2 new entries")
	b.Stop()
	if err := b.Redis.FlushDB(t.Context()).Err(); err != nil {
		t.Fatal(err)
	}
	b.Run()
	b.Toast(p, m, "Import 2 entries", "no longer remember your answers")
	b.Says(p, "❓")
	if got := b.API.Applied(); len(got) != 0 {
		t.Errorf("applied %+v", got)
	}
}

func TestColumnsAreNamedByTaps(t *testing.T) {
	t.Parallel()
	header := 1
	find := func(plan api.ImportPlan) api.Import {
		seen := found()
		seen.Headings, seen.Cells = []string{"Foo", "Bar"}, [][]string{{"Foo", "Bar"}, {"13.01.2026", "-1,00"}}
		seen.Mapping = &api.ImportMapping{HeaderLine: &header, Columns: []string{"", ""}}
		if plan.Mapping != nil {
			seen.Mapping = plan.Mapping
		}
		for _, role := range []string{api.ColumnDate, api.ColumnAmount} {
			if !slices.Contains(seen.Mapping.Columns, role) {
				seen.Missing = append(seen.Missing, role)
			}
		}
		return seen
	}
	for lang, say := range map[string]struct{ date, amount string }{
		"en": {"Which column is this: Date?", "Amount?"}, "ro": {"În ce coloană se află: Dată?", "Sumă?"}, "ru": {"В каком столбце: Дата?", "Сумма?"},
	} {
		b := bottest.Start(t)
		b.API.ImportBy(find)
		p := b.User(lang)
		m := b.After(p, p.SendDocument("bank.csv", []byte("x")).ID)
		bottest.Holds(t, m.Text, say.date)
		readable(t, m)
		m = b.Tap(p, m, "Foo: 13.01.2026", say.amount)
		m = b.Tap(p, m, "Bar: -1,00", "coffee")
		b.Tap(p, m, m.Buttons()[0], "✅")
		if got := b.API.Applied()[0].Mapping; !slices.Equal(got.Columns, []string{"date", "amount"}) {
			t.Errorf("%s: columns %q", lang, got.Columns)
		}
	}
}

func TestAccountThatAFileWantsIsOpenedByAButton(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	b.API.ImportBy(func(plan api.ImportPlan) api.Import {
		seen := found()
		if plan.Accounts["SEK"] == 0 {
			seen.Faults, seen.Problems = 1, []api.ImportProblem{{Line: 2, Code: "currency", Text: "SEK"}}
		}
		return seen
	})
	p := b.User("en")
	m := b.After(p, p.SendDocument("bank.csv", []byte("x")).ID)
	bottest.Holds(t, m.Text, "entries in SEK")
	readable(t, m)
	m = b.Tap(p, m, "➕ Open an account in SEK", "What kind")
	b.Tap(p, m, m.Buttons()[0], "call")
	m = b.After(p, p.Send("Kronor").ID)
	b.Tap(p, m, "Zero", "Kronor")
	m = b.After(p, m.ID) // the file's first card says how many entries there are as well
	bottest.Holds(t, m.Text, "2 new entries")
	b.Tap(p, m, "Import 2 entries", "Imported 2")
	opened := b.API.AllAccounts()
	if got := b.API.Applied(); len(got) != 1 || got[0].Accounts["SEK"] != opened[len(opened)-1].ID {
		t.Errorf("applied %+v, accounts %+v", got, opened)
	}
}

func TestSumsSignsAndDaysAreToldBeforeAndAfter(t *testing.T) {
	t.Parallel()
	seen := found()
	seen.Sums = []api.ImportSum{{Currency: "EUR", Income: "2100.00", Expense: "12.50"}}
	seen.From, seen.To = "2026-03-01", "2026-03-03"
	for lang, want := range map[string]string{
		"en": "💰 +€2,100.00 / -€12.50\n📅 March 1, 2026 – March 3, 2026", "ro": "💰 +2.100,00 € / -12,50 €\n📅 1 martie 2026 – 3 martie 2026",
		"ru": "💰 +2 100,00 € / -12,50 €\n📅 1 марта 2026 г. – 3 марта 2026 г.",
	} {
		b := bottest.Start(t)
		b.API.Import(seen)
		p := b.User(lang)
		m := b.After(p, p.SendDocument("bank.csv", []byte("x")).ID)
		bottest.Holds(t, m.Text, want, map[string]string{"en": "+€1,500.00", "ro": "+1.500,00 €", "ru": "+1 500,00 €"}[lang])
		m = b.Tap(p, m, m.Buttons()[0], "✅")
		bottest.Holds(t, m.Text, want)
	}
}

func TestRowsAreShownPageByPage(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	b.API.ImportBy(func(plan api.ImportPlan) api.Import {
		seen := found()
		seen.Total, seen.New, seen.Rows = 25, 25, nil
		for n := plan.RowsAfter; n < min(plan.RowsAfter+20, 25); n++ {
			seen.Rows = append(seen.Rows, api.ImportRow{Line: n + 2, Kind: api.Expense, Date: "2026-03-01", Amount: "1.00", Currency: "EUR", Note: "row " + string(rune('a'+n))})
		}
		return seen
	})
	p := b.User("en")
	m := b.After(p, p.SendDocument("bank.csv", []byte("x")).ID)
	m = b.Tap(p, m, "Show rows", "Rows 1–10")
	bottest.Holds(t, m.Text, "row a", "row j")
	m = b.Tap(p, m, "▶", "Rows 11–20")
	m = b.Tap(p, m, "▶", "Rows 21–25")
	bottest.Holds(t, m.Text, "row y")
	if slices.Contains(m.Buttons(), "▶") {
		t.Errorf("behind the last: %q", m.Buttons())
	}
	m = b.Tap(p, m, "◀", "Rows 11–20")
	b.Tap(p, m, "« Back", "25 new entries")
}

func TestFileThatIsReadLikeTheLastOneSaysSoAndCanBeAnsweredAnew(t *testing.T) {
	t.Parallel()
	for lang, want := range map[string]string{"en": "like your last file", "ro": "la fel ca ultimul", "ru": "так же, как"} {
		b := bottest.Start(t)
		ask := unsure(doubts[0].choices)
		b.API.ImportBy(func(plan api.ImportPlan) api.Import {
			if plan.Mapping != nil && plan.Mapping.DateOrder == "" {
				plan.Mapping = nil
				return ask(plan)
			}
			seen := found()
			seen.Remembered, seen.Settled = true, true
			return seen
		})
		p := b.User(lang)
		m := b.After(p, p.SendDocument("bank.csv", []byte("x")).ID)
		bottest.Holds(t, m.Text, want)
		readable(t, m)
		b.Tap(p, m, m.Buttons()[len(m.Buttons())-1], "❓")
	}
}
