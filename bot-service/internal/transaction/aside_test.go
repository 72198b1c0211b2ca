package transaction_test

import (
	"strings"
	"testing"

	"financebot/bot-service/internal/bottest"
	"financebot/deploy/dev/telegram"
)

var waits = map[string]string{"en": "still waits for your answer", "ro": "aștept încă răspunsul", "ru": "всё ещё жду вашего ответа"}

// next waits for the bot's first message behind another that holds words.
func next(t *testing.T, b *bottest.Bot, p *telegram.Person, after int, words string) telegram.Message {
	t.Helper()
	var found telegram.Message
	_, err := p.Chat().Wait(b.Context(), func(all []telegram.Message) bool {
		for _, m := range all {
			if m.ID > after && m.FromBot() && holds(m.Text, words) && found.ID == 0 {
				found = m
			}
		}
		return found.ID != 0
	})
	if err != nil {
		t.Fatalf("never said %q", words)
	}
	return found
}

func TestAnEntryBeatsTheQuestionThatWaits(t *testing.T) {
	t.Parallel()
	for lang, say := range map[string][]string{
		"en": {"9 beer", "lunch 15", "+5 gift", "Cash"},
		"ro": {"9 bere", "prânz 15", "+5 cadou", "Cash"},
		"ru": {"9 пиво", "обед 15", "+5 подарок", "Cash"},
	} {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			b := bottest.Start(t)
			accounts(b)
			p := b.User(lang)
			b.Ask(p, "/transfer")
			first := b.Ask(p, say[0])
			bottest.Holds(t, first.Text, "9")
			asks := next(t, b, p, first.ID, waits[lang])
			for _, text := range say[1:3] {
				b.Ask(p, text)
			}
			if n := times(p, waits[lang]); n != 1 {
				t.Errorf("said %d times that it waits", n)
			}
			if n := len(b.API.Entries()); n != 3 {
				t.Errorf("booked %s", booked(b))
			}

			tapUntil(t, b, p, asks.ID, "Cash", "Visa")
			waitWithout(t, b, p, asks.ID, "Cash")
			b.Ask(p, "100 @cash > @visa")
			tapUntil(t, b, p, asks.ID, "Visa", map[string]string{"en": "Cancel", "ro": "Renunță", "ru": "Отмена"}[lang])
			b.Ask(p, "7")
			b.Says(p, map[string]string{"en": "Transfer: €7.00", "ro": "Transfer: 7,00", "ru": "Перевод: 7,00"}[lang])
			if got := booked(b); !strings.HasSuffix(got, "t 100.00 EUR ; t 7.00 EUR ") {
				t.Errorf("booked %s", got)
			}
		})
	}
}

// times counts the bot's messages that hold words.
func times(p *telegram.Person, words string) (n int) {
	for _, m := range p.Chat().Messages() {
		if m.FromBot() && holds(m.Text, words) {
			n++
		}
	}
	return n
}

func TestACategoryQuestionLetsEntriesPass(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	p := b.User("en")
	b.Ask(p, "/add")
	grid := b.Ask(p, "4 yyy")
	card := b.Ask(p, "3 zzz")
	bottest.Holds(t, card.Text, "Expense: €3.00")
	bottest.Holds(t, next(t, b, p, card.ID, waits["en"]).Text, "-€4.00 · yyy")
	b.Tap(p, grid, "🍔 Food", "Expense: €4.00")
	if got := booked(b); got != "e 3.00 EUR zzz; e 4.00 EUR yyy" {
		t.Errorf("booked %s", got)
	}
}

func TestFindListens(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	for _, lang := range []string{"en", "ro", "ru"} {
		p := b.User(lang)
		b.Ask(p, "12 Ёлка "+lang)
		b.Ask(p, "/find")
		card := b.Ask(p, "3 pizza "+lang)
		next(t, b, p, card.ID, waits[lang])
		found := b.Ask(p, "ёлка "+lang)
		bottest.Holds(t, found.Text, "Ёлка "+lang)
		if holds(found.Text, "pizza") {
			t.Errorf("found %q", found.Text)
		}
	}
}

func TestUndoWalksBackOverEditsListsAndButtons(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	p := b.User("en")
	first := p.Send("1 aaa")
	card := b.After(p, first.ID)
	edit(t, p, first.ID, "2 aaa")
	b.Says(p, "Expense: €2.00")
	list := b.Ask(p, "3 bbb\n4 ccc")
	gone := b.Ask(p, "5 ddd")
	b.Tap(p, gone, "Undo", "Undone: -€5.00 · ddd")
	b.Stop()
	b.Run()

	bottest.Holds(t, b.Ask(p, "/undo").Text, "No longer saved:\n• -€3.00 · bbb\n• -€4.00 · ccc")
	says(t, b, p, list.ID, "No longer saved")
	bottest.Holds(t, b.Ask(p, "/undo").Text, "It is as before: -€1.00 · aaa")
	says(t, b, p, card.ID, "Expense: €1.00")
	bottest.Holds(t, b.Ask(p, "/undo").Text, "Undone: -€1.00 · aaa")
	says(t, b, p, card.ID, "Undone: -€1.00 · aaa")
	bottest.Holds(t, b.Ask(p, "/undo").Text, "There is nothing more to undo.")
	wantBooked(t, b, "")
}
