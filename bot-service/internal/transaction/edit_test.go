package transaction_test

import (
	"net/http"
	"strings"
	"testing"

	"financebot/bot-service/internal/bottest"
	"financebot/deploy/dev/telegram"
	"financebot/pkg/api"
)

// edit changes a message that p sent.
func edit(t *testing.T, p *telegram.Person, id int, text string) {
	t.Helper()
	if err := p.Edit(id, text); err != nil {
		t.Fatal(err)
	}
}

// booked are the entries in a line each, without their ids.
func booked(b *bottest.Bot) string {
	var all []string
	for _, e := range b.API.Entries() {
		all = append(all, e.Kind[:1]+" "+e.Amount+" "+e.Currency+" "+e.Note)
	}
	return strings.Join(all, "; ")
}

// accounts gives everybody two accounts in euro and one in lei.
func accounts(b *bottest.Bot) {
	b.API.Accounts(
		api.Account{ID: 1, Name: "Cash", Kind: "cash", Currency: "EUR", Balance: "87.50"},
		api.Account{ID: 2, Name: "Visa", Kind: "card", Currency: "EUR", Balance: "5.00"},
		api.Account{ID: 3, Name: "Lei", Kind: "cash", Currency: "MDL", Balance: "5.00"},
	)
}

func TestEditedMessageChangesItsEntryInItsCard(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	accounts(b)
	for lang, words := range map[string]string{"en": "Expense: €14.00", "ro": "Cheltuială: 14,00", "ru": "Расход: 14,00"} {
		p := b.User(lang)
		sent := p.Send("12.50 coffee")
		card := b.After(p, sent.ID)
		id := b.API.Entries()[len(b.API.Entries())-1].ID
		edit(t, p, sent.ID, "13.50 coffee")
		edit(t, p, sent.ID, "14 coffee") // at once: both count
		got := b.Says(p, words)
		all := b.API.Entries()
		if last := all[len(all)-1]; got.ID != card.ID || last.ID != id || last.Amount != "14.00" {
			t.Errorf("%s: said %q in %d, the card is %d; entries %v", lang, got.Text, got.ID, card.ID, all)
		}
	}
	if n := len(b.API.Entries()); n != 3 {
		t.Errorf("%d entries", n)
	}
}

func TestEditChangesWhatItsWordsChangeAndLeavesWhatWasChosen(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	accounts(b)
	p := b.User("en")
	sent := p.Send("12.50 coffee")
	card := b.After(p, sent.ID)
	tapUntil(t, b, p, card.ID, "Category", "« Back")
	tapUntil(t, b, p, card.ID, "🍔 Food", "It was income")
	tapUntil(t, b, p, card.ID, "Date", "Yesterday")
	tapUntil(t, b, p, card.ID, "Yesterday", "Undo")
	edit(t, p, sent.ID, "12.50 cocoa #work ~Bar")
	bottest.Holds(t, b.Says(p, "cocoa").Text, "🍔 Food", "yesterday", "#work", "🏪 Bar", "Cash")
	edit(t, p, sent.ID, "12.50 cocoa @visa")
	bottest.Holds(t, b.Says(p, "Visa").Text, "🍔 Food", "yesterday", "€12.50")
	edit(t, p, sent.ID, "200 mdl cocoa")
	bottest.Holds(t, b.Says(p, "👛 Lei").Text, "Expense: 200.00 lei", "🍔 Food")
	edit(t, p, sent.ID, "200 mdl cocoa !Кофейня ^2026-01-02")
	bottest.Holds(t, b.Says(p, "I don't know the category “Кофейня”").Text, "no category", "January 2, 2026")
	if got := booked(b); got != "e 200.00 MDL cocoa" || len(p.Chat().Messages()) != 2 {
		t.Errorf("booked %s", got)
	}
}

func TestUnreadableEditLeavesItsEntry(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	for lang, want := range map[string][]string{
		"en": {"your entry stays as it was: -€12.50 · coffee", "I see no amount", "For example"},
		"ro": {"rămâne cum era: -12,50 € · coffee", "De exemplu"},
		"ru": {"остаётся как была: -12,50 € · coffee", "Например"},
	} {
		p := b.User(lang)
		sent := p.Send("12.50 coffee")
		b.After(p, sent.ID)
		edit(t, p, sent.ID, "coffee")
		bottest.Holds(t, b.Says(p, "coffee\n").Text, want...)
	}
	p := b.User("en")
	sent := p.Send("1 tea\n2 milk")
	b.After(p, sent.ID)
	edit(t, p, sent.ID, "1 tea\n0 milk")
	bottest.Holds(t, b.Says(p, "could not read").Text, "Your 2 entries stay as they were", "Line 2 (“0 milk”)")
	if got := booked(b); got != "e 12.50 EUR coffee; e 12.50 EUR coffee; e 12.50 EUR coffee; e 1.00 EUR tea; e 2.00 EUR milk" {
		t.Errorf("booked %s", got)
	}
}

