package event_test

import (
	"strings"
	"testing"

	"financebot/bot-service/internal/bottest"
	"financebot/deploy/dev/devtest"
	"financebot/deploy/dev/telegram"
	"financebot/pkg/api"
)

func TestMain(m *testing.M) { devtest.Main(m) }

// known is a person who may be written to.
func known(b *bottest.Bot, lang, email string) *telegram.Person {
	p := b.Telegram.Person(telegram.Person{FirstName: "Ana", Language: lang})
	if email != "" {
		b.API.User(p.ID, "Ana", lang, email)
	}
	b.Ask(p, "/start")
	return p
}

func TestConfirmingOnTheWebIsSaidInTheChatByItself(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	p := known(b, "en", "")
	b.API.User(p.ID, "Ana", "en", "ana@example.com") // confirmed on the web
	b.API.Happen(api.EventTelegramLinked, p.ID, map[string]string{"account": "a…@example.com", "by": "web"})
	b.Says(p, "linked to a…@example.com")
	if n := len(b.Redis.Keys(b.Context(), "chat_id:*:jwt").Val()); n != 1 {
		t.Errorf("%d tokens are cached", n)
	}
}

// Where money is in several workspaces, it is said how to get to all of it.
func TestLinkedChatIsToldOfItsOtherWorkspaces(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	b.API.Families(api.Family{ID: 1, Name: "Personal", Active: true}, api.Family{ID: 2, Name: "Personal (Telegram)"})
	for lang, want := range map[string]string{
		"en": "You have several workspaces and are working in “Personal”. /workspaces",
		"ro": "Ai mai multe spații și lucrezi acum în „Personal”. Cu /workspaces",
		"ru": "У вас несколько пространств, сейчас вы работаете в «Personal». Перейти в другие — /workspaces",
	} {
		p := known(b, lang, "")
		b.API.User(p.ID, "Ana", lang, "ana@example.com")
		b.API.Happen(api.EventTelegramLinked, p.ID, map[string]string{"account": "a…@example.com", "by": "web"})
		bottest.Holds(t, b.Says(p, "a…@example.com").Text, want)
	}

	b.API.Families(api.Family{ID: 1, Name: "Personal", Active: true})
	p := known(b, "en", "")
	b.API.User(p.ID, "Ana", "en", "ana@example.com")
	b.API.Happen(api.EventTelegramLinked, p.ID, map[string]string{"account": "b…@example.com", "by": "web"})
	if said := b.Says(p, "b…@example.com").Text; strings.Contains(said, "workspaces") {
		t.Errorf("with one workspace: %q", said)
	}
}

func TestEventsAreToldInWords(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	for lang, want := range map[string][]string{
		"en": {"New sign-in to your account: February 3, 2026, 14:05, Firefox", "copied a sign-in", "password of your account was changed", "XYZ-1", "no longer linked", "have been deleted"},
		"ro": {"3 februarie 2026, ora 14:05, Firefox", "copiat o sesiune", "Parola contului tău a fost schimbată", "XYZ-1", "nu mai este conectat", "au fost șterse"},
		"ru": {"3 февраля 2026 г., 14:05, Firefox", "скопировал ваш сеанс", "Пароль вашего аккаунта изменён", "XYZ-1", "больше не подключён", "удалены"},
	} {
		p := known(b, lang, "ana@example.com")
		for i, kind := range []string{
			api.EventSignIn, api.EventRefreshReuse, api.EventPasswordChanged, api.EventConfirmDeletion,
			api.EventTelegramUnlinked, api.EventUserDeleted,
		} {
			b.API.Happen(kind, p.ID, map[string]string{"device": "Firefox", "code": "XYZ-1", "by": "web"})
			if m := b.Says(p, want[i]); m.ID == 0 {
				t.Errorf("%s %s: never said", lang, kind)
			}
		}
	}
	if err := b.API.WaitAcked(b.Context()); err != nil {
		t.Error("the events were not acknowledged")
	}
}

func TestWhatTheChatKnowsOrNobodyUnderstandsIsNotTold(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	p := known(b, "en", "ana@example.com")
	before := len(p.Chat().Messages())
	b.API.Happen(api.EventTelegramLinked, p.ID, map[string]string{"account": "x", "by": "chat"})
	b.API.Happen(api.EventTelegramUnlinked, p.ID, map[string]string{"by": "chat"})
	b.API.Happen("budget.threshold", p.ID, nil)
	b.API.Happen(api.EventPasswordChanged, 0, nil)
	b.API.Happen(api.EventPasswordChanged, 424242, nil) // a chat that the bot may not write to
	b.API.Happen(api.EventPasswordChanged, p.ID, nil)
	b.Says(p, "password")
	if got := len(p.Chat().Messages()) - before; got != 1 {
		t.Errorf("%d messages, want one: %v", got, p.Chat().Messages())
	}
}

func TestUnlinkingElsewhereDropsTheToken(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	p := known(b, "en", "ana@example.com")
	if n := len(b.Redis.Keys(b.Context(), "chat_id:*:jwt").Val()); n != 1 {
		t.Fatalf("%d tokens", n)
	}
	b.API.Happen(api.EventTelegramUnlinked, p.ID, map[string]string{"by": "web"})
	if err := b.API.WaitAcked(b.Context()); err != nil {
		t.Fatal(err)
	}
	b.Says(p, "no longer linked")
}

func TestOnlyOneReplicaTells(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	p := known(b, "en", "ana@example.com")
	second := b.Beside()
	b.API.Happen(api.EventPasswordChanged, p.ID, nil)
	b.API.Happen(api.EventRefreshReuse, p.ID, nil)
	b.Says(p, "copied a sign-in")
	second.Stop()
	told := 0
	for _, m := range p.Chat().Messages() {
		if strings.Contains(m.Text, "password of your account was changed") {
			told++
		}
	}
	if told != 1 {
		t.Errorf("told %d times", told)
	}
}

func TestEventNotYetToldIsToldAfterTheRestart(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	p := known(b, "en", "ana@example.com")
	b.Stop()
	b.API.Happen(api.EventPasswordChanged, p.ID, nil)
	b.Run()
	b.Says(p, "password")
}

func TestOlderAPIHasNoEvents(t *testing.T) {
	t.Parallel()
	b := bottest.Prepare(t)
	b.API.Lacks("GET /events")
	b.Run()
	p := known(b, "en", "ana@example.com")
	b.Ask(p, "/balance")
	b.Stop()
	if n := b.API.Calls("GET /events"); n != 1 || strings.Count(b.Log(), "this API has no events") != 1 {
		t.Errorf("%d calls, log:\n%s", n, b.Log())
	}
}
