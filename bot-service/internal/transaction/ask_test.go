package transaction_test

import (
	"strings"
	"testing"

	"financebot/bot-service/internal/bottest"
	"financebot/deploy/dev/telegram"
	"financebot/pkg/api"
)

func TestAddAsksStepByStep(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	for lang, say := range map[string]struct{ command, amount, ask, grid, card string }{
		"en": {"/add", "12.50 coffee", "How much did you spend", "Which category", "Expense: €12.50"},
		"ro": {"/cheltuiala", "12,50 cafea", "Cât ai cheltuit", "Ce categorie", "Cheltuială: 12,50"},
		"ru": {"/расход", "12,50 кофе", "Сколько потратили", "Какая категория", "Расход: 12,50"},
	} {
		p := b.User(lang)
		bottest.Holds(t, b.Ask(p, say.command).Text, say.ask)
		grid := b.Ask(p, say.amount)
		bottest.Holds(t, grid.Text, say.grid)
		if n := b.API.Calls("POST /transactions"); strings.Contains(booked(b), say.amount) {
			t.Errorf("%s: booked after %d calls, before the category", lang, n)
		}
		done := b.Tap(p, grid, "🍔 Food", say.card)
		bottest.Holds(t, done.Text, "📂 🍔 Food")
		if done.ID != grid.ID || len(done.Buttons()) != 6 {
			t.Errorf("%s: %q %q", lang, done.Text, done.Buttons())
		}
		bottest.Holds(t, b.Ask(p, "7 tea").Text, "7") // the dialog is over
	}
	if got := booked(b); strings.Count(got, "12.50") != 3 {
		t.Errorf("booked %s", got)
	}
}

func TestAskedAmountMayNameItsCategoryOrHaveNone(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	p := b.User("en")
	b.Ask(p, "/income")
	bottest.Holds(t, b.Ask(p, "1500 salary").Text, "Income: €1,500.00", "💼 Salary")
	b.Ask(p, "/income")
	bottest.Holds(t, b.Ask(p, "tea").Text, "I see no amount", "still wait")
	bottest.Holds(t, b.Ask(p, "1 a\n2 b").Text, "One amount at a time")
	grid := b.Ask(p, "20 gift ~Ana #home")
	if _, ok := grid.Button("🍔 Food"); ok {
		t.Error("a category of expenses is offered for an income")
	}
	bottest.Holds(t, b.Ask(p, "nonsense").Text, "Please choose one of these", "+€20.00 · gift")
	bottest.Holds(t, b.Ask(p, "SALARY").Text, "Income: €20.00", "💼 Salary", "🏪 Ana", "#home")
	b.Ask(p, "/add")
	bottest.Holds(t, b.Tap(p, b.Ask(p, "3"), "No category", "Expense: €3.00").Text, "no category")
	b.Ask(p, "/add")
	bottest.Holds(t, b.Ask(p, "3 !Кофейня").Text, "I don't know the category")
	if got := booked(b); got != "i 1500.00 EUR salary; i 20.00 EUR gift; e 3.00 EUR ; e 3.00 EUR " {
		t.Errorf("booked %s", got)
	}
}

func TestWordsBehindACommandAreBookedAtOnce(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	accounts(b)
	p := b.User("en")
	sent := p.Send("/add 12.50 coffee")
	card := b.After(p, sent.ID)
	bottest.Holds(t, card.Text, "Expense: €12.50")
	edit(t, p, sent.ID, "/add 13 coffee")
	if m := b.Says(p, "Expense: €13.00"); m.ID != card.ID {
		t.Errorf("said in %d", m.ID)
	}
	bottest.Holds(t, b.Ask(p, "/income 1500 wages\n20 gift").Text, "Saved 2 entries", "+€1,500.00", "+€20.00")
	bottest.Holds(t, b.Ask(p, "/transfer 100 @cash > @visa").Text, "Transfer: €100.00")
	bottest.Holds(t, b.Ask(p, "/transfer 100 coffee").Text, "100 @cash > @card")
	bottest.Holds(t, b.Ask(p, "/add nothing").Text, "I see no amount")
	if got := booked(b); got != "e 13.00 EUR coffee; i 1500.00 EUR wages; i 20.00 EUR gift; t 100.00 EUR " {
		t.Errorf("booked %s", got)
	}
}

func TestTransferAsksForBothAmountsOnlyBetweenCurrencies(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	accounts(b)
	for lang, card := range map[string]string{"en": "Transfer: €100.00", "ro": "Transfer: 100,00", "ru": "Перевод: 100,00"} {
		p := b.User(lang)
		m := b.Ask(p, "/transfer")
		tapUntil(t, b, p, m.ID, "Cash", "Visa")
		waitWithout(t, b, p, m.ID, "Cash")
		tapUntil(t, b, p, m.ID, "Lei", map[string]string{"en": "Cancel", "ro": "Renunță", "ru": "Отмена"}[lang])
		waitWithout(t, b, p, m.ID, "Visa")
		bottest.Holds(t, text(b, p, m.ID), "Cash → Lei", "EUR")
		bottest.Holds(t, b.Ask(p, "100").Text, "100", "Cash", "Lei", "MDL")
		bottest.Holds(t, b.Ask(p, "1985 lei").Text, card)
	}
	all := b.API.Entries()
	for _, e := range all {
		if e.Amount != "100.00" || *e.ToAmount != "1985.00" || e.AccountID != 1 || *e.ToAccountID != 3 {
			t.Errorf("booked %+v", e)
		}
	}
	p := b.User("en")
	m := b.Ask(p, "/transfer")
	tapUntil(t, b, p, m.ID, "Cash", "Visa")
	waitWithout(t, b, p, m.ID, "Cash")
	bottest.Holds(t, b.Ask(p, "@visa").Text, "Cash → Visa")
	bottest.Holds(t, b.Ask(p, "5 usd").Text, "another currency", "still wait")
	bottest.Holds(t, b.Ask(p, "7.50 pocket money").Text, "Transfer: €7.50", "pocket money")
	if len(all) != 3 || len(b.API.Entries()) != 4 {
		t.Errorf("booked %s", booked(b))
	}
	b.API.Accounts(api.Account{ID: 1, Name: "Cash", Currency: "EUR", Balance: "1.00"})
	bottest.Holds(t, b.Ask(p, "/transfer").Text, "you have only one")
}

