package statement

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"financebot/pkg/api"
)

// brief is a row in one line.
func brief(r Row) string {
	text := fmt.Sprintf("%d %s %s %s", r.Line, r.Date.Format(api.DateForm), r.Kind, r.Amount)
	for name, value := range map[string]string{"": r.Currency} {
		if value != "" {
			text += name + " " + value
		}
	}
	for _, part := range []struct{ mark, value string }{
		{"@", r.Account}, {">", r.ToAccount}, {"=", r.ToAmount}, {"~", r.Payee}, {"!", r.Category}, {"'", r.Note}, {"id:", r.ExternalID},
		{"#", strings.Join(r.Tags, "#")},
	} {
		if part.value != "" {
			text += " " + part.mark + part.value
		}
	}
	for _, s := range r.Splits {
		text += fmt.Sprintf(" [%s %s %s]", s.Category, s.Amount, s.Note)
	}
	return text
}

func briefs(s Statement) string {
	var all []string
	for _, r := range s.Rows {
		all = append(all, brief(r))
	}
	for _, p := range s.Problems {
		all = append(all, fmt.Sprintf("%d! %s", p.Line, p.Code))
	}
	return strings.Join(all, "\n")
}

func TestFilesAreReadAsTheirWritersMeantThem(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ file, want string }{
		"plain": {"Date,Amount,Description\n2026-01-05,-12.50,Coffee\n2024-02-29,1500,Salary\n",
			"2 2026-01-05 expense 12.50 'Coffee\n3 2024-02-29 income 1500 'Salary"},
		"european": {"Data;Suma;Valuta;Descriere\r\n31.12.2025;-1.234,56;RON;\"Chirie; ianuarie\"\r\n01.01.2026;2 000,00;RON;Salariu\r\n",
			"2 2025-12-31 expense 1234.56 RON 'Chirie; ianuarie\n3 2026-01-01 income 2000.00 RON 'Salariu"},
		"russian, both sides": {"Выписка по счёту 40817\n\nДата операции;Описание операции;Дебет;Кредит;Валюта\n15.03.2026;Кофе;150,00;;RUB\n16.03.2026;Зарплата;0,00;90 000,00;RUB\n",
			"4 2026-03-15 expense 150.00 RUB 'Кофе\n5 2026-03-16 income 90000.00 RUB 'Зарплата"},
		"signs": {"date,amount,note\n2026-01-01,(12.50),a\n2026-01-01,12.50-,b\n2026-01-01,+3.5,c\n2026-01-01,−4,d\n2026-01-01,$5.00,e\n2026-01-01,-6 MDL,f\n",
			"2 2026-01-01 expense 12.50 'a\n3 2026-01-01 expense 12.50 'b\n4 2026-01-01 income 3.5 'c\n5 2026-01-01 expense 4 'd\n6 2026-01-01 income 5.00 'e\n7 2026-01-01 expense 6 MDL 'f"},
		"a column says which way": {"date\tamount\ttype\tname\n2026-01-01\t5\tDebit\tShop\n2026-01-02\t6\tCredit\tWork\n",
			"2 2026-01-01 expense 5 ~Shop\n3 2026-01-02 income 6 ~Work"},
		"american": {"Date,Amount\n01/31/2026,1\n02/01/2026,2\n", "2 2026-01-31 income 1\n3 2026-02-01 income 2"},
		"names of months": {"Date,Amount\n5 Jan 2026,1\n\"Feb 3, 2026\",2\n7 марта 2026 г.,3\n9 noiembrie 2025,4\n",
			"2 2026-01-05 income 1\n3 2026-02-03 income 2\n4 2026-03-07 income 3\n5 2025-11-09 income 4"},
		"with the time":    {"Date,Amount\n2026-01-05 12:30:11,1\n2026-01-05T23:59:59Z,2\n", "2 2026-01-05 income 1\n3 2026-01-05 income 2"},
		"old line ends":    {"Date,Amount,Note\r2026-01-05,1,a\r2026-01-06,2,\"b\rc\"\r2026-01-07,3,d", "2 2026-01-05 income 1 'a\n3 2026-01-06 income 2 'b\rc\n5 2026-01-07 income 3 'd"},
		"quotes in a name": {"Date;Amount;Name\n2026-01-05;1;SRL \"ALFA\"\n2026-01-06;2;\"SRL \"\"BETA\"\"\"\n", "2 2026-01-05 income 1 ~SRL \"ALFA\"\n3 2026-01-06 income 2 ~SRL \"BETA\""},
		"no headings":      {"05.01.2026;-12,50;Coffee house\n06.01.2026;-3,00;Bus\n", "1 2026-01-05 expense 12.50 'Coffee house\n2 2026-01-06 expense 3.00 'Bus"},
		"foreign headings": {"Päivä;Määrä;Selite\n05.01.2026;-12,50;Kahvi\n06.01.2026;-3,00;Bussi\n", "2 2026-01-05 expense 12.50 'Kahvi\n3 2026-01-06 expense 3.00 'Bussi"},
		"told delimiter":   {"sep=;\nDate;Amount\n2026-01-05;1,5\n", "3 2026-01-05 income 1.5"},
		"tags and ids":     {"Date,Amount,Tags,Transaction ID,Category\n2026-01-05,1,\"home, food\",A-1,Food\n2026-01-05,1,,A-2,\n", "2 2026-01-05 income 1 !Food id:A-1 #home#food\n3 2026-01-05 income 1 id:A-2"},
		"all wrong": {"Date,Amount,Currency,Note\n2026-02-29,1,EUR,a\n2026-01-01,abc,EUR,b\n2026-01-01,1.2.3,EUR,c\n2026-01-01,1,EUX,d\n2026-01-01,1,EUR,e,f\n2026-01-01,1\n2026-01-01,1,EUR,\"g\"h\n2026-01-02,2,EUR,fine\n2026-01-01,1,EUR,\"open\n",
			"9 2026-01-02 income 2 EUR 'fine\n2! date\n3! amount\n4! amount\n5! currency\n6! columns\n7! columns\n8! quote\n10! quote"},
		"thousands never become units": {"Date,Amount\n2026-01-01,\"1,5\"\n2026-01-01,1234.50\n2026-01-01,12.50\n", "3 2026-01-01 income 1234.50\n4 2026-01-01 income 12.50\n2! amount"},
		"both sides at once":           {"Date,Debit,Credit\n2026-01-01,1,2\n2026-01-01,,3\n", "3 2026-01-01 income 3\n2! amount"},
		"contradiction":                {"Date,Amount,Kind\n2026-01-01,-1,income\n2026-01-01,-2,expense\n", "3 2026-01-01 expense 2\n2! direction"},
		"ofx 1": {"OFXHEADER:100\nDATA:OFXSGML\n\n<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>EUR\n<BANKACCTFROM><ACCTID>123</BANKACCTFROM>\n<STMTTRN>\n<TRNTYPE>DEBIT\n<DTPOSTED>20260105120000[-5:EST]\n<TRNAMT>-12.50\n<FITID>f1\n<NAME>M&amp;S\n<MEMO>Tea\n</STMTTRN>\n<STMTTRN><DTPOSTED>20240229<TRNAMT>3,00<FITID>f2</STMTTRN></OFX>",
			"6 2026-01-05 expense 12.50 EUR ~M&S 'Tea id:f1\n14 2024-02-29 income 3.00 EUR id:f2"},
		"ofx 2": {"<?xml version=\"1.0\"?>\n<?OFX OFXHEADER=\"200\"?>\n<OFX><STMTRS><CURDEF>MDL</CURDEF><STMTTRN><DTPOSTED>20260105</DTPOSTED><TRNAMT>7</TRNAMT><NAME><![CDATA[A & <B>]]></NAME><MEMO>A &amp; &lt;B&gt;</MEMO></STMTTRN><STMTTRN><DTPOSTED>2026</DTPOSTED><TRNAMT>7</TRNAMT></STMTTRN></STMTRS></OFX>",
			"3 2026-01-05 income 7 MDL ~A & <B>\n3! date"},
		"ofx of two accounts": {"<OFX><ACCTID>1<STMTTRN><DTPOSTED>20260105<TRNAMT>1</STMTTRN><ACCTID>2<STMTTRN><DTPOSTED>20260105<TRNAMT>1.234,00</STMTTRN><STMTTRN><DTPOSTED>20260106<TRNAMT>2</STMTTRN>",
			"1 2026-01-05 income 1 @1\n1 2026-01-06 income 2 @2\n1! amount"},
		"qif": {"!Type:Bank\nD1/31'06\nT-1,234.50\nPShop\nMweekly\nLFood:Fruit/class\n^\nD2/1/2026\nT-30\nL[Savings]\n^\nD2/2/2026\nT-10.00\nSFood\n$-7.25\nSHome\nEsoap\n$-2.75\n^\n",
			"2 2006-01-31 expense 1234.50 ~Shop !Food:Fruit 'weekly\n8 2026-02-01 expense 30 >Savings\n12 2026-02-02 expense 10.00 [Food 7.25 ] [Home 2.75 soap]"},
		"qif of two accounts": {"!Account\nNCash\n^\n!Type:Cash\nD13.01.2026\nT1,00\n^\n!Account\nNCard\n^\n!Type:CCard\nD14.01.2026\nT2,50", "5 2026-01-13 income 1.00 @Cash\n12 2026-01-14 income 2.50 @Card"},
		"qif, wrong":          {"!Type:Cat\nNFood\n^\n!Type:Bank\nD13.13.2026\nT1\n^\nD13.01.2026\nTx\n^\n!Type:Invst\nD1\n^\n", "5! date\n8! amount\n11! unsupported"},
	} {
		s, err := Read(t.Context(), []byte(test.file), Options{})
		if got := briefs(s); err != nil || got != test.want {
			t.Errorf("%s: %v, got\n%s\nwant\n%s", name, err, got, test.want)
		}
	}
}

