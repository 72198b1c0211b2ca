package entry

import (
	"strings"
)

// candidate is a sum that may be the amount of its side.
type candidate struct {
	calculator
	from, to int // its tokens
	sign     string
	value    ratio
	doubt    doubt

	multiplied string // the words that multiplied it
}

// candidates are the sums among tokens, the last of which ends them.
func (r *reader) candidates(tokens []token) []candidate {
	from := len(r.sums)
	r.loc.payer = r.payer(tokens)
	for i := 0; i < len(tokens)-1; {
		if !tokens[i].beginsAmount() {
			i++
			continue
		}
		c, ok := candidateAt(tokens, i, r.loc)
		if !ok {
			i++
			continue
		}
		if !c.measured {
			r.sums = append(r.sums, c)
		}
		i = c.to
	}
	all := r.sums[from:]
	doubts(all)
	return all
}

// payer is the currency of the account that one of the tokens names, if that is known.
func (r *reader) payer(tokens []token) string {
	for i := range tokens {
		if t := &tokens[i]; t.kind == tokenRef && t.sigil == '@' {
			return r.loc.currencyOf(t.text)
		}
	}
	return ""
}

// candidateAt = [ currency ] [ "+" | "-" ] sum, from the beginning of a chunk to the end of one.
func candidateAt(tokens []token, at int, loc *locale) (candidate, bool) {
	c := candidate{calculator: calculator{loc: loc, tokens: tokens, next: at}, from: at}
	c.takeCurrency()
	if c.at("+-") {
		c.sign = c.operator()
	}
	value, ok := c.sum(c.sign == "-")
	if !ok || !tokens[c.next].first() {
		return candidate{}, false
	}
	c.value, c.to = value, c.next
	return c, true
}

func (t *token) beginsAmount() bool {
	if !t.first() {
		return false
	}
	switch t.kind {
	case tokenNumber, tokenOpen:
		return true
	case tokenOp:
		return t.text == "+" || t.text == "-"
	}
	return t.unit().currencies != ""
}

// spacedOperator reports whether an operator, which may have been a dash, stands in a chunk of
// its own between two numbers.
func (c *candidate) spacedOperator() bool {
	for _, t := range c.tokens[c.from+1 : c.to] {
		if t.kind == tokenOp && t.first() {
			return true
		}
	}
	return false
}

// text is the sum as it was written.
func (c *candidate) text() string { return textOf(c.tokens[c.from:c.to]) }

func textOf(tokens []token) string {
	var b strings.Builder
	for _, t := range tokens {
		if t.first() && b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(t.chunk)
	}
	return b.String()
}
