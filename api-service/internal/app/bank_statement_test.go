package app_test

import (
	"context"
	"strings"
	"testing"

	"financebot/api-service/internal/app/apptest"
	"financebot/pkg/api"
)

// camtDay is a statement in XML of one account and day; what stands between its balances is given.
func camtDay(iban, closing, entries string) string {
	return `<?xml version="1.0" encoding="UTF-8"?>` + "\n" +
		`<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt><Acct><Id><IBAN>` + iban + `</IBAN></Id></Acct>` + "\n" +
		`<Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">100</Amt><CdtDbtInd>CRDT</CdtDbtInd></Bal>` + "\n" +
		`<Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">` + closing + `</Amt><CdtDbtInd>CRDT</CdtDbtInd></Bal>` + "\n" +
		entries + `</Stmt></BkToCstmrStmt></Document>`
}

func camtEntry(id, state, amount, name string) string {
	return `<Ntry><Amt Ccy="EUR">` + amount + `</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts><Cd>` + state + `</Cd></Sts>` +
		`<BookgDt><Dt>2026-01-13</Dt></BookgDt><AcctSvcrRef>` + id + `</AcctSvcrRef><NtryDtls><TxDtls><RltdPties><Cdtr><Pty><Nm>` + name +
		`</Nm></Pty></Cdtr></RltdPties></TxDtls></NtryDtls></Ntry>` + "\n"
}

func TestStatementsInXMLAreBooked(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	c, _ := a.Register(t, "ana@example.com")
	bank := accounts(t, c, map[string]string{"Bank": "EUR"})["Bank"]
	file := func(content string) api.ImportFile {
		return api.ImportFile{Name: "bank.xml", AccountID: bank.ID, File: api.Upload{Media: "application/xml", Content: []byte(content)}}
	}

	entries := camtEntry("2026011300001", "BOOK", "12.50", "Oak Bakery") + camtEntry("2026011300002", "PDNG", "3", "Elm Kiosk")
	done := imported(t, c, file(camtDay("DE02120300000000202051", "87.50", entries)), api.ImportPlan{})
	if done.New != 1 || done.Format != api.FormatCAMT {
		t.Errorf("done: %+v", done)
	}

	next := file(camtDay("DE02120300000000202051", "80", entries+camtEntry("2026011400001", "BOOK", "7.50", "Ash Shop")))
	next.AccountID = 0 // remembered by the IBAN
	seen, err := c.Import(ctx, next)
	want := "2026-01-13 expense 12.50 Oak Bakery = ledger\n2026-01-13 expense 7.50 Ash Shop\nheld: 2026-01-13 expense 3.00 PDNG"
	if err != nil || looked(seen) != want || !seen.Remembered || seen.AccountID != bank.ID {
		t.Errorf("the next one: %v, %+v\n%s\nwant\n%s", err, seen.AccountID, looked(seen), want)
	}

	wrong, err := c.Import(ctx, file(camtDay("DE02120300000000202051", "99", entries)))
	if err != nil || wrong.Faults != 1 || wrong.Problems[0].Code != "balance" || wrong.Problems[0].Line != 4 {
		t.Errorf("a wrong balance: %v %+v", err, wrong.Problems)
	}
	if _, err := c.ApplyImport(ctx, api.ImportPlan{ID: wrong.ID, Duplicates: api.DuplicatesBook}); !is(err, "import.faults") {
		t.Errorf("a wrong balance is booked: %v", err)
	}
	known, err := c.ApplyImport(ctx, api.ImportPlan{ID: wrong.ID, Duplicates: api.DuplicatesBook, SkipLines: []int{4}})
	if err != nil || known.New != 1 {
		t.Errorf("a wrong balance, left out: %v %+v", err, known)
	}
	sound(t, a)
}

func TestStatementsOfSWIFTGoToTheirAccounts(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	c, _ := a.Register(t, "ana@example.com")
	opened := accounts(t, c, map[string]string{"Giro": "EUR", "Dollars": "USD"})
	text := strings.Join([]string{
		":20:1", ":25:10020030/111", ":60F:C260112EUR10,00", ":61:2601130113DR12,50NTRFNONREF//2026011300001", ":86:166?20SVWZ+Brot?32Oak Bakery",
		":62F:D260113EUR2,50", "-", ":20:2", ":25:10020030/222", ":60F:C260112USD0,00", ":61:2601140114C900,NTRFNONREF", ":86:Salary", ":62F:C260114USD900,", "-",
	}, "\r\n")

	seen, err := c.Import(ctx, api.ImportFile{Name: "umsatz.sta", File: api.Upload{Media: "application/octet-stream", Content: []byte(text)}})
	if err != nil || seen.Format != api.FormatMT940 || seen.Faults != 2 || len(seen.Accounts) != 2 {
		t.Fatalf("nobody said which accounts these are: %v %+v", err, seen)
	}

	plan := api.ImportPlan{ID: seen.ID, Accounts: map[string]int64{"10020030/111": opened["Giro"].ID, "10020030/222": opened["Dollars"].ID}}
	if seen, err = c.PreviewImport(ctx, plan); err != nil || looked(seen) != "2026-01-13 expense 12.50 Oak Bakery Brot\n2026-01-14 income 900.00 Salary" {
		t.Fatalf("got %v\n%s", err, looked(seen))
	}
	if _, err := c.ApplyImport(ctx, plan); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"Giro": "-12.50", "Dollars": "900.00"} {
		if account, err := c.Account(ctx, opened[name].ID); err != nil || account.Balance != want {
			t.Errorf("%s: %v, %s, want %s", name, err, account.Balance, want)
		}
	}
}
