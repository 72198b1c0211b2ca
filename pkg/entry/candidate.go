package entry

import (
	"slices"
	"strings"

	"financebot/pkg/errs"
)

// candidate is a sum that may be the amount of its side.
type candidate struct {
	calculator
	from, to int // its tokens
	sign     string
	value    ratio
}

// candidates are the sums among tokens, the last of which ends them.
func (r *reader) candidates(tokens []token) []candidate {
	from := len(r.sums)
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
	return r.sums[from:]
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

// theAmount chooses among the sums of a side, of which there is one at least, by what marks money: a currency, then a sign in front
// of all, then decimals, then the place at one end. It refuses to guess.
func theAmount(all []candidate, tokens []token) (*candidate, *errs.Error) {
	if len(all) == 1 {
		return &all[0], nil
	}
	typed := textOf(tokens[all[0].from:all[len(all)-1].to])
	all = slices.DeleteFunc(all, func(c candidate) bool { return c.loose })
	chosen := likeliest(all, tokens)
	if chosen == nil {
		return nil, ErrTwoAmounts
	}
	chosen.read(ReadAmount, typed, chosen.text())
	return chosen, nil
}

func likeliest(all []candidate, tokens []token) *candidate {
	switch len(all) {
	case 0:
		return nil
	case 1:
		return &all[0]
	}
	if chosen, decided := marked(all); decided {
		return chosen
	}
	return atOneEnd(all, tokens)
}

// marked is the one sum with a currency, a sign or decimals. It is nil where marks contradict each
// other, which decides too.
func marked(all []candidate) (chosen *candidate, decided bool) {
	var paid, signed, fine tally
	for i := range all {
		c := &all[i]
		paid.add(c, c.currency != "")
		signed.add(c, c.sign != "")
		fine.add(c, c.decimals)
	}
	switch {
	case paid.count == 1 && (signed.count == 0 || (signed.count == 1 && paid.last.sign != "")):
		return paid.last, true
	case paid.count == 0 && signed.count == 1 && all[0].sign != "":
		return signed.last, true
	case paid.count > 0 || signed.count > 0:
		return nil, true
	case fine.count == 1:
		return fine.last, true
	}
	return nil, false
}

// tally counts the sums with a mark.
type tally struct {
	count int
	last  *candidate
}

func (t *tally) add(c *candidate, has bool) {
	if has {
		t.count, t.last = t.count+1, c
	}
}

// atOneEnd is the sum that begins the side or ends it, or nil where both or neither does.
func atOneEnd(all []candidate, tokens []token) *candidate {
	from, to := 0, len(tokens)-1
	for tokens[from].isPart() {
		from++
	}
	for tokens[to-1].isPart() {
		to--
	}
	first, last := &all[0], &all[len(all)-1]
	switch begins, ends := first.from == from, last.to == to; {
	case begins == ends:
		return nil
	case begins:
		return first
	}
	return last
}
