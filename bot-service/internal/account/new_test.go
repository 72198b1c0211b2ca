package account_test

import (
	"strings"
	"testing"

	"financebot/bot-service/internal/bottest"
)

// kept are all accounts as "kind name opening currency", a "-" before the archived ones.
func kept(b *bottest.Bot) string {
	var all []string
	for _, a := range b.API.AllAccounts() {
		one := strings.Join([]string{a.Kind, a.Name, a.Balance, a.Currency}, " ")
		if a.Archived {
			one = "-" + one
		}
		all = append(all, one)
	}
	return strings.Join(all, ", ")
}

func TestAccountIsOpenedByTaps(t *testing.T) {
	t.Parallel()
	for lang, say := range map[string]struct{ start, kind, card, currency, name, offered, opening, nothing, done, how string }{
		"en": {"➕ New account", "What kind", "💳 Card", "Which currency", "What should I call it", "Card", "How much is there now, in EUR", "Zero", "The account is open", "50 @Card coffee"},
		"ro": {"➕ Cont nou", "Ce fel de cont", "💳 Card", "În ce valută", "Cum îl numim", "Card", "Câți bani sunt", "Zero", "Contul este deschis", "50 @Card cafea"},
		"ru": {"➕ Новый счёт", "Что это за счёт", "💳 Карта", "В какой он валюте", "Как его назвать", "Карта", "Сколько на нём", "Ноль", "Счёт открыт", "50 @Карта кофе"},
	} {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			b := bottest.Start(t)
			p := b.User(lang)
			m := b.Tap(p, b.Ask(p, "/accounts"), say.start, say.kind)
			m = b.Tap(p, m, say.card, say.currency)
			m = b.Tap(p, m, "EUR", say.name)
			m = b.Tap(p, m, say.offered, say.opening)
			m = b.Tap(p, m, say.nothing, say.done)
			bottest.Holds(t, m.Text, say.how)
			if got := kept(b); got != "cash Cash 0.00 EUR, card "+say.offered+" 0 EUR" {
				t.Errorf("accounts %s", got)
			}
		})
	}
}

func TestAccountIsOpenedByTypedAnswers(t *testing.T) {
	t.Parallel()
	for lang, say := range map[string]struct{ start, kind, kindTyped, currency, isName, debt, opening string }{
		"en": {"➕ New account", "What kind", "Loan", "dollars", "It is the name", "How much do you owe", "1,250.50"},
		"ro": {"➕ Cont nou", "Ce fel de cont", "împrumut", "dolari", "E numele", "Cât datorezi", "1.250,50"},
		"ru": {"➕ Новый счёт", "Что это за счёт", "loan", "долларов", "Это название", "Сколько вы должны", "1 250,50"},
	} {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			b := bottest.Start(t)
			p := b.User(lang)
			b.Tap(p, b.Ask(p, "/accounts"), say.start, say.kind)
			b.Ask(p, say.kindTyped)
			b.Ask(p, say.currency)
			b.Tap(p, b.Ask(p, "7 seas"), say.isName, say.debt)
			b.Ask(p, say.opening)
			if got := kept(b); got != "cash Cash 0.00 EUR, loan 7 seas -1250.50 USD" {
				t.Errorf("accounts %s", got)
			}
			if n := len(b.API.Entries()); n != 0 {
				t.Errorf("%d entries were booked", n)
			}
		})
	}
}

func TestAnswersThatAreNoneAreExplained(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	p := b.User("en")
	m := b.Tap(p, b.Ask(p, "/accounts"), "➕ New account", "What kind")
	bottest.Holds(t, b.Ask(p, "shoebox").Text, "choose one of these", "What kind")
	b.Ask(p, "bank account")
	for _, typed := range []string{"XXQ", "5 EUR", "euro dollar"} {
		bottest.Holds(t, b.Ask(p, typed).Text, "three letters", "Which currency")
	}
	b.Ask(p, "chf")
	bottest.Holds(t, b.Ask(p, strings.Repeat("x", 41)).Text, "up to 40", "What should I call it")
	b.Ask(p, "cash")
	for typed, why := range map[string]string{"much": "no amount", "1.23456": "decimals", "100 EUR": "another currency"} {
		bottest.Holds(t, b.Ask(p, typed).Text, why, "How much is there now, in CHF")
	}
	bottest.Holds(t, b.Ask(p, "-5").Text, "already have an account with this name", "What should I call it")
	b.Ask(p, "@Zürich")
	if got := kept(b); got != "cash Cash 0.00 EUR, bank Zürich -5.00 CHF" {
		t.Errorf("accounts %s", got)
	}
	b.Toast(p, m, "💳 Card", "no longer") // of a question that was answered
	if n := len(b.API.AllAccounts()); n != 2 {
		t.Errorf("%d accounts", n)
	}
}

func TestDialogMayBeLeftAndOutlivesTheBot(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	p := b.User("en")
	m := b.Tap(p, b.Ask(p, "/accounts"), "➕ New account", "What kind")
	m = b.Tap(p, m, "🐖 Savings", "Which currency")
	b.Stop()
	b.Run()
	m = b.Tap(p, m, "EUR", "What should I call it")
	b.Tap(p, m, "Cancel", "Cancelled")
	bottest.Holds(t, b.Ask(p, "Rainy days").Text, "I did not get that")
	b.Tap(p, b.Ask(p, "/accounts"), "➕ New account", "What kind")
	b.Ask(p, "/cancel")
	bottest.Holds(t, b.Ask(p, "card").Text, "I did not get that")
	if got := kept(b); got != "cash Cash 0.00 EUR" {
		t.Errorf("accounts %s", got)
	}
}