func TestEditBooksNothingForAMessageWithoutEntry(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	for lang, words := range map[string]string{"en": "send it as a new message", "ro": "trimite-l ca mesaj nou", "ru": "отправьте его новым сообщением"} {
		p := b.User(lang)
		talk := p.Send("how are you?")
		b.After(p, talk.ID)
		edit(t, p, talk.ID, "and how are you?") // not a word of it
		b.Ask(p, "/add")
		answer := p.Send("2.50")
		b.After(p, answer.ID)
		b.Ask(p, "/cancel")
		edit(t, p, answer.ID, "3.50 tea") // it was an answer, to a question that is cancelled
		b.Says(p, words)
		if _, err := p.Chat().Wait(b.Context(), func(all []telegram.Message) bool { return len(all) == 9 }); err != nil {
			t.Error(lang, err)
		}
	}
	stranger := b.Telegram.Person(telegram.Person{})
	sent := stranger.Send("12.50 coffee")
	b.After(stranger, sent.ID)
	edit(t, stranger, sent.ID, "13.50 coffee")
	b.Ask(stranger, "/start")
	if n := len(b.API.Entries()); n != 0 || len(stranger.Chat().Messages()) != 4 {
		t.Errorf("%d entries; %v", n, stranger.Chat().Messages())
	}
}

func TestEditOfWhatIsForgottenOrTakenBackChangesNothing(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	p := b.User("en")
	sent := p.Send("12.50 coffee")
	b.After(p, sent.ID)
	b.Ask(p, "/undo")
	edit(t, p, sent.ID, "13.50 coffee")
	b.Says(p, "was undone")
	edit(t, p, sent.ID, "1 tea\n2 milk")
	edit(t, p, sent.ID, "nothing")
	if _, err := p.Chat().Wait(b.Context(), func(all []telegram.Message) bool { return len(all) == 7 }); err != nil {
		t.Error(err)
	}
	old := p.Send("7 tea")
	b.After(p, old.ID)
	b.Redis.FlushDB(b.Context())
	edit(t, p, old.ID, "8 tea")
	b.Says(p, "send it as a new message")
	if got := booked(b); got != "e 7.00 EUR tea" {
		t.Errorf("booked %s", got)
	}
}

func TestEditOfSeveralLinesIsOneStep(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	p := b.User("en")
	sent := p.Send("12.50 coffee")
	card := b.After(p, sent.ID)
	edit(t, p, sent.ID, "12.50 coffee\n7 tea")
	if m := b.Says(p, "2. -€7.00 · tea"); m.ID != card.ID || booked(b) != "e 12.50 EUR coffee; e 7.00 EUR tea" {
		t.Errorf("said in %d: %s", m.ID, booked(b))
	}
	edit(t, p, sent.ID, "12.50 coffee\n8 tea\n1500 rent")
	b.Says(p, "3. -€1,500.00 · rent")
	edit(t, p, sent.ID, "12.50 coffee\n8 tea\n+1500 rent")
	b.Says(p, "3. +€1,500.00 · rent")
	if got := booked(b); got != "e 12.50 EUR coffee; e 8.00 EUR tea; i 1500.00 EUR rent" {
		t.Errorf("booked %s", got)
	}
	b.Tap(p, message(b, p, card.ID), "Undo the change", "Undone")
	if got := booked(b); got != "e 12.50 EUR coffee; e 8.00 EUR tea; e 1500.00 EUR rent" {
		t.Errorf("after the undo: %s", got)
	}
}

func TestLinesThatGoTakeTheirEntriesAlong(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	p := b.User("en")
	sent := p.Send("1 tea\n2 milk\n3 bread")
	card := b.After(p, sent.ID)
	edit(t, p, sent.ID, "2 milk\n3 bread")
	b.Says(p, "Saved 2 entries")
	edit(t, p, sent.ID, "2 milk")
	if m := b.Says(p, "Expense: €2.00"); m.ID != card.ID || booked(b) != "e 2.00 EUR milk" {
		t.Errorf("said in %d: %s", m.ID, booked(b))
	}
}

func TestLineThatLooksEmptyMakesNoEntryChangeInsteadOfAnother(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	for _, invisible := range []string{"\u200b", "\u2060", "\ufeff"} {
		p := b.User("en")
		sent := p.Send("1 tea\n" + invisible + "\n2 milk\n3 bread")
		b.After(p, sent.ID)
		edit(t, p, sent.ID, "1 tea\n"+invisible+"\n5 milk\n3 bread")
		b.Says(p, "2. -€5.00 · milk")
		if got := booked(b); !strings.HasSuffix(got, "e 1.00 EUR tea; e 5.00 EUR milk; e 3.00 EUR bread") {
			t.Errorf("%q: booked %s", invisible, got)
		}
	}
}

