package app_test

import (
	"context"
	"strings"
	"testing"

	"financebot/api-service/internal/app/apptest"
	"financebot/pkg/api"
	"financebot/pkg/client"
)

// mentioned are the accounts with their balances, and the categories, that an answer tells.
func mentioned(m *api.Mentioned) string {
	if m == nil {
		return "nothing"
	}
	var all []string
	for _, a := range m.Accounts {
		all = append(all, a.Name+" "+a.Balance+" "+a.Currency)
	}
	for _, c := range m.Categories {
		all = append(all, c.Emoji+" "+c.Name)
	}
	return strings.Join(all, ", ")
}

// stand are entries in a few words each.
func stand(all []api.Transaction) string {
	var words []string
	for _, e := range all {
		words = append(words, e.Kind+" "+e.Amount+" "+e.Note)
	}
	return strings.Join(words, ", ")
}

func TestAnswerToAChangeTellsWhatItsEntriesMention(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	c, cash, card := ledger(t, a, "ana@example.com")

	for range 2 { // the second time the first answer is given again
		added, err := c.Once("message-1").QuickAdd(ctx, api.QuickAdd{Text: "10 groceries\n20 @card > @cash"})
		if err != nil || mentioned(added.Mentioned) != "Cash 10.00 USD, Card 80.00 USD, 🛒 Groceries" {
			t.Errorf("a message: %s, %v", mentioned(added.Mentioned), err)
		}
	}

	plain := api.CreateTransaction{Kind: api.Expense, Amount: "1"}
	asking := plain
	asking.Mentioned = true
	transfer := api.CreateTransfer{FromAccountID: cash.ID, ToAccountID: card.ID, Amount: "2", Mentioned: true}
	for name, step := range map[string]struct {
		book func(*client.Client) (api.Transaction, error)
		want string
	}{
		"an entry": {func(c *client.Client) (api.Transaction, error) {
			return c.CreateTransaction(ctx, plain)
		}, "nothing"},
		"an entry, wanting more": {func(c *client.Client) (api.Transaction, error) {
			return c.CreateTransaction(ctx, asking)
		}, "Cash 9.00 USD"},
		"a transfer, wanting more": {func(c *client.Client) (api.Transaction, error) {
			return c.CreateTransfer(ctx, transfer)
		}, "Cash 8.00 USD, Card 82.00 USD"},
	} {
		for _, by := range []*client.Client{c, c.Once(name)} {
			got, err := step.book(by)
			if err != nil || mentioned(got.Mentioned) != step.want {
				t.Errorf("%s: %s, %v, want %s", name, mentioned(got.Mentioned), err, step.want)
			}
			if _, err := c.Undo(ctx, got.OperationID); err != nil {
				t.Fatal(err)
			}
		}
	}
	sound(t, a)
}

