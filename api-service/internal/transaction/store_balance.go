package transaction

import "context"

// used reports whether a workspace has entries, or rows of files that became some.
func (s store) used(ctx context.Context, familyID int64) (used bool, err error) {
	err = s.db.From(ctx).Raw(`
		SELECT EXISTS (SELECT FROM transactions WHERE family_id = @family)
			OR EXISTS (SELECT FROM imported_entries WHERE family_id = @family)`,
		map[string]any{"family": familyID}).Scan(&used).Error
	return used, err
}

// forgetOperations drops the operations of a workspace: none of them can be taken back any more.
func (s store) forgetOperations(ctx context.Context, familyID int64) error {
	return s.db.From(ctx).Exec("DELETE FROM operations WHERE family_id = ?", familyID).Error
}
