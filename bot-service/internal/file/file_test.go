package file_test

import (
	"bytes"
	"regexp"
	"slices"
	"testing"

	"financebot/bot-service/internal/bottest"
	"financebot/deploy/dev/devtest"
	"financebot/deploy/dev/telegram"
	"financebot/pkg/api"
	"financebot/pkg/errs"
)

func TestMain(m *testing.M) { devtest.Main(m) }

const importID = "0f2c1a9e-1111-4222-8333-444455556666"

// found is a file of three rows, of which one is there already.
func found() api.Import {
	return api.Import{
		ID: importID, Status: api.ImportReady, Format: "csv", AccountID: 1, Total: 3, New: 2, Duplicates: 1,
		Rows: []api.ImportRow{
			{Line: 2, Kind: api.Expense, Date: "2026-03-01", Amount: "12.50", Currency: "EUR", Note: "coffee"},
			{Line: 3, Kind: api.Expense, Date: "2026-03-02", Amount: "7.00", Currency: "EUR", Payee: "Shop", Duplicate: "ledger"},
			{Line: 4, Kind: api.Income, Date: "2026-03-03", Amount: "1500.00", Currency: "EUR"},
		},
		Categories: []api.ImportName{{Name: "Strange"}},
	}
}

func TestFileIsShownThenImportedThenTakenBack(t *testing.T) {
	t.Parallel()
	for lang, say := range map[string]struct{ found, apply, done, undo, undone string }{
		"en": {"3 entries\n2 new entries\n♻️ 1 is already there", "Import 2 entries", "Imported 2 entries", "Undo the import", "is undone"},
		"ro": {"3 tranzacții\n2 tranzacții noi\n♻️ 1 există deja", "Importă 2 tranzacții", "Am importat 2 tranzacții", "Anulează importul", "am anulat importul"},
		"ru": {"3 записи\n2 новые записи\n♻️ 1 уже есть", "Импортировать 2 записи", "Импортированы 2 записи", "Отменить импорт", "отменён"},
	} {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			b := bottest.Start(t)
			b.API.Import(found())
			p := b.User(lang)
			m := b.After(p, p.SendDocument("bank.csv", []byte("date,amount\n2026-03-01,-12.50\n")).ID)
			bottest.Holds(t, m.Text, "bank.csv: "+say.found, "12", "coffee", "♻️", "Shop", "👛 Cash")
			if got := string(b.API.Uploaded()); got != "date,amount\n2026-03-01,-12.50\n" || len(b.API.Applied()) != 0 {
				t.Errorf("uploaded %q, applied %v", got, b.API.Applied())
			}
			done := b.Tap(p, m, say.apply, say.done)
			if got := b.API.Applied(); len(got) != 1 || got[0].AccountID != 1 {
				t.Errorf("applied %+v", got)
			}
			b.Tap(p, done, say.undo, say.undone)
		})
	}
}

