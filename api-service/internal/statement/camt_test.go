package statement

import (
	"errors"
	"strings"
	"testing"
)

// camtOf is a statement (camt.053, version 02) with these parts.
func camtOf(parts ...string) string {
	return `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt><Stmt><Id>S1</Id>
<Acct><Id><IBAN>DE02 1203 0000 0000 2020 51</IBAN></Id><Ccy>EUR</Ccy></Acct>
` + strings.Join(parts, "\n") + `
</Stmt></BkToCstmrStmt></Document>
`
}

// camtNtry is an entry of version 02 with more elements behind what each has.
func camtNtry(amount, direction, more string) string {
	return `<Ntry><Amt Ccy="EUR">` + amount + `</Amt><CdtDbtInd>` + direction + `</CdtDbtInd><Sts>BOOK</Sts>` +
		`<BookgDt><Dt>2026-01-13</Dt></BookgDt><ValDt><Dt>2026-01-14</Dt></ValDt>` + more + `</Ntry>`
}

func camtBal(kind, amount, direction string) string {
	return `<Bal><Tp><CdOrPrtry><Cd>` + kind + `</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">` + amount + `</Amt><CdtDbtInd>` + direction + `</CdtDbtInd></Bal>`
}

func TestCAMTIsReadInItsVersions(t *testing.T) {
	t.Parallel()
	readings{
		"version 02": {
			camtOf(
				camtNtry("12.50", "DBIT", `<AcctSvcrRef>2026011300001</AcctSvcrRef><NtryDtls><TxDtls><Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs>`+
					`<RltdPties><Dbtr><Nm>Ana Muster</Nm></Dbtr><Cdtr><Nm>Oak Bakery</Nm></Cdtr></RltdPties>`+
					`<RmtInf><Ustrd>Invoice 7,</Ustrd><Ustrd>thank you</Ustrd></RmtInf></TxDtls></NtryDtls><AddtlNtryInf>SEPA transfer</AddtlNtryInf>`),
				camtNtry("900", "CRDT", `<NtryRef>2</NtryRef><NtryDtls><TxDtls><RltdPties><Dbtr><Nm>Oak &amp; Works</Nm></Dbtr><Cdtr><Nm>Ana Muster</Nm></Cdtr></RltdPties>`+
					`<RmtInf><Strd><CdtrRefInf><Ref>RF18 5390 0754</Ref></CdtrRefInf></Strd></RmtInf></TxDtls></NtryDtls>`),
				camtNtry("3.00", "DBIT", `<AddtlNtryInf>Card   fee</AddtlNtryInf>`),
			),
			"4 2026-01-13 expense 12.50 EUR ~Oak Bakery 'Invoice 7, thank you id:2026011300001\n" +
				"5 2026-01-13 income 900 EUR ~Oak & Works 'RF18 5390 0754\n6 2026-01-13 expense 3.00 EUR 'Card fee",
		},
		"version 08": {
			`<?xml version="1.0"?><ns2:Document xmlns:ns2="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><ns2:BkToCstmrStmt><ns2:Stmt>` +
				`<ns2:Acct><ns2:Id><ns2:Othr><ns2:Id>40817</ns2:Id></ns2:Othr></ns2:Id></ns2:Acct>` + "\n" +
				`<ns2:Ntry><ns2:Amt Ccy="CHF">7.05</ns2:Amt><ns2:CdtDbtInd>CRDT</ns2:CdtDbtInd><ns2:Sts><ns2:Cd>BOOK</ns2:Cd></ns2:Sts>` +
				`<ns2:BookgDt><ns2:DtTm>2026-01-13T23:30:00+01:00</ns2:DtTm></ns2:BookgDt><ns2:NtryDtls><ns2:TxDtls><ns2:RltdPties>` +
				`<ns2:Dbtr><ns2:Pty><ns2:Nm>Elm AG</ns2:Nm></ns2:Pty></ns2:Dbtr></ns2:RltdPties></ns2:TxDtls></ns2:NtryDtls></ns2:Ntry>` +
				`</ns2:Stmt></ns2:BkToCstmrStmt></ns2:Document>`,
			"2 2026-01-13 income 7.05 CHF ~Elm AG",
		},
		"a notice (camt.054)": {
			`<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.054.001.04"><BkToCstmrDbtCdtNtfctn><Ntfctn>` +
				camtNtry("5", "DBIT", "") + `</Ntfctn></BkToCstmrDbtCdtNtfctn></Document>`,
			"1 2026-01-13 expense 5 EUR",
		},
		"a day of value only": {
			camtOf(`<Ntry><Amt Ccy="EUR">5</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts>BOOK</Sts><ValDt><Dt>2026-01-14+01:00</Dt></ValDt></Ntry>`),
			"4 2026-01-14 expense 5 EUR",
		},
		"two accounts": {
			camtOf(camtNtry("1", "DBIT", ""), `</Stmt><Stmt><Acct><Id><IBAN>FR14</IBAN></Id></Acct>`, camtNtry("2", "CRDT", "")),
			"4 2026-01-13 expense 1 EUR @DE02120300000000202051\n6 2026-01-13 income 2 EUR @FR14",
		},
		"faults": {
			camtOf(
				strings.Replace(camtNtry("1", "DBIT", ""), "<Dt>2026-01-13", "<Dt>2026-02-30", 1), camtNtry("1.234,00", "DBIT", ""), camtNtry("-1", "DBIT", ""),
				camtNtry("1", "", ""), strings.Replace(camtNtry("1", "DBIT", ""), `"EUR"`, `"XQX"`, 1), camtNtry("2", "CRDT", ""),
			),
			"9 2026-01-13 income 2 EUR\n4! date\n5! amount\n6! amount\n7! direction\n8! currency",
		},
		"cut off": {strings.Split(camtOf(camtNtry("1", "DBIT", ""), camtNtry("2", "DBIT", "")), "<Amt Ccy=\"EUR\">2")[0], "4 2026-01-13 expense 1 EUR\n5! truncated"},
	}.hold(t)
}

