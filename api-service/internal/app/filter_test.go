package app_test

import (
	"testing"

	"financebot/api-service/internal/app/apptest"
	"financebot/pkg/api"
)

func TestTagIsFoundHoweverItIsSpelled(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), t.Context()
	c, _, _ := ledger(t, a, "ana@example.com")
	for _, tags := range [][]string{{"Home", "Кухня"}, {"car"}, nil} {
		if _, err := c.CreateTransaction(ctx, api.CreateTransaction{Kind: api.Expense, Amount: "1", Tags: tags}); err != nil {
			t.Fatal(err)
		}
	}
	for _, tag := range []string{"home", "Home", "HOME", " home ", "кухня", "КУХНЯ"} {
		if page, err := c.Transactions(ctx, api.TransactionFilter{Tag: tag}); err != nil || len(page.Items) != 1 {
			t.Errorf("%q: %d entries, %v", tag, len(page.Items), err)
		}
	}
	if _, err := c.Transactions(ctx, api.TransactionFilter{Tag: " "}); !is(err, "request.invalid") {
		t.Errorf("no tag: %v", err)
	}
}
