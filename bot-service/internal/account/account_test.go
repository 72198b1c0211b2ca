package account_test

import (
	"strings"
	"testing"

	"financebot/bot-service/internal/bottest"
	"financebot/deploy/dev/devtest"
	"financebot/pkg/api"
)

func TestMain(m *testing.M) { devtest.Main(m) }

func TestBalanceAddsUpByCurrency(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	for lang, want := range map[string][]string{
		"en": {"by currency", "• €1,250.75", "• 200.00 lei", "💵 Cash: €1,234.50", "💳 Vi sa: €16.25", "👛 Gold: 200.00 lei"},
		"ro": {"pe valute", "• 1.250,75 €", "• 200,00 lei", "💵 Cash: 1.234,50 €"},
		"ru": {"по валютам", "• 1 250,75 €", "• 200,00 лей", "💵 Cash: 1 234,50 €"},
	} {
		p := b.User(lang)
		b.API.Accounts(
			api.Account{Name: "Cash", Kind: "cash", Currency: "EUR", Balance: "1234.50"},
			api.Account{Name: "Gold", Kind: "vault", Currency: "MDL", Balance: "200.00"},
			api.Account{Name: " Vi\nsa ", Kind: "card", Currency: "EUR", Balance: "16.25"},
			api.Account{Name: "Old", Kind: "bank", Currency: "EUR", Balance: "1.00", Archived: true},
		)
		got := b.Ask(p, "/balance").Text
		bottest.Holds(t, got, want...)
		if strings.Contains(got, "Old") {
			t.Errorf("%s: shows what is archived: %q", lang, got)
		}
	}
}

func TestAccountsAreCountedAndNamed(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	for lang, want := range map[string][]string{
		"en": {"You have 1 account:", "💵 Cash\n      €0.00"},
		"ro": {"Ai 1 cont:", "💵 Cash (numerar)"},
		"ru": {"У вас 1 счёт:", "💵 Cash (наличные)"},
	} {
		p := b.User(lang)
		bottest.Holds(t, b.Ask(p, "/accounts").Text, want...)
	}
}

func TestButtonsShowTheOtherView(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	p := b.User("en")
	m := b.Tap(p, b.Ask(p, "/balance"), "Accounts", "You have 1 account:")
	b.Tap(p, m, "Show my balance", "Total: €0.00")
	b.API.Accounts()
	bottest.Holds(t, b.Ask(p, "/balance").Text, "no accounts yet")
}

func TestAmountThatCannotBeReadIsNotGuessed(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	p := b.User("en")
	for _, a := range []api.Account{{Currency: "EUR", Balance: "1,5"}, {Currency: "XXX", Balance: "1"}} {
		b.API.Accounts(a)
		if got := b.Ask(p, "/balance"); strings.Contains(got.Text, "Total") {
			t.Errorf("%+v: got %q", a, got.Text)
		}
	}
}
