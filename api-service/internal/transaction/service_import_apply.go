package transaction

import (
	"context"
	"maps"

	"github.com/google/uuid"

	"financebot/api-service/internal/actor"
	"financebot/api-service/internal/postgres"
	"financebot/pkg/api"
)

// ApplyImport books all rows of a file that are new, or nothing. Asked again it tells how many were
// booked. It gives ErrImportUnknown, ErrImportFaulty with the lines, ErrImportMissing,
// ErrImportNothing or ErrImportUndone.
func (s *Service) ApplyImport(ctx context.Context, in api.ImportPlan) (Preview, error) {
	var f importFile
	var sums sums
	skipped := 0
	err := s.db.InTx(ctx, func(ctx context.Context) error {
		if !postgres.IsUUID(in.ID) {
			return ErrImportUnknown
		}
		var err error
		if f, err = s.store.lockImport(ctx, actor.From(ctx).FamilyID, in.ID); err != nil {
			return err
		}
		switch f.status() {
		case api.ImportApplied:
			return nil
		case api.ImportUndone:
			return ErrImportUndone
		}
		if err := s.store.lockImports(ctx, f.FamilyID); err != nil {
			return err
		}
		p, err := s.plan(ctx, f, in)
		if err != nil {
			return err
		}
		sums, skipped = p.sums(), p.there()
		return s.applyPlan(ctx, &f, p)
	})
	return Preview{importFile: f, sums: sums, skipped: skipped}, err
}

func (s *Service) applyPlan(ctx context.Context, f *importFile, p *plan) error {
	if len(p.Missing) > 0 {
		return ErrImportMissing
	}
	if len(p.problems) > 0 {
		return faulty(p.problems)
	}
	if err := s.createMissing(ctx, p); err != nil {
		return err
	}
	p.out = p.outcome()
	if p.out.booked() == 0 {
		return ErrImportNothing
	}
	operation, now := uuid.NewString(), s.now()
	if err := s.bookOutcome(ctx, f, p, operation); err != nil {
		return err
	}
	if err := s.remember(ctx, p); err != nil {
		return err
	}
	f.Content, f.OperationID, f.AppliedAt, f.Total, f.Booked = nil, &operation, &now, p.total(), p.out.booked()
	return s.store.saveImport(ctx, *f)
}

// createMissing opens the categories that the file has and the workspace has not, in the file's
// order, where asked to.
func (s *Service) createMissing(ctx context.Context, p *plan) error {
	if !p.in.CreateCategories {
		return nil
	}
	for _, key := range p.inOrder {
		name := p.names[key]
		if _, given := p.in.Categories[key.name]; key.what != "category" || name.ID != nil || given {
			continue
		}
		if _, last := splitPath(key.name); last == "" {
			continue
		}
		id, err := s.openPath(ctx, p, key.kind, key.name)
		if err != nil {
			return err
		}
		name.ID = &id
	}
	for i := range p.drafts {
		d := &p.drafts[i]
		if d.CategoryID == nil && d.Category != "" && d.Kind != api.Transfer && len(d.Splits) == 0 {
			d.CategoryID = p.names[nameKey{"category", d.Kind, d.Category}].ID
		}
		for n, name := range d.parts {
			if d.Splits[n].CategoryID == nil && name != "" {
				d.Splits[n].CategoryID = p.names[nameKey{"category", d.Kind, name}].ID
			}
		}
	}
	return nil
}

// openPath opens a category and, where its path says so, the one above it.
func (s *Service) openPath(ctx context.Context, p *plan, kind, path string) (int64, error) {
	upper, name := splitPath(path)
	in := api.CreateCategory{Kind: kind, Name: bounded(name)}
	known := p.categories.ids[kind]
	if id, ok := known[plainName(path)]; ok { // another path has opened it
		return id, nil
	}
	if upper != "" {
		parent, err := s.openPath(ctx, p, kind, escapePath(bounded(upper)))
		if err != nil {
			return 0, err
		}
		in.ParentID = &parent
	}
	c, err := s.CreateCategory(ctx, in)
	known[plainName(path)] = c.ID
	return c.ID, err
}

func bounded(name string) string {
	runes := []rune(name)
	return string(runes[:min(len(runes), api.MaxName)])
}

// bookOutcome writes the entries, moves the balances and notes the operation.
func (s *Service) bookOutcome(ctx context.Context, f *importFile, p *plan, operation string) error {
	if err := s.store.forgetRows(ctx, f.FamilyID, p.out.restored); err != nil {
		return err
	}
	if err := s.store.bookAll(ctx, f, p.out.fresh); err != nil {
		return err
	}
	joined, err := s.joinAll(ctx, p, p.out.joined)
	if err != nil {
		return err
	}
	if err := s.store.recognise(ctx, f.FamilyID, f.ID, p.Format, append(joined.rows, p.out.found...)); err != nil {
		return err
	}
	o := Operation{FamilyID: f.FamilyID, ID: operation, UserID: actor.From(ctx).UserID, CreatedAt: s.now()}
	deltas := joined.deltas
	for _, d := range p.out.fresh {
		o.Changes = append(o.Changes, Change{ID: d.ID})
		for id, effect := range d.effects() {
			deltas[id] += effect
		}
	}
	if err := s.moveAll(ctx, deltas); err != nil {
		return err
	}
	o.Changes = append(o.Changes, joined.changes...)
	return s.store.note(ctx, &o)
}

// moveAll changes the balances of accounts that are open. It comes last: until then an import
// keeps nobody from booking.
func (s *Service) moveAll(ctx context.Context, deltas map[int64]int64) error {
	if err := s.accounts.Move(ctx, deltas); err != nil {
		return err
	}
	for id := range deltas {
		if err := s.accountsOpen(ctx, Transaction{Kind: api.Income, AccountID: id}); err != nil {
			return err
		}
	}
	return nil
}

// remember keeps what the next file of this sort is proposed.
func (s *Service) remember(ctx context.Context, p *plan) error {
	m := memory{AccountID: p.home.ID, Accounts: map[string]int64{}, Categories: map[string]int64{}}
	m.noteHome(p.memory, p.home.ID)
	if p.Format == api.FormatCSV {
		m.Mapping = &p.Mapping
	}
	maps.Copy(m.Accounts, p.memory.Accounts)
	maps.Copy(m.Accounts, p.in.Accounts)
	maps.Copy(m.Categories, p.memory.Categories)
	maps.Copy(m.Categories, p.in.Categories)
	return s.store.remember(ctx, p.familyID, fingerprint(p.Statement), m, s.now())
}
