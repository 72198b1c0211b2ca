package app_test

import (
	"bytes"
	"context"
	"image/png"
	"net/http"
	"strings"
	"testing"

	"financebot/api-service/internal/app/apptest"
	"financebot/pkg/api"
	"financebot/pkg/client"
)

// spend books an entry of a kind on a day.
func spend(t *testing.T, c *client.Client, in api.CreateTransaction) {
	t.Helper()
	if _, err := c.CreateTransaction(context.Background(), in); err != nil {
		t.Fatal(err)
	}
}

// quoted writes rates down: date, base, quote and rate in turns.
func quoted(t *testing.T, c *client.Client, all ...string) {
	t.Helper()
	for i := 0; i+3 < len(all); i += 4 {
		in := api.CreateExchangeRate{Date: all[i], Base: all[i+1], Quote: all[i+2], Rate: api.Decimal(all[i+3])}
		if _, err := c.CreateExchangeRate(context.Background(), in); err != nil {
			t.Fatal(err)
		}
	}
}

func TestSummaryAddsUpAPeriodAndTheOneBefore(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	c, cash, card := ledger(t, a, "ana@example.com")
	euro, err := c.CreateAccount(ctx, api.CreateAccount{Name: "Euro", Kind: "bank", Currency: "EUR"})
	if err != nil {
		t.Fatal(err)
	}
	pound, err := c.CreateAccount(ctx, api.CreateAccount{Name: "Pound", Kind: "bank", Currency: "GBP"})
	if err != nil {
		t.Fatal(err)
	}
	quoted(t, c, "2026-01-01", "EUR", "USD", "1.1", "2026-02-10", "USD", "EUR", "0.8", "2026-03-01", "EUR", "USD", "9")
	for _, e := range []api.CreateTransaction{
		{Kind: api.Expense, Amount: "50", Date: "2026-01-31"},
		{Kind: api.Expense, Amount: "10.01", Date: "2026-02-01"},
		{Kind: api.Income, Amount: "1000", Date: "2026-02-28"},
		{Kind: api.Expense, Amount: "100", AccountID: euro.ID, Date: "2026-02-09"}, // 110
		{Kind: api.Expense, Amount: "100", AccountID: euro.ID, Date: "2026-02-10"}, // 125
		{Kind: api.Expense, Amount: "7", AccountID: pound.ID, Date: "2026-02-11"},  // no rate
		{Kind: api.Expense, Amount: "5", Date: "2026-03-01"},
	} {
		spend(t, c, e)
	}
	if _, err := c.CreateTransfer(ctx, api.CreateTransfer{FromAccountID: card.ID, ToAccountID: cash.ID, Amount: "30", Date: "2026-02-05"}); err != nil {
		t.Fatal(err)
	}
	got, err := c.Summary(ctx, api.ReportPeriod{Month: "2026-02"})
	if err != nil {
		t.Fatal(err)
	}
	if want := (api.Flow{Currency: "USD", Income: "1000.00", Expense: "245.01", Net: "754.99", Entries: 4}); got.Total != want {
		t.Errorf("total %+v, want %+v", got.Total, want)
	}
	if got.Period != (api.Period{From: "2026-02-01", To: "2026-02-28"}) || got.Previous.Period != (api.Period{From: "2026-01-01", To: "2026-01-31"}) {
		t.Errorf("periods %+v, %+v", got.Period, got.Previous.Period)
	}
	if len(got.Currencies) != 3 || got.Currencies[0] != (api.Flow{Currency: "EUR", Income: "0.00", Expense: "200.00", Net: "-200.00", Entries: 2}) {
		t.Errorf("currencies %+v", got.Currencies)
	}
	if len(got.NotConverted) != 1 || got.NotConverted[0].Currency != "GBP" || got.NotConverted[0].Expense != "7.00" {
		t.Errorf("not converted %+v", got.NotConverted)
	}
	if want := []api.UsedRate{{Date: "2026-01-01", Base: "EUR", Quote: "USD", Rate: "1.1"}, {Date: "2026-02-10", Base: "USD", Quote: "EUR", Rate: "0.8"}}; len(got.Rates) != 2 || got.Rates[0] != want[0] || got.Rates[1] != want[1] {
		t.Errorf("rates %+v", got.Rates)
	}
	if got.Transfers != 1 || got.Previous.Total.Expense != "50.00" || got.Change.Expense != "195.01" ||
		got.Change.ExpensePercent == nil || *got.Change.ExpensePercent != "390.0" || got.Change.IncomePercent != nil {
		t.Errorf("transfers %d, previous %+v, change %+v", got.Transfers, got.Previous, got.Change)
	}
	inEuro, err := c.Summary(ctx, api.ReportPeriod{From: "2026-02-09", To: "2026-02-10", Currency: "EUR"})
	if err != nil || inEuro.Total.Expense != "200.00" || inEuro.Previous.Period.From != "2026-02-07" {
		t.Errorf("in euro: %+v, %v", inEuro, err)
	}
}

