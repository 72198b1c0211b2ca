package statement

import (
	"slices"

	"financebot/pkg/api"
)

// offer tells the ways to read what is unsure, each with the first entries read so. Given is what
// the plan said: a choice adds one answer to it.
func (q *qif) offer(text string, given api.ImportMapping) {
	for _, field := range q.Unsure {
		values, supposed := []string{"dmy", "mdy"}, q.order
		if field == api.UnsureDecimal {
			values, supposed = []string{".", ","}, string(q.mark)
		}

		for _, value := range values {
			answer, whole := given, q.Mapping
			for _, m := range []*api.ImportMapping{&answer, &whole} {
				if field == api.UnsureDecimal {
					m.Decimal = value
				} else {
					m.DateOrder = value
				}
			}
			q.Choices = append(q.Choices, api.ImportChoice{
				Field: field, Value: value, Supposed: value == supposed, Mapping: &answer, Rows: qifSample(text, whole),
			})
		}
	}
}

// qifSample reads the first entries in one way, in which nothing is unsure.
func qifSample(text string, m api.ImportMapping) []api.ImportSample {
	head := bounded(text)
	s := Statement{Format: api.FormatQIF, steps: newSteps(func() error { return nil }, len(head))}
	if err := s.readQIF(head, m); err != nil {
		return nil
	}

	var shown []api.ImportSample
	rows := slices.DeleteFunc(s.Rows, Row.Zero)
	for _, r := range rows[:min(len(rows), samples)] {
		shown = append(shown, sampleOf(r))
	}
	return shown
}
