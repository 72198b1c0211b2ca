package app_test

import (
	"context"
	"testing"

	"financebot/api-service/internal/app/apptest"
	"financebot/pkg/api"
)

// A parameter beside a literal is as narrow as the literal to PostgreSQL, unless a statement
// says otherwise: that must not show years later, or with the first house that is sold.
func TestIDsAndAmountsOutgrow32Bits(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	_, err := a.DB.Pool().Exec(ctx, `SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, 5000000000)
		FROM pg_sequences WHERE schemaname = 'public' AND data_type = 'bigint'::regtype`)
	if err != nil {
		t.Fatal(err)
	}
	c, cash, card := ledger(t, a, "ana@example.com")
	moved, err := c.CreateTransfer(ctx, api.CreateTransfer{FromAccountID: card.ID, ToAccountID: cash.ID, Amount: "300000000"})
	if err != nil {
		t.Fatal(err)
	}
	if got := balance(t, c, cash.ID) + " " + balance(t, c, card.ID); got != "300000000.00 -299999900.00" {
		t.Errorf("after the transfer: %s", got)
	}
	more := api.Decimal("400000000.01")
	if moved, err = c.UpdateTransaction(ctx, api.UpdateTransaction{ID: moved.ID, IfMatch: moved.ETag(), Amount: &more}); err != nil {
		t.Fatal(err)
	}
	if got := balance(t, c, cash.ID); got != "400000000.01" || moved.ToAmount == nil || *moved.ToAmount != string(more) {
		t.Errorf("after the change: %s, %+v", got, moved)
	}
	for what, err := range map[string]error{
		"a file beside it": third(c.AddAttachment(ctx, api.AddAttachment{ID: moved.ID, File: api.Upload{Name: "r.png", Content: picture}})),
		"its deletion":     third(c.DeleteTransaction(ctx, api.DeleteTransaction{ID: moved.ID})),
		"and back":         third(c.UndoTransaction(ctx, api.UndoTransaction{ID: moved.ID})),
		"as typed":         third(c.QuickAdd(ctx, api.QuickAdd{Text: "90 000 000 house"})),
	} {
		if err != nil {
			t.Errorf("%s: %v", what, err)
		}
	}
	done := imported(t, c, csvFile("date,amount,note\n2026-02-01,-90000000,house\n"), api.ImportPlan{})
	if _, err := c.UndoImport(ctx, api.UndoImport{ID: done.ID}); err != nil || done.New != 1 {
		t.Errorf("imported %+v and undone: %v", done, err)
	}
	sound(t, a)
}
