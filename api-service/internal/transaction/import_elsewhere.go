package transaction

import "slices"

// byAnotherAccount finds rows that another account has already: its file was read before, or somebody
// booked them there by hand.
func (m *matcher) byAnotherAccount() func(*Draft) bool {
	moves := map[side][]*candidate{} // by amount and day, of whichever account
	for _, e := range m.entries {
		for _, s := range e.sides() {
			moves[s.of(0)] = append(moves[s.of(0)], e)
		}
	}
	return func(d *Draft) bool {
		for _, e := range moves[d.at.of(0)] {
			if e.isOfAnother(*d) && m.take(d, e.ID, maybe) {
				return true
			}
		}
		return false
	}
}

// isOfAnother reports whether an entry of another account is what a row tells, by its words or by a
// row of that account's file.
func (e candidate) isOfAnother(d Draft) bool {
	for _, s := range e.sides() {
		if s.account == d.home || e.other(s.account) == d.home || s.minor != d.at.minor {
			continue
		}
		written := d.onAccount(s.account).print
		told := func(l line) bool { return l.print == written }
		if slices.ContainsFunc(e.lines, told) || e.words() == d.words() && e.Amount.Currency == d.Amount.Currency {
			return true
		}
	}
	return false
}
