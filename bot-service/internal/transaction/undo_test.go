package transaction_test

import (
	"strings"
	"testing"

	"financebot/bot-service/internal/bottest"
	"financebot/deploy/dev/telegram"
	"financebot/pkg/errs"
)

// wantBooked fails unless these are the entries.
func wantBooked(t *testing.T, b *bottest.Bot, want string) {
	t.Helper()
	if got := booked(b); got != want {
		t.Errorf("booked %s, want %s", got, want)
	}
}

// After an undo the card of a message shows what is in the books, with its sign and its buttons.
func TestCardShowsWhatStandsAfterAnUndo(t *testing.T) {
	t.Parallel()
	for name, step := range map[string]struct {
		typed  string
		edits  []string
		then   string // what the card says of the last of them
		button string
		says   string // the card, after the tap
		booked string
	}{
		"a sign":              {"7 gift", []string{"+7 gift"}, "Income: €7.00", "Undo", "Expense: €7.00", "e 7.00 EUR gift"},
		"a sign, the other":   {"+7 gift", []string{"7 gift"}, "Expense: €7.00", "Undo", "Income: €7.00", "i 7.00 EUR gift"},
		"an amount":           {"50 shoes", []string{"60 shoes"}, "€60.00", "Undo", "Expense: €50.00", "e 50.00 EUR shoes"},
		"an account":          {"5 tea", []string{"5 tea @visa"}, "👛 Visa", "Undo", "👛 Cash", "e 5.00 EUR tea"},
		"a currency":          {"5 tea", []string{"90 mdl tea"}, "👛 Lei", "Undo", "Expense: €5.00", "e 5.00 EUR tea"},
		"an edit of an edit":  {"1 tea", []string{"2 tea", "+3 tea"}, "Income: €3.00", "Undo", "Expense: €2.00", "e 2.00 EUR tea"},
		"one line into two":   {"1 tea", []string{"1 tea\n2 milk"}, "-€2.00 · milk", "Undo the change", "Expense: €1.00", "e 1.00 EUR tea"},
		"one into two others": {"1 tea", []string{"3 bread\n2 milk"}, "-€2.00 · milk", "Undo the change", "Expense: €1.00", "e 1.00 EUR tea"},
		"two into one":        {"1 tea\n2 milk", []string{"3 bread"}, "Expense: €3.00", "Undo", "2. -€2.00 · milk", "e 1.00 EUR tea; e 2.00 EUR milk"},
		"one line of three":   {"1 tea\n2 milk\n3 bread", []string{"1 tea\n+2 milk\n3 bread"}, "2. +€2.00 · milk", "Undo the change", "2. -€2.00 · milk", "e 1.00 EUR tea; e 2.00 EUR milk; e 3.00 EUR bread"},
		"into a transfer":     {"5 tea", []string{"5 @cash > @visa"}, "Transfer: €5.00", "Undo", "Expense: €5.00", "e 5.00 EUR tea"},
	} {
		for _, command := range []bool{false, true} {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				b := bottest.Start(t)
				accounts(b)
				p := b.User("en")
				sent := p.Send(step.typed)
				card := b.After(p, sent.ID)
				for _, text := range step.edits {
					edit(t, p, sent.ID, text)
				}
				b.Says(p, step.then)
				if command {
					bottest.Holds(t, b.Ask(p, "/undo").Text, "↩️")
				} else if _, err := p.Tap(card.ID, step.button); err != nil {
					t.Fatal(err)
				}

				says(t, b, p, card.ID, step.says)
				if now := message(b, p, card.ID); len(now.Buttons()) < 3 {
					t.Errorf("%q has %q", now.Text, now.Buttons())
				}
				wantBooked(t, b, step.booked)
			})
		}
	}
}

// says waits until a message holds words.
func says(t *testing.T, b *bottest.Bot, p *telegram.Person, id int, words string) {
	t.Helper()
	_, err := p.Chat().Wait(b.Context(), func(all []telegram.Message) bool {
		for _, m := range all {
			if m.ID == id && holds(m.Text, words) {
				return true
			}
		}
		return false
	})
	if err != nil {
		t.Fatalf("never said %q, but %q", words, text(b, p, id))
	}
}

func TestWhatIsUndoneIsToldWithItsSign(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	for lang, want := range map[string][]string{
		"en": {"Undone: -€7.00 · gift", "Undone: +€7.00 · gift", "Undone. It is as before: -€7.00 · gift", "No longer saved:\n• -€1.00 · tea\n• +€2.00 · wages"},
		"ro": {"Anulat: -7,00 € · gift", "Anulat: +7,00 € · gift", "E din nou ca înainte: -7,00 € · gift", "Nu mai sunt salvate:\n• -1,00 € · tea\n• +2,00 € · wages"},
		"ru": {"Отменено: -7,00 € · gift", "Отменено: +7,00 € · gift", "Снова как было: -7,00 € · gift", "Больше не сохранены:\n• -1,00 € · tea\n• +2,00 € · wages"},
	} {
		p := b.User(lang)
		b.Ask(p, "7 gift")
		bottest.Holds(t, b.Ask(p, "/undo").Text, want[0])
		b.Ask(p, "+7 gift")
		bottest.Holds(t, b.Ask(p, "/undo").Text, want[1])
		sent := p.Send("7 gift")
		card := b.After(p, sent.ID)
		edit(t, p, sent.ID, "+7 gift")
		bottest.Holds(t, b.Ask(p, "/undo").Text, want[2])
		bottest.Holds(t, text(b, p, card.ID), "gift")
		b.Ask(p, "1 tea\n+2 wages")
		bottest.Holds(t, b.Ask(p, "/undo").Text, want[3])
	}
}

