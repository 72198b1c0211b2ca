package statement

import (
	"bytes"
	"slices"
	"strings"

	"financebot/pkg/api"
)

// samples is how many rows show what a choice would mean.
const samples = 3

// offer tells what is unsure, and each way to read it. Asked is what the plan said: a choice adds
// one answer to it and leaves the other doubts open.
func (s *Statement) offer(v *survey, asked api.ImportMapping) {
	for _, d := range v.unsure {
		if !slices.Contains(s.Unsure, d.field) {
			s.Unsure = append(s.Unsure, d.field)
		}
		for _, o := range d.options {
			whole, answer := s.Mapping, asked
			inColumn := o.value == api.ChoiceColumn || o.value == api.ChoiceWord && d.field == api.UnsureDirection
			if answer.Columns == nil && inColumn {
				answer.Columns, answer.HeaderLine = s.Mapping.Columns, s.Mapping.HeaderLine
			}
			o.change(&whole)
			o.change(&answer)
			s.Choices = append(s.Choices, api.ImportChoice{
				Field: d.field, Value: o.value, Text: cut(o.text, 60), Supposed: o.supposed && !d.blocks, Mapping: &answer, Rows: sample(v, whole),
			})
		}
	}
}

// recall settles doubts as they were settled in the last file of the sort, where that is still
// one of the ways to read this one.
func (v *survey) recall(m *api.ImportMapping, last api.ImportMapping) {
	v.unsure = slices.DeleteFunc(v.unsure, func(d doubt) bool {
		was := map[string]string{
			api.UnsureDateOrder: last.DateOrder, api.UnsureDecimal: last.Decimal, api.UnsureDirection: last.Positive, api.UnsureFee: last.Fee,
		}[d.field]
		for _, o := range d.options {
			if was != "" && o.value == was {
				o.change(m)
				return true
			}
		}
		return false
	})
	v.mark = m.Decimal[0]
}

// sample reads the first records in one way.
func sample(v *survey, m api.ImportMapping) []api.ImportSample {
	l := layoutOf(m, v)
	var rows []api.ImportSample
	for _, r := range v.records {
		row, f := l.read(r)
		if f != nil || row.Summary || row.Zero() || row.Date.IsZero() {
			continue
		}
		rows = append(rows, sampleOf(row))
		if len(rows) == samples {
			break
		}
	}
	return rows
}

func sampleOf(row Row) api.ImportSample {
	return api.ImportSample{
		Line: row.Line, Kind: row.Kind, Date: row.Date.Format(api.DateForm), Amount: row.Amount,
		Words: cut(strings.TrimSpace(row.Payee+" "+row.Note), 80),
	}
}

// offerEncodings tells where the letters of a table of one byte a character would make words in
// several encodings. Asked is what the plan said.
func (s *Statement) offerEncodings(content []byte, o Options) {
	if _, declared := declaredTable(content); declared || tables[s.Mapping.Encoding] == nil {
		return
	}
	all := rivals(likelyTables(content))
	if len(all) < 2 {
		return
	}
	s.Unsure = append(s.Unsure, api.UnsureEncoding)
	for _, l := range all {
		answer := o.Mapping
		answer.Encoding = l.encoding
		s.Choices = append(s.Choices, api.ImportChoice{
			Field: api.UnsureEncoding, Value: l.encoding, Supposed: l.encoding == s.Mapping.Encoding, Mapping: &answer,
			Rows: sampleIn(content, l.encoding, o),
		})
	}
}

// sampleIn reads the first lines of a file in one encoding; those with letters of that encoding
// come first, as the others look the same.
func sampleIn(content []byte, encoding string, o Options) []api.ImportSample {
	const enough = 8 << 10
	head := content[:min(len(content), enough)]
	if end := bytes.LastIndexByte(head, '\n'); end > 0 && len(head) < len(content) {
		head = head[:end]
	}
	text, _, err := decode(head, encoding)
	if err != nil {
		return nil
	}
	o.Mapping.Encoding = encoding
	s := Statement{Format: api.FormatCSV, steps: newSteps(func() error { return nil }, len(head))}
	if err := s.readCSV(text, o); err != nil {
		return nil
	}
	rows := slices.DeleteFunc(s.Rows, func(r Row) bool { return r.Held || r.Summary || r.Zero() || r.Date.IsZero() })
	slices.SortStableFunc(rows, func(a, b Row) int { return boolInt(plainASCII(a.words())) - boolInt(plainASCII(b.words())) })
	var shown []api.ImportSample
	for _, r := range rows[:min(len(rows), samples)] {
		shown = append(shown, sampleOf(r))
	}
	return shown
}

func plainASCII(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return r > 0x7F })
}
