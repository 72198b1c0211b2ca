package rate

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"financebot/pkg/api"
	"financebot/pkg/errs"
)

const (
	maxLines    = 50_000 // ten pairs, each working day, for twenty years
	faultsShown = 100
)

// What is wrong with a file of rates.
var (
	ErrFile     = errs.New(errs.Invalid, api.CodeRateFile, "Lines of the file cannot be read; no rate was written down").On("file")
	ErrFileText = errs.New(errs.Invalid, api.CodeRateFileText, "The file is not text in UTF-8").On("file")
	ErrFileLong = errs.New(errs.Invalid, api.CodeRateFileLong, "The file has more than 50,000 rates").On("file")
	ErrFileNone = errs.New(errs.Invalid, api.CodeRateFileNone, "The file has no rates").On("file")
)

// heading names the columns; a file may begin with it.
var heading = []string{"date", "base", "quote", "rate"}

// readFile reads all rates of a file, or gives ErrFile with the first lines at fault by their
// numbers.
func readFile(content []byte, now time.Time) ([]Rate, error) {
	content = bytes.TrimPrefix(content, []byte("\xef\xbb\xbf"))
	if !utf8.Valid(content) || bytes.IndexByte(content, 0) >= 0 {
		return nil, ErrFileText
	}
	f := file{now: now, lines: map[string]int{}}
	lines := csv.NewReader(bytes.NewReader(content))
	lines.Comma, lines.FieldsPerRecord, lines.TrimLeadingSpace = divider(content), -1, true
	f.comma = lines.Comma == ','
	for len(f.faults) < faultsShown {
		fields, err := lines.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		var wrong *csv.ParseError
		if errors.As(err, &wrong) {
			f.fault(wrong.StartLine, "quotes", "The quotes of this line do not match.")
			break // where one quote is missing, nobody knows where the next line begins
		}
		if err != nil {
			return nil, err
		}
		line, _ := lines.FieldPos(0)
		f.take(line, fields)
		if len(f.rates) > maxLines {
			return nil, ErrFileLong
		}
	}
	return f.done()
}

// divider is what divides the columns of the first line.
func divider(content []byte) rune {
	first, _, _ := bytes.Cut(content, []byte("\n"))
	for _, d := range ";\t" {
		if bytes.ContainsRune(first, d) {
			return d
		}
	}
	return ','
}

// file is a file while it is read.
type file struct {
	now    time.Time
	comma  bool           // commas divide
	lines  map[string]int // where a pair and day stands
	rates  []Rate
	faults []errs.Field
}

func (f *file) fault(line int, code, message string) {
	f.faults = append(f.faults, errs.Field{Field: fmt.Sprintf("line %d", line), Code: code, Message: message})
}

// take reads one line.
func (f *file) take(line int, fields []string) {
	for i := range fields {
		fields[i] = strings.TrimSpace(fields[i])
	}
	if len(f.rates) == 0 && len(f.faults) == 0 && strings.EqualFold(strings.Join(fields, ","), strings.Join(heading, ",")) {
		return
	}
	if len(fields) != len(heading) {
		f.fault(line, "columns", "A line has a date, two currencies and a rate.")
		return
	}
	in := api.CreateExchangeRate{Date: fields[0], Base: strings.ToUpper(fields[1]), Quote: strings.ToUpper(fields[2]), Rate: f.decimal(fields[3])}
	r, err := f.read(in)
	if err != nil {
		told := errs.As(err)
		if len(told.Fields) > 0 {
			f.fault(line, told.Fields[0].Code, told.Message)
		} else {
			f.fault(line, told.Code, told.Message)
		}
		return
	}
	day := in.Date + in.Base + in.Quote
	if before := f.lines[day]; before != 0 {
		f.fault(line, "double", fmt.Sprintf("Line %d has a rate of the same pair and day.", before))
		return
	}
	f.lines[day] = line
	f.rates = append(f.rates, r)
}

func (f *file) read(in api.CreateExchangeRate) (Rate, error) {
	if in.Date == "" {
		return Rate{}, ErrDate
	}
	if err := in.Validate(); err != nil {
		return Rate{}, err
	}
	return read(in, time.Time{}, f.now)
}

// decimal lets a comma stand for the point where it does not divide.
func (f *file) decimal(text string) api.Decimal {
	if !f.comma && strings.Count(text, ",") == 1 && !strings.Contains(text, ".") {
		text = strings.Replace(text, ",", ".", 1)
	}
	return api.Decimal(text)
}

func (f *file) done() ([]Rate, error) {
	if len(f.faults) > 0 {
		told := *ErrFile
		told.Fields = f.faults
		return nil, &told
	}
	if len(f.rates) == 0 {
		return nil, ErrFileNone
	}
	return f.rates, nil
}
