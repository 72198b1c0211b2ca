package app_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"financebot/api-service/internal/app/apptest"
	"financebot/pkg/api"
	"financebot/pkg/client"
)

// bankTable is a file of testdata/statements and what has to come of it, with nothing chosen by
// hand. A row is "day kind amount words"; the words have to stand in payee or note.
type bankTable struct {
	name     string
	currency string
	rows     []string
	faults   []string // "line code"
	held     int
	unsure   string
}

// bankTables are files as banks and programs write them, one for each way to be misread; the
// second of a kind shows it as another bank would.
var bankTables = []bankTable{
	{name: "zero-sign-dollar.csv", currency: "USD", rows: []string{"2026-01-13 expense 4.25 Oak Bakery", "2026-01-14 income 2500.00 Oak Works"}},
	{name: "zero-sign-euro.csv", currency: "EUR", rows: []string{"2026-01-13 expense 4.25 Oak Bakery", "2026-01-14 income 2500.00 Oak Works"}},
	{name: "two-columns-fr.csv", currency: "EUR", rows: []string{"2026-01-13 expense 12.50 Boulangerie", "2026-01-14 income 900.00 Salaire", "2026-01-15 expense 400.00 Loyer"}},
	{name: "two-columns-es.csv", currency: "EUR", rows: []string{"2026-01-13 expense 12.50 Panadería", "2026-01-14 income 900.00 Nómina", "2026-01-15 expense 400.00 Alquiler"}},
	{name: "two-columns-signed-fr.csv", currency: "EUR", rows: []string{"2026-01-13 expense 12.50 CARTE BOULANGERIE", "2026-01-14 income 900.00 VIREMENT SALAIRE"}},
	{name: "two-columns-de.csv", currency: "CHF", rows: []string{"2026-01-13 expense 12.50 BÄCKEREI EICHE", "2026-01-14 income 900.00 LOHN EICHE"}},
	{name: "direction-odd-word.csv", currency: "USD", faults: []string{"5 direction"},
		rows: []string{"2026-01-13 expense 12.50 Oak Bakery", "2026-01-14 expense 40.00 Oak Shop", "2026-01-15 income 900.00 Oak Works"}},
	{name: "direction-nl.csv", currency: "EUR", rows: []string{"2026-01-13 expense 12.50 Bakkerij Eik", "2026-01-14 income 2500.00 Eik Werk"}},
	{name: "direction-plus-only.csv", currency: "RUB", rows: []string{"2026-01-13 expense 1234.56 ", "2026-01-14 income 5000.00 ", "2026-01-15 expense 300.00 "}},
	{name: "direction-headless.csv", currency: "USD", rows: []string{"2026-01-13 expense 12.50 Oak Bakery", "2026-01-14 expense 40.00 Oak Shop", "2026-01-15 income 900.00 Oak Works"}},
	{name: "type-payment-signed.csv", currency: "EUR", rows: []string{"2026-01-13 income 100.00 Client Oak", "2026-01-14 expense 20.00 Shop Elm"}},
	{name: "refund-in-debit.csv", currency: "USD", rows: []string{"2026-01-13 expense 12.50 Oak Shop", "2026-01-14 income 5.00 Oak Shop refund", "2026-01-15 income 900.00 Oak Works"}},
	{name: "one-sided.csv", currency: "USD", rows: []string{"2026-01-13 expense 12.50 Oak Bakery", "2026-01-14 expense 2.50 Oak Shop"}},
	{name: "one-sided-in.csv", currency: "USD", rows: []string{"2026-01-13 income 12.50 Oak Works", "2026-01-14 income 2.50 Oak Shop"}},
	{name: "state-failed-ru.csv", currency: "RUB", held: 1, rows: []string{"2026-01-13 expense 1240.50 Дуб", "2026-01-14 expense 320.00 Клён"}},
	{name: "state-pending.csv", currency: "EUR", held: 2, rows: []string{"2026-01-13 income 100.00 Client Oak"}},
	{name: "state-no-day.csv", currency: "EUR", held: 1, rows: []string{"2026-01-14 expense 12.50 Oak Bakery"}},
	{name: "state-reverted.csv", currency: "EUR", held: 2, rows: []string{"2026-01-14 expense 12.50 Oak Bakery"}},
	{name: "fee-beside-amount.csv", currency: "EUR", rows: []string{"2026-01-14 expense 12.50 Oak Bakery", "2026-01-15 expense 51.00 Cash"}},
	{name: "fee-before-amount.csv", currency: "EUR", rows: []string{"2026-01-13 expense 12.50 Oak Bakery", "2026-01-15 income 900.00 Oak Works"}},
	{name: "value-date-de.csv", currency: "EUR", rows: []string{"2026-01-13 expense 12.50 Bäckerei Eiche", "2026-01-14 expense 3.00 Café Ulme"}},
	{name: "currency-in-heading.csv", currency: "USD", faults: []string{"2 currency", "3 currency"}},
	{name: "two-pairs-ro.csv", currency: "MDL", rows: []string{"2026-01-13 expense 195.00 Magazin Stejar", "2026-01-14 expense 25.00 Brutaria Ulm"}},
	{name: "western-fr.csv", currency: "EUR", rows: []string{"2026-01-13 expense 12.50 Crème brûlée à Nîmes, forêt où", "2026-01-14 expense 3.00 Señor Muñoz, mãe"}},
	{name: "central-cz.csv", currency: "CZK", rows: []string{"2026-01-13 expense 12.50 Zúčtování, účet číslo", "2026-01-14 expense 3.00 Příspěvek, žádost"}},
	{name: "western-it.csv", currency: "EUR", rows: []string{"2026-01-13 expense 12.50 Caffè Città, più perché"}},
	{name: "currency-words.csv", currency: "RON", rows: []string{"2026-01-13 expense 1.00 Brutaria Stejar", "2026-01-14 expense 2.00 Brutaria Ulm"}},
	{name: "currency-sign.csv", currency: "EUR", rows: []string{"2026-01-13 expense 1.00 Oak Bakery", "2026-01-14 expense 2.00 Elm Shop"}},
	{name: "words-counter-party.csv", currency: "GBP", rows: []string{"2026-01-13 expense 12.50 Oak Bakery", "2026-01-14 income 900.00 Oak Works"}},
	{name: "words-short-file.csv", currency: "EUR", rows: []string{"2026-01-13 expense 12.50 BAGARE", "2026-01-14 income 900.00 LON"}},
	{name: "words-identifier.csv", currency: "BRL", rows: []string{"2026-01-13 expense 12.50 Padaria", "2026-01-14 income 900.00 Salário"}},
	{name: "row-like-headings.csv", currency: "EUR", rows: []string{"2026-01-13 income 900.00 Partner", "2026-01-14 expense 12.50 Oak Bakery", "2026-01-15 expense 40.00 Elm Shop"}},
	{name: "year-first.csv", currency: "USD", unsure: "date_order", rows: []string{"2026-01-05 expense 1.00 Oak Bakery", "2026-02-11 expense 2.00 Elm Shop"}},
	{name: "weekday.csv", currency: "USD", rows: []string{"2026-01-13 expense 1.00 Oak Bakery", "2026-03-02 expense 2.00 Elm Shop"}},
	{name: "zone-name.csv", currency: "USD", rows: []string{"2026-04-01 expense 1.00 Oak Bakery", "2026-04-02 expense 2.00 Elm Shop"}},
	{name: "dr-cr.csv", currency: "INR", rows: []string{"2026-01-13 expense 12.50 Oak Bakery", "2026-01-14 income 900.00 Oak Works"}},
	{name: "lakh.csv", currency: "INR", rows: []string{"2026-01-13 expense 123456.50 Oak Bakery", "2026-01-14 income 900.00 Oak Works"}},
	{name: "whole-amounts.csv", currency: "HUF", rows: []string{"2026-01-13 expense 262259 Tölgy Pék", "2026-01-14 income 1450000 Tölgy Kft"}},
	{name: "chat-total-line.csv", currency: "USD", faults: []string{"4 date"}, rows: []string{"2026-01-13 expense 1.00 Oak Bakery", "2026-01-14 expense 2.00 Elm Shop"}},
	{name: "chat-unsure-order.csv", currency: "USD", unsure: "date_order", rows: []string{"2026-02-01 expense 1.00 Oak Bakery", "2026-03-02 expense 2.00 Elm Shop"}},
}

