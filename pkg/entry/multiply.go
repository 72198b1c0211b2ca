package entry

import "strings"

// maxTimes is how many of a thing are bought at a price of each.
const maxTimes = 999

// multiplied are the sums, of which two are one where words multiply them: 5 times 20, 2 кофе по 80,
// 2 tickets 11 each.
func (r *reader) multiplied(tokens []token, sums []candidate) []candidate {
	if len(sums) == 1 {
		r.measured(tokens, &sums[0])
	}
	if len(sums) != 2 {
		return sums
	}
	count, each := &sums[0], &sums[1]
	counts := count.plain() && count.doubt == noDoubt && !count.value.above(maxTimes)
	if !counts || each.sign != "" || each.doubt == noMoney {
		return sums
	}
	times := tokens[count.to].kind == tokenWord && tokens[count.to].lex().is(roleTimes)
	before, behind := each.after(roleEach), tokens[each.to].lex().is(roleEach)
	if !times && !before && !behind {
		return sums
	}
	text := textOf(tokens[count.from:each.to])
	value, fits := each.value.times(count.value)
	if !fits {
		return sums
	}
	each.value, each.doubt, each.multiplied = value, noDoubt, text
	use := func(i int) {
		if tokens[i].kind == tokenWord {
			tokens[i].kind = tokenUsed
		}
	}
	if times {
		use(count.to)
		for i := count.from; i < count.to; i++ {
			tokens[i].kind = tokenUsed
		}
	}
	if before {
		use(each.from - 1)
		if i := each.from - 2; i > count.to && tokens[i].text == "a" {
			use(i) // a câte
		}
	}
	if behind {
		use(each.to)
	}
	return sums[1:]
}

// measured multiplies the price of each by the measure before it: 3 шт по 350, 3 buc a 20 lei.
func (r *reader) measured(tokens []token, each *candidate) {
	i := each.from - 1
	if i < 2 || each.sign != "" || each.doubt == noMoney {
		return
	}
	joint := &tokens[i]
	if joint.kind != tokenWord || (!joint.lex().is(roleEach) && joint.text != "la") {
		return
	}
	if tokens[i-1].text == "a" {
		i-- // a câte
	}
	measure, count := &tokens[i-1], &token{}
	if i >= 2 {
		count = &tokens[i-2]
	}
	isCount := count.kind == tokenNumber && count.first() && !count.number.doubtful && count.number.fault == nil
	if !isCount || !measure.unit().measure || strings.Contains(measure.chunk, "%") || count.number.value.above(maxTimes) {
		return
	}
	value, fits := each.value.times(count.number.value)
	if !fits {
		return
	}
	each.value, each.doubt, each.multiplied = value, noDoubt, textOf(tokens[i-2:each.to])
	for j := i; j < each.from; j++ {
		tokens[j].kind = tokenUsed
	}
}