func TestFilesThatAreNoneAreRefused(t *testing.T) {
	t.Parallel()
	line := 0
	for name, test := range map[string]struct {
		file    string
		options Options
		want    error
	}{
		"empty":            {"", Options{}, ErrEmpty},
		"blank":            {" \n\n", Options{}, ErrEmpty},
		"headings only":    {"Date,Amount,Note\n", Options{}, ErrEmpty},
		"a picture":        {"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", Options{}, ErrFormat},
		"no UTF-8":         {"Date,Amount,Note\n2026-01-01,1,caf\xe9\n", Options{Encoding: "utf-8"}, ErrEncoding},
		"half a character": {"\xff\xfeD\x00a", Options{}, ErrEncoding},
		"too many":         {"Date,Amount\n" + strings.Repeat("2026-01-01,1\n", api.MaxImportRows+1), Options{}, ErrTooMany},
		"too many faults":  {"Date,Amount\n2026-01-01,1\n" + strings.Repeat("x,1\n", api.MaxImportRows+1), Options{}, ErrTooMany},
		"no such line":     {"Date,Amount\n2026-01-01,1\n", Options{Mapping: api.ImportMapping{HeaderLine: new(int)}}, nil},
	} {
		_, err := Read(t.Context(), []byte(test.file), test.options)
		if test.want == nil && err == nil {
			continue
		}
		if !errors.Is(err, test.want) {
			t.Errorf("%s: got %v, want %v", name, err, test.want)
		}
	}
	line = 99
	if _, err := Read(t.Context(), []byte("Date,Amount\n2026-01-01,1\n"), Options{Mapping: api.ImportMapping{HeaderLine: &line}}); !errors.Is(err, ErrMapping) {
		t.Errorf("a line that is not there: %v", err)
	}
	_, err := Read(t.Context(), []byte("Date,Amount,Note\n2026-01-01,1,a\n2026-01-01,1,caf\xe9\n"), Options{Encoding: "utf-8"})
	if err == nil || !strings.Contains(err.Error(), "Line 3") {
		t.Errorf("the error does not name the line: %v", err)
	}
}

