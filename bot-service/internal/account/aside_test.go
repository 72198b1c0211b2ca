package account_test

import (
	"testing"

	"financebot/bot-service/internal/bottest"
)

func TestEntriesDoNotBecomeAccounts(t *testing.T) {
	t.Parallel()
	for lang, say := range map[string]struct{ start, kind, bank, dinner, snacks, isEntry, isName, waits, name string }{
		"en": {"➕ New account", "What kind", "🏦 Bank account", "15 dinner", "snacks 20", "Save it as an entry", "It is the name", "still waits", "What should I call it"},
		"ro": {"➕ Cont nou", "Ce fel de cont", "🏦 Cont bancar", "15 cina", "gustări 20", "Notează tranzacția", "E numele", "aștept încă", "Cum îl numim"},
		"ru": {"➕ Новый счёт", "Что это за счёт", "🏦 Банковский счёт", "15 ужин", "закуски 20", "Сохранить как запись", "Это название", "всё ещё жду", "Как его назвать"},
	} {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			b := bottest.Start(t)
			p := b.User(lang)
			m := b.Tap(p, b.Ask(p, "/accounts"), say.start, say.kind)
			b.Ask(p, say.snacks)
			b.Says(p, say.waits)
			b.Tap(p, m, say.bank, "CHF")
			b.Ask(p, "USD")
			b.Says(p, say.name)

			asked := b.Ask(p, say.dinner)
			if n := len(b.API.Entries()); n != 1 {
				t.Errorf("%d entries before it is said that it is one", n)
			}
			b.Tap(p, asked, say.isEntry, ":\n\n"+say.name) // in its place the question again
			if n := len(b.API.Entries()); n != 2 {
				t.Errorf("%d entries", n)
			}
			b.Tap(p, b.Ask(p, "Card 2"), say.isName, "USD")
			b.Toast(p, asked, say.isEntry, "/accounts")
			b.Ask(p, "100")
			if got := kept(b); got != "cash Cash 0.00 EUR, bank Card 2 100.00 USD" {
				t.Errorf("accounts %s", got)
			}
		})
	}
}

func TestRenamingLetsEntriesPass(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	p := b.User("en")
	m := b.Tap(p, b.Ask(p, "/accounts"), "💵 Cash", "Opening balance")
	b.Tap(p, m, "Rename", "“Cash” be called")
	older, newer := b.Ask(p, "15 dinner"), b.Ask(p, "16 supper")
	b.Toast(p, older, "It is the name", "no longer waiting") // another text came after it
	again := b.Tap(p, newer, "Save it as an entry", "still waits")
	bottest.Holds(t, again.Text, "“Cash” be called")
	bottest.Holds(t, b.Ask(p, "Wallet").Text, "💵 Wallet (cash)")
	if all := b.API.Entries(); len(all) != 1 || all[0].Note != "supper" {
		t.Errorf("booked %+v", all)
	}
}
