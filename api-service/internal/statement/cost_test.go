package statement

import (
	"bytes"
	"testing"

	"financebot/deploy/dev/devtest"
	"financebot/pkg/api"
)

// again makes files of any size: a beginning, and then the same again and again.
func again(head, piece string) func(size int) []byte {
	return func(size int) []byte {
		return append([]byte(head), bytes.Repeat([]byte(piece), size/len(piece))...)
	}
}

// Rows as banks write them.
const (
	ofxRow   = "<STMTTRN><DTPOSTED>20260105<TRNAMT>-1.5<NAME>a&amp;b</STMTTRN>"
	camtRow  = `<Ntry><Amt Ccy="EUR">1.50</Amt><CdtDbtInd>DBIT</CdtDbtInd></Ntry>`
	mt940Row = ":61:2601050105D1,50NTRFx\n:86:coffee\n"
)

// However a file is built, a byte of a large one costs no more to read than one of a small one.
func TestCostOfAFileGrowsWithItsSize(t *testing.T) {
	t.Parallel()
	for name, file := range map[string]struct {
		format string
		input  func(size int) []byte
	}{
		"CSV, rows":          {api.FormatCSV, again("Date,Amount,Description\n", "2026-01-05,-12.50,Coffee\n")},
		"CSV, one row":       {api.FormatCSV, again("Date,Amount,Description\n", "x,")},
		"CSV, one cell":      {api.FormatCSV, again("Date,Amount,Description\n\"", "\"\"")},
		"CSV, empty lines":   {api.FormatCSV, again("Date,Amount,Description\n", "\n")},
		"CSV, bad rows":      {api.FormatCSV, again("Date,Amount,Description\n", "2026-13-05,1.2.3,\n")},
		"OFX, rows":          {api.FormatOFX, again("<OFX><CURDEF>EUR", ofxRow)},
		"OFX, never closed":  {api.FormatOFX, again("<OFX>", "<STMTTRN>")},
		"OFX, half a tag":    {api.FormatOFX, again("<OFX>", "<")},
		"OFX, one text":      {api.FormatOFX, again("<OFX><STMTTRN><NAME>", "&amp;")},
		"QIF, rows":          {api.FormatQIF, again("!Type:Bank\n", "D1/31'06\nT-1.50\nPcoffee\n^\n")},
		"QIF, one row":       {api.FormatQIF, again("!Type:Bank\n", "SFood\n$-1.50\n")},
		"QIF, accounts":      {api.FormatQIF, again("", "!Account\nNx\n^\n")},
		"CAMT, deep":         {api.FormatCAMT, again("<Document>", "<Ntry>")},
		"CAMT, rows":         {api.FormatCAMT, again("<Document><BkToCstmrStmt><Stmt>", camtRow)},
		"MT940, rows":        {api.FormatMT940, again(":20:x\n:25:y\n:60F:C260101EUR1,00\n", mt940Row)},
		"MT940, one text":    {api.FormatMT940, again(":20:x\n:61:2601050105D1,50NTRFx\n:86:", "coffee\n")},
		"unknown, one line":  {"", again("", "x;")},
		"unknown, no letter": {"", again("", "\x00")},
	} {
		const size = 128 << 10
		devtest.HoldsCost(t, name, size, file.input, func(input []byte) {
			_, _ = Read(t.Context(), input, Options{Format: file.format}) // refused as dearly as read
		})
	}
}
