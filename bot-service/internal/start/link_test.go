package start_test

import (
	"testing"

	"financebot/bot-service/internal/bottest"
	"financebot/deploy/dev/telegram"
	"financebot/pkg/api"
	"financebot/pkg/errs"
)

func TestEntriesAreBookedWhileACodeIsAwaited(t *testing.T) {
	t.Parallel()
	for name, begin := range map[string]func(b *bottest.Bot, p *telegram.Person){
		"confirmed on the web": func(b *bottest.Bot, p *telegram.Person) {
			b.Ask(p, "/link")
			b.API.User(p.ID, "Ana", "en", "ana@example.com")
			b.API.Happen(api.EventTelegramLinked, p.ID, map[string]string{"account": "a…@example.com", "by": "web"})
			b.Says(p, "linked to a…@example.com")
		},
		"confirmed, and not told yet": func(b *bottest.Bot, p *telegram.Person) {
			b.Ask(p, "/link")
			b.API.User(p.ID, "Ana", "en", "ana@example.com")
		},
		"not confirmed": func(b *bottest.Bot, p *telegram.Person) {
			b.API.User(p.ID, "Ana", "en", "")
			b.Ask(p, "/link")
		},
		"no code": func(b *bottest.Bot, p *telegram.Person) {
			b.API.User(p.ID, "Ana", "en", "")
			bottest.Holds(t, b.Ask(p, "/link AB").Text, "ABCD-EFGH")
		},
		"registered instead": func(b *bottest.Bot, p *telegram.Person) {
			b.Tap(p, b.Ask(p, "/start"), "Link account", "Ab3Ab3")
			b.Ask(p, "/register")
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := bottest.Start(t)
			p := person(b, "en")
			begin(b, p)
			bottest.Holds(t, b.Ask(p, "12.50 coffee").Text, "Expense: €12.50")
		})
	}
}

func TestCodeThatReadsLikeAnEntryIsTheCodeWhereOneIsAwaited(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	b.API.Code("23456789", "ana@example.com")
	p := b.User("en")
	b.Ask(p, "/link")
	bottest.Holds(t, b.Ask(p, "2345-6789").Text, "Link this chat to a…@example.com?")
	if n := len(b.API.Entries()); n != 0 {
		t.Errorf("%d entries", n)
	}
}

func TestNoCodeIsAwaitedOnceTheChatHasAUser(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	registered, linked, amid := person(b, "en"), person(b, "en"), person(b, "en")
	for _, p := range []*telegram.Person{registered, linked, amid} {
		b.Ask(p, "/link")
	}
	b.Ask(registered, "/register")
	b.Ask(amid, "/register")
	bottest.Holds(t, b.Ask(amid, "/add").Text, "How much")
	for _, p := range []*telegram.Person{linked, amid} {
		b.API.User(p.ID, "Ana", "en", "ana@example.com")
		b.API.Happen(api.EventTelegramLinked, p.ID, map[string]string{"account": "a…@example.com", "by": "web"})
		b.Says(p, "linked to a…@example.com")
	}
	for _, p := range []*telegram.Person{registered, linked} {
		bottest.Holds(t, b.Ask(p, "23456789").Text, "not sure that this number is money")
	}
	bottest.Holds(t, b.Ask(amid, "12.50 !Food").Text, "Expense: €12.50") // another question stays
}

// Where money is in several workspaces, it is said how to get to all of it.
func TestLinkedChatIsToldOfItsOtherWorkspaces(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	b.API.Families(api.Family{ID: 1, Name: "Personal", Active: true}, api.Family{ID: 2, Name: "Family"})
	b.API.Code("ABCDEFGH", "ana@example.com")
	p := person(b, "en")
	done := b.Tap(p, b.Ask(p, "ABCDEFGH"), "Yes, link it", "linked to a…@example.com")
	bottest.Holds(t, done.Text, "working in “Personal”. /workspaces takes you to the others.")
}

// Who left comes back by /link: /start would ask whether to make another account.
func TestWhoUnlinkedIsToldTheWayBack(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	for lang, want := range map[string][2]string{
		"en": {"Yes, unlink", "To come back, send /link"},
		"ro": {"Da, deconectează", "Ca să revii, trimite /link"},
		"ru": {"Да, отключить", "Чтобы вернуться, отправьте /link"},
	} {
		p := person(b, lang)
		b.API.User(p.ID, "Ana", lang, "ana@example.com")
		b.Tap(p, b.Ask(p, "/unlink"), want[0], want[1])
	}
}

// A code from the web takes no entries along: the way that shows first what moves is a tap away.
func TestChatWithEntriesIsLedToTheWebsite(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	b.API.Refuse("POST /auth/telegram/link/preview", errs.New(errs.Conflict, api.CodeHasEntries, ""))
	p := b.User("en")
	m := b.Ask(p, "ABCD-EFGH")
	bottest.Holds(t, m.Text, "it shows you first what moves")
	b.Tap(p, m, "Link account", "Open the website, sign in and confirm")
}
