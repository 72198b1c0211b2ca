package transaction

import (
	"context"
	"maps"
	"strings"

	"financebot/pkg/api"
)

// joining is what is done where rows become the other sides of entries.
type joining struct {
	changes []Change
	rows    []recognised
	deltas  map[int64]int64
}

// joinAll makes transfers of entries and the rows that are their other sides. The balances are
// the caller's. It gives ErrOvertaken where an entry was changed meanwhile.
func (s *Service) joinAll(ctx context.Context, p *plan, joined []Draft) (joining, error) {
	all := joining{deltas: map[int64]int64{}}
	for _, d := range joined {
		seen := p.joins(d)
		before, err := s.store.lock(ctx, p.familyID, seen.ID)
		if err != nil {
			return all, err
		}
		if before.Version != seen.Version {
			return all, ErrOvertaken
		}
		after := transferOf(before, d)
		after.Version, after.UpdatedAt = before.Version+1, s.now()
		if err := s.store.save(ctx, after); err != nil {
			return all, err
		}
		all.add(d, before, after)
	}
	maps.DeleteFunc(all.deltas, func(_, delta int64) bool { return delta == 0 })
	return all, nil
}

func (j *joining) add(d Draft, before, after Transaction) {
	row := recognisedAs(d, before.ID)
	row.Version, row.Before = after.Version, &before
	j.rows = append(j.rows, row)
	j.changes = append(j.changes, Change{ID: before.ID, Before: &before})
	for id, effect := range before.effects() {
		j.deltas[id] -= effect
	}
	for id, effect := range after.effects() {
		j.deltas[id] += effect
	}
}

// transferOf is the transfer whose sides are an entry and a row. It happened on the day on which
// the money left.
func transferOf(e Transaction, d Draft) Transaction {
	t := e
	t.Kind, t.CategoryID, t.Payee = api.Transfer, nil, ""
	t.Note = strings.TrimSpace(e.Payee + " " + e.Note)
	switch {
	case d.Kind == api.Transfer:
		t.AccountID, t.ToAccountID, t.Amount, t.ToAmount = d.AccountID, d.ToAccountID, d.Amount, d.ToAmount
	case e.Kind == api.Expense:
		t.ToAccountID, t.ToAmount = d.AccountID, d.Amount
	default:
		t.AccountID, t.ToAccountID, t.ToAmount = d.AccountID, e.AccountID, e.Amount
	}
	if t.AccountID != e.AccountID {
		t.Date = d.Date
	}
	return t
}

// joinedEntry is an entry that an import made a transfer of, as it was before.
type joinedEntry struct {
	before  Transaction
	changed bool // by somebody since
}

// part puts entries back that an import had made transfers of, as they were before.
func (s *Service) part(ctx context.Context, familyID int64, joined []joinedEntry) error {
	for _, j := range joined {
		now, err := s.store.lock(ctx, familyID, j.before.ID)
		if err != nil {
			return err
		}
		before := j.before
		if err := s.replace(ctx, &now, &before); err != nil {
			return err
		}
		if err := s.store.keepUnchanged(ctx, familyID, before.ID, j.before.Version, before.Version); err != nil {
			return err
		}
	}
	return nil
}
