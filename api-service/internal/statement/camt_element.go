package statement

import (
	"encoding/xml"
	"strings"
	"time"

	"financebot/pkg/api"
)

// camtAccount is an account, by its IBAN or by another number.
type camtAccount struct {
	IBAN     string `xml:"Id>IBAN"`
	Other    string `xml:"Id>Othr>Id"`
	Currency string `xml:"Ccy"`
}

// camtAmount is an amount, which never has a sign, with its currency.
type camtAmount struct {
	Text     string `xml:",chardata"`
	Currency string `xml:"Ccy,attr"`
}

func (a camtAmount) decimal() (amount string, ok bool) {
	amount, negative, ok := plainAmount(strings.TrimSpace(a.Text))
	return amount, ok && !negative
}

// camtDay is a day, or a moment as it is written where the bank is.
type camtDay struct {
	Day    string `xml:"Dt"`
	Moment string `xml:"DtTm"`
}

func (d camtDay) text() string { return strings.TrimSpace(d.Day + d.Moment) }

func (d camtDay) date() (time.Time, bool) {
	text := d.text()
	if len(text) < len(time.DateOnly) || len(text) > maxAmount {
		return time.Time{}, false
	}
	day, err := time.Parse(time.DateOnly, text[:len(time.DateOnly)])
	return day, err == nil && day.Year() > 1
}

type camtBalance struct {
	Kind      string     `xml:"Tp>CdOrPrtry>Cd"`
	Amount    camtAmount `xml:"Amt"`
	Direction string     `xml:"CdtDbtInd"`
}

// camtDebit reports whether money went out of the account, or is owed on it.
func camtDebit(word string) (debit, known bool) {
	switch strings.TrimSpace(word) {
	case "DBIT":
		return true, true
	case "CRDT":
		return false, true
	}
	return false, false
}

// held reports whether the bank has not booked an entry, or only tells of it.
func (e camtEntry) held() bool {
	state := e.state()
	return state != "" && state != "BOOK"
}

func (e camtEntry) state() string { return strings.TrimSpace(e.State.Code + e.State.Text) }

// camtEntry is an entry of the account. What the versions write differently stands in both ways.
type camtEntry struct {
	Reference string     `xml:"NtryRef"`
	Amount    camtAmount `xml:"Amt"`
	Direction string     `xml:"CdtDbtInd"`
	Reversal  string     `xml:"RvslInd"`
	State     struct {
		Text string `xml:",chardata"` // version 02
		Code string `xml:"Cd"`        // version 08
	} `xml:"Sts"`
	Booked      camtDay     `xml:"BookgDt"`
	Value       camtDay     `xml:"ValDt"`
	BankName    string      `xml:"AcctSvcrRef"`
	Details     camtDetails `xml:"NtryDtls"`
	Information string      `xml:"AddtlNtryInf"`
}

// camtDetail is one of the payments that an entry stands for.
type camtDetail struct {
	BankName  string     `xml:"Refs>AcctSvcrRef"`
	Amount    camtAmount `xml:"Amt"` // version 08
	Direction string     `xml:"CdtDbtInd"`
	Older     camtAmount `xml:"AmtDtls>TxAmt>Amt"` // version 02

	Debtor       camtParty `xml:"RltdPties>Dbtr"`
	LastDebtor   camtParty `xml:"RltdPties>UltmtDbtr"`
	Creditor     camtParty `xml:"RltdPties>Cdtr"`
	LastCreditor camtParty `xml:"RltdPties>UltmtCdtr"`

	Words       camtWords `xml:"RmtInf>Ustrd"`
	References  camtWords `xml:"RmtInf>Strd>CdtrRefInf>Ref"`
	More        camtWords `xml:"RmtInf>Strd>AddtlRmtInf"`
	Information string    `xml:"AddtlTxInf"`
}

type camtParty struct {
	Older string `xml:"Nm"`     // version 02
	Name  string `xml:"Pty>Nm"` // version 08
}

func (p camtParty) name() string { return strings.TrimSpace(p.Name + p.Older) }

// camtDetails are the payments of an entry, as many of them as a file may have entries.
type camtDetails []camtDetail

// UnmarshalXML takes in what one list holds; an entry may have several. It gives ErrTooMany.
func (d *camtDetails) UnmarshalXML(decoder *xml.Decoder, _ xml.StartElement) error {
	for {
		token, err := decoder.Token()
		if err != nil {
			return err
		}

		switch t := token.(type) {
		case xml.EndElement:
			return nil
		case xml.StartElement:
			if err := d.take(decoder, t); err != nil {
				return err
			}
		}
	}
}

func (d *camtDetails) take(decoder *xml.Decoder, start xml.StartElement) error {
	if start.Name.Local != "TxDtls" {
		return decoder.Skip()
	}
	if len(*d) == api.MaxImportRows {
		return ErrTooMany
	}

	var in camtDetail
	if err := decoder.DecodeElement(&in, &start); err != nil {
		return err
	}
	*d = append(*d, in)
	return nil
}

// camtWords are texts, as many as a note may have room for.
type camtWords []string

// UnmarshalXML takes one text in.
func (w *camtWords) UnmarshalXML(decoder *xml.Decoder, start xml.StartElement) error {
	if len(*w) == mostNotes {
		return decoder.Skip()
	}

	var text string
	if err := decoder.DecodeElement(&text, &start); err != nil {
		return err
	}
	*w = append(*w, text)
	return nil
}
