package transaction_test

import (
	"testing"

	"financebot/bot-service/internal/bottest"
)

func TestEditedAnswerChangesItsEntryInItsCard(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	accounts(b)
	p := b.User("en")
	b.Ask(p, "/add")
	spent := p.Send("12.50 coffee")
	card := b.Tap(p, b.After(p, spent.ID), "🍔 Food", "Expense: €12.50")
	edit(t, p, spent.ID, "13.50 coffee")
	if m := b.Says(p, "Expense: €13.50"); m.ID != card.ID {
		t.Errorf("said in %d, the card is %d", m.ID, card.ID)
	}
	bottest.Holds(t, text(b, p, card.ID), "🍔 Food")

	b.Ask(p, "/income")
	earned := p.Send("20 gift")
	grid := b.After(p, earned.ID)
	card = b.Ask(p, "salary") // the answer to the question for a category
	edit(t, p, earned.ID, "25 gift")
	if m := b.Says(p, "Income: €25.00"); m.ID != card.ID || m.ID == grid.ID {
		t.Errorf("said in %d, the card is %d", m.ID, card.ID)
	}
	if got := booked(b); got != "e 13.50 EUR coffee; i 25.00 EUR gift" {
		t.Errorf("booked %s", got)
	}
}

func TestAnswerEditedBeforeTheNextOneIsTakenInAnew(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	accounts(b)
	p := b.User("en")
	b.Ask(p, "/income")
	sent := p.Send("20 gift")
	b.After(p, sent.ID)
	edit(t, p, sent.ID, "25 gift")
	card := b.Tap(p, b.Says(p, "+€25.00 · gift"), "💼 Salary", "Income: €25.00")
	edit(t, p, sent.ID, "26 gift")
	if m := b.Says(p, "Income: €26.00"); m.ID != card.ID {
		t.Errorf("said in %d, the card is %d", m.ID, card.ID)
	}
	m := b.Ask(p, "/transfer")
	tapUntil(t, b, p, m.ID, "Cash", "Visa")
	waitWithout(t, b, p, m.ID, "Cash")
	tapUntil(t, b, p, m.ID, "Lei", "Cancel")
	waitWithout(t, b, p, m.ID, "Visa")
	sent = p.Send("100")
	b.After(p, sent.ID)
	edit(t, p, sent.ID, "200 rent")
	b.After(p, b.After(p, sent.ID).ID)
	bottest.Holds(t, b.Ask(p, "3970").Text, "Transfer: €200.00", "rent")
	if got := booked(b); got != "i 26.00 EUR gift; t 200.00 EUR rent" {
		t.Errorf("booked %s", got)
	}
}

func TestEditDoesNotMakeAnExpenseOfATransfer(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	accounts(b)
	p := b.User("en")
	sent := p.Send("/transfer 100 @cash > @visa")
	b.After(p, sent.ID)
	edit(t, p, sent.ID, "/transfer 100 coffee")
	bottest.Holds(t, b.Says(p, "your entry stays as it was").Text, "100 @cash > @card")
	edit(t, p, sent.ID, "/transfer 120 @cash > @visa")
	b.Says(p, "Transfer: €120.00")

	m := b.Ask(p, "/transfer")
	tapUntil(t, b, p, m.ID, "Cash", "Visa")
	waitWithout(t, b, p, m.ID, "Cash")
	bottest.Holds(t, b.Ask(p, "@visa").Text, "Cash → Visa")
	sent = p.Send("7 rent")
	card := b.After(p, sent.ID)
	edit(t, p, sent.ID, "8 rent")
	bottest.Holds(t, b.After(p, card.ID).Text, "your entry stays as it was", "rent")
	if got := booked(b); got != "t 120.00 EUR ; t 7.00 EUR rent" {
		t.Errorf("booked %s", got)
	}
}