func TestRedeliveredEditCountsOnce(t *testing.T) {
	t.Parallel()
	for name, crashed := range map[string]bool{"handled": false, "stopped before it was noted": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := bottest.Start(t)
			p := b.User("en")
			sent := p.Send("12.50 coffee")
			b.After(p, sent.ID)
			note := b.Redis.Keys(b.Context(), "bot:*:entry:*").Val()[0]
			before := b.Redis.Get(b.Context(), note).Val()
			edit(t, p, sent.ID, "1 tea\n2 milk")
			b.Says(p, "Saved 2 entries")
			edit(t, p, sent.ID, "1 tea\n5 milk")
			b.Says(p, "2. -€5.00")
			b.Stop()
			b.Redis.Del(b.Context(), b.Redis.Keys(b.Context(), "bot:*:update:*").Val()...)
			if crashed {
				b.Redis.Set(b.Context(), note, before, 0)
			}
			b.Telegram.Redeliver(2)
			b.Run()
			b.Ask(p, "/today")
			if got := booked(b); got != "e 1.00 EUR tea; e 5.00 EUR milk" || b.API.Calls("PATCH /transactions/{id}") != 1 {
				t.Errorf("booked %s", got)
			}
		})
	}
}

func TestEditThatWasNotedAndNotShownIsShownWhenItComesAgain(t *testing.T) {
	t.Parallel()
	for said, want := range map[string]string{"13.50 coffee": "Expense: €13.50", "1 tea\n2 milk": "Saved 2 entries"} {
		t.Run(want, func(t *testing.T) {
			t.Parallel()
			b := bottest.Start(t)
			p := b.User("en")
			sent := p.Send("12.50 coffee")
			card := b.After(p, sent.ID)
			b.Telegram.Fault(telegram.Fault{Method: "editMessageText", Status: http.StatusForbidden})
			edit(t, p, sent.ID, said)
			b.Ask(p, "/help") // the edit is behind it
			if got := text(b, p, card.ID); got != card.Text {
				t.Fatalf("shown all the same: %q", got)
			}
			b.Stop()
			b.Redis.Del(b.Context(), b.Redis.Keys(b.Context(), "bot:*:update:*").Val()...)
			b.Telegram.Redeliver(2)
			b.Run()
			m := b.Says(p, want)
			if all := b.API.Entries(); m.ID != card.ID || len(all) != strings.Count(said, "\n")+1 {
				t.Errorf("said in %d, the card is %d; booked %s", m.ID, card.ID, booked(b))
			}
		})
	}
}

func TestEditAfterAnUndoneEditChangesTheEntriesThatCameBack(t *testing.T) {
	t.Parallel()
	for name, undo := range map[string]func(*bottest.Bot, *telegram.Person, int){
		"by its button": func(b *bottest.Bot, p *telegram.Person, card int) {
			b.Tap(p, message(b, p, card), "Undo the change", "Undone")
		},
		"by the command": func(b *bottest.Bot, p *telegram.Person, _ int) { b.Ask(p, "/undo") },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := bottest.Start(t)
			p := b.User("en")
			sent := p.Send("12.50 coffee\n7 tea")
			card := b.After(p, sent.ID)
			edit(t, p, sent.ID, "3 milk\n5 bread")
			b.Says(p, "-€5.00 · bread")
			edit(t, p, sent.ID, "3 milk\n6 bread\n1 salt")
			b.Says(p, "-€1.00 · salt")
			undo(b, p, card.ID)
			edit(t, p, sent.ID, "3 milk\n7 bread\n2 salt")
			b.Says(p, "-€2.00 · salt")
			if got := booked(b); got != "e 3.00 EUR milk; e 7.00 EUR bread; e 2.00 EUR salt" {
				t.Errorf("booked %s", got)
			}
		})
	}
}

func TestEditAfterAnUndoneEditOfOneEntrySaysAllItsWords(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	p := b.User("en")
	sent := p.Send("12.50 coffee")
	card := b.After(p, sent.ID)
	edit(t, p, sent.ID, "13.50 coffee")
	b.Tap(p, b.Says(p, "Expense: €13.50"), "Undo", "Expense: €12.50")
	edit(t, p, sent.ID, "13.50 coffee #work")
	bottest.Holds(t, b.Says(p, "#work").Text, "Expense: €13.50")
	if m := b.Says(p, "#work"); m.ID != card.ID || booked(b) != "e 13.50 EUR coffee" {
		t.Errorf("said in %d, the card is %d; booked %s", m.ID, card.ID, booked(b))
	}
}