func TestTwoTapsImportOnceAndCancelImportsNothing(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	b.API.Import(found())
	p := b.User("en")
	send := func() telegram.Message { return b.After(p, p.SendDocument("bank.ofx", []byte("x")).ID) }
	m := send()
	button, _ := m.Button("Import 2 entries")
	for range 2 {
		tap, err := p.Forge(p.Chat(), m.ID, button.CallbackData)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := tap.Wait(b.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if got := b.API.Applied(); len(got) != 1 {
		t.Errorf("applied %+v", got)
	}
	b.Tap(p, send(), "Cancel", "nothing was imported")
	if got := b.API.Applied(); len(got) != 1 {
		t.Errorf("after the cancel: %+v", got)
	}
}

func TestUndoCommandTakesTheImportBackAndNotWhatWasBefore(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	b.API.Import(found())
	p := b.User("en")
	b.Ask(p, "7 tea")
	m := b.After(p, p.SendDocument("bank.csv", []byte("x")).ID)
	b.Tap(p, m, "Import 2 entries", "Imported 2 entries")
	if n := len(b.API.Entries()); n != 3 {
		t.Fatalf("%d entries", n)
	}
	bottest.Holds(t, b.Ask(p, "/undo").Text, "Undone")
	if left := b.API.Entries(); len(left) != 1 || left[0].Note != "tea" {
		t.Errorf("left: %v", left)
	}
}

func TestAccountOfAFileIsChosen(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	b.API.Import(found())
	b.API.Accounts(api.Account{ID: 1, Name: "Cash", Currency: "EUR", Balance: "1.00"}, api.Account{ID: 2, Name: "Visa", Currency: "EUR", Balance: "1.00"})
	p := b.User("en")
	m := b.After(p, p.SendDocument("bank.qif", []byte("x")).ID)
	m = b.Tap(p, m, "Account", "Which account")
	m = b.Tap(p, m, "Visa, EUR", "👛 Visa")
	b.Tap(p, m, "Import 2 entries", "Imported 2")
	if got := b.API.Applied(); len(got) != 1 || got[0].AccountID != 2 {
		t.Errorf("applied %+v", got)
	}
}

func TestBadLinesAreNamedAndLeftOutByATap(t *testing.T) {
	t.Parallel()
	bad := found()
	bad.Faults, bad.Problems = 2, []api.ImportProblem{{Line: 7, Code: "date", Text: "31.02.2026"}, {Line: 9, Code: "brand_new"}}
	for lang, say := range map[string]struct {
		named      []string
		rest, done string
	}{
		"en": {[]string{"2 lines can't be read", "Line 7 (“31.02.2026”): this is not a date.", "Line 9: it can't be read."},
			"Import the other 2 and leave these out", "Imported 2"},
		"ro": {[]string{"2 rânduri nu pot fi citite", "Rândul 7 („31.02.2026”): nu e o dată."}, "Importă restul (2), fără acestea", "Am importat 2"},
		"ru": {[]string{"2 строки не удалось прочитать", "Строка 7 («31.02.2026»): это не дата."}, "Импортировать остальное (2) без них", "Импортированы 2"},
	} {
		b := bottest.Start(t)
		b.API.Import(bad)
		p := b.User(lang)
		m := b.After(p, p.SendDocument("bank.csv", []byte("x")).ID)
		bottest.Holds(t, m.Text, say.named...)
		if len(b.API.Applied()) != 0 {
			t.Errorf("%s: booked before the tap", lang)
		}
		b.Tap(p, m, say.rest, say.done)
		if got := b.API.Applied(); len(got) != 1 || !slices.Equal(got[0].SkipLines, []int{7, 9}) {
			t.Errorf("%s: applied %+v", lang, got)
		}
	}
}

func TestFileOfWhichNothingIsReadSaysSo(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	b.API.Import(api.Import{ID: importID, Missing: []string{"date"}, Total: 4})
	p := b.User("en")
	m := b.After(p, p.SendDocument("bank.csv", []byte("x")).ID)
	bottest.Holds(t, m.Text, "name the columns in the first line")
	if len(m.Buttons()) != 1 {
		t.Errorf("buttons %q", m.Buttons())
	}
	b.API.Import(api.Import{ID: importID, Faults: 1, Problems: []api.ImportProblem{{Line: 2, Code: "date"}}})
	m = b.After(p, p.SendDocument("bad.csv", []byte("x")).ID)
	if want := "📄 bad.csv\n\n⚠️ 1 line can't be read:\nLine 2: this is not a date."; m.Text != want {
		t.Errorf("got %q, want %q", m.Text, want)
	}
}

func TestFilesOfBanksAreTakenByTheirEndings(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	p := b.User("en")
	for _, name := range []string{"bank.xml", "UMSATZ.STA", "statement.940", "july.mt940"} {
		bottest.Holds(t, b.After(p, p.SendDocument(name, []byte("x")).ID).Text, "📄 "+name)
	}
}

func TestFilesThatAreNotTaken(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	p := b.User("en")
	bottest.Holds(t, b.After(p, p.SendDocument("photo.pdf", []byte("x")).ID).Text, "CSV, OFX, QIF, CAMT (XML) or MT940")
	bottest.Holds(t, b.After(p, p.SendDocument("big.csv", bytes.Repeat([]byte("x"), api.MaxFile+1)).ID).Text, "up to 10 MB")
	b.API.Refuse("POST /transactions/import", errs.New(errs.Invalid, "import.format", ""))
	bottest.Holds(t, b.After(p, p.SendDocument("odd.csv", []byte("x")).ID).Text, "send a CSV, OFX, QIF, CAMT or MT940 file")
	stranger := b.Telegram.Person(telegram.Person{})
	bottest.Holds(t, b.After(stranger, stranger.SendDocument("bank.csv", []byte("x")).ID).Text, "I don't know you yet")
	if n := b.API.Calls("POST /transactions/import"); n != 1 {
		t.Errorf("%d uploads", n)
	}
}

// monthly is how a file of a month is called.
var monthly = regexp.MustCompile(`^transactions-\d{4}-\d{2}\.csv$`)

func TestExportComesAsAFile(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	for lang, say := range map[string]struct{ command, which, this, unclear, long, entries string }{
		"en": {"/export", "up to a year", "This month", "can't read this period", "more than a year", "entr"},
		"ro": {"/export", "de cel mult un an", "Luna aceasta", "Nu pot citi", "mai mult de un an", "tranzacți"},
		"ru": {"/экспорт", "не длиннее года", "Этот месяц", "Не могу прочитать", "больше года", "запис"},
	} {
		p := b.User(lang)
		m := b.Ask(p, say.command)
		bottest.Holds(t, m.Text, say.which)
		if len(m.Buttons()) != 3 {
			t.Errorf("%s: buttons %q", lang, m.Buttons())
		}
		bottest.Holds(t, b.Ask(p, say.command+" whatever").Text, say.unclear)
		bottest.Holds(t, b.Ask(p, say.command+" 2024 2026").Text, say.long)
		before := b.Ask(p, "12.50 coffee")
		if _, err := p.Tap(m.ID, say.this); err != nil {
			t.Fatal(err)
		}
		sent := b.After(p, before.ID)
		if sent.Document == nil || !monthly.MatchString(sent.Document.FileName) {
			t.Errorf("%s: got %+v", lang, sent)
		}
		bottest.Holds(t, sent.Caption, say.entries)
	}
	p := b.User("en")
	for words, want := range map[string]string{
		"2026-02": "2026-02-01 2026-02-28", "03.2026": "2026-03-01 2026-03-31", "2025": "2025-01-01 2025-12-31",
		"1.3.2026": "2026-03-01 2026-03-01", "2026-03-01 2026-03-15": "2026-03-01 2026-03-15", "2025-11 2026-03": "2025-11-01 2026-03-31",
	} {
		b.Ask(p, "/export "+words)
		if got := b.API.Asked("export"); got != want {
			t.Errorf("%s asked for %s, want %s", words, got, want)
		}
	}
}

func TestItIsAskedWhoseAFileIs(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	b.API.ImportBy(func(plan api.ImportPlan) api.Import {
		seen := found()
		if plan.AccountID == 0 {
			seen.AccountChoices = []int64{1, 2}
		}
		return seen
	})
	p := b.User("en")
	m := b.After(p, p.SendDocument("bank.csv", []byte("x")).ID)
	bottest.Holds(t, m.Text, "Which account is this file of?")
	if _, ok := m.Button("Import 2 entries"); ok {
		t.Error("it can be imported before that is said")
	}
	m = b.Tap(p, m, "Cash, EUR", "2 new entries")
	b.Tap(p, m, "Import 2 entries", "Imported 2 entries")
	if got := b.API.Applied(); len(got) != 1 || got[0].AccountID != 1 {
		t.Errorf("applied %+v", got)
	}
}

func TestWhatIsKnownElsewhereIsNamed(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	p := b.User("en")
	seen := found()
	seen.AccountKnown, seen.Remembered, seen.Maybe, seen.Lookalikes = true, true, 1, 1
	seen.Rows[0].Duplicate, seen.Rows[0].AccountID = api.DuplicateMaybe, 9
	seen.Rows[0].Match = &api.ImportSide{ID: 5, AccountID: 1, Kind: api.Expense, Date: "2026-03-01", Note: "coffee"}
	seen.Rows[2].Duplicate = api.DuplicateLookalike
	b.API.Import(seen)
	m := b.After(p, p.SendDocument("bank.csv", []byte("x")).ID)
	bottest.Holds(t, m.Text, "in this account already", "🤔 1 may be there already", "on another account", "coffee · 👛 Cash", "👥 1 looks the same",
		"👥 March 3", "♻️ March 2")
	if _, ok := m.Button("Answer anew"); ok {
		t.Error("answers are asked anew where there were none")
	}
	done := b.Tap(p, m, "Import 2 entries", "Imported 2 entries")
	bottest.Holds(t, done.Text, "♻️ 1 was already there and was skipped")

	seen.Settled = true
	b.API.Import(seen)
	m = b.After(p, p.SendDocument("bank.csv", []byte("x")).ID)
	if _, ok := m.Button("Answer anew"); !ok {
		t.Error("answers of an earlier file cannot be given anew")
	}
}

func TestFilesWithoutAKnownNameAreLookedInto(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	p := b.User("en")
	b.API.Import(found())
	for name, want := range map[string]struct{ content, said string }{
		"statement":   {"date,amount\n2026-03-01,-12.50\n", "2 new entries"},
		"may.export":  {"date,amount\n2026-03-01,-12.50\n", "2 new entries"},
		"wide.export": {"\xff\xfed\x00a\x00", "2 new entries"},
		"photo":       {"\x89PNG\r\n\x00\x00", "I can read files from your bank"},
		"paper":       {"%PDF-1.7 text", "I can read files from your bank"},
	} {
		m := b.After(p, p.SendDocument(name, []byte(want.content)).ID)
		bottest.Holds(t, m.Text, want.said)
	}
}
