package transaction

import (
	"slices"

	"financebot/pkg/api"
)

// How far apart two days may be on which people and banks book the same money.
const nearby day = 3

// sidesShown is how many entries are named that may be the other side of a row.
const sidesShown = 5

// seat is a side of an entry, which one row of a file can be and no more.
type seat struct{ entry, account int64 }

// matcher finds out which rows of a file the ledger has. What is surer is looked for first, in
// all rows, so that no row takes away the entry that another one is.
type matcher struct {
	format  string
	drafts  []Draft
	entries []*candidate

	named   map[external][]line
	printed map[string][]line
	lying   map[side][]*candidate // by what they do to each of their accounts
	taken   map[seat]bool
}

func newMatcher(format string, drafts []Draft, lines []line, entries []*candidate) *matcher {
	m := &matcher{
		format: format, drafts: drafts, entries: entries, named: map[external][]line{}, printed: map[string][]line{},
		lying: map[side][]*candidate{}, taken: map[seat]bool{},
	}
	for _, l := range lines {
		m.know(l)
	}
	for _, e := range entries {
		for _, s := range e.sides() {
			m.lying[s] = append(m.lying[s], e)
		}
		for i, l := range e.lines { // what was not kept of a row is as its entry stands
			if l.print == "" && l.known {
				l.side = e.sideOn(l.account)
				l.print = l.side.print(e.words())
				e.lines[i] = l
				m.printed[l.print] = append(m.printed[l.print], l)
			}
		}
	}
	return m
}

func (m *matcher) know(l line) {
	if l.externalID != "" {
		name := external{l.account, l.externalID}
		m.named[name] = append(m.named[name], l)
	}
	if l.print != "" {
		m.printed[l.print] = append(m.printed[l.print], l)
	}
}

// match marks the drafts that the ledger has, or may have, and those that come twice.
func (m *matcher) match() {
	m.pairNames()
	m.distrustNames()
	m.each(m.byName(true))
	m.each(m.byPrint(true))
	m.each(m.byLook)
	m.each(m.byTransfer())
	m.each(m.byName(false))
	m.each(m.byPrint(false))
	for distance := range nearby + 1 {
		m.each(m.byNearness(distance))
	}
	m.each(m.byAnotherAccount())
	m.markLookalikes()
	m.findLikes()
	m.findOtherSides()
}

// each looks for all drafts that were not found yet.
func (m *matcher) each(found func(*Draft) bool) {
	for i := range m.drafts {
		if m.drafts[i].Duplicate == "" {
			found(&m.drafts[i])
		}
	}
}

// take makes a draft a side of an entry, unless another draft is that.
func (m *matcher) take(d *Draft, entry int64, as string) bool {
	place := seat{entry, d.home}
	if m.taken[place] {
		return false
	}
	m.taken[place] = true
	d.Duplicate, d.match = as, entry
	return true
}

// byName finds a row by the bank's name for it, where its entry is there or where it is gone.
func (m *matcher) byName(alive bool) func(*Draft) bool {
	return func(d *Draft) bool {
		if d.ExternalID == "" {
			return false
		}
		return m.takeLine(d, m.named[external{d.home, d.ExternalID}], alive)
	}
}

// byPrint finds a row that looks as it did before, whatever became of its entry.
func (m *matcher) byPrint(alive bool) func(*Draft) bool {
	return func(d *Draft) bool { return m.takeLine(d, m.printed[d.print], alive) }
}

func (m *matcher) takeLine(d *Draft, lines []line, alive bool) bool {
	as := ofLedger
	if !alive {
		as = deleted
	}
	for _, l := range lines {
		if l.alive == alive && !l.contradicts(*d, m.format) && m.take(d, l.entry, as) {
			d.noted = l.print == d.print
			return true
		}
	}
	return false
}

// byLook finds an entry that no file has told of: with the same day, amount and words or, of a
// transfer, with the same accounts, because each bank has its own words for it.
func (m *matcher) byLook(d *Draft) bool {
	for _, e := range m.lying[d.at] {
		same := e.words() == d.words()
		if e.Kind == api.Transfer && d.Kind == api.Transfer {
			same = e.other(d.home) == d.other(d.home)
		}
		if same && e.free(d.home, m.format) && m.take(d, e.ID, ofLedger) {
			d.alike = true
			return true
		}
	}
	return false
}

