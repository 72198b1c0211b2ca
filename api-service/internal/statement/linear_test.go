package statement

import (
	"strings"
	"testing"

	"financebot/pkg/api"
)

// bait are texts that some readers go over again and again: marks that are opened and never
// closed, cells and tags without end, lines with nothing in them.
var bait = map[string]struct{ format, before, again, behind string }{
	"OFX, CDATA never closed":    {api.FormatOFX, "<OFX><A>", "<![CDATA[", ""},
	"OFX, CDATA in tags":         {api.FormatOFX, "<OFX>", "<A><![CDATA[", ""},
	"OFX, tags never closed":     {api.FormatOFX, "<OFX>", "<", ""},
	"OFX, one tag":               {api.FormatOFX, "<OFX><", "a", ""},
	"OFX, one value":             {api.FormatOFX, "<OFX><STMTTRN><NAME>", "a&amp", ""},
	"OFX, spaces":                {api.FormatOFX, "<OFX><NAME>", " ", "<"},
	"OFX, amounts":               {api.FormatOFX, "<OFX><STMTTRN><DTPOSTED>20260113<TRNAMT>1", "a", "</STMTTRN>"},
	"OFX, entries never closed":  {api.FormatOFX, "<OFX>", "<STMTTRN>", ""},
	"OFX, elements of an entry":  {api.FormatOFX, "<OFX><STMTTRN>", "<NAME>a", ""},
	"OFX, numbers of accounts":   {api.FormatOFX, "<OFX>", "<ACCTID>", ""},
	"QIF, empty lines":           {api.FormatQIF, "!Type:Bank\n", "\n", ""},
	"QIF, ends of lines":         {api.FormatQIF, "!Type:Bank\n", "\r", ""},
	"QIF, one line":              {api.FormatQIF, "!Type:Bank\nT", "1", "\n^"},
	"QIF, one amount":            {api.FormatQIF, "!Type:Bank\nD1/1/2026\nT1", "a", "\n^"},
	"QIF, one date":              {api.FormatQIF, "!Type:Bank\nD", "1/", "\n^"},
	"QIF, parts":                 {api.FormatQIF, "!Type:Bank\nD1/1/2026\nT1\n", "Sa\n$1\n", "^"},
	"QIF, headings":              {api.FormatQIF, "", "!Type:Bank\n", ""},
	"QIF, names":                 {api.FormatQIF, "!Account\n", "Nname\n", ""},
	"CAMT, CDATA never closed":   {api.FormatCAMT, "<Document>", "<![CDATA[", ""},
	"CAMT, tags never closed":    {api.FormatCAMT, "<Document>", "<", ""},
	"CAMT, empty elements":       {api.FormatCAMT, "<Document>", "<a/>", "</Document>"},
	"CAMT, elements of an entry": {api.FormatCAMT, "<Stmt><Ntry>", "<NtryDtls><TxDtls/></NtryDtls>", "</Ntry></Stmt>"},
	"CAMT, words of an entry":    {api.FormatCAMT, "<Stmt><Ntry><NtryDtls><TxDtls><RmtInf>", "<Ustrd>a</Ustrd>", "</RmtInf></TxDtls></NtryDtls></Ntry></Stmt>"},
	"CAMT, attributes":           {api.FormatCAMT, "<Document", " a='b'", "/>"},
	"CAMT, name spaces":          {api.FormatCAMT, "<Document>", "<a xmlns:b='c'/>", "</Document>"},
	"CAMT, comments":             {api.FormatCAMT, "<Document>", "<!-- a -->", "</Document>"},
	"CAMT, accounts":             {api.FormatCAMT, "<Stmt>", "<Acct/>", "</Stmt>"},
	"MT940, empty lines":         {api.FormatMT940, ":20:1\n:25:1\n", "\n", ""},
	"MT940, one line":            {api.FormatMT940, ":20:1\n:61:260113D1", "1", ""},
	"MT940, lines of a field":    {api.FormatMT940, ":20:1\n:61:260113D1,NTRF\n:86:", "?20a\n", ""},
	"MT940, statements":          {api.FormatMT940, "", ":20:1\n:25:1\n", ""},
	"MT940, ends":                {api.FormatMT940, ":20:1\n:25:1\n", "-\n", ""},
	"MT940, envelopes":           {api.FormatMT940, ":20:1\n:25:1\n", "{4:", ""},
}

// Eight times the size is under sixteen times the work, counted in steps: no clock is asked.
func TestWorkGrowsWithTheSizeOfAFile(t *testing.T) {
	t.Parallel()
	for name, test := range bait {
		steps := func(size int) int {
			text := test.before + strings.Repeat(test.again, size/len(test.again)) + test.behind
			s, _ := Read(t.Context(), []byte(text), Options{Format: test.format})
			return s.Steps()
		}

		small, large := steps(64<<10), steps(512<<10)
		if small == 0 || large >= 16*small {
			t.Errorf("%s: %d steps, and %d for a file of eight times the size", name, small, large)
		}
	}
}
