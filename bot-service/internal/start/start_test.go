package start_test

import (
	"strings"
	"testing"

	"financebot/bot-service/internal/bottest"
	"financebot/deploy/dev/telegram"
)

func TestStrangerIsWelcomedRegistersAndSeesHisBalance(t *testing.T) {
	t.Parallel()
	for lang, want := range map[string]struct{ welcome, button, done, balance string }{
		"en": {"Welcome to Finance Bot!", "Quick register", "Registration successful!", "€0.00"},
		"ro": {"Bun venit la Finance Bot!", "Înregistrare rapidă", "Înregistrare reușită!", "0,00\u00a0€"},
		"ru": {"Добро пожаловать в Finance Bot!", "Быстрая регистрация", "Регистрация прошла успешно!", "0,00\u00a0€"},
	} {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			b := bottest.Start(t)
			p := b.Telegram.Person(telegram.Person{FirstName: "Ana", Language: lang})
			m := b.Ask(p, "/start")
			if !strings.HasPrefix(m.Text, want.welcome) || len(m.Buttons()) != 2 {
				t.Fatalf("got %q %q", m.Text, m.Buttons())
			}
			done := b.Tap(p, m, want.button, want.done)
			if done.ID != m.ID || !strings.Contains(done.Text, "1") {
				t.Errorf("registered: got %q in message %d, want it in place", done.Text, done.ID)
			}
			if got := b.Ask(p, "/balance"); !strings.Contains(got.Text, want.balance) {
				t.Errorf("balance: got %q, want %q", got.Text, want.balance)
			}
		})
	}
}