// waitWithout waits until a message has lost a button.
func waitWithout(t *testing.T, b *bottest.Bot, p *telegram.Person, id int, button string) {
	t.Helper()
	_, err := p.Chat().Wait(b.Context(), func(all []telegram.Message) bool {
		for _, m := range all {
			if _, there := m.Button(button); there && m.ID == id {
				return false
			}
		}
		return true
	})
	if err != nil {
		t.Errorf("%q is still there: %v", button, err)
	}
}

func TestDialogsAreCancelledByWordAndByButton(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	for lang, say := range map[string][2]string{"en": {"Cancel", "Cancelled"}, "ro": {"Renunță", "am renunțat"}, "ru": {"Отмена", "Отменено"}} {
		p := b.User(lang)
		b.Ask(p, "/add")
		bottest.Holds(t, b.Ask(p, "/cancel").Text, say[1])
		m := b.Ask(p, "/income")
		b.Tap(p, m, say[0], say[1])
		b.Ask(p, "/add")
		grid := b.Ask(p, "12.50")
		b.Tap(p, grid, say[0], say[1])
		b.Toast(p, grid, "🍔 Food", "/add")
	}
	if got := booked(b); got != "" {
		t.Errorf("booked %s", got)
	}
}

func TestDialogOutlivesTheBotAtEveryStep(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	accounts(b)
	p := b.User("en")
	restart := func() { b.Stop(); b.Run() }
	b.Ask(p, "/add")
	restart()
	grid := b.Ask(p, "12.50 coffee")
	restart()
	b.Tap(p, grid, "🍔 Food", "Expense: €12.50")
	m := b.Ask(p, "/transfer")
	restart()
	tapUntil(t, b, p, m.ID, "Cash", "Visa")
	waitWithout(t, b, p, m.ID, "Cash")
	restart()
	tapUntil(t, b, p, m.ID, "Lei", "Cancel")
	waitWithout(t, b, p, m.ID, "Visa")
	restart()
	b.Ask(p, "100")
	restart()
	b.Ask(p, "1985")
	if got := booked(b); got != "e 12.50 EUR coffee; t 100.00 EUR " {
		t.Errorf("booked %s", got)
	}
}

func TestLostDialogSaysSoAndBooksNothing(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	for _, lang := range []string{"en", "ro", "ru"} {
		p := b.User(lang)
		b.Ask(p, "/add")
		grid := b.Ask(p, "12.50 coffee")
		b.Stop()
		b.Redis.FlushDB(b.Context())
		b.Run()
		b.Toast(p, grid, "🍔 Food", "/add")
	}
	if got := booked(b); got != "" {
		t.Errorf("booked %s", got)
	}
}

func TestAnswersThatComeAgainBookOnce(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	accounts(b)
	p := b.User("en")
	forget := func() {
		b.Stop()
		b.Redis.Del(b.Context(), b.Redis.Keys(b.Context(), "bot:*:update:*").Val()...)
		b.Telegram.Redeliver(1)
		b.Run()
	}
	b.Ask(p, "/add")
	first := b.Ask(p, "12.50 coffee")
	forget() // the amount: its question comes once more
	grid := b.After(p, first.ID)
	bottest.Holds(t, grid.Text, "-€12.50 · coffee")
	done := b.Tap(p, grid, "🍔 Food", "Expense: €12.50")
	forget() // the tap
	b.Says(p, "no longer wait")
	b.Toast(p, grid, "🏠 Home", "no longer wait")
	m := b.Ask(p, "/transfer")
	tapUntil(t, b, p, m.ID, "Cash", "Visa")
	waitWithout(t, b, p, m.ID, "Cash")
	tapUntil(t, b, p, m.ID, "Visa", "Cancel")
	waitWithout(t, b, p, m.ID, "Visa")
	b.Ask(p, "100")
	forget() // the last answer, when its question is closed
	b.Ask(p, "/today")
	if got := booked(b); got != "e 12.50 EUR coffee; t 100.00 EUR " || done.ID != grid.ID {
		t.Errorf("booked %s", got)
	}
}

// The last answer of a dialog is delivered again where the bot was stopped before it could show
// what came of it: it books nothing more, and is answered.
func TestLastAnswerIsAnsweredAfterAStop(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	p := b.User("en")
	b.Ask(p, "/add")
	b.Ask(p, "12.50 lunch")
	b.StopUnheard("POST /transactions", func() { p.Send("Food") })
	b.Run()
	bottest.Holds(t, b.Says(p, "Expense: €12.50").Text, "lunch", "🍔 Food")
	if all := b.API.Entries(); len(all) != 1 {
		t.Errorf("booked %v", all)
	}
	bottest.Holds(t, b.Ask(p, "7 tea").Text, "Expense: €7.00") // the question is closed
}
