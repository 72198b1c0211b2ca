package entry

import "financebot/pkg/errs"

// maxDateWords are those that may follow the first word of a date: ^the day before yesterday.
const maxDateWords = 3

// date takes the part that begins with ^ and the words that go on with it, as in ^25 december.
func (r *reader) date() *errs.Error {
	for i, t := range r.tokens {
		if t.kind != tokenRef || t.sigil != '^' {
			continue
		}
		if !r.entry.Date.IsZero() {
			return ErrRepeated
		}
		if fault := r.longestDate(r.tokens[i:]); fault != nil {
			return fault
		}
	}
	return nil
}

// longestDate takes as many tokens as make a date. A date that cannot be is refused, not cut short:
// else ^29 february 2023 would be the 29th of another year.
func (r *reader) longestDate(tokens []token) *errs.Error {
	for size := 1 + dateWords(tokens); size > 0; size-- {
		phrase := tokens[0].text
		for _, t := range tokens[1:size] {
			phrase += " " + t.chunk
		}
		d, chosen, fault := r.loc.datePhrase(phrase)
		if fault != nil {
			if fault != ErrDate {
				return fault
			}
			continue
		}
		if chosen {
			r.read(ReadDate, "^"+phrase, d.String())
		}
		r.entry.Date = d
		for i := range tokens[:size] {
			tokens[i].kind = tokenUsed
		}
		return nil
	}
	return ErrDate
}

// dateWords counts the tokens after ^ that may belong to the date.
func dateWords(tokens []token) int {
	if tokens[0].quoted {
		return 0
	}
	n := 0
	for n < maxDateWords && isDateWord(tokens[n+1], tokens[n+2:]) {
		n++
	}
	return n
}

// isDateWord keeps away from a number that money follows: ^25 december 2000 lei.
func isDateWord(t token, after []token) bool {
	if !t.first() || (t.kind != tokenWord && t.kind != tokenNumber) || !after[0].first() {
		return false
	}
	sum := after[0].kind == tokenOp && after[1].kind == tokenNumber
	return t.kind == tokenWord || (!sum && after[0].kind != tokenUnit)
}
