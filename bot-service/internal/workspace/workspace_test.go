package workspace_test

import (
	"strings"
	"testing"

	"financebot/bot-service/internal/bottest"
	"financebot/deploy/dev/devtest"
	"financebot/pkg/api"
)

func TestMain(m *testing.M) { devtest.Main(m) }

func TestChatSwitchesBetweenWorkspaces(t *testing.T) {
	t.Parallel()
	for lang, want := range map[string]struct{ asked, now string }{
		"en": {"You are working in “Personal”", "You are now working in “Personal (Telegram)”"},
		"ro": {"Lucrezi în „Personal”", "Acum lucrezi în „Personal (Telegram)”"},
		"ru": {"Вы работаете в пространстве «Personal»", "Теперь вы работаете в пространстве «Personal (Telegram)»"},
	} {
		b := bottest.Start(t)
		b.API.Families(api.Family{ID: 1, Name: "Personal", Active: true}, api.Family{ID: 2, Name: "Personal (Telegram)"})
		p := b.User(lang)
		m := b.Ask(p, "/workspaces")
		bottest.Holds(t, m.Text, want.asked)
		b.Tap(p, m, "Personal (Telegram)", want.now)
		if text := b.Ask(p, "/balance").Text; !strings.HasPrefix(text, "💼 Personal (Telegram)") {
			t.Errorf("%s: the balance does not say whose it is: %s", lang, text)
		}
	}
}

func TestOnlyWorkspaceIsNotNamed(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	p := b.User("en")
	bottest.Holds(t, b.Ask(p, "/workspaces").Text, "one workspace: “Personal”")
	for _, command := range []string{"/balance", "/accounts"} {
		if text := b.Ask(p, command).Text; strings.Contains(text, "💼") {
			t.Errorf("%s: %s", command, text)
		}
	}
}

// An API that cannot tell of workspaces still tells of money.
func TestBalanceComesWithoutWorkspaces(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	b.API.Lacks("GET /families")
	bottest.Holds(t, b.Ask(b.User("en"), "/balance").Text, "€0.00")
}
