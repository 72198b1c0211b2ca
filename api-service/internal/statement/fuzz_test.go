package statement

import (
	"encoding/csv"
	"slices"
	"strings"
	"testing"
	"time"

	"financebot/pkg/api"
	"financebot/pkg/money"
)

// FuzzRead holds whatever a file may be against what must be true of everything that is read.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		"Date,Amount,Description\n2026-01-05,-12.50,Coffee\n", "Дата;Сумма\n05.01.2026;1 234,56\n", "sep=;\na;b\n\"x\"\"y\";(1)\n",
		"date,amount,kind,to_account,splits,tags\n2026-01-05,-1,transfer,B,\"[{\"\"amount\"\":\"\"1\"\"}]\",\"[\"\"a\"\"]\"\n",
		"OFXHEADER:100\n<OFX><STMTTRN><DTPOSTED>20260105<TRNAMT>-1,5<NAME>a&amp;b</STMTTRN>", "<OFX><CURDEF>EUR<ACCTID>1<STMTTRN><![CDATA[x]]>",
		"!Type:Bank\nD1/31'06\nT-1.50\nSFood\n$-1.50\n^\n", "!Account\nNx\n^\n!Type:Cash\nD13.01.2026\nT1\nL[y]", "\xff\xfeD\x00", "\xef\xbb\xbfa", "\xc4\xe0\xf2\xe0",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		began := time.Now()
		for _, format := range []string{"", api.FormatCSV, api.FormatOFX, api.FormatQIF, api.FormatCAMT, api.FormatMT940} {
			s, err := Read(t.Context(), content, Options{Format: format})
			if err != nil {
				continue
			}
			hold(t, s, strings.Count(string(content), "\n")+strings.Count(string(content), "\r")+1)
		}
		if took := time.Since(began); took > 4*time.Second {
			t.Errorf("reading took %s", took)
		}
	})
}

// hold fails where a statement breaks a promise of its type.
func hold(t *testing.T, s Statement, lines int) {
	t.Helper()
	for _, r := range s.Rows {
		if r.Held { // such a row may lack anything
			continue
		}
		if r.Line < 1 || r.Line > lines {
			t.Errorf("row on line %d of %d", r.Line, lines)
		}
		if !slices.Contains([]string{api.Income, api.Expense, api.Transfer}, r.Kind) {
			t.Errorf("kind %q", r.Kind)
		}
		if _, err := money.Parse(r.Amount, "EUR"); err != nil && strings.HasPrefix(err.Error(), "money.syntax") {
			t.Errorf("amount %q: %v", r.Amount, err)
		}
		if strings.HasPrefix(r.Amount, "-") || r.Date.IsZero() && !r.Held || r.Currency != "" && !money.Known(r.Currency) {
			t.Errorf("row %+v", r)
		}
		if len([]rune(r.Note)) > api.MaxNote || len([]rune(r.Payee)) > api.MaxName {
			t.Errorf("too long: %+v", r)
		}
	}
	for _, p := range s.Problems {
		if p.Line < 1 || p.Line > lines || p.Code == "" || p.Message == "" {
			t.Errorf("problem %+v of %d lines", p, lines)
		}
	}
}

// FuzzTable holds our reader of tables against the library's, for tables that the library
// takes; what differs on purpose is left out.
func FuzzTable(f *testing.F) {
	for _, seed := range []string{"a,b\nc,d\n", "\"a\"\"b\",c\n\"d\ne\",f", "a\n\nb,", "\"\",\"\"", "a,\"b\"c\n", "\""} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if strings.ContainsRune(text, '\r') || strings.HasPrefix(text, "sep=") {
			return
		}
		reference := csv.NewReader(strings.NewReader(text))
		reference.FieldsPerRecord = -1
		want, err := reference.ReadAll()
		if err != nil {
			return
		}
		table, at := newTable(text, ','), 0
		for {
			got, more := table.next()
			if !more {
				break
			}
			for at < len(want) && len(want[at]) <= maxColumns && (record{cells: want[at]}).blank() {
				at++
			}
			if at < len(want) && len(want[at]) > maxColumns && got.fault != nil {
				return // too wide, and said so
			}
			if at == len(want) || got.fault != nil || !slices.Equal(got.cells, want[at]) {
				t.Fatalf("record %d is %+v, want %q", at, got, want[min(at, len(want)-1)])
			}
			at++
		}
	})
}

// FuzzGuard: whatever is guarded comes back, and nothing that is guarded is a formula.
func FuzzGuard(f *testing.F) {
	for _, seed := range []string{"=1", "'=1", " +", "x", "'"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		safe := Guard(text)
		if Unguard(safe) != text {
			t.Errorf("%q became %q", text, safe)
		}
		if safe != "" && strings.ContainsAny(safe[:firstRune(safe)], formula) {
			t.Errorf("%q is a formula", safe)
		}
	})
}

// FuzzNumber: a number that is read is written again as it was read.
func FuzzNumber(f *testing.F) {
	for _, seed := range []string{"1,234.56", "(1)", "1 234,5", "-1'000", "$.5"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, mark := range []byte{',', '.'} {
			n, ok := readNumber(text)
			if !ok {
				return
			}
			amount, ok := n.decimal(mark)
			if !ok {
				continue
			}
			again, ok := readNumber(amount)
			if same, fits := again.decimal('.'); !ok || !fits || same != amount {
				t.Errorf("%q is %q and then %q", text, amount, same)
			}
		}
	})
}
