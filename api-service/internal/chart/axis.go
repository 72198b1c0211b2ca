package chart

import "slices"

// limit keeps the arithmetic of axes within 64 bits.
const limit = int64(1) << 61

// blank reports whether there is no figure but zero.
func blank(panels []Panel) bool {
	for _, p := range panels {
		for _, s := range p.all() {
			if slices.ContainsFunc(s.Values, func(v int64) bool { return v != 0 }) {
				return false
			}
		}
	}
	return true
}

func (p Panel) all() []Series { return append(slices.Clone(p.Bars), p.Lines...) }

// scale is the ends of the panel's axis and the way between its ticks.
func (p Panel) scale() (low, high, step int64) {
	for _, s := range p.all() {
		for _, v := range s.Values {
			low, high = min(low, max(v, -limit)), max(high, min(v, limit))
		}
	}
	step = niceStep(high - low)
	return low, high, step
}

// niceStep is 1, 2 or 5 with zeros, such that four or five of them make the whole.
func niceStep(span int64) int64 {
	for unit := int64(1); ; unit *= 10 { // the span is at most 2⁶²: it ends before it overflows
		for _, n := range []int64{1, 2, 5} {
			if unit*n >= span/5+min(span%5, 1) {
				return unit * n
			}
		}
	}
}

// ticks are the multiples of step from low to high.
func ticks(low, high, step int64) []int64 {
	var all []int64
	for t := low / step * step; t <= high; t += step {
		if t >= low {
			all = append(all, t)
		}
	}
	return all
}