func TestByCategoryRollsUpAndCountsParts(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	c, _, _ := ledger(t, a, "ana@example.com")
	all, err := c.Categories(ctx)
	if err != nil {
		t.Fatal(err)
	}
	food, home := all.Items[0], all.Items[3]
	bread, err := c.CreateCategory(ctx, api.CreateCategory{Kind: api.Expense, Name: "Bread", ParentID: &food.ID})
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range []api.CreateTransaction{
		{Kind: api.Expense, Amount: "10", CategoryID: &food.ID, Date: "2026-02-01"},
		{Kind: api.Expense, Amount: "20", CategoryID: &bread.ID, Date: "2026-02-02"},
		{Kind: api.Expense, Amount: "9", Date: "2026-02-03"},
		{Kind: api.Expense, Amount: "60", Date: "2026-02-04", Splits: []api.Split{{CategoryID: &home.ID, Amount: "55"}, {CategoryID: &bread.ID, Amount: "4"}, {Amount: "1"}}},
		{Kind: api.Expense, Amount: "500", CategoryID: &food.ID, Date: "2026-03-01"},
		{Kind: api.Income, Amount: "900", Date: "2026-02-04"},
	} {
		spend(t, c, e)
	}
	got, err := c.ByCategory(ctx, api.ByCategoryReport{ReportPeriod: api.ReportPeriod{Month: "2026-02"}})
	if err != nil {
		t.Fatal(err)
	}
	if got.Total != "99.00" || got.Kind != api.Expense || len(got.Items) != 3 {
		t.Fatalf("got %+v", got)
	}
	first, second, third := got.Items[0], got.Items[1], got.Items[2]
	if *first.CategoryID != home.ID || first.Amount != "55.00" || first.PerMille != 556 || len(first.Items) != 0 {
		t.Errorf("home: %+v", first)
	}
	if *second.CategoryID != food.ID || second.Amount != "34.00" || second.PerMille != 343 || second.Entries != 3 ||
		len(second.Items) != 2 || second.Items[0].CategoryID != bread.ID || second.Items[0].Amount != "24.00" ||
		second.Items[0].PerMille+second.Items[1].PerMille != 343 {
		t.Errorf("food: %+v", second)
	}
	if third.CategoryID != nil || third.Amount != "10.00" || third.PerMille != 101 || third.Entries != 2 {
		t.Errorf("without category: %+v", third)
	}
	income, err := c.ByCategory(ctx, api.ByCategoryReport{ReportPeriod: api.ReportPeriod{Month: "2026-02"}, Kind: api.Income})
	if err != nil || income.Total != "900.00" || len(income.Items) != 1 || income.Items[0].PerMille != 1000 {
		t.Errorf("income: %+v, %v", income, err)
	}
	nothing, err := c.ByCategory(ctx, api.ByCategoryReport{ReportPeriod: api.ReportPeriod{Month: "2025-02"}})
	if err != nil || nothing.Total != "0.00" || len(nothing.Items) != 0 {
		t.Errorf("an empty month: %+v, %v", nothing, err)
	}
}

