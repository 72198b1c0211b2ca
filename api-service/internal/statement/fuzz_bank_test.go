package statement

import (
	"strings"
	"testing"

	"financebot/pkg/api"
)

// fuzzed reads what a fuzzer made in one format and holds it against what is promised of all.
func fuzzed(t *testing.T, format, text string) {
	t.Helper()
	s, err := Read(t.Context(), []byte(text), Options{Format: format, Encoding: "utf-8"})
	if err != nil {
		return
	}
	hold(t, s, breaks(text)+1)
	if most := 20 * (len(text) + 100); s.Steps() > most {
		t.Errorf("%d steps for %d bytes", s.Steps(), len(text))
	}
}

// FuzzCAMT holds whatever stands between the elements of a statement in XML, and in their place.
func FuzzCAMT(f *testing.F) {
	for _, seed := range []string{
		camtNtry("12.50", "DBIT", ""), camtNtry("1", "CRDT", "<RvslInd>true</RvslInd><NtryRef>1</NtryRef>"),
		camtBal("OPBD", "1", "CRDT") + camtBal("CLBD", "2", "DBIT") + camtNtry("3", "DBIT", ""),
		camtNtry("3", "DBIT", `<NtryDtls><TxDtls><Amt Ccy="EUR">1</Amt></TxDtls><TxDtls><AmtDtls><TxAmt><Amt Ccy="EUR">2</Amt></TxAmt></AmtDtls></TxDtls></NtryDtls>`),
		"</Stmt><Stmt><Acct><Id><Othr><Id>7</Id></Othr></Id></Acct>", "<![CDATA[<Ntry>]]>", "<!-- -->", "<Ntry><Sts><Cd>PDNG</Cd></Sts>", "&#x41;", "<?a b?>",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, parts string) {
		fuzzed(t, api.FormatCAMT, camtOf(parts))
		fuzzed(t, api.FormatCAMT, parts)
	})
}

// FuzzMT940 holds whatever stands in the fields of a statement.
func FuzzMT940(f *testing.F) {
	for _, seed := range []string{
		":61:2601130113DR12,50NTRFNONREF//2026011300001", ":61:260113RC1,N123\nmore", ":86:166?00A?20SVWZ+b?32c", ":86:/NAME/A/REMI/b", ":86:020~00A~20b",
		":60F:C260112EUR10,00\n:61:260113D1,NTRF\n:62F:D260113EUR2,50", "-\n:20:2\n:25:78", "{4:\n-}", ":61:2602300230ED1,",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, fields string) {
		fuzzed(t, api.FormatMT940, mt940Of(fields))
		fuzzed(t, api.FormatMT940, mt940Of(":61:260113D1,NTRFNONREF", ":86:"+fields))
		fuzzed(t, api.FormatMT940, mt940Of(":61:"+fields))
	})
}

// FuzzElements holds whatever stands in an entry of OFX and of QIF.
func FuzzElements(f *testing.F) {
	for _, seed := range []string{
		"<NAME>a<MEMO><![CDATA[b]]>", "<CURRENCY><CURSYM>JPY</CURRENCY>", "<STMTTRN><TRNAMT>1", "</STMTTRN><ACCTID>8<STMTTRN>",
		"Sa\n$1\nS[B]\n$2", "T3\nL[B]", "D1/ 5' 7", "^\n!Account\nNB\n^\n!Type:Cash\nD1/1/26\nT1", "S\n$-1\nSb\n$4",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, parts string) {
		fuzzed(t, api.FormatOFX, ofxOf("<STMTTRN><DTPOSTED>20260113<TRNAMT>-3"+parts+"</STMTTRN>"))
		fuzzed(t, api.FormatQIF, "!Account\nNA\n^\n!Type:Bank\nD1/13/2026\nT-3\n"+strings.TrimLeft(parts, "\n")+"\n^\n")
	})
}