// A fault deep in a file is told with its line, and the others are read all the same.
func TestEveryFaultHasItsLine(t *testing.T) {
	t.Parallel()
	var file strings.Builder
	file.WriteString("Date;Amount;Note\n")
	for line := 2; line <= 9_000; line++ {
		switch line {
		case 7_341:
			file.WriteString("2026-01-05;12;50;oh\n")
		case 8_000:
			file.WriteString("2026-01-05;1;\"two\nlines\"\n")
			line++
		case 8_500:
			file.WriteString("2026-13-05;1;x\n")
		default:
			file.WriteString("2026-01-05;1,50;fine\n")
		}
	}
	s, err := Read(t.Context(), []byte(file.String()), Options{})
	if err != nil || len(s.Problems) != 2 || s.Problems[0].Line != 7_341 || s.Problems[1].Line != 8_500 {
		t.Fatalf("got %v, %+v", err, s.Problems)
	}
	if s.Rows[len(s.Rows)-1].Line != 9_000 {
		t.Errorf("the last row is on line %d", s.Rows[len(s.Rows)-1].Line)
	}
}

// JSON in a cell can write a character that no database keeps.
func TestEscapedNULIsAFaultOfItsLine(t *testing.T) {
	t.Parallel()
	for cells, column := range map[string]string{
		`"[""a\u0000""]",`: "tags",
		`,"[{""category"":""a\u0000"",""amount"":""1""}]"`:               "splits",
		`,"[{""category"":""a"",""amount"":""1"",""note"":""\u0000""}]"`: "splits",
	} {
		s, err := Read(t.Context(), []byte("Date,Amount,Tags,Splits\n2026-01-04,-1,,\n2026-01-05,-1,"+cells+"\n"), Options{})
		if err != nil || len(s.Problems) != 1 || s.Problems[0].Line != 3 || s.Problems[0].Code != column {
			t.Errorf("%s: %v, %+v", cells, err, s.Problems)
		}
	}
}

