package entry

import (
	"strings"

	"financebot/pkg/errs"
)

// maxGroups is more than the groups of any amount.
const maxGroups = 6

// group joins numbers whose thousands are parted by single spaces, in place. It gives ErrRange
// where there are more groups than it is willing to join.
func group(tokens []token, loc *locale) ([]token, *errs.Error) {
	out := tokens[:0]
	chunk := 0 // the token that holds the text of the chunk
	for i := 0; i < len(tokens); {
		joined, tail, size := tokens[i], "", 1
		if i == 0 || !tokens[i-1].parts() {
			joined, tail, size = groupAt(tokens[i:], loc)
		}
		if size > maxGroups {
			return nil, ErrRange
		}
		if joined.first() {
			chunk = len(out)
		}
		out = append(out, joined)
		out[chunk].chunk += tail
		i += size
	}
	return out, nil
}

// parts reports whether the number behind the token stands for itself: an iphone 15 899, 2/12 500.
func (t *token) parts() bool {
	over := t.kind == tokenOp && t.text == "/" && !t.first()
	return over || t.lex().is(roleModel|roleClock) || t.text == "for"
}

// groupAt is the first token, joined with the groups of three digits that follow it, the text that
// its chunk grows by, and how many tokens that took.
func groupAt(tokens []token, loc *locale) (t token, tail string, size int) {
	t, size = tokens[0], 1
	if t.kind != tokenNumber || len(t.text) > 3 || !allDigits(t.text) {
		return t, "", 1
	}
	plainSpace := false
	for ; size <= maxGroups && isGroup(tokens[size]); size++ {
		next := tokens[size]
		n, ok := readNumber(t.text+" "+next.text, loc.mark)
		if !ok {
			break
		}
		plainSpace = plainSpace || next.gap == ' '
		n.doubtful = plainSpace
		t.text, t.number, tail = t.text+" "+next.text, n, tail+" "+next.chunk
		if !allDigits(next.text) {
			size++
			break
		}
	}
	return t, tail, size
}

// isGroup reports whether a token can go on a number: one space, then three digits and perhaps
// decimals.
func isGroup(t token) bool {
	if t.kind != tokenNumber || !t.first() || t.gap == wide {
		return false
	}
	digits := strings.IndexAny(t.text, ".,'")
	return digits == 3 || (digits < 0 && len(t.text) == 3)
}
