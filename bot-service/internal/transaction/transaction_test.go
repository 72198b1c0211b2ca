package transaction_test

import (
	"fmt"
	"strings"
	"testing"

	"financebot/bot-service/internal/bottest"
	"financebot/deploy/dev/devtest"
	"financebot/deploy/dev/telegram"
	"financebot/pkg/api"
	"financebot/pkg/errs"
)

func TestMain(m *testing.M) { devtest.Main(m) }

func TestTextIsBookedAndShownAsACard(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	for lang, want := range map[string]struct {
		text  string
		words []string
	}{
		"en": {"12.50 coffee #work", []string{"Expense: €12.50", "no category", "Cash: €0.00 now", "today", "coffee", "#work"}},
		"ro": {"12,50 cafea #work", []string{"Cheltuială: 12,50 €", "fără categorie", "Cash: acum 0,00 €", "azi", "cafea"}},
		"ru": {"12,50 кофе #work", []string{"Расход: 12,50 €", "без категории", "Cash: 0,00 €", "сегодня", "кофе"}},
	} {
		m := b.Ask(b.User(lang), want.text)
		bottest.Holds(t, m.Text, want.words...)
		if len(m.Buttons()) != 8 {
			t.Errorf("%s: buttons %q", lang, m.Buttons())
		}
	}
	p := b.User("en")
	bottest.Holds(t, b.Ask(p, "+1500 Salary ^yesterday").Text, "Income: €1,500.00", "💼 Salary", "yesterday")
}

func TestRedeliveredTextIsBookedOnce(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	p := b.User("en")
	b.Ask(p, "12.50 coffee")
	b.Stop()
	b.Redis.FlushDB(b.Context()) // the bot forgets that it handled anything
	b.Telegram.Redeliver(1)
	b.Run()
	if _, err := p.Chat().Wait(b.Context(), func(all []telegram.Message) bool { return len(all) == 3 }); err != nil {
		t.Fatal(err)
	}
	if b.API.Calls("POST /transactions/quick") != 2 || len(b.API.Entries()) != 1 {
		t.Errorf("%d calls booked %v", b.API.Calls("POST /transactions/quick"), b.API.Entries())
	}
}

func TestTalkIsNotBooked(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	p := b.User("en")
	bottest.Holds(t, b.Ask(p, "how are you?").Text, "I did not get that", "12.50 coffee")
	b.Ask(p, "/link")
	bottest.Holds(t, b.Ask(b.Telegram.Person(telegram.Person{}), "12.50 coffee").Text, "save that for you")
	if n := b.API.Calls("POST /transactions/quick"); n != 0 {
		t.Errorf("%d calls", n)
	}
}

func TestBadLinesAreNamedAndNothingIsBooked(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	for lang, want := range map[string][]string{
		"en": {"nothing was saved", "Line 2 (“0 tea”): The amount is zero.", "Line 4 (“1/0 pie”): A number", "For example:\n12.50 coffee"},
		"ro": {"n-am salvat nimic", "Rândul 2 („0 tea”): Suma este zero.", "De exemplu:\n12,50 cafea"},
		"ru": {"ничего не сохранено", "Строка 2 («0 tea»): Сумма равна нулю.", "Например:\n12,50 кофе"},
	} {
		bottest.Holds(t, b.Ask(b.User(lang), "12.50 coffee\n0 tea\n\n1/0 pie").Text, want...)
	}
	p := b.User("en")
	bottest.Holds(t, b.Ask(p, "0 tea").Text, "The amount is zero.", "For example")
	b.API.Refuse("POST /transactions/quick", errs.New(errs.Invalid, "entry.brand_new", ""))
	bottest.Holds(t, b.Ask(p, "12.50 coffee").Text, "Something in there is not right")
	if len(b.API.Entries()) != 0 {
		t.Errorf("booked %v", b.API.Entries())
	}
}

func TestUnknownCategoryIsSavedFirstAndAskedAfter(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	p := b.User("en")
	m := b.Ask(p, "12.50 beans !Кофейня")
	bottest.Holds(t, m.Text, "€12.50", "I don't know the category “Кофейня” yet")
	if len(b.API.Entries()) != 1 || len(b.API.Categories()) != 3 {
		t.Fatalf("entries %v, categories %v", b.API.Entries(), b.API.Categories())
	}
	done := b.Tap(p, m, "➕ Create “Кофейня”", "📂 Кофейня")
	if done.ID != m.ID || len(b.API.Categories()) != 4 || len(done.Buttons()) != 6 {
		t.Errorf("got %q %q in %d, categories %v", done.Text, done.Buttons(), done.ID, b.API.Categories())
	}
}

