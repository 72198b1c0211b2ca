package statement

import (
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// readings are files, each with what is read of it in the way of briefs.
type readings map[string]struct{ file, want string }

func (all readings) hold(t *testing.T) {
	t.Helper()
	for name, test := range all {
		s, err := Read(t.Context(), []byte(test.file), Options{})
		if got := briefs(s); err != nil || got != test.want {
			t.Errorf("%s: %v, got\n%s\nwant\n%s", name, err, got, test.want)
		}
	}
}

// ofxOf is a file of one account with these movements.
func ofxOf(movements ...string) string {
	return "OFXHEADER:100\n<OFX><STMTRS><CURDEF>USD<BANKACCTFROM><ACCTID>7</BANKACCTFROM><BANKTRANLIST>\n" +
		strings.Join(movements, "\n") + "\n</BANKTRANLIST></STMTRS></OFX>\n"
}

func TestNoMovementOfOFXIsLost(t *testing.T) {
	t.Parallel()
	open := func(day, amount string) string { return "<STMTTRN><DTPOSTED>202601" + day + "<TRNAMT>" + amount }
	closed := func(day, amount string) string { return open(day, amount) + "</STMTTRN>" }

	readings{
		"not closed before the next": {ofxOf(open("13", "-1"), closed("14", "-2")), "3 2026-01-13 expense 1 USD\n4 2026-01-14 expense 2 USD"},
		"not closed before the end":  {ofxOf(closed("13", "-1"), open("14", "-2")), "3 2026-01-13 expense 1 USD\n4 2026-01-14 expense 2 USD"},
		"not closed before the next account": {
			"<OFX><BANKACCTFROM><ACCTID>7</BANKACCTFROM>" + open("13", "-1") + "<BANKACCTFROM><ACCTID>8</BANKACCTFROM>" + closed("14", "-2"),
			"1 2026-01-13 expense 1 @7\n1 2026-01-14 expense 2 @8",
		},
		"cut off": {"<OFX>" + closed("13", "-1") + "\n" + open("14", "-2"), "1 2026-01-13 expense 1\n2! truncated"},
		"an account at the other end": {
			ofxOf(open("13", "-1") + "<BANKACCTTO><ACCTID>9</BANKACCTTO><NAME>Oak</STMTTRN>"), "3 2026-01-13 expense 1 USD ~Oak",
		},
		"NUL behind the end":    {ofxOf(closed("13", "-1")) + strings.Repeat("\x00", 4000), "3 2026-01-13 expense 1 USD"},
		"Ctrl-Z behind the end": {ofxOf(closed("13", "-1")) + "\x1a", "3 2026-01-13 expense 1 USD"},
	}.hold(t)
}

func TestAnAmountOfOFXStandsInTheCurrencyThatItSays(t *testing.T) {
	t.Parallel()
	with := func(more string) string { return ofxOf("<STMTTRN><DTPOSTED>20260113<TRNAMT>-9" + more + "</STMTTRN>") }

	readings{
		"another":           {with("<CURRENCY><CURRATE>0.0065<CURSYM>JPY</CURRENCY>"), "3 2026-01-13 expense 9 JPY"},
		"another, in short": {with("<CURRENCY>JPY"), "3 2026-01-13 expense 9 JPY"},
		"the account's":     {with("<CURRENCY><CURRATE>1<CURSYM>USD</CURRENCY>"), "3 2026-01-13 expense 9 USD"},
		"converted before":  {with("<ORIGCURRENCY><CURRATE>0.0065<CURSYM>JPY</ORIGCURRENCY>"), "3 2026-01-13 expense 9 USD"},
		"not known":         {with("<CURRENCY><CURSYM>XQX</CURRENCY>"), "3! currency"},
	}.hold(t)
}

func TestAnIDOfDifferentMovementsNamesNone(t *testing.T) {
	t.Parallel()
	movement := func(day, amount, id, name string) string {
		return "<STMTTRN><DTPOSTED>202601" + day + "<TRNAMT>" + amount + "<FITID>" + id + "<NAME>" + name + "</STMTTRN>"
	}

	readings{
		"other amounts": {
			ofxOf(movement("13", "-1", "0", "Oak"), movement("13", "-2", "0", "Oak"), movement("13", "-3", "f3", "Oak")),
			"3 2026-01-13 expense 1 USD ~Oak\n4 2026-01-13 expense 2 USD ~Oak\n5 2026-01-13 expense 3 USD ~Oak id:f3",
		},
		"other days": {
			ofxOf(movement("13", "-1", "0", "Oak"), movement("14", "-1", "0", "Oak")),
			"3 2026-01-13 expense 1 USD ~Oak\n4 2026-01-14 expense 1 USD ~Oak",
		},
		"other words": {
			ofxOf(movement("13", "-1", "0", "Oak"), movement("13", "-1", "0", "Elm")),
			"3 2026-01-13 expense 1 USD ~Oak\n4 2026-01-13 expense 1 USD ~Elm",
		},
		"the same movement twice": {
			ofxOf(movement("13", "-1.50", "f1", "Oak"), movement("13", "-1.5", "f1", "OAK")),
			"3 2026-01-13 expense 1.50 USD ~Oak id:f1\n4 2026-01-13 expense 1.5 USD ~OAK id:f1",
		},
	}.hold(t)
}

func TestDeclaredEncodingsAreObeyed(t *testing.T) {
	t.Parallel()
	const body = "<OFX><STMTTRN><DTPOSTED>20260113<TRNAMT>-1<NAME>%</STMTTRN></OFX>"
	xml := func(encoding string) string { return `<?xml version="1.0" encoding="` + encoding + `"?>` + "\n" + body }
	header := func(charset string) string {
		return "OFXHEADER:100\nENCODING:USASCII\nCHARSET:" + charset + "\n\n" + body
	}

	for name, test := range map[string]struct {
		file, encoding string
		table          *charmap.Charmap
		words          string
	}{
		"OFX, Latin 1":        {header("8859-1"), "windows-1252", charmap.ISO8859_1, "Crème à la señora mãe"},
		"OFX, Latin 2":        {header("ISO-8859-2"), "iso-8859-2", charmap.ISO8859_2, "Příspěvek, žádost"},
		"OFX, Windows":        {header("1251"), "windows-1251", charmap.Windows1251, "Кофе и ёж"},
		"XML, Latin 1":        {xml("ISO-8859-1"), "windows-1252", charmap.ISO8859_1, "Crème à la señora mãe"},
		"XML, Central Europe": {xml("windows-1250"), "windows-1250", charmap.Windows1250, "Plată în ţară"},
		"XML, Cyrillic":       {xml("KOI8-R"), "koi8-r", charmap.KOI8R, "Кофе и ёж"},
		"declared, but UTF-8": {header("1252"), "utf-8", nil, "Кофе și pâine"},
	} {
		file := strings.Replace(test.file, "%", test.words, 1)
		if test.table != nil {
			encoded, err := test.table.NewEncoder().String(file)
			if err != nil {
				t.Fatal(err)
			}
			file = encoded
		}

		s, err := Read(t.Context(), []byte(file), Options{})
		if err != nil || len(s.Rows) != 1 || s.Rows[0].Payee != test.words || s.Mapping.Encoding != test.encoding {
			t.Errorf("%s: %v, %s %s", name, err, s.Mapping.Encoding, briefs(s))
		}
	}
}

func TestUTF16NeedsNoMark(t *testing.T) {
	t.Parallel()
	const russian = "Кофе, хлеб и молоко в магазине на углу"
	const romanian = "Plată în Chișinău, țară și împrumut"

	for name, file := range map[string]string{
		"csv": "Data;Suma;Descriere\r\n13.01.2026;-1,00;%\r\n",
		"ofx": ofxOf("<STMTTRN><DTPOSTED>20260113<TRNAMT>-1.00<NAME>%</STMTTRN>"),
		"qif": "!Type:Bank\nD13/01/2026\nT-1.00\nP%\n^\n",
	} {
		for encoding, endian := range map[string]unicode.Endianness{"utf-16le": unicode.LittleEndian, "utf-16be": unicode.BigEndian} {
			for _, words := range []string{russian, romanian} {
				for _, behind := range []string{"", "\x00\x00"} {
					encoder := unicode.UTF16(endian, unicode.IgnoreBOM).NewEncoder()
					content, err := encoder.String(strings.Replace(file, "%", words, 1))
					if err != nil {
						t.Fatal(err)
					}

					s, err := Read(t.Context(), []byte(content+behind), Options{})
					if err != nil || s.Mapping.Encoding != encoding || len(s.Rows) != 1 || s.Rows[0].Payee+s.Rows[0].Note != words {
						t.Errorf("%s in %s: %v, %s %s", name, encoding, err, s.Mapping.Encoding, briefs(s))
					}
				}
			}
		}
	}
}