func TestAnEntryBecomesOfTheOtherKindAndBackAgain(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	c, cash, card := ledger(t, a, "ana@example.com")
	added, err := c.QuickAdd(ctx, api.QuickAdd{Text: "7 groceries ^2026-01-02"})
	if err != nil {
		t.Fatal(err)
	}
	id, income, move := added.Items[0].ID, api.Income, api.Transfer

	got, err := c.UpdateTransaction(ctx, api.UpdateTransaction{ID: id, Kind: &income})
	if err != nil || got.Kind != income || got.CategoryID != nil || got.Date != "2026-01-02" || mentioned(got.Mentioned) != "Cash 7.00 USD" {
		t.Errorf("as income: %+v, %s, %v", got, mentioned(got.Mentioned), err)
	}
	if _, err := c.UpdateTransaction(ctx, api.UpdateTransaction{ID: id, Kind: &move}); !is(err, "request.invalid") {
		t.Errorf("as a transfer: %v", err)
	}
	sent, err := c.CreateTransfer(ctx, api.CreateTransfer{FromAccountID: card.ID, ToAccountID: cash.ID, Amount: "1"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.UpdateTransaction(ctx, api.UpdateTransaction{ID: sent.ID, Kind: &income}); !is(err, "transaction.kind") {
		t.Errorf("a transfer as income: %v", err)
	}

	undone, err := c.UndoTransaction(ctx, api.UndoTransaction{ID: id, IfMatch: got.ETag()})
	if err != nil || stand(undone.Restored) != "expense 7.00 groceries" || len(undone.Gone) != 0 {
		t.Errorf("undone: %+v, %v", undone, err)
	}
	if now := mentioned(undone.Mentioned); now != "Cash -6.00 USD, 🛒 Groceries" || balance(t, c, cash.ID) != "-6.00" {
		t.Errorf("after the undo: %s", now)
	}
	sound(t, a)
}

func TestUndoTellsWhatIsThereAfterwards(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	c, _, _ := ledger(t, a, "ana@example.com")
	first, err := c.QuickAdd(ctx, api.QuickAdd{Text: "1 frob\n2 quux"})
	if err != nil {
		t.Fatal(err)
	}
	replaced := []int64{first.Items[1].ID, first.Items[0].ID}
	second, err := c.QuickAdd(ctx, api.QuickAdd{Text: "+9 zorblat\n8 grault\n7 garply", Replaces: replaced})
	if err != nil {
		t.Fatal(err)
	}

	gift := second.Items[0]
	if _, err := c.UndoTransaction(ctx, api.UndoTransaction{ID: gift.ID, IfMatch: `"9"`}); !is(err, "transaction.changed") {
		t.Errorf("of another version: %v", err)
	}
	for range 2 { // the second time the first answer is given again
		got, err := c.Once("tap-1").UndoTransaction(ctx, api.UndoTransaction{ID: gift.ID, IfMatch: gift.ETag()})
		if err != nil || stand(got.Restored) != "expense 1.00 frob, expense 2.00 quux" {
			t.Errorf("restored: %s, %v", stand(got.Restored), err)
		}
		if stand(got.Gone) != "income 9.00 zorblat, expense 8.00 grault, expense 7.00 garply" || mentioned(got.Mentioned) != "Cash -3.00 USD" {
			t.Errorf("gone: %s; %s", stand(got.Gone), mentioned(got.Mentioned))
		}
	}

	for range 2 {
		got, err := c.Once("tap-2").Undo(ctx, first.OperationID)
		if err != nil || stand(got.Gone) != "expense 1.00 frob, expense 2.00 quux" || len(got.Restored) != 0 {
			t.Errorf("the booking undone: %+v, %v", got, err)
		}
	}
	sound(t, a)
}

func TestEditIsReadBesideWhatWasBooked(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	c, _, card := ledger(t, a, "ana@example.com")
	added, err := c.QuickAdd(ctx, api.QuickAdd{Text: "1 frob @card\n2 groceries"})
	if err != nil {
		t.Fatal(err)
	}
	tea, food := added.Items[0].ID, added.Items[1].ID
	edit := api.ReadEdit{Text: "1 frob @card\n+3 zorblat", Before: "1 frob @card\n2 groceries", Entries: []int64{food, 1 << 40, tea}}

	read, err := c.ReadEdit(ctx, edit)
	if err != nil || len(read.Items) != 2 || read.Items[1].Kind != api.Income || len(read.Before) != 2 || read.Before[1].Note != "groceries" {
		t.Errorf("read: %+v, %v", read, err)
	}
	if stand(read.Entries) != "expense 2.00 groceries, expense 1.00 frob" || mentioned(read.Mentioned) != "Cash -2.00 USD, Card 99.00 USD, 🛒 Groceries" {
		t.Errorf("booked as %s: %s", stand(read.Entries), mentioned(read.Mentioned))
	}

	name, kind := "Visa", "bank"
	if _, err := c.UpdateAccount(ctx, api.UpdateAccount{ID: card.ID, Name: &name, Kind: &kind}); err != nil {
		t.Fatal(err)
	}
	edit.Text = "1 frob @visa"
	if read, err := c.ReadEdit(ctx, edit); err != nil || len(read.Items) != 1 || len(read.Before) != 0 {
		t.Errorf("where the account has another name by now: %+v, %v", read, err)
	}
	edit.Text = "frob"
	if _, err := c.ReadEdit(ctx, edit); !is(err, "entry.unreadable") {
		t.Errorf("what cannot be read: %v", err)
	}
	only, err := c.ReadEdit(ctx, api.ReadEdit{Entries: []int64{tea}})
	if err != nil || len(only.Items) != 0 || stand(only.Entries) != "expense 1.00 frob" {
		t.Errorf("the entries only: %+v, %v", only, err)
	}

	stranger, _ := a.Register(t, "bob@example.com")
	seen, err := stranger.ReadEdit(ctx, api.ReadEdit{Entries: []int64{tea, food}})
	if err != nil || len(seen.Entries) != 0 || mentioned(seen.Mentioned) != "" {
		t.Errorf("a stranger sees %+v, %v", seen, err)
	}
	if _, err := c.ReadEdit(ctx, api.ReadEdit{Entries: make([]int64, 51)}); !is(err, "request.invalid") {
		t.Errorf("too many entries: %v", err)
	}
}
