package transaction

import (
	"context"

	"financebot/api-service/internal/postgres"
)

// joined are the tables that belong to entries, in the order in which their keys want them.
// What is remembered for both workspaces is as in the one where it was chosen last.
var joined = []struct{ table, conflict string }{
	{"transactions", ""},
	{"transaction_splits", ""},
	{"operations", ""},
	{"imports", ""},
	{"imported_entries", ""},
	{"attachments", ""},
	{"import_memories", `ON CONFLICT (family_id, fingerprint) DO UPDATE SET plan = excluded.plan, used_at = excluded.used_at
		WHERE import_memories.used_at < excluded.used_at`},
	{"category_hints", `ON CONFLICT (family_id, kind, source, words) DO UPDATE
		SET category_id = excluded.category_id, updated_at = excluded.updated_at
		WHERE category_hints.updated_at < excluded.updated_at`},
	{"bank_messages", `ON CONFLICT (family_id, digest) DO NOTHING`},
	{"bank_lessons", `ON CONFLICT (family_id, cue) DO UPDATE SET meaning = excluded.meaning, updated_at = excluded.updated_at
		WHERE bank_lessons.updated_at < excluded.updated_at`},
}

// joinEntries copies the entries of a workspace, and what belongs to them, into another.
func (s store) joinEntries(ctx context.Context, from, into int64) error {
	for _, j := range joined {
		if err := s.db.CopyFamily(ctx, j.table, from, into, postgres.Rows{Conflict: j.conflict}); err != nil {
			return explain(err)
		}
	}
	return nil
}

// joinCategories copies the categories of a workspace into another. Twins go by another name,
// which nobody can type, until they are merged.
func (s store) joinCategories(ctx context.Context, from, into int64, pairs []twin) error {
	coming := make([]int64, 0, len(pairs))
	for _, p := range pairs {
		coming = append(coming, p.coming)
	}

	return explain(s.db.CopyFamily(ctx, "categories", from, into, postgres.Rows{
		Set:  map[string]string{"name": `CASE WHEN CAST(@twins AS jsonb) @> to_jsonb(r.id) THEN r.name || chr(1) || r.id ELSE r.name END`},
		Args: map[string]any{"twins": listJSON(coming)},
	}))
}

// hold locks the entries and categories of a workspace.
func (s store) hold(ctx context.Context, familyID int64) error {
	for _, table := range []string{"categories", "transactions"} {
		err := s.db.From(ctx).Exec("SELECT FROM "+table+" WHERE family_id = ? ORDER BY id FOR UPDATE", familyID).Error
		if err != nil {
			return err
		}
	}
	return nil
}

func (s store) clear(ctx context.Context, familyID int64) error {
	return s.db.From(ctx).Exec("DELETE FROM transactions WHERE family_id = ?", familyID).Error
}

// accountsUsed are the accounts that entries of a workspace stand on.
func (s store) accountsUsed(ctx context.Context, familyID int64) (map[int64]bool, error) {
	var ids []int64
	err := s.db.From(ctx).Raw(`
		SELECT account_id FROM transactions WHERE family_id = @family
		UNION
		SELECT to_account_id FROM transactions WHERE family_id = @family AND to_account_id IS NOT NULL`,
		map[string]any{"family": familyID}).Scan(&ids).Error

	used := make(map[int64]bool, len(ids))
	for _, id := range ids {
		used[id] = true
	}
	return used, err
}
