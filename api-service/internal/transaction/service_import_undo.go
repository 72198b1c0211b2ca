package transaction

import (
	"context"
	"slices"

	"financebot/api-service/internal/actor"
	"financebot/api-service/internal/postgres"
	"financebot/pkg/api"
)

// UndoImport takes back all that an import booked, however long ago. Entries that were changed
// since keep it from happening, stay, or go too, as asked. It gives ErrImportUnknown,
// ErrImportReady, ErrImportUndone or ErrImportChanged.
func (s *Service) UndoImport(ctx context.Context, in api.UndoImport) (Preview, error) {
	var f importFile
	err := s.db.InTx(ctx, func(ctx context.Context) (err error) {
		if !postgres.IsUUID(in.ID) {
			return ErrImportUnknown
		}
		if f, err = s.store.lockImport(ctx, actor.From(ctx).FamilyID, in.ID); err != nil {
			return err
		}
		switch f.status() {
		case api.ImportReady:
			return ErrImportReady
		case api.ImportUndone:
			return ErrImportUndone
		}
		if err := s.takeImportBack(ctx, &f, in.Changed); err != nil {
			return err
		}
		return s.store.markImportUndone(ctx, &f, s.now())
	})
	return Preview{importFile: f}, err
}

// takeImportBack takes away what an import booked, and puts back what it made transfers of.
func (s *Service) takeImportBack(ctx context.Context, f *importFile, rule string) error {
	ids, changed, err := s.store.importedNow(ctx, *f)
	if err != nil {
		return err
	}
	joined, err := s.store.joinedNow(ctx, *f)
	if err != nil {
		return err
	}
	untouched := slices.DeleteFunc(slices.Clone(joined), func(j joinedEntry) bool { return j.changed })
	touched := len(changed) + len(joined) - len(untouched)
	switch {
	case touched > 0 && (rule == "" || rule == api.ChangedRefuse):
		return errChanged(touched)
	case rule == api.ChangedRemove:
		ids = append(ids, changed...)
	default:
		f.Kept, joined = touched, untouched
	}
	if _, err := s.unbook(ctx, f.FamilyID, ids); err != nil {
		return err
	}
	return s.part(ctx, f.FamilyID, joined)
}

// unbook takes entries away and their effects on the balances, and gives what they were.
func (s *Service) unbook(ctx context.Context, familyID int64, ids []int64) ([]Transaction, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	gone, err := s.store.deleteAll(ctx, familyID, ids)
	if err != nil {
		return nil, err
	}
	if len(gone) != len(ids) {
		return nil, ErrOvertaken
	}

	deltas := map[int64]int64{}
	for _, t := range gone {
		for id, effect := range t.effects() {
			deltas[id] -= effect
		}
	}
	return gone, s.accounts.Move(ctx, deltas)
}
