package account_test

import (
	"testing"

	"financebot/bot-service/internal/bottest"
	"financebot/pkg/api"
)

func TestBalanceIsSetByButtonAndByTheShortForm(t *testing.T) {
	t.Parallel()
	for lang, say := range map[string]struct{ open, set, ask, done, more, less string }{
		"en": {"Opening balance", "Set balance", "How much is in “Cash” now", "The difference is booked", "+€500.00", "-€20.50"},
		"ro": {"Sold inițial", "Setează soldul", "Cât este acum în „Cash”", "Am notat diferența", "+500,00 €", "-20,50 €"},
		"ru": {"Начальный остаток", "Указать остаток", "Сколько сейчас на счёте «Cash»", "Разница записана", "+500,00 €", "-20,50 €"},
	} {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			b := bottest.Start(t)
			p := b.User(lang)
			m := b.Tap(p, b.Ask(p, "/accounts"), "💵 Cash", say.open)
			b.Tap(p, m, say.set, say.ask)
			m = b.Ask(p, "500")
			bottest.Holds(t, m.Text, say.done)
			bottest.Holds(t, m.Text, say.more)

			m = b.Ask(p, "=479.50")
			bottest.Holds(t, m.Text, say.less)
			if got := b.API.Entries(); len(got) != 2 || got[0].Amount != "500.00" || got[1].Amount != "20.50" || got[1].Kind != api.Expense {
				t.Errorf("entries %+v", got)
			}
		})
	}
}

func TestShortFormIsAnEntryWhereNoAccountIsOpen(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	p := b.User("en")
	bottest.Holds(t, b.Ask(p, "=500").Text, "Expense: €500.00")
	m := b.Tap(p, b.Ask(p, "/accounts"), "💵 Cash", "Opening balance")
	b.Tap(p, m, "Set balance", "How much")
	bottest.Holds(t, b.Ask(p, "12.50 coffee").Text, "Expense: €12.50") // an entry is one
}

func TestAccountIsMadeTheDefault(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	b.API.Accounts(
		api.Account{ID: 1, Name: "Cash", Kind: "cash", Currency: "EUR", Opening: "0.00", Balance: "0.00", Default: true},
		api.Account{ID: 2, Name: "Card", Kind: "card", Currency: "EUR", Opening: "0.00", Balance: "5.00"},
	)
	p := b.User("en")
	m := b.Tap(p, b.Ask(p, "/accounts"), "💳 Card", "Opening balance")
	b.Tap(p, m, "Make default", "name no account go here")
	if got := b.API.AllAccounts(); got[0].Default || !got[1].Default {
		t.Errorf("accounts %+v", got)
	}
}

func TestArchivingAsksBeforeMoneyLeavesTheTotal(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	b.API.Accounts(
		api.Account{ID: 1, Name: "Cash", Kind: "cash", Currency: "EUR", Opening: "0.00", Balance: "0.00"},
		api.Account{ID: 2, Name: "Card", Kind: "card", Currency: "EUR", Opening: "0.00", Balance: "2856.00"},
	)
	p := b.User("en")
	m := b.Tap(p, b.Ask(p, "/accounts"), "💳 Card", "Opening balance")
	m = b.Tap(p, m, "Archive", "Archive it?")
	m = b.Tap(p, m, "No", "Opening balance")
	m = b.Tap(p, m, "Archive", "no longer count in your total")
	b.Tap(p, m, "Yes, archive", "This account is archived")

	m = b.Tap(p, b.Ask(p, "/accounts"), "💵 Cash", "💵 Cash\n      €0.00\nOpening")
	b.Toast(p, m, "Archive", "at least one account")
}
