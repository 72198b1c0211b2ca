package app_test

import (
	"context"
	"testing"

	"financebot/api-service/internal/app/apptest"
	"financebot/pkg/api"
	"financebot/pkg/errs"
)

// An archived account takes no entries, is told from one that never was, and keeps those that it has.
func TestMessagesOfAnArchivedAccount(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	c, _, _ := ledger(t, a, "ana@example.com")
	savings, err := c.CreateAccount(ctx, api.CreateAccount{Name: "Savings", Currency: "USD", Kind: "savings"})
	if err != nil {
		t.Fatal(err)
	}
	gum := quickly(t, c, "6.66 gum @Savings")
	archived := true
	if _, err := c.UpdateAccount(ctx, api.UpdateAccount{ID: savings.ID, Archived: &archived}); err != nil {
		t.Fatal(err)
	}

	for name, code := range map[string]string{"Savings": "quick.archived", "sav": "quick.archived", "Nowhere": "quick.account"} {
		_, err := c.QuickAdd(ctx, api.QuickAdd{Text: "7 gum @" + name, Language: "en"})
		if e := errs.As(err); e == nil || len(e.Fields) != 1 || e.Fields[0].Code != code {
			t.Errorf("%s: %v, want %s", name, err, code)
		}
	}
	read, err := c.ReadEdit(ctx, api.ReadEdit{
		Text: "7.77 gum", Before: "6.66 gum @Savings", Language: "en", Entries: []int64{gum.ID},
	})
	if err != nil || len(read.Before) != 1 || read.Before[0].AccountID != savings.ID {
		t.Errorf("what it was before: %+v, %v", read.Before, err)
	}
	sound(t, a)
}
