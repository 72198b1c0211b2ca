package profile_test

import (
	"context"
	"strings"
	"testing"

	"financebot/bot-service/internal/bottest"
	"financebot/deploy/dev/devtest"
	"financebot/deploy/dev/telegram"
)

func TestMain(m *testing.M) { devtest.Main(m) }

func TestLanguageSwitchesAnswersAndMenuAtOnce(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	p := b.User("en")
	b.Tap(p, b.Ask(p, "/language"), "🇷🇴 Română", "de acum vorbesc română")
	bottest.Holds(t, b.Ask(p, "/balance").Text, "0,00 €")
	waitMenu(b, t, p, "Câți bani ai")
}

// waitMenu waits for a description in the menu that the person sees.
func waitMenu(b *bottest.Bot, t *testing.T, p *telegram.Person, want string) {
	t.Helper()
	seen := func() bool {
		for _, c := range b.Telegram.Menu(p, p.Chat()) {
			if c.Description == want {
				return true
			}
		}
		return false
	}
	ctx, cancel := context.WithCancel(b.Context())
	defer cancel()
	if _, err := b.Telegram.WaitCalls(ctx, "setMyCommands", func(calls []telegram.Call) bool {
		for _, c := range calls {
			if strings.Contains(c.Params["commands"], want) && c.Status != 0 {
				return true
			}
		}
		return false
	}); err != nil || !seen() {
		t.Errorf("the menu never said %q: %v", want, b.Telegram.Menu(p, p.Chat()))
	}
}

func TestLanguageChosenBeforeRegisteringIsKept(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	p := b.Telegram.Person(telegram.Person{FirstName: "Ana", Language: "en"})
	b.Tap(p, b.Ask(p, "/language"), "🇷🇺 Русский", "говорю по-русски")
	bottest.Holds(t, b.Ask(p, "/start").Text, "Добро пожаловать")
	bottest.Holds(t, b.Ask(p, "/register").Text, "Регистрация прошла успешно")
}

func TestEveryLanguageHasItsMenu(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	for lang, want := range map[string]string{
		"en": "How much money you have", "ro": "Câți bani ai", "ru": "Сколько у вас денег", "de": "How much money you have",
	} {
		waitMenu(b, t, b.Telegram.Person(telegram.Person{Language: lang}), want)
	}
}
