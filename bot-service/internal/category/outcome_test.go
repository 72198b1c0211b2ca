package category_test

import (
	"testing"

	"financebot/bot-service/internal/bottest"
	"financebot/pkg/api"
	"financebot/pkg/errs"
)

func TestCategoryThatWasMadeIsShownThoughOthersCannotBeSeen(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	p := b.User("en")
	b.Tap(p, b.Ask(p, "/categories"), "➕ New category", "What should")
	b.API.Refuse("GET /categories", errs.New(errs.Unavailable, api.CodeUnavailable, ""))
	bottest.Holds(t, b.Ask(p, "🦁 Zoo").Text, "🦁 Zoo", "An expense category.")
}

// The category that was merged is not there any more when its tap is handled again.
func TestMergeWhoseAnswerGotLostIsToldAsDone(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	p := b.User("en")
	m := b.Tap(p, b.Ask(p, "/categories"), "🍔 Food", "An expense category.")
	m = b.Tap(p, m, "Merge into …", "take everything from")
	m = b.Tap(p, m, "🏠 Home", "is empty")
	b.API.Lose("POST /categories/{id}/merge", 2) // net/http asks once more by itself
	done := b.Tap(p, m, "Yes, remove", "🏠 Home\n")
	if got := names(b); got != "🏠Home 💼Salary" || done.ID != m.ID {
		t.Errorf("categories %s, told in %d, want %d", got, done.ID, m.ID)
	}
}