// What was refused for want of an account is booked when it is open.
func TestRefusedMessageOpensItsAccountAndIsBooked(t *testing.T) {
	t.Parallel()
	for typed, say := range map[string]struct {
		button, first string
		taps          []string // "button=what is said then"
		account       string
		entries       int
	}{
		"20 CHF cheese": {"➕ Open an account in CHF", "What kind",
			[]string{"💵 Cash=What should I call it", "Cash CHF=How much", "Zero=📝 cheese"}, "cash Cash CHF 0 CHF", 1},
		"15 fuel @card": {"➕ Open the account “card”", "Which currency",
			[]string{"EUR=What should I call it", "Card=How much", "Zero=💸 Expense: €15.00"}, "card Card 0 EUR", 1},
		"5 tea\n\n6 cake @\"My box\"": {"➕ Open the account “My box”", "What kind",
			[]string{"💵 Cash=Which currency", "EUR=How much", "Zero=Saved 2 entries"}, "cash My box 0 EUR", 2},
	} {
		t.Run(typed, func(t *testing.T) {
			t.Parallel()
			b := bottest.Start(t)
			p := b.User("en")
			refused := b.Ask(p, typed)
			if strings.Contains(refused.Text, "could not read") || strings.Contains(refused.Text, "12.50 coffee") {
				t.Errorf("it could be read: %q", refused.Text)
			}
			m := b.Tap(p, refused, say.button, say.first)
			for _, step := range say.taps {
				label, then, _ := strings.Cut(step, "=")
				m = b.Tap(p, m, label, then)
			}
			if got := kept(b); got != "cash Cash 0.00 EUR, "+say.account || len(b.API.Entries()) != say.entries {
				t.Errorf("accounts %s, %d entries", got, len(b.API.Entries()))
			}
		})
	}
}

// Of two refused messages each button books its own, and once.
func TestEachRefusedMessageIsBookedForItself(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	p := b.User("en")
	first := b.Ask(p, "20 CHF cheese")
	b.Ask(p, "30 CHF bread")
	m := b.Tap(p, first, "➕ Open an account in CHF", "What kind")
	m = b.Tap(p, m, "💵 Cash", "What should I call it")
	m = b.Tap(p, m, "Cash CHF", "How much")
	b.Tap(p, m, "Zero", "📝 cheese")
	m = b.Tap(p, first, "➕ Open an account in CHF", "What kind")
	m = b.Tap(p, m, "💳 Card", "What should I call it")
	m = b.Tap(p, m, "Card", "How much")
	b.Tap(p, m, "Zero", "The account is open:\n\n💳 Card")
	b.Ask(p, "/help")
	if all := b.API.Entries(); len(all) != 1 || all[0].Note != "cheese" {
		t.Errorf("booked %+v", all)
	}
}

func TestWhatIsNotForWantOfAnAccountOffersNone(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	p := b.User("en")
	if m := b.Ask(p, "0 coffee"); len(m.Buttons()) != 0 {
		t.Errorf("%q offers %q", m.Text, m.Buttons())
	}
	m := b.Tap(p, b.Ask(p, "/transfer"), "➕ New account", "What kind")
	b.Tap(p, m, "💳 Card", "Which currency")
}

// An asked amount that wants an account is booked like any other message, as what was asked for.
func TestAskedAmountMayOpenItsAccount(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	p := b.User("en")
	b.Ask(p, "/income")
	refused := b.Ask(p, "20 CHF bonus")
	m := b.Tap(p, refused, "➕ Open an account in CHF", "What kind")
	m = b.Tap(p, m, "💵 Cash", "What should I call it")
	m = b.Tap(p, m, "Cash CHF", "How much is there now")
	b.Tap(p, m, "Zero", "📝 bonus")
	if all := b.API.Entries(); len(all) != 1 || all[0].Kind != "income" || all[0].Currency != "CHF" {
		t.Errorf("booked %+v", all)
	}
	b.Ask(p, "/income")
	b.Ask(p, "20 PLN bonus")
	bottest.Holds(t, b.Ask(p, "30 tip").Text, "Which category") // the question was still open
}

func TestLastAnswerIsAnsweredAfterAStop(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	p := b.User("en")
	m := b.Tap(p, b.Ask(p, "20 CHF cheese"), "➕ Open an account in CHF", "What kind")
	m = b.Tap(p, m, "💵 Cash", "What should I call it")
	b.Tap(p, m, "Cash CHF", "How much")
	b.StopUnheard("POST /accounts", func() { p.Send("150") })
	b.Run()
	b.Says(p, "📝 cheese")
	if got, n := kept(b), len(b.API.Entries()); got != "cash Cash 0.00 EUR, cash Cash CHF 150.00 CHF" || n != 1 {
		t.Errorf("accounts %s, %d entries", got, n)
	}
}