func TestBadPeriodsAreNamed(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	bearer := signUp(t, a, "ana@example.com").String("access_token")
	for query, field := range map[string]string{
		"month=2026-13": "month", "month=2026-00": "month", "month=202601": "month", "month=2026-1": "month",
		"month=2026-01&from=2026-01-01&to=2026-01-02": "month", "month=0000-01": "month", "month=9999-01": "month",
		"from=2026-01-02&to=2026-01-01": "to", "from=2026-01-02": "to", "to=2026-01-02": "from", "from=2025-02-29&to=2025-03-01": "from",
		"from=2010-01-01&to=2020-01-01": "to", "from=1969-12-31&to=1970-01-01": "from", "currency=eur": "currency", "currency=XXX": "currency",
	} {
		for _, report := range []string{"summary", "by-category", "trend"} {
			got := a.Do(t, apptest.Request{Method: http.MethodGet, Path: "/api/v1/reports/" + report + "?" + query, Bearer: bearer})
			refused(t, report+" "+query, got, 422, "request.invalid")
			faults, _ := got.Body["errors"].([]any)
			if len(faults) == 0 || faults[0].(map[string]any)["field"] != field {
				t.Errorf("%s %s: the faults are %v", report, query, faults)
			}
		}
	}
	for _, query := range []string{"", "?month=2024-02", "?from=2024-02-29&to=2024-02-29", "?from=2010-01-01&to=2019-12-31", "?month=1970-01", "?month=2199-12"} {
		got := a.Do(t, apptest.Request{Method: http.MethodGet, Path: "/api/v1/reports/summary" + query, Bearer: bearer})
		if got.Status != http.StatusOK {
			t.Errorf("%s: %d %s", query, got.Status, got.Text)
		}
	}
	for _, query := range []string{"by-category?kind=transfer", "trend?by=year", "net-worth?date=2025-02-29", "net-worth?date=1969-12-31",
		"net-worth?months=-1", "net-worth?months=121", "net-worth?months=x", "net-worth?currency=XXX"} {
		got := a.Do(t, apptest.Request{Method: http.MethodGet, Path: "/api/v1/reports/" + query, Bearer: bearer})
		refused(t, query, got, 422, "request.invalid")
	}
}

func TestTrendAndNetWorthFollowTheAccounts(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	c, cash, card := ledger(t, a, "ana@example.com")
	loan, err := c.CreateAccount(ctx, api.CreateAccount{Name: "Loan", Kind: "loan", Currency: "USD", Opening: "-1000"})
	if err != nil {
		t.Fatal(err)
	}
	spend(t, c, api.CreateTransaction{Kind: api.Income, Amount: "500", Date: "2026-01-15"})
	spend(t, c, api.CreateTransaction{Kind: api.Expense, Amount: "20", AccountID: card.ID, Date: "2026-02-15"})
	if _, err := c.CreateTransfer(ctx, api.CreateTransfer{FromAccountID: cash.ID, ToAccountID: loan.ID, Amount: "100", Date: "2026-02-20"}); err != nil {
		t.Fatal(err)
	}
	got, err := c.Trend(ctx, api.TrendReport{ReportPeriod: api.ReportPeriod{From: "2025-12-01", To: "2026-02-28"}, By: api.Monthly})
	if err != nil || len(got.Items) != 3 {
		t.Fatalf("got %+v, %v", got, err)
	}
	closings := got.Items[0].Closing + " " + got.Items[1].Closing + " " + got.Items[2].Closing
	if closings != "-900.00 -400.00 -420.00" || got.Items[1].Income != "500.00" || got.Items[2].Expense != "20.00" {
		t.Errorf("closings %s of %+v", closings, got.Items)
	}
	worth, err := c.NetWorth(ctx, api.NetWorthReport{Date: "2026-02-28", Months: 1})
	if err != nil || len(worth.Items) != 2 {
		t.Fatalf("got %+v, %v", worth, err)
	}
	if last := worth.Items[1]; last.Assets != "480.00" || last.Liabilities != "900.00" || last.Net != "-420.00" {
		t.Errorf("at last %+v", last)
	}
	if first := worth.Items[0]; first.Date != "2026-01-31" || first.Net != "-400.00" {
		t.Errorf("at first %+v", first)
	}
}

