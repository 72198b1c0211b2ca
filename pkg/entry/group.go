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
	for i := 0; i < len(tokens); {
		joined, size := groupAt(tokens[i:], loc)
		if size > maxGroups {
			return nil, ErrRange
		}
		out = append(out, joined)
		i += size
	}
	return out, nil
}

// groupAt is the first token, joined with the groups of three digits that follow it.
func groupAt(tokens []token, loc *locale) (token, int) {
	t := tokens[0]
	if t.kind != tokenNumber || len(t.text) > 3 || !allDigits(t.text) {
		return t, 1
	}
	size, plainSpace := 1, false
	for ; size <= maxGroups && isGroup(tokens[size]); size++ {
		next := tokens[size]
		n, ok := readNumber(t.text+" "+next.text, loc.mark)
		if !ok {
			break
		}
		plainSpace = plainSpace || next.gap == ' '
		n.doubtful = plainSpace
		t.text, t.chunk, t.number = t.text+" "+next.text, t.chunk+" "+next.chunk, n
		if !allDigits(next.text) {
			size++
			break
		}
	}
	return t, size
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
