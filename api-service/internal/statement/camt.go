package statement

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
)

// camt reads the XML that banks write by ISO 20022: statements (camt.053), reports within the day
// (camt.052) and notices (camt.054), in whatever version: what is read of them has stayed the same
// but for a few places, and both are looked at.
type camt struct {
	*Statement

	tokens   *xmlReader
	decoder  *xml.Decoder
	accounts accounts
	account  string
	currency string
	balance  balance
}

func (s *Statement) readCAMT(text string) error {
	tokens := newXMLReader(text, s.steps)
	c := &camt{Statement: s, tokens: tokens, decoder: xml.NewTokenDecoder(tokens)}

	err := c.read()
	switch {
	case errors.Is(err, io.EOF):
	case errors.Is(err, errDepth), errors.Is(err, errDTD), errors.Is(err, errToken):
		return ErrFormat
	case isSyntax(err):
		err := s.fault(tokens.line(), faultOf("truncated", "The file is broken from here on.", ""))
		if err != nil {
			return err
		}
	default:
		return err
	}

	s.nameAccounts(c.accounts)
	return nil
}

func isSyntax(err error) bool {
	var syntax *xml.SyntaxError
	return errors.As(err, &syntax)
}

// read goes through the elements; it always ends with an error, io.EOF where all is read.
func (c *camt) read() error {
	for {
		line := c.tokens.line()
		token, err := c.decoder.Token()
		if err != nil {
			return err
		}

		switch t := token.(type) {
		case xml.StartElement:
			err = c.begin(line, t)
		case xml.EndElement:
			err = c.end(t.Name.Local)
		}
		if err != nil {
			return err
		}
	}
}

// camtStatements are the elements that hold the movements of one account.
var camtStatements = words("Stmt", "Rpt", "Ntfctn")

func (c *camt) begin(line int, start xml.StartElement) error {
	switch name := start.Name.Local; {
	case camtStatements[name]:
		c.account, c.currency, c.balance = "", "", balance{}
	case name == "Acct":
		return c.takeAccount(start)
	case name == "Bal":
		return c.takeBalance(line, start)
	case name == "Ntry":
		return c.takeEntry(line, start)
	}
	return nil
}

func (c *camt) end(name string) error {
	if !camtStatements[name] {
		return nil
	}
	if f := c.balance.check(); f != nil {
		return c.fault(c.balance.line, f)
	}
	return nil
}

func (c *camt) takeAccount(start xml.StartElement) error {
	var in camtAccount
	if err := c.decoder.DecodeElement(&in, &start); err != nil {
		return err
	}

	c.account = cut(strings.ReplaceAll(in.IBAN, " ", ""), maxName)
	if c.account == "" {
		c.account = cut(strings.TrimSpace(in.Other), maxName)
	}
	c.accounts.add(c.account)
	c.currency = strings.ToUpper(strings.TrimSpace(in.Currency))
	return nil
}

// takeBalance keeps the balances at both ends of a statement: booked ones, or, of one page of
// several, those in between.
func (c *camt) takeBalance(line int, start xml.StartElement) error {
	var in camtBalance
	if err := c.decoder.DecodeElement(&in, &start); err != nil {
		return err
	}

	amount, ok := in.Amount.decimal()
	negative, known := camtDebit(in.Direction)
	if !ok || !known {
		return nil
	}

	b := &c.balance
	currency := strings.ToUpper(strings.TrimSpace(in.Amount.Currency))
	b.lost = b.lost || b.currency != "" && b.currency != currency
	amount, b.currency = signed(amount, negative), currency
	switch kind := strings.TrimSpace(in.Kind); {
	case kind == "OPBD", kind == "PRCD" && b.before == "", kind == "ITBD" && b.before == "":
		b.before = amount
	case kind == "CLBD", kind == "ITBD":
		b.after, b.line = amount, line
	}
	return nil
}

// takeEntry makes rows of an entry.
func (c *camt) takeEntry(line int, start xml.StartElement) error {
	var in camtEntry
	if err := c.decoder.DecodeElement(&in, &start); err != nil {
		return err
	}

	rows, f := in.rows(Row{Line: line, Account: c.account})
	if f != nil {
		c.balance.lost = true
		return c.fault(line, f)
	}
	for _, r := range rows {
		if !r.Held {
			c.balance.move(r)
		}
		if err := c.add(r); err != nil {
			return err
		}
	}
	return nil
}
