package app_test

import (
	"net/http"
	"strings"
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

// All of them were taken in at two moments, so that only their ids tell many of them apart.
func TestImportsComeByPagesAndAreExportedAll(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), t.Context()
	c, _ := a.Register(t, "ana@example.com")
	const many = 1010
	err := a.DB.From(ctx).Exec(`INSERT INTO imports (family_id, id, user_id, name, format, content, created_at)
		SELECT m.family_id, gen_random_uuid(), m.user_id, 'file ' || n, 'csv', 'x', now() - n % 2 * interval '1 hour'
		FROM family_members m, generate_series(1, ?) n`, many).Error
	if err != nil {
		t.Fatal(err)
	}
	for limit, pages := range map[int]int{0: 21, 101: 10, 200: 6} {
		seen, last, in := map[string]bool{}, api.Import{}, api.ImportFilter{Limit: limit}
		for page := 1; ; page++ {
			got, err := c.Imports(ctx, in)
			if err != nil {
				t.Fatal(err)
			}
			for _, i := range got.Items {
				if last.ID != "" && (i.CreatedAt.After(last.CreatedAt) || i.CreatedAt.Equal(last.CreatedAt) && i.ID >= last.ID) {
					t.Errorf("%s comes after %s", i.ID, last.ID)
				}
				seen[i.ID], last = true, i
			}
			if in.Cursor = got.NextCursor; in.Cursor == "" {
				if page != pages || len(seen) != many {
					t.Errorf("limit %d: %d imports on %d pages, want %d on %d", limit, len(seen), page, many, pages)
				}
				break
			}
		}
	}
	for _, in := range []api.ImportFilter{{Limit: 201}, {Limit: -1}, {Cursor: "x"}, {Cursor: "20260203.1"}, {Cursor: "hfg0t89itx.{}"}} {
		if _, err := c.Imports(ctx, in); !is(err, "request.invalid") && !is(err, "transaction.cursor") {
			t.Errorf("%+v: %v", in, err)
		}
	}
	if got := a.Do(t, apptest.Request{Method: http.MethodGet, Path: "/api/v1/users/me/export",
		Bearer: login(t, a, "ana@example.com").AccessToken}); len(got.Body["imports"].([]any)) != many {
		t.Errorf("%d imports were exported, want %d", len(got.Body["imports"].([]any)), many)
	}
}

func TestListsTakeALimitOfOneTo200(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	bearer := signUp(t, a, "ana@example.com").String("access_token")
	for _, path := range []string{"transactions", "transactions/import", "exchange-rates", "events"} {
		for _, limit := range []string{"-1", "201"} {
			what := path + "?limit=" + limit
			got := a.Do(t, apptest.Request{Method: http.MethodGet, Path: "/api/v1/" + what, Bearer: bearer})
			refused(t, what, got, 422, "request.invalid")
			if !strings.Contains(got.Text, `"field":"limit"`) {
				t.Errorf("%s: %s", what, got.Text)
			}
		}
		for _, limit := range []string{"1", "200"} {
			got := a.Do(t, apptest.Request{Method: http.MethodGet, Path: "/api/v1/" + path + "?limit=" + limit, Bearer: bearer})
			if got.Status != http.StatusOK {
				t.Errorf("%s?limit=%s: %d %s", path, limit, got.Status, got.Text)
			}
		}
	}
}
