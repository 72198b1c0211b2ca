package app_test

import (
	"context"
	"encoding/json"
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

// bankTables reads what has to come of the files of testdata/statements: one for each way to be
// misread. What the chat makes of them is held against the same.
func bankTables(t *testing.T) []bankTable {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("testdata", "statements", "outcomes.json"))
	if err != nil {
		t.Fatal(err)
	}
	var outcomes []struct {
		File, Currency, Unsure string
		Rows, Faults           []string
		Held                   int
	}
	if err := json.Unmarshal(content, &outcomes); err != nil {
		t.Fatal(err)
	}
	var all []bankTable
	for _, o := range outcomes {
		all = append(all, bankTable{name: o.File, currency: o.Currency, rows: o.Rows, faults: o.Faults, held: o.Held, unsure: o.Unsure})
	}
	return all
}

func TestBankTablesAreReadAsTheBankMeantThem(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	for i, file := range bankTables(t) {
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