func TestEncodingsAreFoundOrChosen(t *testing.T) {
	t.Parallel()
	cyrillic := "Дата;Сумма;Описание\n05.01.2026;-12,50;Кофе и ёж\n"
	romanian := "Data;Suma;Descriere\n05.01.2026;-12,50;Plată în Chişinău, ţară\n"
	encode := func(text string, e interface{ String(string) (string, error) }) []byte {
		out, err := e.String(text)
		if err != nil {
			t.Fatal(err)
		}
		return []byte(out)
	}
	for name, test := range map[string]struct {
		file           []byte
		encoding, note string
	}{
		"utf-8":             {[]byte(cyrillic), "utf-8", "Кофе и ёж"},
		"utf-8 with mark":   {[]byte("\ufeff" + cyrillic), "utf-8", "Кофе и ёж"},
		"utf-16 with mark":  {encode(cyrillic, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder()), "utf-16le", "Кофе и ёж"},
		"utf-16 be, marked": {encode(cyrillic, unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewEncoder()), "utf-16be", "Кофе и ёж"},
		"utf-16 unmarked":   {encode(romanian, unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewEncoder()), "utf-16le", "Plată în Chişinău, ţară"},
		"windows-1251":      {encode(cyrillic, charmap.Windows1251.NewEncoder()), "windows-1251", "Кофе и ёж"},
		"windows-1250":      {encode(romanian, charmap.Windows1250.NewEncoder()), "windows-1250", "Plată în Chişinău, ţară"},
	} {
		for _, options := range []Options{{}, {Encoding: test.encoding}} {
			s, err := Read(t.Context(), test.file, options)
			if err != nil || len(s.Rows) != 1 || s.Rows[0].Note != test.note || s.Mapping.Encoding != test.encoding {
				t.Errorf("%s: %v, %+v", name, err, s)
			}
		}
	}
}

