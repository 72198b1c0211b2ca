package app_test

import (
	"context"
	"testing"

	"financebot/api-service/internal/app/apptest"
	"financebot/pkg/api"
	"financebot/pkg/errs"
)

func TestRatesAreKeptExactlyAndOncePerDay(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	c, _ := a.Register(t, "ana@example.com")
	first, err := c.CreateExchangeRate(ctx, api.CreateExchangeRate{Date: "2026-02-01", Base: "EUR", Quote: "MDL", Rate: "19.123456789012"})
	if err != nil || first.Rate != "19.123456789012" || first.Date != "2026-02-01" || first.CreatedBy == 0 {
		t.Fatalf("first: %+v, %v", first, err)
	}
	again, err := c.CreateExchangeRate(ctx, api.CreateExchangeRate{Date: "2026-02-01", Base: "EUR", Quote: "MDL", Rate: "20.5000"})
	if err != nil || again.ID != first.ID || again.Rate != "20.5" {
		t.Errorf("the same day: %+v, %v", again, err)
	}
	today, err := c.CreateExchangeRate(ctx, api.CreateExchangeRate{Base: "MDL", Quote: "EUR", Rate: "0.05"})
	if err != nil || today.Date == "" || today.ID == first.ID {
		t.Errorf("without a date: %+v, %v", today, err)
	}
	all, err := c.ExchangeRates(ctx, api.ExchangeRateFilter{})
	if err != nil || len(all.Items) != 2 || all.Items[1] != again {
		t.Errorf("all: %+v, %v", all, err)
	}
	some, err := c.ExchangeRates(ctx, api.ExchangeRateFilter{Base: "EUR", Quote: "MDL", From: "2026-02-01", To: "2026-02-01"})
	if err != nil || len(some.Items) != 1 || some.Items[0].ID != first.ID {
		t.Errorf("some: %+v, %v", some, err)
	}
	page, err := c.ExchangeRates(ctx, api.ExchangeRateFilter{Limit: 1})
	if err != nil || len(page.Items) != 1 || page.NextCursor == "" {
		t.Fatalf("page: %+v, %v", page, err)
	}
	rest, err := c.ExchangeRates(ctx, api.ExchangeRateFilter{Limit: 1, Cursor: page.NextCursor})
	if err != nil || len(rest.Items) != 1 || rest.Items[0].ID != first.ID || rest.NextCursor != "" {
		t.Errorf("rest: %+v, %v", rest, err)
	}
	if _, err := c.DeleteExchangeRate(ctx, first.ID); err != nil {
		t.Error(err)
	}
	if _, err := c.DeleteExchangeRate(ctx, first.ID); !is(err, "rate.unknown") {
		t.Errorf("deleted twice: %v", err)
	}
	if _, err := c.ExchangeRates(ctx, api.ExchangeRateFilter{Cursor: "x"}); !is(err, "rate.cursor") {
		t.Errorf("a bad cursor: %v", err)
	}
}

func TestWrongRatesAreRefused(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	c, _ := a.Register(t, "ana@example.com")
	for name, test := range map[string]struct {
		in   api.CreateExchangeRate
		code string
	}{
		"zero":        {api.CreateExchangeRate{Base: "EUR", Quote: "MDL", Rate: "0"}, "money.rate"},
		"negative":    {api.CreateExchangeRate{Base: "EUR", Quote: "MDL", Rate: "-1"}, "money.rate"},
		"exponent":    {api.CreateExchangeRate{Base: "EUR", Quote: "MDL", Rate: "1e3"}, "money.rate"},
		"too precise": {api.CreateExchangeRate{Base: "EUR", Quote: "MDL", Rate: "1.0000000000001"}, "money.rate"},
		"none":        {api.CreateExchangeRate{Base: "EUR", Quote: "MDL"}, "request.invalid"},
		"one":         {api.CreateExchangeRate{Base: "EUR", Quote: "EUR", Rate: "1"}, "request.invalid"},
		"unknown":     {api.CreateExchangeRate{Base: "EUR", Quote: "XXX", Rate: "1"}, "request.invalid"},
		"no such day": {api.CreateExchangeRate{Base: "EUR", Quote: "MDL", Rate: "1", Date: "2025-02-29"}, "request.invalid"},
		"long ago":    {api.CreateExchangeRate{Base: "EUR", Quote: "MDL", Rate: "1", Date: "1969-12-31"}, "rate.date"},
		"far ahead":   {api.CreateExchangeRate{Base: "EUR", Quote: "MDL", Rate: "1", Date: "2999-01-01"}, "rate.date"},
	} {
		if _, err := c.CreateExchangeRate(ctx, test.in); !is(err, test.code) {
			t.Errorf("%s: got %v, want %s", name, err, test.code)
		}
	}
}