// A report comes as a picture to whoever asks for one, in any of the languages.
func TestReportsAreDrawn(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	c, who := a.Register(t, "ana@example.com")
	spend(t, c, api.CreateTransaction{Kind: api.Expense, Amount: "20"})
	for name, draw := range map[string]func() ([]byte, error){
		"by-category": func() ([]byte, error) { return c.ByCategoryPNG(ctx, api.ByCategoryReport{}) },
		"trend":       func() ([]byte, error) { return c.TrendPNG(ctx, api.TrendReport{}) },
		"net worth":   func() ([]byte, error) { return c.NetWorthPNG(ctx, api.NetWorthReport{Months: 120}) },
	} {
		drawn(t, name, draw)
	}
	pictures := map[string]bool{}
	for _, language := range []string{"en", "ro", "ru"} {
		if _, err := c.UpdateUser(ctx, api.UpdateUser{Language: &language}); err != nil {
			t.Fatal(err)
		}
		pictures[drawn(t, "nothing in "+language, func() ([]byte, error) {
			return c.ByCategoryPNG(ctx, api.ByCategoryReport{Kind: api.Income, Picture: api.Picture{Theme: "dark"}})
		})] = true
	}
	if len(pictures) != 3 {
		t.Errorf("three languages have %d pictures", len(pictures))
	}
	for _, test := range []struct{ query, accept, media string }{
		{"", "", "application/json"}, {"", "*/*", "application/json"}, {"", "application/json, image/png;q=0.9", "application/json"},
		{"", "image/png", "image/png"}, {"", "image/avif,image/webp,image/*,*/*;q=0.8", "image/png"}, {"", "IMAGE/PNG", "image/png"},
		{"", "image/png;q=0, */*", "application/json"}, {"&format=png", "application/json", "image/png"}, {"&format=json", "image/png", "application/json"},
	} {
		got := a.Do(t, apptest.Request{Method: http.MethodGet, Path: "/api/v1/reports/by-category?kind=income" + test.query, Bearer: who.AccessToken, Header: []string{"Accept", test.accept}})
		if got.Status != http.StatusOK || got.Header.Get("Content-Type") != test.media || got.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("%q, %q: %d %s", test.query, test.accept, got.Status, got.Header.Get("Content-Type"))
		}
	}
	for _, query := range []string{"?format=svg", "?format=png&theme=pink", "?format=png&month=2026-13"} {
		got := a.Do(t, apptest.Request{Method: http.MethodGet, Path: "/api/v1/reports/trend" + query, Bearer: who.AccessToken})
		refused(t, query, got, 422, "request.invalid")
	}
	got := a.Do(t, apptest.Request{Method: http.MethodGet, Path: "/api/v1/reports/trend?format=png"})
	refused(t, "nobody", got, 401, api.CodeTokenMissing)
	described := a.Do(t, apptest.Request{Method: http.MethodGet, Path: "/openapi.json"}).Text
	if strings.Count(described, `"image/png":{}`) != 3 {
		t.Error("the document does not tell of three pictures")
	}
}

// drawn fails unless what comes is a picture of modest size.
func drawn(t *testing.T, name string, draw func() ([]byte, error)) string {
	t.Helper()
	body, err := draw()
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	if _, err := png.Decode(bytes.NewReader(body)); err != nil || len(body) > 1<<20 {
		t.Errorf("%s: %v, %d bytes", name, err, len(body))
	}
	return string(body)
}
