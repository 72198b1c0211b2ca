package entry

import "financebot/pkg/errs"

// choose finds the amount among the sums of a side, of which there is one at least. Where that
// would be a guess it asks.
func (r *reader) choose(all []candidate, tokens []token) (*candidate, *errs.Error) {
	sure := r.sure[:0]
	for i := range all {
		if all[i].doubt == noDoubt {
			sure = append(sure, &all[i])
		}
	}
	r.sure = sure
	if len(sure) > 1 {
		sure = withoutLoose(sure)
	}
	typed := textOf(tokens[all[0].from:all[len(all)-1].to])
	chosen := likeliest(sure, tokens)
	switch {
	case chosen == nil && len(sure) == 0:
		return nil, unsure(all)
	case chosen == nil:
		return nil, ErrTwoAmounts
	case len(all) > 1:
		chosen.read(ReadAmount, typed, chosen.text())
	}
	return chosen, nil
}

// withoutLoose leaves what is less likely money than a number beside it: 1.5 л.
func withoutLoose(all []*candidate) []*candidate {
	kept := all[:0:0]
	for _, c := range all {
		if !c.loose {
			kept = append(kept, c)
		}
	}
	if len(kept) == 0 {
		return all
	}
	return kept
}

// unsure says why none of the sums is taken for money.
func unsure(all []candidate) *errs.Error {
	for _, c := range all {
		switch c.doubt {
		case doubtDate:
			return ErrDateOrSum
		case doubtDash:
			return ErrDash
		case doubtSize, doubtPlace:
			return ErrUnsure
		}
	}
	return ErrNoAmount
}

// likeliest is the one of the sums that is the amount, the others being what is counted, or nil.
func likeliest(sure []*candidate, tokens []token) *candidate {
	if len(sure) == 1 {
		return sure[0]
	}
	var money *candidate
	for _, c := range sure {
		if c.counts(tokens) {
			continue
		}
		if money != nil {
			return nil
		}
		money = c
	}
	if money == nil {
		return dearest(sure)
	}
	if money.sign != "" && money != sure[0] {
		return nil // 12 lunch +3 tip
	}
	for _, c := range sure {
		if c != money && !c.below(money) {
			return nil
		}
	}
	return money
}

// dearest is the last of the sums if it alone has a currency.
func dearest(sure []*candidate) (money *candidate) {
	for _, c := range sure {
		if c.currency == "" {
			continue
		}
		if money != nil {
			return nil
		}
		money = c
	}
	return money
}

// below reports whether the sum may count what costs the other.
func (c *candidate) below(money *candidate) bool {
	difference, fits := c.value.minus().plus(money.value)
	marked := money.currency != "" || money.sign != "" || money.decimals
	return marked || c.after(roleFor) || (fits && difference.num > 0)
}

// counts reports whether a number counts things: at the beginning, or after "for", with a word
// behind it.
func (c *candidate) counts(tokens []token) bool {
	next := &tokens[c.to]
	if next.kind != tokenWord || next.lex().is(roleAnd|roleFor|roleEach) {
		return false
	}
	if c.after(roleFor) {
		return c.currency == "" && c.sign == "" && !c.value.above(maxCount)
	}
	if !c.few() {
		return false
	}
	for _, t := range tokens[:c.from] {
		if t.kind == tokenWord && !t.lex().is(roleSpent|roleSelf|roleGave|roleTook) {
			return false
		}
	}
	return true
}

// after reports whether a word of such a role stands before the sum.
func (c *candidate) after(r role) bool {
	return c.from > 0 && c.tokens[c.from-1].lex().is(r)
}