// What is reversed goes the way that its entry says, and has the parties of what it takes back.
func TestReversalsAndHeldEntriesOfCAMT(t *testing.T) {
	t.Parallel()
	parties := `<NtryDtls><TxDtls><RltdPties><Dbtr><Nm>Ana</Nm></Dbtr><Cdtr><Nm>Oak</Nm></Cdtr></RltdPties></TxDtls></NtryDtls>`
	pending := strings.Replace(camtNtry("5", "DBIT", ""), "<Sts>BOOK", "<Sts>PDNG", 1)

	s, err := Read(t.Context(), []byte(camtOf(camtNtry("5", "CRDT", `<RvslInd>true</RvslInd>`+parties), pending)), Options{})
	if want := "4 2026-01-13 income 5 EUR ~Oak\n5 2026-01-13 expense 5 EUR"; err != nil || briefs(s) != want {
		t.Fatalf("got %v\n%s\nwant\n%s", err, briefs(s), want)
	}
	if s.Rows[0].Held || !s.Rows[1].Held || s.Rows[1].State != "PDNG" || s.Source != "DE02120300000000202051" {
		t.Errorf("got %+v", s)
	}
}

func TestPaymentsBookedTogetherAreRowsWhereTheyAddUp(t *testing.T) {
	t.Parallel()
	older := func(name, amount, currency string) string {
		return `<TxDtls><AmtDtls><TxAmt><Amt Ccy="` + currency + `">` + amount + `</Amt></TxAmt></AmtDtls><RltdPties><Cdtr><Nm>` + name +
			`</Nm></Cdtr></RltdPties><RmtInf><Ustrd>for ` + name + `</Ustrd></RmtInf></TxDtls>`
	}
	newer := func(name, amount, direction string) string {
		return `<TxDtls><Refs><AcctSvcrRef>ref-` + name + `</AcctSvcrRef></Refs><Amt Ccy="EUR">` + amount + `</Amt><CdtDbtInd>` + direction + `</CdtDbtInd>` +
			`<RltdPties><Cdtr><Pty><Nm>` + name + `</Nm></Pty></Cdtr></RltdPties></TxDtls>`
	}
	together := func(parts ...string) string {
		return camtOf(camtNtry("10.00", "DBIT", `<AcctSvcrRef>B-000001</AcctSvcrRef><NtryDtls>`+strings.Join(parts, "")+`</NtryDtls>`))
	}

	readings{
		"version 02": {
			together(older("Oak", "6.00", "EUR"), older("Elm", "4", "EUR")),
			"4 2026-01-13 expense 6.00 EUR ~Oak 'for Oak id:B-000001/1\n4 2026-01-13 expense 4 EUR ~Elm 'for Elm id:B-000001/2",
		},
		"version 08, one of them back": {
			together(newer("Oak", "12.00", "DBIT"), newer("Elm", "2.00", "CRDT")),
			"4 2026-01-13 expense 12.00 EUR ~Oak id:ref-Oak\n4 2026-01-13 income 2.00 EUR id:ref-Elm",
		},
		"that do not add up":    {together(older("Oak", "6", "EUR"), older("Elm", "5", "EUR")), "4 2026-01-13 expense 10.00 EUR 'for Oak; for Elm id:B-000001"},
		"in other money":        {together(older("Oak", "6", "USD"), older("Elm", "4", "USD")), "4 2026-01-13 expense 10.00 EUR 'for Oak; for Elm id:B-000001"},
		"of one in other money": {together(older("Oak", "11", "USD")), "4 2026-01-13 expense 10.00 EUR ~Oak 'for Oak id:B-000001"},
	}.hold(t)
}

