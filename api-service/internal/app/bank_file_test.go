package app_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"financebot/api-service/internal/app/apptest"
	"financebot/pkg/api"
	"financebot/pkg/client"
)

// bankFile is a file among those of testdata that were read wrongly once.
func bankFile(t *testing.T, name string, account int64) api.ImportFile {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("testdata", "statements", name))
	if err != nil {
		t.Fatal(err)
	}
	return api.ImportFile{Name: name, AccountID: account, File: api.Upload{Media: "application/octet-stream", Content: content}}
}

// looked is what a preview shows, a line for each row and each fault.
func looked(seen api.Import) string {
	var all []string
	for _, r := range seen.Rows {
		line := strings.Join(strings.Fields(fmt.Sprint(r.Date, " ", r.Kind, " ", r.Amount, " ", r.Payee, " ", r.Note)), " ")
		if r.Duplicate != "" {
			line += " = " + r.Duplicate
		}
		all = append(all, line)
	}
	for _, r := range seen.HeldRows {
		all = append(all, fmt.Sprint("held: ", r.Date, " ", r.Kind, " ", r.Amount, " ", r.State))
	}
	for _, p := range seen.Problems {
		all = append(all, fmt.Sprint("fault: ", p.Line, " ", p.Code))
	}
	return strings.Join(all, "\n")
}

// accounts are opened in these currencies, each by its name.
func accounts(t *testing.T, c *client.Client, currencies map[string]string) map[string]api.Account {
	t.Helper()
	all := map[string]api.Account{}
	for name, currency := range currencies {
		account, err := c.CreateAccount(context.Background(), api.CreateAccount{Name: name, Kind: "bank", Currency: currency})
		if err != nil {
			t.Fatal(err)
		}
		all[name] = account
	}
	return all
}

func TestFilesOfProgramsAreReadRightly(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	c, _ := a.Register(t, "ana@example.com")
	opened := accounts(t, c, map[string]string{"USD": "USD", "EUR": "EUR"})

	for name, test := range map[string]struct{ currency, want string }{
		"declared-8859-1.ofx":  {"EUR", "2026-01-13 expense 12.50 Crème à la señora mãe"},
		"declared-xml.ofx":     {"EUR", "2026-01-13 expense 12.50 Crème à la señora mãe"},
		"shared-id-zero.ofx":   {"USD", "2026-01-13 expense 12.50 Oak Bakery\n2026-01-13 expense 3.00 Elm Kiosk\n2026-01-14 expense 4.00 Ash Shop"},
		"entry-currency.ofx":   {"USD", "2026-01-14 expense 6.50 Kyoto Elm\nfault: 16 currency"},
		"entry-not-closed.ofx": {"USD", "2026-01-13 expense 1.00 Oak Bakery\n2026-01-14 expense 2.00 Elm Shop"},
		"nul-at-end.ofx":       {"USD", "2026-01-13 expense 12.50 Oak Bakery"},
		"cr-only.qif":          {"USD", "2026-01-13 expense 12.50 Oak Bakery\n2026-03-02 expense 3.00 Elm Shop"},
		"years-2000.qif":       {"USD", "2000-08-31 expense 12.50 Oak Bakery\n2007-01-25 expense 3.00 Elm Shop"},
		"split-zero.qif":       {"USD", "2026-01-25 expense 100.00 Oak Loan"},
		"split-paycheck.qif":   {"USD", "2026-01-25 income 1000.00 Oak Works Salary 1500.00; Tax -500.00"},
	} {
		seen, err := c.Import(context.Background(), bankFile(t, name, opened[test.currency].ID))
		if got := looked(seen); err != nil || got != test.want || len(seen.Unsure) > 0 {
			t.Errorf("%s: %v, unsure %v, got\n%s\nwant\n%s", name, err, seen.Unsure, got, test.want)
		}
	}
}

// Entries of which the bank gives no id of their own are known again by what they say.
func TestASharedIDKeepsNothingOutAndDoublesNothing(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	c, _ := a.Register(t, "ana@example.com")
	file := bankFile(t, "shared-id-zero.ofx", accounts(t, c, map[string]string{"Card": "USD"})["Card"].ID)

	if done := imported(t, c, file, api.ImportPlan{}); done.New != 3 {
		t.Errorf("the first time: %+v", done)
	}
	again, err := c.Import(context.Background(), file)
	if err != nil || again.New != 0 || again.Duplicates != 3 {
		t.Errorf("again: %v, %d new, %d duplicates\n%s", err, again.New, again.Duplicates, looked(again))
	}
	sound(t, a)
}

func TestATransferToldOnBothSidesIsOne(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	c, _ := a.Register(t, "ana@example.com")
	opened := accounts(t, c, map[string]string{"Checking": "USD", "Savings": "USD"})
	file := bankFile(t, "both-sides.qif", opened["Checking"].ID)

	seen, err := c.Import(ctx, file)
	if err != nil || seen.New != 1 || seen.Total != 1 || looked(seen) != "2026-01-25 transfer 100.00 Move" {
		t.Errorf("seen: %v, %d of %d\n%s", err, seen.New, seen.Total, looked(seen))
	}
	imported(t, c, file, api.ImportPlan{})
	for name, want := range map[string]string{"Checking": "-100.00", "Savings": "100.00"} {
		if account, err := c.Account(ctx, opened[name].ID); err != nil || account.Balance != want {
			t.Errorf("%s: %v, %s, want %s", name, err, account.Balance, want)
		}
	}
	if again, err := c.Import(ctx, file); err != nil || again.New != 0 || again.Duplicates != 1 {
		t.Errorf("again: %v\n%s", err, looked(again))
	}
	sound(t, a)
}

// Where the two accounts cannot hold one transfer, each side stays an entry of its own.
func TestTwoSidesInTwoCurrenciesAreTwoEntries(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	c, _ := a.Register(t, "ana@example.com")
	opened := accounts(t, c, map[string]string{"Checking": "USD", "Savings": "EUR"})

	seen, err := c.Import(context.Background(), bankFile(t, "both-sides.qif", opened["Checking"].ID))
	if want := "2026-01-25 expense 100.00 Move\n2026-01-25 income 100.00 Move"; err != nil || looked(seen) != want || seen.New != 2 {
		t.Errorf("got %v\n%s\nwant\n%s", err, looked(seen), want)
	}
}
