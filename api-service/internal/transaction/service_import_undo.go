package transaction

import (
	"context"

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
		ids, changed, err := s.store.importedNow(ctx, f.FamilyID, f.ID)
		switch {
		case err != nil:
			return err
		case len(changed) > 0 && (in.Changed == "" || in.Changed == api.ChangedRefuse):
			return errChanged(len(changed))
		case in.Changed == api.ChangedRemove:
			ids = append(ids, changed...)
		default:
			f.Kept = len(changed)
		}
		if _, err := s.unbook(ctx, f.FamilyID, ids); err != nil {
			return err
		}
		return s.store.markImportUndone(ctx, &f, s.now())
	})
	return Preview{importFile: f}, err
}

// unbook takes entries away and their effects on the balances, and gives what they were.
func (s *Service) unbook(ctx context.Context, familyID int64, ids []int64) ([]Transaction, error) {
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