func TestBalancesOfCAMTAreCompared(t *testing.T) {
	t.Parallel()
	entry := camtNtry("12.50", "DBIT", "")
	pending := strings.Replace(entry, "<Sts>BOOK", "<Sts>PDNG", 1)
	const row, held = "6 2026-01-13 expense 12.50 EUR", "\n7 2026-01-13 expense 12.50 EUR"

	readings{
		"they agree":           {camtOf(camtBal("OPBD", "10", "CRDT"), camtBal("CLBD", "2.50", "DBIT"), entry, pending), row + held},
		"as of the day before": {camtOf(camtBal("PRCD", "100", "CRDT"), camtBal("CLBD", "87.50", "CRDT"), entry), row},
		"they do not":          {camtOf(camtBal("OPBD", "100", "CRDT"), camtBal("CLBD", "90", "CRDT"), entry), row + "\n5! balance"},
		"nothing to compare":   {camtOf(camtBal("CLAV", "100", "CRDT"), camtBal("CLBD", "90", "CRDT"), entry), row},
		"after a fault":        {camtOf(camtBal("OPBD", "100", "CRDT"), camtBal("CLBD", "90", "CRDT"), entry, camtNtry("x", "DBIT", "")), row + "\n7! amount"},
	}.hold(t)
}

// Nothing is opened, defined or nested without end.
func TestXMLThatIsNoStatementIsRefused(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("a", maxToken+1)
	for name, file := range map[string]string{
		"a document type": `<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "b"><!ENTITY c SYSTEM "file:///etc/passwd">]>` + camtOf(camtNtry("1", "DBIT", ""))[38:],
		"nested deep":     camtOf(strings.Repeat("<a>", maxDepth)),
		"a long text":     camtOf("<a>" + long + "</a>"),
		"a long tag":      camtOf("<" + long + "/>"),
		"other XML":       `<?xml version="1.0"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.03"/>`,
		"a page":          "<!DOCTYPE html>\n<html><table><tr><td>2026-01-13</td></tr></table></html>",
	} {
		if _, err := Read(t.Context(), []byte(file), Options{}); !errors.Is(err, ErrFormat) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := Read(t.Context(), []byte(camtOf()), Options{}); !errors.Is(err, ErrEmpty) {
		t.Errorf("without entries: %v", err)
	}

	s, err := Read(t.Context(), []byte(camtOf(camtNtry("1", "DBIT", "<AddtlNtryInf>&file;</AddtlNtryInf>"))), Options{})
	if err != nil || briefs(s) != "4! truncated" {
		t.Errorf("an entity that nobody defined: %v, %s", err, briefs(s))
	}
}
