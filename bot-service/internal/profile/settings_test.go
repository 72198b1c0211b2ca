package profile_test

import (
	"testing"

	"financebot/bot-service/internal/bottest"
	"financebot/deploy/dev/telegram"
	"financebot/pkg/api"
)

func newcomer(b *bottest.Bot, lang string) *telegram.Person {
	p := b.Telegram.Person(telegram.Person{FirstName: "Ana", Language: lang})
	b.Ask(p, "/register")
	return p
}

func TestSettingsAreOneCardWithAButtonEach(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	b.API.Accounts(
		api.Account{ID: 1, Name: "Cash", Kind: "cash", Currency: "EUR", Opening: "0.00", Balance: "0.00", Default: true},
		api.Account{ID: 2, Name: "<b>&Card", Kind: "card", Currency: "EUR", Opening: "0.00", Balance: "0.00"},
	)
	p := newcomer(b, "en")
	m := b.Ask(p, "/settings")
	for _, want := range []string{"🇬🇧 English", "US dollars (USD)", "UTC", "go to: Cash", "user id: "} {
		bottest.Holds(t, m.Text, want)
	}

	m = b.Tap(p, b.Tap(p, m, "Account", "name none"), "<b>&Card", "go to: <b>&Card")
	if got := b.API.AllAccounts(); got[0].Default || !got[1].Default {
		t.Errorf("accounts %+v", got)
	}
	b.Tap(p, b.Tap(p, m, "Language", "Which language"), "🇷🇴 Română", "vorbesc română")
	bottest.Holds(t, b.Ask(p, "/setari").Text, "Setări")
}

func TestCurrencyIsChosenByButtonOrByCode(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	p := newcomer(b, "ro")
	m := b.Ask(p, "/currency")
	bottest.Holds(t, m.Text, "lei românești (RON)")
	m = b.Tap(p, m, "MDL", "lei moldovenești (MDL)")
	bottest.Holds(t, m.Text, "Chișinău, UTC")

	b.Ask(p, "/valuta")
	bottest.Holds(t, b.Ask(p, "bani de hârtie").Text, "Nu cunosc această valută")
	bottest.Holds(t, b.Ask(p, "chf").Text, "franci elvețieni (CHF)")
	bottest.Holds(t, b.Ask(p, "/currency JPY").Text, "JPY")

	b.Ask(p, "/currency")
	bottest.Holds(t, b.Ask(p, "5 pâine").Text, "Cheltuială: 5 JPY") // an entry is one
	bottest.Holds(t, b.Ask(p, "/currency EUR").Text, "nicio tranzacție")
}

func TestTimeZoneIsFoundByPlaceOrOffset(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	p := newcomer(b, "ru")
	bottest.Holds(t, b.Ask(p, "/timezone").Text, "Москва, UTC+3")
	bottest.Holds(t, b.Ask(p, "туда").Text, "Этого места я не знаю")
	bottest.Holds(t, b.Ask(p, "Кишинёв").Text, "Кишинёв, UTC")
	bottest.Holds(t, b.Ask(p, "/timezone +5").Text, "UTC+5")
	m := b.Ask(p, "/timezone алматы")
	bottest.Holds(t, m.Text, "Алматы, UTC+5")
	b.Tap(p, m, "Настройки", "Алматы")
}
