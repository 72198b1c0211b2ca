package entry

import (
	"strings"

	"financebot/pkg/errs"
	"financebot/pkg/money"
)

// candidate is a sum that may be the amount of its side.
type candidate struct {
	calculator
	from, to int // its tokens
	sign     string
	value    ratio
}

// candidates are the sums among tokens, the last of which ends them.
func candidates(tokens []token, loc *locale) []candidate {
	var all []candidate
	for i := 0; i < len(tokens)-1; {
		c, ok := candidateAt(tokens, i, loc)
		if !ok {
			i++
			continue
		}
		if !c.measured {
			all = append(all, c)
		}
		i = c.to
	}
	return all
}

// candidateAt = [ currency ] [ "+" | "-" ] sum, from the beginning of a chunk to the end of one.
func candidateAt(tokens []token, at int, loc *locale) (candidate, bool) {
	if !tokens[at].first() || !beginsAmount(tokens[at]) {
		return candidate{}, false
	}
	c := candidate{calculator: calculator{loc: loc, tokens: tokens, at: at}, from: at}
	c.takeCurrency()
	c.sign = c.operator("+-")
	value, ok := c.sum(c.sign == "-")
	if !ok || !tokens[c.at].first() {
		return candidate{}, false
	}
	c.value, c.to = value, c.at
	if c.spacedOperator() {
		c.read(ReadSum, c.text(), "")
	}
	return c, true
}

func beginsAmount(t token) bool {
	switch t.kind {
	case tokenNumber, tokenOpen:
		return true
	case tokenOp:
		return strings.Contains("+-", t.text)
	}
	return t.unit.currencies != ""
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

// theAmount chooses among the sums of a side by what marks money: a currency, then a sign in front
// of all, then decimals, then the place at one end. It refuses to guess.
func theAmount(all []candidate, tokens []token) (*candidate, *errs.Error) {
	if len(all) > 1 {
		all = only(all, func(c *candidate) bool { return !c.loose })
	}
	switch len(all) {
	case 0:
		return nil, nil
	case 1:
		return &all[0], nil
	}
	chosen := marked(all)
	if chosen == nil {
		chosen = atOneEnd(all, tokens)
	}
	if chosen == nil {
		return nil, ErrTwoAmounts
	}
	chosen.read(ReadAmount, textOf(tokens[all[0].from:all[len(all)-1].to]), chosen.text())
	return chosen, nil
}

// marked is the one sum with a currency, a sign or decimals, or nil where none or several have.
func marked(all []candidate) *candidate {
	signed := only(all, func(c *candidate) bool { return c.sign != "" })
	paid := only(all, func(c *candidate) bool { return c.currency != "" })
	fine := only(all, func(c *candidate) bool { return c.decimals })
	switch {
	case len(paid) > 0:
		if len(paid) > 1 || len(signed) > 1 || (len(signed) == 1 && signed[0].from != paid[0].from) {
			return nil
		}
		return &paid[0]
	case len(signed) > 0:
		if len(signed) > 1 || all[0].sign == "" {
			return nil
		}
		return &signed[0]
	case len(fine) == 1:
		return &fine[0]
	}
	return nil
}