func TestWhatCanBeReadInTwoWaysIsSaid(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ file, unsure, want string }{
		"order":     {"Date,Amount\n03/04/2026,-1.5\n", "date_order", "2 2026-04-03 expense 1.5"},
		"no order":  {"Date,Amount\n04/04/2026,-1.5\n", "", "2 2026-04-04 expense 1.5"},
		"thousands": {"Date;Amount\n2026-01-01;-1.234\n", "decimal", "2 2026-01-01 expense 1234"},
		"comma":     {"Date;Amount\n2026-01-01;-1,234\n", "decimal", "2 2026-01-01 expense 1234"},
		"neither":   {"Date;Amount\n2026-01-01;-1,234\n2026-01-01;0,5\n", "", "2 2026-01-01 expense 1.234\n3 2026-01-01 income 0.5"},
		"no sign":   {"Date,Amount\n2026-01-13,1.50\n", "direction", "2 2026-01-13 income 1.50"},
	} {
		s, err := Read(t.Context(), []byte(test.file), Options{})
		if err != nil || strings.Join(s.Unsure, " ") != test.unsure || briefs(s) != test.want {
			t.Errorf("%s: %v, %v, %s", name, err, s.Unsure, briefs(s))
		}
	}
	chosen, err := Read(t.Context(), []byte("Date,Amount\n03/04/2026,-1.5\n"), Options{Mapping: api.ImportMapping{DateOrder: "mdy"}})
	if err != nil || len(chosen.Unsure) != 0 || briefs(chosen) != "2 2026-03-04 expense 1.5" {
		t.Errorf("chosen: %v, %+v", err, chosen)
	}
}

func TestMappingIsObeyed(t *testing.T) {
	t.Parallel()
	one := 1
	s, err := Read(t.Context(), []byte("a,b,c\n2026-01-05,x,7\n"), Options{Mapping: api.ImportMapping{HeaderLine: &one, Columns: []string{"date", "payee", "amount"}}})
	if err != nil || briefs(s) != "2 2026-01-05 income 7 ~x" || strings.Join(s.Headings, "") != "abc" {
		t.Errorf("got %v, %s", err, briefs(s))
	}
	s, err = Read(t.Context(), []byte("one,two\nthree,four\n"), Options{})
	if err != nil || strings.Join(s.Missing, " ") != "date amount" || len(s.Cells) != 2 {
		t.Errorf("a table without date and amount: %v, %+v", err, s)
	}
}

func TestNoHeadingMeansTwoThings(t *testing.T) {
	t.Parallel()
	seen := map[string]string{}
	for column, words := range headings {
		for _, word := range words {
			if other, taken := seen[word]; taken {
				t.Errorf("%q means %s and %s", word, column, other)
			}
			if seen[word] = column; fold(word) != word {
				t.Errorf("%q is not folded", word)
			}
		}
	}
	for word := range in {
		if out[word] {
			t.Errorf("%q is in and out", word)
		}
	}
}

func TestFormulasAreGuardedAndComeBack(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"=1+1", "+1", "-1", "@A1", "\t=1", " =1", "'=1", "''=1", "＝1", "plain", "", "'", "it's", "a=b", "' x", "\r\n=1"} {
		safe := Guard(text)
		if Unguard(safe) != text {
			t.Errorf("%q became %q and then %q", text, safe, Unguard(safe))
		}
		if runs(text) != strings.HasPrefix(safe, "'"+text) {
			t.Errorf("%q became %q", text, safe)
		}
	}
}