// byTransfer finds the transfers of an account by day and amount alone. Where there are more
// such rows than transfers nobody can tell which of them they are.
func (m *matcher) byTransfer() func(*Draft) bool {
	rows := map[side]int{}
	for _, d := range m.drafts {
		if d.Duplicate == "" && d.Kind != api.Transfer {
			rows[d.at]++
		}
	}
	free := map[side]int{}
	for s := range rows {
		for _, e := range m.lying[s] {
			if e.Kind == api.Transfer && e.free(s.account, m.format) && !m.taken[seat{e.ID, s.account}] {
				free[s]++
			}
		}
	}
	return func(d *Draft) bool {
		s, as := d.at, ofLedger
		if d.Kind == api.Transfer {
			return false
		}
		if rows[s] > free[s] {
			as = maybe
		}
		for _, e := range m.lying[s] {
			if e.Kind == api.Transfer && e.free(d.home, m.format) && m.take(d, e.ID, as) {
				return true
			}
		}
		return false
	}
}

// byNearness finds what may be a row in other words, or as a person has dated it.
func (m *matcher) byNearness(distance day) func(*Draft) bool {
	return func(d *Draft) bool {
		s := d.at
		for _, there := range slices.Compact([]day{s.day - distance, s.day + distance}) {
			for _, e := range m.lying[s.on(there)] {
				apart := e.Kind == api.Transfer && d.Kind == api.Transfer && e.other(d.home) != d.other(d.home)
				if !apart && e.free(d.home, m.format) && m.take(d, e.ID, maybe) {
					return true
				}
			}
		}
		return false
	}
}

// findLikes finds the entries that rows may be, for people to compare.
func (m *matcher) findLikes() {
	named := make(map[int64]*candidate, len(m.entries))
	for _, e := range m.entries {
		named[e.ID] = e
	}
	for i := range m.drafts {
		if d := &m.drafts[i]; d.Duplicate == maybe {
			d.like = named[d.match]
		}
	}
}

// markLookalikes marks new rows that look the same as another of the file.
func (m *matcher) markLookalikes() {
	seen := map[string]bool{}
	for i := range m.drafts {
		d := &m.drafts[i]
		look := d.likeness()
		if d.Duplicate == "" && d.ExternalID == "" && seen[look] {
			d.Duplicate = lookalike
		}
		seen[look] = true
	}
}

// findOtherSides finds entries of other accounts with which a new row may be one transfer.
func (m *matcher) findOtherSides() {
	moves := map[side][]*candidate{} // by amount and day, of whichever account
	for _, e := range m.entries {
		if e.Kind != api.Transfer && !e.isSplit && !m.taken[seat{e.ID, e.AccountID}] {
			move := e.sideOn(e.AccountID).of(0)
			moves[move] = append(moves[move], e)
		}
	}
	wanted := map[int64]int{}
	for i := range m.drafts {
		d := &m.drafts[i]
		if d.Duplicate != "" && d.Duplicate != lookalike || len(d.Splits) > 0 {
			continue
		}
		d.others = otherSides(*d, moves)
		for _, e := range d.others {
			wanted[e.ID]++
		}
	}
	for i := range m.drafts {
		d := &m.drafts[i]
		d.sure = len(d.others) == 1 && wanted[d.others[0].ID] == 1
	}
}

// otherSides are the entries that do to another account what a row does to its own, nearest first.
func otherSides(d Draft, moves map[side][]*candidate) []*candidate {
	move, currency := side{0, -d.at.minor, d.at.day}, d.Amount.Currency
	if d.Kind == api.Transfer {
		account := d.other(d.home)
		move.minor = d.effects()[account]
		if account == d.ToAccountID {
			currency = d.ToAmount.Currency
		}
	}
	var all []*candidate
	for distance := range nearby + 1 {
		for _, there := range slices.Compact([]day{move.day - distance, move.day + distance}) {
			for _, e := range moves[move.on(there)] {
				fits := e.AccountID != d.home && e.Amount.Currency == currency
				if d.Kind == api.Transfer {
					fits = e.AccountID == d.other(d.home)
				}
				if fits && len(all) < sidesShown {
					all = append(all, e)
				}
			}
		}
	}
	return all
}