func TestDayChosenOnTheCardStaysWhereAnEditChangesTheSign(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	p := b.User("en")
	sent := p.Send("8 tea")
	card := b.After(p, sent.ID)
	tapUntil(t, b, p, card.ID, "Date", "Yesterday")
	tapUntil(t, b, p, card.ID, "Yesterday", "Undo")
	edit(t, p, sent.ID, "+8 tea")
	bottest.Holds(t, b.Says(p, "Income: €8.00").Text, "📅 yesterday")
	tapUntil(t, b, p, card.ID, "Undo", "Undo")
	says(t, b, p, card.ID, "Expense: €8.00")
	bottest.Holds(t, text(b, p, card.ID), "📅 yesterday") // the tap was before the edit
	tapUntil(t, b, p, card.ID, "Undo", "Undo")
	says(t, b, p, card.ID, "📅 today")
}

func TestListOfAMessageFollowsTheCardsOfItsEntries(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	p := b.User("en")
	list := b.Ask(p, "12 pizza\n5 tea\n3 bus")
	one := b.Tap(p, list, "2", "Expense: €5.00")
	tapUntil(t, b, p, one.ID, "Category", "« Back")
	tapUntil(t, b, p, one.ID, "🍔 Food", "It was income")
	says(t, b, p, list.ID, "2. -€5.00 · 🍔 Food · tea")
	b.Ask(p, "/undo")
	says(t, b, p, list.ID, "2. -€5.00 · tea")
	says(t, b, p, one.ID, "no category")

	b.Tap(p, message(b, p, one.ID), "Undo", "Undone: -€5.00 · tea")
	says(t, b, p, list.ID, "Saved 2 entries")
	bottest.Holds(t, text(b, p, list.ID), "1. -€12.00 · pizza", "2. -€3.00 · bus", "Total: -€15.00")
	wantBooked(t, b, "e 12.00 EUR pizza; e 3.00 EUR bus")
	b.Tap(p, message(b, p, list.ID), "Undo all", "No longer saved:\n• -€12.00 · pizza\n• -€3.00 · bus")
	wantBooked(t, b, "")
}

func TestCardOfAnEntryThatIsGoneSaysSo(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	for lang, words := range map[string]string{"en": "no longer in your books", "ro": "nu mai e salvată", "ru": "больше нет"} {
		p := b.User(lang)
		card := b.Ask(p, "12 pizza")
		taps := card.Buttons()
		for _, e := range b.API.Entries() {
			b.API.Remove(e.ID)
		}
		if _, err := p.Tap(card.ID, taps[1]); err != nil {
			t.Fatal(err)
		}
		says(t, b, p, card.ID, words)
	}
}

// What was done is never told as not done because of what is only read for its card.
func TestFailedReadDeniesNoWrite(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	accounts(b)
	p := b.User("en")
	b.Ask(p, "1 tea")
	list := b.Ask(p, "12 pizza\n5 juice")
	one := b.Tap(p, list, "2", "Expense: €5.00")
	away := errs.New(errs.Unavailable, "request.unavailable", "")
	for _, read := range []string{"GET /accounts", "GET /categories", "GET /users/me", "GET /transactions/{id}", "POST /transactions/parse/edit"} {
		b.API.Refuse(read, away)
	}

	sent := p.Send("12.50 coffee")
	card := b.After(p, sent.ID)
	bottest.Holds(t, card.Text, "Expense: €12.50", "👛 Cash: €87.50 now", "📅 today")
	bottest.Holds(t, b.Ask(p, "3 beans !nowhere").Text, "Expense: €3.00", "I don't know the category “nowhere”", "The entry is saved: tap Category")
	bottest.Holds(t, b.Ask(p, "100 @cash > @visa").Text, "Transfer: €100.00", "👛 Cash", "👛 Visa")
	bottest.Holds(t, b.Tap(p, one, "Undo", "Undone: -€5.00 · juice").Text, "juice")
	bottest.Holds(t, b.Tap(p, card, "Undo", "Undone: -€12.50 · coffee").Text, "coffee")
	bottest.Holds(t, b.Ask(p, "/undo").Text, "Undone: ⇄ €100.00 · Cash → Visa")
	wantBooked(t, b, "e 1.00 EUR tea; e 12.00 EUR pizza; e 3.00 EUR beans")
	for _, m := range p.Chat().Messages() {
		if holds(m.Text, "can't reach your data") {
			t.Errorf("said %q", m.Text)
		}
	}
}

func holds(text, words string) bool {
	return strings.Contains(strings.ReplaceAll(text, "\u00a0", " "), words)
}
