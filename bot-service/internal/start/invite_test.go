package start_test

import (
	"strings"
	"testing"

	"financebot/bot-service/internal/bottest"
	"financebot/deploy/dev/telegram"
)

func TestConnectedChatIsToldWhoseItIs(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	for lang, want := range map[string]string{"en": "Already connected!", "ro": "Ești deja conectat!", "ru": "Чат уже подключён!"} {
		p := person(b, lang)
		b.API.User(p.ID, "Ana", lang, "ana@example.com")
		said := b.Ask(p, "/start").Text
		if !strings.Contains(said, want) || !strings.Contains(said, "a…@example.com") || !strings.Contains(said, "/balance") {
			t.Errorf("%s: got %q", lang, said)
		}
	}
}

func TestInvitationCountsForWhoSentIt(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	host := b.User("en")
	bottest.Holds(t, b.Ask(host, "/referral").Text, "Nobody has come")

	byButton := b.Telegram.Person(telegram.Person{FirstName: "Bea", Language: "en"})
	b.Tap(byButton, b.Ask(byButton, "/start "+bottest.Invitation), "Quick register", "Registration successful!")
	byCommand := b.Telegram.Person(telegram.Person{FirstName: "Cornel", Language: "en"})
	b.Ask(byCommand, "/start "+strings.ToLower(bottest.Invitation))
	bottest.Holds(t, b.Ask(byCommand, "/register").Text, "Registration successful!")

	said := b.Ask(host, "/referral").Text
	for _, want := range []string{
		bottest.Invitation, "https://t.me/finance_test_bot?start=" + bottest.Invitation,
		"https://finance.example/u/" + bottest.Invitation, "2 people", "Bea", "Cornel",
	} {
		bottest.Holds(t, said, want)
	}
}

func TestLapsedInvitationKeepsNobodyOut(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	p := person(b, "en")
	b.Tap(p, b.Ask(p, "/start UP-ZZZZZZ"), "Quick register", "no longer holds")
}

func TestSignInPictureIsSentToBeKeptHere(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	m := b.Ask(b.User("ro"), "/qr")
	button, ok := m.Button("Intră în cont")
	if !ok || button.URL != bottest.SignIn {
		t.Errorf("the button opens %q", button.URL)
	}
	if len(m.Photo) == 0 || !m.Protected {
		t.Errorf("got %d pictures, protected: %v", len(m.Photo), m.Protected)
	}
	bottest.Holds(t, m.Caption, "15 minute.")
	bottest.Holds(t, b.Ask(person(b, "en"), "/qr").Text, "don't know you yet")
}