func TestCardIsChangedInItsPlaceAgainAndAgain(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	b.API.Accounts(
		api.Account{ID: 1, Name: "Cash", Kind: "cash", Currency: "EUR", Balance: "87.50"},
		api.Account{ID: 2, Name: "Visa", Kind: "card", Currency: "EUR", Balance: "5.00"},
		api.Account{ID: 3, Name: "Lei", Kind: "cash", Currency: "MDL", Balance: "5.00"},
	)
	p := b.User("en")
	first := b.Ask(p, "12.50 coffee")
	other := b.Ask(p, "7 tea")
	for _, name := range []string{"🍔 Food", "🏠 Home"} {
		tapUntil(t, b, p, first.ID, "Category", "« Back")
		b.Tap(p, message(b, p, first.ID), name, "📂 "+name)
		bottest.Holds(t, text(b, p, first.ID), "📂 "+name)
	}
	tapUntil(t, b, p, first.ID, "Account", "Visa")
	if _, ok := message(b, p, first.ID).Button("Lei"); ok {
		t.Error("an account of another currency is offered")
	}
	tapUntil(t, b, p, first.ID, "Visa", "Undo")
	tapUntil(t, b, p, first.ID, "Date", "Yesterday")
	tapUntil(t, b, p, first.ID, "Yesterday", "Undo")
	bottest.Holds(t, text(b, p, first.ID), "€12.50", "🏠 Home", "👛 Visa: €5.00 now", "📅 yesterday")
	tapUntil(t, b, p, first.ID, "Undo", "Category")
	b.Says(p, "📅 today")
	bottest.Holds(t, text(b, p, other.ID), "€7.00", "no category", "👛 Cash")
}

func message(b *bottest.Bot, p *telegram.Person, id int) telegram.Message {
	for _, m := range p.Chat().Messages() {
		if m.ID == id {
			return m
		}
	}
	return telegram.Message{}
}

func text(b *bottest.Bot, p *telegram.Person, id int) string { return message(b, p, id).Text }

// tapUntil presses a button and waits until its message has another.
func tapUntil(t *testing.T, b *bottest.Bot, p *telegram.Person, id int, button, then string) {
	t.Helper()
	if _, err := p.Tap(id, button); err != nil {
		t.Fatalf("tap %q: %v; there are %q", button, err, message(b, p, id).Buttons())
	}
	all, err := p.Chat().Wait(b.Context(), func(all []telegram.Message) bool {
		for _, m := range all {
			if _, ok := m.Button(then); ok && m.ID == id {
				return true
			}
		}
		return false
	})
	if err != nil {
		t.Fatalf("never offered %q: %v %v", then, all, err)
	}
}

func TestUndoIsSaidOnTheCardAndRefusedLater(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	p := b.User("en")
	m := b.Ask(p, "12.50 coffee")
	b.API.Refuse("POST /transactions/{id}/undo", errs.New(errs.Refused, "operation.too_late", ""))
	asks := b.Tap(p, m, "Undo", "too late to undo")
	bottest.Holds(t, asks.Text, "Expense: €12.50", "Delete this entry?")
	tapUntil(t, b, p, asks.ID, "« Back", "Undo")
	b.API.Refuse("POST /transactions/{id}/undo", nil)
	if done := b.Tap(p, m, "Undo", "Undone: -€12.50 · coffee"); done.ID != m.ID || len(done.Buttons()) != 0 {
		t.Errorf("got %+v", done)
	}
	if len(b.API.Entries()) != 0 {
		t.Errorf("still there: %v", b.API.Entries())
	}
}

