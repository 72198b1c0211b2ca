package category_test

import (
	"testing"

	"financebot/bot-service/internal/bottest"
)

func TestEntriesDoNotBecomeCategories(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	p := b.User("en")
	b.Tap(p, b.Ask(p, "/categories"), "➕ New category", "What should the new category be called")
	again := b.Tap(p, b.Ask(p, "12 milk"), "Save it as an entry", "still waits for your answer")
	bottest.Holds(t, again.Text, "What should the new category be called")
	m := b.Tap(p, b.Ask(p, "7 seas"), "It is the name", "An expense category.")
	b.Tap(p, m, "Rename", "“7 seas” be called")
	asked := b.Ask(p, "8 seas")
	b.Tap(p, asked, "It is the name", "8 seas")
	b.Toast(p, asked, "Save it as an entry", "/categories")
	if got := names(b); got != "🍔Food 🏠Home 💼Salary 8 seas" {
		t.Errorf("categories %s", got)
	}
	if all := b.API.Entries(); len(all) != 1 || all[0].Note != "milk" {
		t.Errorf("booked %+v", all)
	}
}
