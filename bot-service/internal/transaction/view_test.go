package transaction

import (
	"math"
	"testing"
	"time"

	"financebot/bot-service/internal/telegram"
	"financebot/bot-service/internal/text"
	"financebot/pkg/api"
)

// maxTap is what Tap and With of a button may take together.
const maxTap = 60

func TestButtonsCarryTheLongestIDs(t *testing.T) {
	t.Parallel()
	catalog, err := text.Load()
	if err != nil {
		t.Fatal(err)
	}
	const id = math.MaxInt64
	e := api.Transaction{ID: id, Version: id, Kind: api.Expense, Amount: "1.00", Currency: "EUR", AccountID: id, Date: "2026-02-03"}
	b := book{
		accounts:   []api.Account{{ID: id, Name: "Cash", Currency: "EUR", Balance: "1.00"}},
		categories: []api.Category{{ID: id, Kind: api.Expense, Name: "Food"}},
		today:      time.Date(2026, time.February, 3, 0, 0, 0, 0, time.UTC),
	}
	added := api.QuickAdded{OperationID: "00000000-0000-4000-8000-000000000000", Items: make([]api.QuickEntry, 2)}
	for i := range added.Items {
		added.Items[i].Transaction = e
	}
	for name, show := range map[string]func(w text.Words) (telegram.Reply, error){
		"card":       func(w text.Words) (telegram.Reply, error) { return card(w, b, e) },
		"categories": func(w text.Words) (telegram.Reply, error) { return categoryChoice(w, b, e, "Кофейня", 0) },
		"accounts":   func(w text.Words) (telegram.Reply, error) { return accountChoice(w, b, e) },
		"days":       func(w text.Words) (telegram.Reply, error) { return dayChoice(w, b, e) },
		"calendar":   func(w text.Words) (telegram.Reply, error) { return calendar(b.today)(w, b, e) },
		"changes":    func(w text.Words) (telegram.Reply, error) { return changeChoice(w, b, e) },
		"deletion":   func(w text.Words) (telegram.Reply, error) { return deletion(w, b, e) },
		"several": func(w text.Words) (telegram.Reply, error) {
			return booked(w, b, math.MaxInt32, added, "button.undo_edit")
		},
		"list": func(w text.Words) (telegram.Reply, error) {
			l := list{ID: "ABCDEFGH", Title: "list.all", Cursors: make([]string, 9000)}
			found := api.TransactionPage{Page: api.Page[api.Transaction]{Items: []api.Transaction{e}}, LookedTo: e.Date}
			return listed(w, b, l, 4000, found)
		},
	} {
		r, err := show(catalog.In("ru"))
		if err != nil || len(r.Buttons) == 0 {
			t.Errorf("%s: %v, %v", name, r, err)
		}
		for _, row := range r.Buttons {
			for _, button := range row {
				if n := len(button.Tap) + len(button.With); n > maxTap {
					t.Errorf("%s: %q carries %d bytes", name, button.Text, n)
				}
			}
		}
	}
}
