package statement

import (
	"cmp"
	"errors"
	"io"
	"strings"

	"financebot/pkg/money"
)

// ofx reads the movements of every account in a file of OFX.
type ofx struct {
	*Statement

	currency string // of the account
	account  string
	accounts accounts
	entry    *ofxEntry
}

// ofxEntry is a movement while its elements come in.
type ofxEntry struct {
	line   int
	values map[string]string
	inside string // the element about currencies that is open
}

// ofxKept are the elements of a movement that are read.
var ofxKept = words("DTPOSTED", "TRNAMT", "FITID", "NAME", "MEMO")

// ofxEnds are the elements that cannot stand in a movement. Where one comes before the movement
// is closed, as some banks write it, the movement ends there; so it is not lost.
var ofxEnds = words("STMTTRN", "/STMTTRN", "/BANKTRANLIST", "/INVBANKTRAN", "LEDGERBAL", "AVAILBAL",
	"BANKACCTFROM", "CCACCTFROM", "STMTRS", "/STMTRS", "CCSTMTRS", "/CCSTMTRS", "/OFX")

func (s *Statement) readOFX(text string) error {
	f := &ofx{Statement: s}
	elements := newMarkup(text, s.steps)

	for {
		e, err := elements.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		if err := f.take(e); err != nil {
			return err
		}
	}

	if f.entry != nil {
		cutOff := faultOf("truncated", "The entry that begins here does not end.", "")
		if err := s.fault(f.entry.line, cutOff); err != nil {
			return err
		}
	}

	s.nameAccounts(f.accounts)
	return nil
}

func (f *ofx) take(e element) error {
	if f.entry != nil && ofxEnds[e.name] {
		if err := f.finish(); err != nil {
			return err
		}
	}

	switch {
	case e.name == "STMTTRN":
		f.entry = &ofxEntry{line: e.line, values: map[string]string{}}
	case f.entry != nil: // also the account at the other end has a number
		f.entry.take(e)
	case e.name == "CURDEF":
		f.currency = strings.ToUpper(e.value)
	case e.name == "ACCTID":
		f.account = cut(e.value, maxName)
		f.accounts.add(f.account)
	}
	return nil
}

// take keeps what comes first: what is told twice is told of something else the second time.
func (e *ofxEntry) take(part element) {
	switch name := part.name; {
	case name == "CURRENCY", name == "ORIGCURRENCY":
		e.inside = name
		if name == "CURRENCY" && part.value != "" { // some banks write it without its parts
			e.values["CURSYM"] = part.value
		}
	case name == "/CURRENCY", name == "/ORIGCURRENCY":
		e.inside = ""
	case name == "CURSYM" && e.inside == "CURRENCY":
		e.values[name] = part.value
	case ofxKept[name] && e.values[name] == "":
		e.values[name] = part.value
	}
}

// finish makes a row of the movement.
func (f *ofx) finish() error {
	e := f.entry
	f.entry = nil

	row, fault := f.row(e)
	if fault != nil {
		return f.fault(e.line, fault)
	}
	return f.add(row)
}

// row reads a movement (OFX 2.2, 11.4.4). Its currency is the account's, or the one in which the
// amount is said to stand (CURRENCY); an amount that was converted already (ORIGCURRENCY) is not.
func (f *ofx) row(e *ofxEntry) (Row, *fault) {
	row := Row{Line: e.line, Account: f.account, ExternalID: cut(e.values["FITID"], maxID)}

	day, ok := readDay(e.values["DTPOSTED"])
	if ok {
		row.Date, ok = day.date("ymd")
	}
	if !ok {
		return row, faultOf("date", "This is not a date of OFX.", e.values["DTPOSTED"])
	}

	var negative bool
	if row.Amount, negative, ok = plainAmount(e.values["TRNAMT"]); !ok {
		return row, faultOf("amount", "This is not an amount of OFX.", e.values["TRNAMT"])
	}
	row.Kind = kindOf(negative)

	row.Currency = strings.ToUpper(cmp.Or(e.values["CURSYM"], f.currency))
	if row.Currency != "" && !money.Known(row.Currency) {
		return row, faultOf("currency", "This currency is not known.", row.Currency)
	}

	row.Payee, row.Note = e.values["NAME"], e.values["MEMO"]
	if row.Note == row.Payee {
		row.Note = ""
	}
	return row, row.tidy()
}
