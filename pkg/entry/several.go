package entry

import "strings"

// maxPartsOfLine is how many entries one line can hold.
const maxPartsOfLine = 10

// partsOf cuts tokens where words join entries, so that each part has one amount. Ordered reports
// whether the cuts are sure: in all parts words and amount stand in the same order.
func (r *reader) partsOf(tokens []token, sums []candidate) (parts [][]token, ordered bool) {
	amounts := 0
	for i := range sums {
		if sums[i].doubt == noDoubt {
			amounts++
		}
	}
	if amounts < 2 || amounts > maxPartsOfLine {
		return nil, false
	}
	cuts := cuts(tokens, sums)
	if len(cuts) != amounts-1 {
		return nil, false
	}
	parts = cut(tokens, cuts)
	return parts, r.sameOrder(parts)
}

// apart are the parts of tokens that nothing joins, each amount with the words on its side.
func apart(tokens []token, sums []candidate) [][]token {
	var cuts []int
	wordsFirst := len(sums) > 0 && speaks(tokens[:sums[0].from])
	for i := range sums[1:] {
		if sums[i].doubt != noDoubt || sums[i+1].doubt != noDoubt {
			return nil
		}
		at := sums[i+1].from
		if wordsFirst {
			at = sums[i].to
		}
		cuts = append(cuts, at)
	}
	if len(cuts) >= maxPartsOfLine {
		return nil
	}
	return cut(tokens, cuts)
}

// cut makes parts of tokens, without the words that join them.
func cut(tokens []token, cuts []int) (parts [][]token) {
	from := 0
	for _, to := range append(cuts, len(tokens)-1) {
		part := append([]token(nil), tokens[from:to]...)
		if from > 0 && tokens[from].joins(&tokens[from+1]) {
			part = part[1:]
		}
		if n := len(part); n > 0 && part[n-1].first() {
			if part[n-1].chunk = strings.TrimRight(part[n-1].chunk, ",;"); part[n-1].chunk == "" {
				part = part[:n-1]
			}
		}
		parts = append(parts, append(part, token{kind: tokenEnd, chunk: end}))
		from = to
	}
	return parts
}

// cuts are the tokens before which parts begin, one between each two amounts. Of several joints
// the one counts that leaves the words with their amount: "bread 3, milk and eggs 5".
func cuts(tokens []token, sums []candidate) (all []int) {
	var last *candidate
	wordsFirst := false
	for i := range sums {
		c := &sums[i]
		switch {
		case c.doubt != noDoubt:
			continue
		case last == nil:
			wordsFirst = speaks(tokens[:c.from])
		default:
			cut := jointBetween(tokens, last.to, c.from, wordsFirst)
			if cut < 0 {
				return nil
			}
			all = append(all, cut)
		}
		last = c
	}
	return all
}

// jointBetween is the first joint between two amounts, or the last one, or -1.
func jointBetween(tokens []token, from, to int, first bool) int {
	found := -1
	for i := from; i <= to; i++ {
		if i == 0 || (!tokens[i].joins(&tokens[i+1]) && !endsPart(tokens[:i])) {
			continue
		}
		if i == to && tokens[i].kind != tokenOp && !endsPart(tokens[:i]) {
			continue
		}
		if found = i; first {
			break
		}
	}
	return found
}

// joins reports whether the token is a word like "and", or a plus that stands by itself.
func (t *token) joins(next *token) bool {
	if t.kind == tokenWord {
		return t.lex().is(roleAnd)
	}
	return t.kind == tokenOp && t.text == "+" && t.first() && next.first()
}

// endsPart reports whether the last of the tokens has a comma behind it.
func endsPart(tokens []token) bool {
	for i := len(tokens) - 1; i >= 0; i-- {
		if tokens[i].first() {
			return strings.HasSuffix(tokens[i].chunk, ",") || strings.HasSuffix(tokens[i].chunk, ";")
		}
	}
	return false
}

// speaks reports whether tokens hold a word that says what the money was for.
func speaks(tokens []token) bool {
	for i := range tokens {
		t := &tokens[i]
		if t.kind == tokenWord && !t.lex().is(roleSpent|roleGave|roleGot|roleTook|roleSelf|roleFor|roleAnd) {
			return true
		}
	}
	return false
}

// sameOrder reports whether all parts have their words before the amount, or all behind it.
func (r *reader) sameOrder(parts [][]token) bool {
	before, behind := true, true
	for _, part := range parts {
		sums := r.candidates(part)
		at := -1
		for i := range sums {
			if sums[i].doubt == noDoubt {
				at = i
			}
		}
		if at < 0 {
			return false
		}
		ahead := speaks(part[:sums[at].from])
		before = before && ahead
		behind = behind && !ahead && speaks(part[sums[at].to:len(part)-1])
	}
	return before || behind
}
