package transaction_test

import (
	"testing"

	"financebot/bot-service/internal/bottest"
	"financebot/deploy/dev/telegram"
)

// What is done all the time is cheap: what it may cost is written down here. Of Redis these are the
// commands about the chat; three more are about the update.
func TestMessagesCostFewCallsAndCommands(t *testing.T) {
	t.Parallel()
	var redis bottest.Commands
	b := bottest.Start(t, bottest.Counted(t, &redis))
	accounts(b)
	p := b.User("en")
	b.Ask(p, "1 tea") // the chat is known from here on
	b.Ask(p, "/help")

	cost := func(do func()) (calls int, commands []string) {
		calls, before := b.API.AllCalls(), len(redis.About(p.ID))
		do()
		b.Ask(p, "/help") // which asks for the chat only, once the other is over
		return b.API.AllCalls() - calls, redis.About(p.ID)[before:]
	}
	for _, step := range costly(t, b, p) {
		calls, commands := cost(step.do)
		commands = commands[:len(commands)-1]
		if calls != step.calls || len(commands) != step.commands {
			t.Errorf("%s: %d calls and %d commands, due are %d and %d: %q",
				step.name, calls, len(commands), step.calls, step.commands, commands)
		}
	}
}

type costing struct {
	name            string
	do              func()
	calls, commands int
}

func costly(t *testing.T, b *bottest.Bot, p *telegram.Person) []costing {
	t.Helper()
	var sent, card telegram.Message
	add := func(text string) func() {
		return func() {
			sent = p.Send(text)
			card = b.After(p, sent.ID)
		}
	}
	change := func(text, words string) func() {
		return func() {
			edit(t, p, sent.ID, text)
			b.Says(p, words)
		}
	}
	tap := func(button, then string) func() {
		return func() { tapUntil(t, b, p, card.ID, button, then) }
	}
	return []costing{
		{"a line", add("12.50 coffee"), 1, 5},
		{"an edit", change("13 coffee", "Expense: €13.00"), 2, 5},
		{"an edit of the sign", change("+13 coffee", "Income: €13.00"), 2, 5},
		{"an edit into two lines", change("+13 coffee\n2 milk", "2. -€2.00 · milk"), 2, 5},
		{"three lines", add("1 apple\n2 pears\n3 plums"), 1, 5},
		{"another line", add("7 bread"), 1, 5},
		{"a tap that shows choices", tap("Category", "« Back"), 2, 2},
		{"a tap that changes", tap("🍔 Food", "It was income"), 1, 3},
		{"a tap on Undo", func() {
			tap("Undo", "Category")()
			b.Says(p, "no category")
		}, 1, 3},
		{"a line to be undone", add("9 fish"), 1, 5},
		{"/undo", func() { b.Ask(p, "/undo") }, 1, 5},
	}
}