func TestBankTablesAreReadAsTheBankMeantThem(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	for i, file := range bankTables {
		content, err := os.ReadFile(filepath.Join("testdata", "statements", file.name))
		if err != nil {
			t.Fatal(err)
		}
		c, _ := a.Register(t, fmt.Sprintf("ana%d@example.com", i))
		importBankTable(t, c, file, content)
	}
	sound(t, a)
}

// importBankTable holds the preview of a file, and then the books, against what is wanted. What
// keeps the file out is left out by its lines.
func importBankTable(t *testing.T, c *client.Client, want bankTable, content []byte) {
	t.Helper()
	ctx := context.Background()
	home, err := c.CreateAccount(ctx, api.CreateAccount{Name: "Bank", Kind: "bank", Currency: want.currency})
	if err != nil {
		t.Fatal(err)
	}
	seen, err := c.Import(ctx, api.ImportFile{Name: want.name, AccountID: home.ID, File: api.Upload{Media: "text/csv", Content: content}})
	if err != nil {
		t.Errorf("%s: %v", want.name, err)
		return
	}
	var faults []string
	plan := api.ImportPlan{ID: seen.ID}
	for _, p := range seen.Problems {
		faults = append(faults, fmt.Sprintf("%d %s", p.Line, p.Code))
		plan.SkipLines = append(plan.SkipLines, p.Line)
	}
	var rows []string
	for _, r := range seen.Rows {
		rows = append(rows, fmt.Sprintf("%s %s %s %s", r.Date, r.Kind, r.Amount, r.Payee+" "+r.Note))
	}
	if !sameRows(rows, want.rows) || !slices.Equal(faults, want.faults) || seen.Held != want.held || strings.Join(seen.Unsure, " ") != want.unsure {
		t.Errorf("%s is read as\n%s\nfaults %q, held %d, unsure %q, missing %q, columns %q, encoding %s", want.name, strings.Join(rows, "\n"), faults, seen.Held,
			seen.Unsure, seen.Missing, seen.Mapping.Columns, seen.Mapping.Encoding)
		return
	}
	if len(want.rows) == 0 {
		return
	}
	if _, err := c.ApplyImport(ctx, plan); err != nil {
		t.Errorf("%s is not booked: %v", want.name, err)
		return
	}
	booked := entries(t, c)
	slices.Reverse(booked)
	for i, line := range booked {
		booked[i] = strings.Replace(line, " "+want.currency+" ", " ", 1)
	}
	if !sameRows(booked, want.rows) {
		t.Errorf("%s became %q", want.name, booked)
	}
}

// sameRows compares rows but for words around those that are wanted.
func sameRows(got, want []string) bool {
	return slices.EqualFunc(got, want, func(got, want string) bool {
		parts := strings.SplitN(want, " ", 4)
		amount, found := strings.CutPrefix(got, strings.Join(parts[:2], " ")+" ")
		said, words, _ := strings.Cut(amount, " ")
		return found && (said == parts[2] || said == parts[2]+".00") && strings.Contains(words, parts[3])
	})
}
