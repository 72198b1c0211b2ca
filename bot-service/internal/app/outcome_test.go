package app_test

import (
	"strings"
	"testing"

	"financebot/bot-service/internal/bottest"
	"financebot/deploy/dev/telegram"
)

const booking = "POST /transactions/quick"

// count counts the bot's messages that hold words.
func count(p *telegram.Person, words string) (n int) {
	for _, m := range p.Chat().Messages() {
		if m.FromBot() && strings.Contains(m.Text, words) {
			n++
		}
	}
	return n
}

// notes are the notes of all entries, in the order in which they were booked.
func notes(b *bottest.Bot) string {
	var all []string
	for _, e := range b.API.Entries() {
		all = append(all, e.Note)
	}
	return strings.Join(all, ",")
}

func TestMessagesOfAnOutageAreBookedAfterIt(t *testing.T) {
	t.Parallel()
	for lang, said := range map[string]string{
		"en": "not sure yet whether this went through", "ro": "Încă nu știu sigur", "ru": "Пока не знаю",
	} {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			b := bottest.Start(t)
			p := b.User(lang)
			b.Ask(p, "1 tea") // so that the bot knows who it is
			b.API.Down(true)
			first := p.Send("2 coffee")
			p.Send("3 bread")
			if m := b.After(p, first.ID); !strings.Contains(m.Text, said) {
				t.Errorf("said %q", m.Text)
			}
			b.API.Down(false)
			b.Says(p, "bread")
			if got := notes(b); got != "tea,coffee,bread" {
				t.Errorf("booked %q", got)
			}
			if n := count(p, said); n != 1 {
				t.Errorf("said %d times that it is not sure", n)
			}
		})
	}
}

func TestAnswersThatGetLostAreAskedForAgain(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	p := b.User("en")
	b.API.Lose(booking, 2)
	card := b.Ask(p, "12.50 coffee")
	bottest.Holds(t, card.Text, "12.50", "coffee")

	b.API.Lose("POST /transactions", 1)
	b.Ask(p, "/add")
	b.Tap(p, b.Ask(p, "3 bread"), "🍔 Food", "Expense: €3.00")

	b.API.Lose("POST /operations/undo", 1)
	b.Ask(p, "/undo")
	if got := notes(b); got != "coffee" {
		t.Errorf("booked %q", got)
	}
	for _, m := range p.Chat().Messages() {
		if strings.Contains(m.Text, "can't reach") || strings.Contains(m.Text, "not sure") {
			t.Errorf("said %q", m.Text)
		}
	}
}

func TestRestartKeepsWhatIsNotClear(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	p := b.User("en")
	b.Ask(p, "1 tea")
	b.API.Down(true)
	first := p.Send("2 coffee")
	p.Send("3 bread")
	b.After(p, first.ID)
	asked := b.API.Calls(booking)
	b.Stop()
	b.Run()
	if err := b.API.WaitCalled(b.Context(), "GET /users/me", asked+1); err != nil {
		t.Fatal("it was not asked again")
	}
	b.API.Down(false)
	b.Says(p, "bread")
	if got := notes(b); got != "tea,coffee,bread" {
		t.Errorf("booked %q", got)
	}
	if n := count(p, "no need to repeat it") + count(p, "please don't repeat it"); n != 1 {
		t.Errorf("told %d times that it waits", n)
	}
}

// The answer to the change is asked for again, and with it what undoes it.
func TestEditWhoseAnswerGotLostIsShownAndCanBeUndone(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	p := b.User("en")
	sent := p.Send("12.50 coffee")
	card := b.After(p, sent.ID)
	b.API.Lose("PATCH /transactions/{id}", 2) // net/http asks once more by itself
	if err := p.Edit(sent.ID, "13 coffee"); err != nil {
		t.Fatal(err)
	}
	edited := b.Says(p, "Expense: €13.00")
	if edited.ID != card.ID {
		t.Errorf("shown in %d, want %d", edited.ID, card.ID)
	}
	b.Ask(p, "/undo")
	b.Says(p, "Expense: €12.50")
	if all := b.API.Entries(); len(all) != 1 || all[0].Amount != "12.50" {
		t.Errorf("booked %+v", all)
	}
}
