// Package statement reads what banks and programs write about money that moved: CSV, OFX, QIF,
// CAMT and MT940. It knows no workspace: what a name or a currency means there is its caller's to find out.
package statement

import (
	"context"
	"strings"
	"time"

	"financebot/pkg/api"
	"financebot/pkg/errs"
)

// Why a whole file is refused. What is wrong with single lines is told line by line instead.
var (
	ErrEmpty    = errs.New(errs.Invalid, api.CodeImportEmpty, "There are no entries in this file").On("file")
	ErrFormat   = errs.New(errs.Invalid, api.CodeImportFormat, "This is not a CSV, OFX, QIF, CAMT or MT940 file").On("file")
	ErrEncoding = errs.New(errs.Invalid, api.CodeImportEncoding, "The file is not in this encoding").On("encoding")
	ErrTooMany  = errs.New(errs.Invalid, api.CodeImportTooMany, "The file has more than 50,000 entries").On("file")
	ErrMapping  = errs.New(errs.Invalid, api.CodeImportMapping, "The file has not so many columns, or not so many lines").On("mapping")
)

// Bounds of what is read of a line.
const (
	maxColumns = 200
	maxNote    = api.MaxNote
	maxName    = api.MaxName
)

// Statement is a file, read.
type Statement struct {
	Format   string
	Mapping  api.ImportMapping  // how it was read
	Headings []string           // of the columns; of a CSV file
	Cells    [][]string         // the first lines as they are; of a CSV file
	Missing  []string           // columns without which nothing can be read
	Unsure   []string           // what could be read in several ways
	Choices  []api.ImportChoice // the ways to read what is unsure
	Source   string             // the account as the bank knows it; of OFX, CAMT and MT940
	Rows     []Row
	Problems []api.ImportProblem // in the order of the lines

	steps *steps
}

// Steps is what the reading cost: about one for a character looked at.
func (s Statement) Steps() int { return s.steps.done }

// Row is money that moved.
type Row struct {
	Line       int
	Kind       string // income, expense or transfer
	Date       time.Time
	Amount     string // a plain decimal without a sign
	Currency   string // empty: the account's
	Account    string // as the file calls it; empty: the file is about one account
	ToAccount  string // of a transfer
	ToAmount   string
	ToCurrency string
	Payee      string
	Note       string
	Category   string
	Tags       []string
	Splits     []Split
	ExternalID string
	Mirror     bool   // the other side of a transfer that a row before it tells already
	State      string // the word that the file has for it; of CSV
	Summary    bool   // it tells a balance or a total, as far as its words go, and no movement
	Held       bool   // by the bank: the money has not moved, or has come back. Such a row may lack its date
}

// Zero reports whether nothing moved.
func (r Row) Zero() bool { return strings.Trim(r.Amount, "0.") == "" }

// Split is a part of a row that has a category of its own.
type Split struct {
	Category string `json:"category"`
	Amount   string `json:"amount"`
	Note     string `json:"note,omitempty"`
}

// Options say what is known of a file beforehand; what is not is found out.
type Options struct {
	Format     string
	Encoding   string
	Mapping    api.ImportMapping
	Remembered api.ImportMapping // how such a file was read before: it settles what is unsure
	Currencies []string          // of the accounts here, that of the file's first: what "lei" or "$" may mean
}

// Read reads a file, as long as its caller waits. It gives ErrEmpty, ErrFormat, ErrEncoding,
// ErrTooMany, ErrMapping, ErrCostly or what ended the context.
func Read(ctx context.Context, content []byte, o Options) (Statement, error) {
	if o.Mapping.Encoding == "" {
		o.Mapping.Encoding = o.Encoding
	}
	asked := o
	text, encoding, err := decode(content, o.Mapping.Encoding)
	if err != nil {
		return Statement{}, err
	}
	o.Mapping.Encoding = encoding
	if strings.TrimSpace(text) == "" {
		return Statement{}, ErrEmpty
	}
	if o.Format == "" {
		o.Format, err = formatOf(text)
	}
	if err != nil {
		return Statement{}, err
	}
	s := Statement{Format: o.Format, steps: newSteps(ctx.Err, len(content))}
	s.Mapping.Encoding = encoding
	switch o.Format {
	case api.FormatOFX:
		err = s.readOFX(text)
	case api.FormatQIF:
		err = s.readQIF(text, o.Mapping)
	case api.FormatCAMT:
		err = s.readCAMT(text)
	case api.FormatMT940:
		err = s.readMT940(text)
	default:
		if err = s.readCSV(text, o); err == nil && asked.Mapping.Encoding == "" {
			s.offerEncodings(content, asked)
		}
	}
	s.distrustIDs()
	s.markMirrors()
	if err == nil && len(s.Rows) == 0 && len(s.Problems) == 0 && len(s.Missing) == 0 {
		err = ErrEmpty
	}
	return s, err
}

// add takes a row in.
func (s *Statement) add(r Row) error {
	if len(s.Rows) == api.MaxImportRows {
		return ErrTooMany
	}
	s.Rows = append(s.Rows, r)
	return nil
}

// fault notes what is wrong with a line.
func (s *Statement) fault(line int, f *fault) error {
	if len(s.Problems) == api.MaxImportRows {
		return ErrTooMany
	}
	s.Problems = append(s.Problems, api.ImportProblem{Line: line, Code: f.code, Message: f.message, Text: cut(f.text, 80)})
	return nil
}

// fault is why a line cannot be read.
type fault struct{ code, message, text string }

func faultOf(code, message, text string) *fault { return &fault{code, message, text} }

// cut bounds a text that comes from outside, and leaves a sign that there was more.
func cut(text string, most int) string {
	runes := 0
	for i := range text {
		if runes++; runes > most {
			end := strings.LastIndex(text[:i], " ")
			if end < i/2 {
				end = lastRune(text[:i])
			}
			return text[:end] + "…"
		}
	}
	return text
}

// lastRune is where the last character of a text begins.
func lastRune(text string) int {
	last := 0
	for i := range text {
		last = i
	}
	return last
}
