package start_test

import (
	"testing"

	"financebot/bot-service/internal/bottest"
	"financebot/deploy/dev/telegram"
	"financebot/pkg/api"
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
