package transaction

import (
	"slices"

	"financebot/api-service/internal/statement"
	"financebot/pkg/api"
)

const (
	sampled     = 200 // rows of a file that tell whose it is
	tellingRows = 2   // rows that one account has, and the proposed one has none of
)

// mayMove reports whether the rows of a file may tell whose it is: nobody has said it, and the file
// does not name its accounts.
func (p *plan) mayMove() bool {
	names := func(r statement.Row) bool {
		name := p.names[nameKey{"account", "", r.Account}]
		return r.Account != "" && name != nil && name.ID != nil
	}
	return p.in.AccountID == 0 && len(p.rivals()) > 0 && len(p.drafts) > 0 && !slices.ContainsFunc(p.Rows, names)
}

// rivals are the accounts whose the file may be instead of the proposed one.
func (p *plan) rivals() []api.Account {
	var all []api.Account
	for _, a := range p.accounts {
		other := func(r statement.Row) bool { return r.Currency != "" && r.Currency != a.Currency }
		if a.ID != p.home.ID && !a.Archived && !slices.ContainsFunc(p.Rows, other) {
			all = append(all, a)
		}
	}
	return all
}

// sample is a part of the rows, from all over the file, no two of them alike.
func (p *plan) sample() []Draft {
	var all []Draft
	seen := map[string]bool{}
	step := max(len(p.drafts)/sampled, 1)
	for at := 0; at < len(p.drafts); at += step {
		d := p.drafts[at]
		d.sign()
		if d.home == p.home.ID && !seen[d.print] {
			seen[d.print] = true
			all = append(all, d)
		}
	}
	return all
}

// onAccount is a draft as it would be known of another account.
func (d Draft) onAccount(account int64) Draft {
	d.home, d.at = account, d.at.of(account)
	d.print = d.at.print(d.words())
	return d
}

// heirs are the sample's rows as each of the accounts would have them.
func (p *plan) heirs(sample []Draft) []Draft {
	var all []Draft
	for _, a := range append(p.rivals(), p.home) {
		for _, d := range sample {
			all = append(all, d.onAccount(a.ID))
		}
	}
	return all
}

// settleByRows moves the file to the account whose books have rows of it. Where they tell nothing,
// and files of the same headings went to several accounts before, it says that this has to be asked.
func (p *plan) settleByRows(heirs []Draft, lines []line, entries []*candidate) {
	there := map[string]bool{}
	for _, l := range lines {
		there[l.print] = true
	}
	for _, e := range entries {
		for _, s := range e.sides() {
			there[s.print(e.words())] = true
		}
	}

	known, rows := map[int64]int{}, map[int64]int{}
	for _, d := range heirs {
		rows[d.home]++
		if there[d.print] {
			known[d.home]++
		}
	}
	if to := p.heir(known, rows[p.home.ID]); to != nil {
		p.home, p.moved = *to, true
		return
	}
	if known[p.home.ID] < tellingRows {
		p.homes = p.homesBefore()
	}
}

// heir is the account other than the proposed one that has most of a file's rows, or some of which
// the proposed one has none; nil where there is none, or where two have as many.
func (p *plan) heir(known map[int64]int, rows int) *api.Account {
	var best *api.Account
	tied := false
	for _, a := range p.rivals() {
		switch {
		case best == nil || known[a.ID] > known[best.ID]:
			best, tied = p.account(a.ID), false
		case known[a.ID] == known[best.ID]:
			tied = true
		}
	}
	if best == nil || tied || known[best.ID] <= known[p.home.ID] {
		return nil
	}
	most := 2*known[best.ID] > rows
	if most || known[best.ID] >= tellingRows && known[p.home.ID] == 0 {
		return best
	}
	return nil
}

// homesBefore are the accounts to which files of the same headings went, where there are several.
func (p *plan) homesBefore() []int64 {
	var all []int64
	for _, id := range p.memory.Homes {
		if a := p.account(id); a != nil && !a.Archived {
			all = append(all, id)
		}
	}
	if len(all) < 2 {
		return nil
	}
	return all
}

// noteHome adds an account to those to which files of the same headings went.
func (m *memory) noteHome(before memory, id int64) {
	for _, known := range append(slices.Clone(before.Homes), before.AccountID, id) {
		if known != 0 && !slices.Contains(m.Homes, known) {
			m.Homes = append(m.Homes, known)
		}
	}
}
