package account_test

import (
	"fmt"
	"testing"

	"financebot/bot-service/internal/bottest"
	"financebot/pkg/api"
)

func TestAccountIsRenamedArchivedAndTakenBack(t *testing.T) {
	t.Parallel()
	for lang, say := range map[string]struct{ beginning, rename, ask, isName, archive, archived, back, old, oldTitle, again, title string }{
		"en": {"Opening balance: €0.00", "Rename", "“Card” be called", "It is the name", "Archive", "This account is archived", "« Back", "🗄 Archived: 1", "1 archived account", "Use it again", "You have 2 accounts"},
		"ro": {"Sold inițial: 0,00", "Redenumește", "„Card”", "E numele", "Arhivează", "Contul este arhivat", "« Înapoi", "🗄 Arhivate: 1", "1 cont arhivat", "Folosește-l din nou", "Ai 2 conturi"},
		"ru": {"Начальный остаток: 0,00", "Переименовать", "«Card»", "Это название", "В архив", "Счёт в архиве", "« Назад", "🗄 В архиве: 1", "1 счёт в архиве", "Вернуть из архива", "2 счёта"},
	} {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			b := bottest.Start(t)
			b.API.Accounts(
				api.Account{ID: 1, Name: "Cash", Kind: "cash", Currency: "EUR", Opening: "0.00", Balance: "0.00"},
				api.Account{ID: 2, Name: "Card", Kind: "card", Currency: "EUR", Opening: "0.00", Balance: "5.00"},
			)
			p := b.User(lang)
			m := b.Ask(p, "/accounts")
			bottest.Holds(t, m.Text, say.title)
			m = b.Tap(p, m, "💳 Card", say.beginning)
			b.Tap(p, m, say.rename, say.ask)
			named := b.Tap(p, b.Ask(p, "  7   seas "), say.isName, "💳 7 seas (")
			sure := b.Tap(p, named, say.archive, map[string]string{"en": "Archive it?", "ro": "Îl arhivez?", "ru": "в архив?"}[lang])
			m = b.Tap(p, sure, sure.Buttons()[0], say.archived)
			if got := kept(b); got != "cash Cash 0.00 EUR, -card 7 seas 5.00 EUR" {
				t.Errorf("accounts %s", got)
			}
			m = b.Tap(p, m, say.back, say.oldTitle)
			m = b.Tap(p, m, say.back, "💵 Cash")
			m = b.Tap(p, m, say.old, say.oldTitle)
			m = b.Tap(p, m, "💳 7 seas", say.archived)
			b.Tap(p, m, say.again, say.beginning)
			b.Tap(p, b.Ask(p, "/accounts"), "💳 7 seas", say.beginning)
			if got := kept(b); got != "cash Cash 0.00 EUR, card 7 seas 5.00 EUR" {
				t.Errorf("accounts %s", got)
			}
		})
	}
}

func TestLastAccountStaysAndNamesAreFree(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	p := b.User("en")
	m := b.Tap(p, b.Ask(p, "/accounts"), "💵 Cash", "Opening balance")
	b.Toast(p, m, "Archive", "at least one account")
	b.API.Accounts(append(b.API.AllAccounts(), api.Account{ID: 2, Name: "Card", Kind: "card", Currency: "EUR", Opening: "0.00", Balance: "0.00"})...)
	b.Tap(p, m, "Rename", "“Cash” be called")
	bottest.Holds(t, b.Ask(p, "card").Text, "already have an account with this name")
	bottest.Holds(t, b.Ask(p, " @ ").Text, "up to 40 characters")
	bottest.Holds(t, b.Ask(p, "Wallet").Text, "💵 Wallet (cash)")
	b.API.Accounts(b.API.AllAccounts()[1])
	b.Toast(p, m, "Archive", "can't find this account")
}

func TestManyAccountsHavePages(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	var all []api.Account
	for i := range int64(20) {
		all = append(all, api.Account{ID: i + 1, Name: fmt.Sprintf("Box %02d", i+1), Kind: "cash", Currency: "EUR", Opening: "0.00", Balance: "1.00"})
	}
	b.API.Accounts(all...)
	p := b.User("en")
	m := b.Ask(p, "/accounts")
	next := ""
	for _, label := range m.Buttons() {
		if with, _ := m.Button(label); label != "" && with.CallbackData == "1:acc.list:used.1" {
			next = label
		}
	}
	m = b.Tap(p, m, next, "💵 Box 17")
	if _, ok := m.Button("💵 Box 01"); ok {
		t.Errorf("the second page has %q", m.Buttons())
	}
}