func TestTwoTapsOnUndoAreOneStep(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	p := b.User("en")
	m := b.Ask(p, "12.50 coffee")
	tapUntil(t, b, p, m.ID, "Category", "« Back")
	tapUntil(t, b, p, m.ID, "🍔 Food", "It was income")
	button, _ := message(b, p, m.ID).Button("Undo")
	for range 2 {
		tap, err := p.Forge(p.Chat(), m.ID, button.CallbackData)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := tap.Wait(b.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if len(b.API.Entries()) != 1 {
		t.Errorf("entries %v", b.API.Entries())
	}
}

func TestSeveralLinesAreOneMessageAndOneUndo(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	for lang, want := range map[string][]string{
		"en": {"Saved 3 entries", "1. -€12.50 · coffee", "3. +€1,500.00", "Total: €1,480.50"},
		"ro": {"Am salvat 3 tranzacții", "Total: 1.480,50 €"},
		"ru": {"Сохранены 3 записи", "Итого: 1 480,50 €"},
	} {
		p := b.User(lang)
		before := len(b.API.Entries()) // of the other languages
		m := b.Ask(p, "12.50 coffee\n7 tea\n+1500 wages")
		bottest.Holds(t, m.Text, want...)
		if lang != "en" {
			continue
		}
		bottest.Holds(t, b.Tap(p, m, "2", "Expense: €7.00").Text, "tea")
		b.Tap(p, m, "Undo all", "Undone")
		if after := b.API.Entries(); len(after) != before {
			t.Errorf("before there were %d, now %v", before, after)
		}
	}
}

func TestOneOfSeveralAsksForItsUnknownCategory(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	for lang, say := range map[string]struct{ ask, create string }{
		"en": {"I don't know the category “snacks”", "➕ Create “snacks”"},
		"ro": {"Nu cunosc încă categoria „snacks”", "➕ Creează „snacks”"},
		"ru": {"Категории «snacks» я пока не знаю", "➕ Создать «snacks»"},
	} {
		p := b.User(lang)
		m := b.Ask(p, "12.50 bread !food\n7 chips !snacks")
		if got := strings.Join(m.Buttons()[:2], "|"); got != "1|2 ❓" {
			t.Errorf("%s: buttons %q", lang, got)
		}
		asks := b.Tap(p, m, "2 ❓", "📝 chips")
		bottest.Holds(t, asks.Text, say.ask)
		if _, ok := asks.Button(say.create); !ok {
			t.Errorf("%s: offers %q", lang, asks.Buttons())
		}
		b.Tap(p, asks, "🏠 Home", "📂 🏠 Home")
		again := b.Tap(p, m, "2 ❓", "📂 🏠 Home")
		if strings.Contains(again.Text, "snacks") {
			t.Errorf("%s: asked again: %q", lang, again.Text)
		}
	}
}

func TestUndoCommandTakesTheLastOneBack(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	p := b.User("en")
	bottest.Holds(t, b.Ask(p, "/undo").Text, "nothing more to undo")
	b.Ask(p, "12.50 coffee")
	b.Ask(p, "7 tea")
	bottest.Holds(t, b.Ask(p, "/undo").Text, "Undone: -€7.00 · tea")
	if left := b.API.Entries(); len(left) != 1 || left[0].Note != "coffee" {
		t.Errorf("left: %v", left)
	}
}

func TestListsAreTurnedByButtonsAndAddedUp(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	p := b.User("en")
	bottest.Holds(t, b.Ask(p, "/transactions").Text, "nothing here yet")
	var lines []string
	for i := range 12 {
		lines = append(lines, fmt.Sprintf("%d thing%d", i+1, i+1))
	}
	b.Ask(p, strings.Join(lines, "\n"))
	m := b.Ask(p, "/transactions")
	bottest.Holds(t, m.Text, "📅 today", "1. -€12.00 · thing12", "Total of this page: -€75.00")
	tapUntil(t, b, p, m.ID, "Older ▶", "◀ Newer")
	bottest.Holds(t, text(b, p, m.ID), "1. -€2.00 · thing2", "Total of this page: -€3.00")
	tapUntil(t, b, p, m.ID, "◀ Newer", "Older ▶")
	bottest.Holds(t, text(b, p, m.ID), "thing12")
	bottest.Holds(t, b.Ask(p, "/today").Text, "Today", "Total: -€78.00")
	bottest.Holds(t, b.Ask(p, "/find THING12").Text, "Found for “THING12”", "-€12.00", "Total: -€12.00")
	bottest.Holds(t, b.Ask(p, "/find").Text, "/find coffee")
}

// The API looks at so many entries at once. What is found little by little makes a page all the
// same; where that takes too long, the bot says how far it has looked and asks.
func TestSearchGoesOnWhereTheAPIStopped(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	p := b.User("en")
	b.Ask(p, "1 rare")
	var lines []string
	for i := range 19 {
		lines = append(lines, fmt.Sprintf("%d thing", i+1))
	}
	for range 2 {
		b.Ask(p, strings.Join(lines, "\n"))
	}
	b.Ask(p, "2 rare")

	b.API.LookAt(5)
	bottest.Holds(t, b.Ask(p, "/find rare").Text, "-€2.00 · rare", "-€1.00 · rare", "Total: -€3.00")
	bottest.Holds(t, b.Ask(p, "/find none").Text, "Nothing found for “none”.")

	b.API.LookAt(1)
	m := b.Ask(p, "/find rare")
	bottest.Holds(t, m.Text, "-€2.00 · rare", "I have looked back to")
	tapUntil(t, b, p, m.ID, "Look further ▶", "◀ Newer")
	bottest.Holds(t, text(b, p, m.ID), "-€1.00 · rare")
	m = b.Ask(p, "/find none")
	bottest.Holds(t, m.Text, "found nothing back to", "look further?")
	tapUntil(t, b, p, m.ID, "Look further ▶", "◀ Newer")
}

func TestListFetchesWhatItShowsOnce(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	p := b.User("en")
	b.Ask(p, "12.50 coffee")
	fetched := func() [3]int {
		return [3]int{b.API.Calls("GET /accounts"), b.API.Calls("GET /categories"), b.API.Calls("GET /transactions")}
	}
	for _, said := range []string{"/find coffee @cash", "/transactions", "/today"} {
		want := fetched()
		for i := range want {
			want[i]++
		}
		bottest.Holds(t, b.Ask(p, said).Text, "coffee")
		if got := fetched(); got != want {
			t.Errorf("%s: fetched accounts, categories and entries %v times by now, want %v", said, got, want)
		}
	}
}

func TestButtonThatCarriesNoEntryDoesNothing(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	p := b.User("en")
	m := b.Ask(p, "12.50 coffee")
	for _, data := range []string{"1:tx.card:", "1:tx.acc:1.x", "1:tx.day:1.2026-02-30", "1:tx.undo:0x1.1"} {
		tap, err := p.Forge(p.Chat(), m.ID, data)
		if err != nil {
			t.Fatal(err)
		}
		if a, err := tap.Wait(b.Context()); err != nil || !strings.Contains(a.Text, "too old") {
			t.Errorf("%s: got %+v, %v", data, a, err)
		}
	}
}
