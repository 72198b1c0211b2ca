package transaction

import (
	"slices"

	"financebot/pkg/api"
)

// pairNames marks rows that come twice under one name of the bank. Names that different
// movements share were taken away by whoever read the file.
func (m *matcher) pairNames() {
	seen := map[external]bool{}
	for i := range m.drafts {
		d := &m.drafts[i]
		name := external{d.home, d.ExternalID}
		if d.ExternalID != "" && seen[name] {
			d.Duplicate = ofFile
		}
		seen[name] = true
	}
}

// agrees tells how well the best of the rows under a name fits a draft: 2 by day and amount, 1
// by one of them. Rows tell nothing of which nothing was kept, and whose entries are gone.
func agrees(lines []line, d Draft) (best int, told bool) {
	for _, l := range lines {
		if !l.known && !l.alive {
			continue
		}
		n := 0
		if l.side.day == d.at.day {
			n++
		}
		if l.side.minor == d.at.minor {
			n++
		}
		best, told = max(best, n), true
	}
	return best, told
}

// distrustNames takes names away that the bank gave to other rows before. Of a table a column
// of names may only number the rows, anew in each file: it does where a name was that of a row
// with another day and amount, or where most names are those of rows that differ in one of the
// two. Such a name still counts for a row that agrees with it.
func (m *matcher) distrustNames() {
	fits, levels := make([]int, len(m.drafts)), [3]int{}
	for i, d := range m.drafts {
		if fit, told := agrees(m.namesakes(d), d); told {
			fits[i] = fit
			levels[fit]++
		}
	}
	table := m.format == api.FormatCSV
	numbers := table && (levels[0] > 0 || levels[1] > levels[2])
	for i := range m.drafts {
		d := &m.drafts[i]
		reused := !table && fits[i] == 0 && certain(m.namesakes(*d))
		if reused || numbers && fits[i] < 2 {
			d.ExternalID = ""
		}
	}
}

// namesakes are the rows to which the bank gave a draft's name before.
func (m *matcher) namesakes(d Draft) []line {
	if d.ExternalID == "" {
		return nil
	}
	return m.named[external{d.home, d.ExternalID}]
}

// certain reports whether there are rows, and it is known what all of them were.
func certain(lines []line) bool {
	return len(lines) > 0 && !slices.ContainsFunc(lines, func(l line) bool { return !l.known })
}
