package statement

import (
	"html"
	"strings"

	"financebot/pkg/api"
	"financebot/pkg/money"
)

// element is one tag of an OFX file with the text behind it.
type element struct {
	name  string // in capitals; of a closing tag with its stroke
	value string
	line  int
}

// ofx takes a file apart into elements. One reader does for both forms of OFX: in SGML (1.x)
// values have no closing tag and in XML (2.x) they do, but neither has attributes or nests a
// tag in a value. Nothing outside the file is ever looked up.
type ofx struct {
	text string
	at   int
	line int
}

// next gives the next element; there is none where more is false.
func (o *ofx) next() (e element, more bool) {
	for {
		start := strings.IndexByte(o.text[o.at:], '<')
		if start < 0 {
			return e, false
		}
		o.step(start + 1)
		end := strings.IndexAny(o.text[o.at:], "<>")
		if end < 0 {
			return e, false
		}
		e = element{name: strings.ToUpper(strings.TrimSpace(o.text[o.at : o.at+end])), line: o.line}
		broken := o.text[o.at+end] == '<'
		o.step(end)
		if broken || e.name == "" || e.name[0] == '?' || e.name[0] == '!' {
			continue // no tag, or a heading of the file
		}
		o.step(1)
		e.name = strings.TrimSuffix(e.name, "/")
		e.value = o.value()
		return e, true
	}
}

// value is the text up to the next tag.
func (o *ofx) value() string {
	const open, closing = "<![CDATA[", "]]>"
	if rest := strings.TrimLeft(o.text[o.at:], " \t\r\n"); strings.HasPrefix(rest, open) {
		if end := strings.Index(rest, closing); end > 0 {
			o.step(len(o.text[o.at:]) - len(rest) + end + len(closing))
			return strings.TrimSpace(rest[len(open):end])
		}
	}
	end := strings.IndexByte(o.text[o.at:], '<')
	if end < 0 {
		end = len(o.text) - o.at
	}
	text := o.text[o.at : o.at+end]
	o.step(end)
	return strings.TrimSpace(html.UnescapeString(text))
}

func (o *ofx) step(n int) {
	o.line += breaks(o.text[o.at : o.at+n])
	o.at += n
}

// readOFX reads the movements of every account in the file.
func (s *Statement) readOFX(text string) error {
	o := &ofx{text: text, line: 1}
	var currency, account string
	var entry map[string]string
	began, accounts := 0, map[string]bool{}
	for {
		e, more := o.next()
		if !more {
			break
		}
		switch {
		case e.name == "STMTTRN":
			entry, began = map[string]string{}, e.line
		case e.name == "/STMTTRN" && entry != nil:
			if err := s.addOFX(began, entry, currency, account); err != nil {
				return err
			}
			entry = nil
		case e.name == "CURDEF":
			currency = strings.ToUpper(e.value)
		case e.name == "ACCTID" && entry == nil:
			account = cut(e.value, maxName)
			accounts[account] = true
		case entry != nil && entry[e.name] == "":
			entry[e.name] = e.value
		}
	}
	if entry != nil {
		if err := s.fault(began, faultOf("truncated", "The entry that begins here does not end.", "")); err != nil {
			return err
		}
	}
	if len(accounts) < 2 { // one account needs no name
		for i := range s.Rows {
			s.Rows[i].Account = ""
		}
		s.Source = account
	}
	return nil
}

// addOFX makes a row of a movement (OFX 2.2, 11.4.4).
func (s *Statement) addOFX(line int, e map[string]string, currency, account string) error {
	row, f := ofxRow(line, e, currency, account)
	if f != nil {
		return s.fault(line, f)
	}
	return s.add(row)
}

func ofxRow(line int, e map[string]string, currency, account string) (Row, *fault) {
	row := Row{Line: line, Currency: currency, Account: account, ExternalID: cut(e["FITID"], 255)}
	day, ok := readDay(e["DTPOSTED"])
	if ok {
		row.Date, ok = day.date("ymd")
	}
	if !ok {
		return row, faultOf("date", "This is not a date of OFX.", e["DTPOSTED"])
	}
	// The standard allows both marks and no groups, so that none can be taken for the other.
	n, ok := readNumber(strings.Replace(e["TRNAMT"], ",", ".", 1))
	if ok {
		row.Amount, ok = n.decimal('.')
	}
	if !ok || strings.ContainsAny(n.digits, " '") || strings.Count(n.digits, ".") > 1 {
		return row, faultOf("amount", "This is not an amount of OFX.", e["TRNAMT"])
	}
	row.Kind = api.Income
	if n.negative {
		row.Kind = api.Expense
	}
	if row.Currency != "" && !money.Known(row.Currency) {
		return row, faultOf("currency", "This currency is not known.", row.Currency)
	}
	row.Payee, row.Note = e["NAME"], e["MEMO"]
	if row.Note == row.Payee {
		row.Note = ""
	}
	return row, row.tidy()
}