func TestSameKeyWritesARateOnce(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	c, _ := a.Register(t, "ana@example.com")
	in := api.CreateExchangeRate{Date: "2026-02-01", Base: "EUR", Quote: "MDL", Rate: "19"}
	first, err := c.Once("k-1").CreateExchangeRate(ctx, in)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.DeleteExchangeRate(ctx, first.ID); err != nil {
		t.Fatal(err)
	}
	again, err := c.Once("k-1").CreateExchangeRate(ctx, in)
	if all, listErr := c.ExchangeRates(ctx, api.ExchangeRateFilter{}); err != nil || again != first || listErr != nil || len(all.Items) != 0 {
		t.Errorf("again: %+v, %v, then %+v, %v", again, err, all, listErr)
	}
	in.Rate = "20"
	if _, err := c.Once("k-1").CreateExchangeRate(ctx, in); !is(err, "idempotency.mismatch") {
		t.Errorf("another rate: %v", err)
	}
}

// A rate and a report are another's business as little as an entry is.
func TestStrangersTouchNoRates(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	ana, _ := a.Register(t, "ana@example.com")
	bob, _ := a.Register(t, "bob@example.com")
	rate, err := ana.CreateExchangeRate(ctx, api.CreateExchangeRate{Base: "EUR", Quote: "MDL", Rate: "19"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := bob.DeleteExchangeRate(ctx, rate.ID); !is(err, "rate.unknown") {
		t.Errorf("bob deletes: %v", err)
	}
	if _, err := bob.In(rate.FamilyID).Summary(ctx, api.ReportPeriod{}); !is(err, "family.unknown") {
		t.Errorf("bob reads: %v", err)
	}
	if all, err := bob.ExchangeRates(ctx, api.ExchangeRateFilter{}); err != nil || len(all.Items) != 0 {
		t.Errorf("bob lists: %+v, %v", all, err)
	}
}

// Viewers read reports and rates and change nothing.
func TestViewersReadReports(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	ana, _ := a.Register(t, "ana@example.com")
	bob, who := a.Register(t, "bob@example.com")
	families, err := ana.Families(ctx)
	if err != nil {
		t.Fatal(err)
	}
	family := families.Items[0].ID
	err = a.DB.From(ctx).Exec("INSERT INTO family_members (family_id, user_id, role) VALUES (?, ?, 'viewer')", family, who.UserID).Error
	if err != nil {
		t.Fatal(err)
	}
	if _, err := bob.In(family).Summary(ctx, api.ReportPeriod{}); err != nil {
		t.Error(err)
	}
	if _, err := bob.In(family).ByCategory(ctx, api.ByCategoryReport{}); err != nil {
		t.Error(err)
	}
	if _, err := bob.In(family).Trend(ctx, api.TrendReport{}); err != nil {
		t.Error(err)
	}
	if _, err := bob.In(family).NetWorth(ctx, api.NetWorthReport{}); err != nil {
		t.Error(err)
	}
	if _, err := bob.In(family).ExchangeRates(ctx, api.ExchangeRateFilter{}); err != nil {
		t.Error(err)
	}
	if _, err := bob.In(family).CreateExchangeRate(ctx, api.CreateExchangeRate{Base: "EUR", Quote: "MDL", Rate: "19"}); err == nil {
		t.Error("a viewer wrote a rate")
	}
	if _, err := bob.In(family).DeleteExchangeRate(ctx, 1); err == nil || is(err, "rate.unknown") {
		t.Errorf("a viewer deleted: %v", err)
	}
}

func TestFilesOfRatesAreWrittenWholeOrNotAtAll(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	c, _ := a.Register(t, "ana@example.com")
	quoted(t, c, "2026-02-01", "EUR", "MDL", "1")
	file := func(text string) api.ImportExchangeRates {
		return api.ImportExchangeRates{File: api.Upload{Media: "text/csv", Content: []byte(text)}}
	}
	_, err := c.ImportExchangeRates(ctx, file("date,base,quote,rate\n2026-02-01,EUR,MDL,19.5\n2026-02-02,EUR,MDL,oops\n"))
	if e := errs.As(err); e == nil || e.Code != "rate.file" || len(e.Fields) != 1 || e.Fields[0].Field != "line 3" {
		t.Errorf("a broken line: %+v", err)
	}
	all, err := c.ExchangeRates(ctx, api.ExchangeRateFilter{})
	if err != nil || len(all.Items) != 1 || all.Items[0].Rate != "1" {
		t.Errorf("something was written: %+v, %v", all, err)
	}
	for range 2 {
		loaded, err := c.Once("k-1").ImportExchangeRates(ctx, file("2026-02-01,EUR,MDL,19.5\n2026-02-02,EUR,MDL,19.123456789012\n"))
		if err != nil || loaded.Loaded != 2 {
			t.Errorf("loaded: %+v, %v", loaded, err)
		}
	}
	all, err = c.ExchangeRates(ctx, api.ExchangeRateFilter{})
	if err != nil || len(all.Items) != 2 || all.Items[0].Rate != "19.123456789012" || all.Items[1].Rate != "19.5" || all.Items[1].Date != "2026-02-01" {
		t.Errorf("all: %+v, %v", all, err)
	}
	if _, err := c.ImportExchangeRates(ctx, file("")); err == nil {
		t.Error("an empty file was taken")
	}
}
