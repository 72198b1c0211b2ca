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

func TestBoundsOfAmountsHoldAtZero(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), t.Context()
	c, cash, _ := ledger(t, a, "ana@example.com")
	for _, amount := range []api.Decimal{"0.01", "5", "7"} {
		if _, err := c.CreateTransaction(ctx, api.CreateTransaction{Kind: api.Expense, Amount: amount}); err != nil {
			t.Fatal(err)
		}
	}
	for _, test := range []struct {
		least, most api.Decimal
		want        int
	}{
		{"", "", 3}, {"", "0", 0}, {"", "0.00", 0}, {"", "-5", 0}, {"", "0.01", 1}, {"", "5", 2},
		{"0", "", 3}, {"-1", "", 3}, {"5", "", 2}, {"0", "0", 0}, {"5", "5", 1}, {"7", "5", 0},
	} {
		page, err := c.Transactions(ctx, api.TransactionFilter{Currency: cash.Currency, MinAmount: test.least, MaxAmount: test.most})
		if err != nil || len(page.Items) != test.want {
			t.Errorf("%q to %q: %d entries, %v, want %d", test.least, test.most, len(page.Items), err, test.want)
		}
	}
}

func TestCurrencyThatIsNoneIsRefused(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), t.Context()
	c, _, _ := ledger(t, a, "ana@example.com")
	for _, code := range []string{"eur", "EURO", "XYZ", " EUR"} {
		if _, err := c.Transactions(ctx, api.TransactionFilter{Currency: code}); !is(err, "request.invalid") {
			t.Errorf("a list in %q: %v", code, err)
		}
		file, err := c.ExportTransactions(ctx, api.ExportTransactions{TransactionFilter: api.TransactionFilter{Currency: code}})
		if err == nil {
			_ = file.Body.Close()
		}
		if !is(err, "request.invalid") {
			t.Errorf("a file in %q: %v", code, err)
		}
	}
	if _, err := c.Transactions(ctx, api.TransactionFilter{Currency: "EUR"}); err != nil {
		t.Errorf("EUR: %v", err)
	}
}
