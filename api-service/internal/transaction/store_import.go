package transaction

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	"gorm.io/gorm/clause"

	"financebot/api-service/internal/cursor"
	"financebot/api-service/internal/postgres"
)

func (s store) createImport(ctx context.Context, f importFile) error {
	return s.db.From(ctx).Create(&f).Error
}

// dropImports has the oldest files that wait give way where a user has too many of them, or the
// workspace has no room. One that is being booked is let be.
func (s store) dropImports(ctx context.Context, familyID int64, now time.Time) error {
	return s.db.From(ctx).Exec(`UPDATE imports SET content = NULL, dropped_at = @now WHERE family_id = @family AND id IN (
		SELECT id FROM imports WHERE family_id = @family AND id IN (SELECT id FROM (
			SELECT id, row_number() OVER (PARTITION BY user_id ORDER BY created_at DESC, id) AS place,
				sum(octet_length(content)) OVER (ORDER BY created_at DESC, id) AS bytes
			FROM imports WHERE family_id = @family AND content IS NOT NULL
		) waiting WHERE place > @most OR bytes > @room)
		FOR UPDATE SKIP LOCKED)`,
		map[string]any{"family": familyID, "now": now, "most": importsHeld, "room": importRoom}).Error
}

// imports gives a page, newest first, and reads one import more than asked to tell whether there
// is more.
func (s store) imports(ctx context.Context, familyID int64, after cursor.Moment, limit int) ([]importFile, error) {
	q := s.db.From(ctx).Omit("content").Where("family_id = ? AND dropped_at IS NULL", familyID)
	if after.ID != "" {
		q = q.Where("(created_at, id) < (?, CAST(? AS uuid))", after.At, after.ID)
	}
	var all []importFile
	err := q.Order("created_at DESC, id DESC").Limit(limit + 1).Find(&all).Error
	return all, err
}

// place is where an import stands in a list.
func (f importFile) place() cursor.Moment { return cursor.Moment{At: f.CreatedAt, ID: f.ID} }

func (s store) importNamed(ctx context.Context, familyID int64, id string) (importFile, error) {
	var f importFile
	err := s.db.From(ctx).Where("family_id = ? AND id = CAST(? AS uuid)", familyID, id).Take(&f).Error
	return f, f.gaveWay(postgres.Missing(err, ErrImportUnknown))
}

// lockImport keeps others from booking the file, or taking it back, until the transaction ends.
func (s store) lockImport(ctx context.Context, familyID int64, id string) (importFile, error) {
	var f importFile
	err := s.db.From(ctx).Clauses(clause.Locking{Strength: "UPDATE"}).
		Where("family_id = ? AND id = CAST(? AS uuid)", familyID, id).Take(&f).Error
	return f, f.gaveWay(postgres.Missing(err, ErrImportUnknown))
}

func (s store) saveImport(ctx context.Context, f importFile) error {
	return s.db.From(ctx).Exec(`UPDATE imports SET content = NULL, operation_id = CAST(? AS uuid), total = ?, booked = ?, applied_at = ?
		WHERE family_id = ? AND id = CAST(? AS uuid)`, f.OperationID, f.Total, f.Booked, f.AppliedAt, f.FamilyID, f.ID).Error
}

// markImportUndone also ends the operation, so that it is not taken back a second time.
func (s store) markImportUndone(ctx context.Context, f *importFile, now time.Time) error {
	f.UndoneAt = &now
	err := s.db.From(ctx).Exec("UPDATE imports SET undone_at = ?, kept = ? WHERE family_id = ? AND id = CAST(? AS uuid)",
		now, f.Kept, f.FamilyID, f.ID).Error
	if err != nil {
		return err
	}
	return s.db.From(ctx).Exec("UPDATE operations SET undone_at = coalesce(undone_at, ?) WHERE family_id = ? AND id = CAST(? AS uuid)",
		now, f.FamilyID, f.OperationID).Error
}

// sweepImports forgets files that nobody booked.
func (s store) sweepImports(ctx context.Context, before time.Time) error {
	return s.db.From(ctx).Exec("DELETE FROM imports WHERE applied_at IS NULL AND created_at < ?", before).Error
}

// importedNow gives the entries of an import that are still there: as they came, and changed.
func (s store) importedNow(ctx context.Context, f importFile) (same, changed []int64, err error) {
	var rows []struct {
		ID      int64
		Changed bool
	}
	err = s.db.Joining(ctx, f.Booked, func(ctx context.Context) error {
		return s.db.From(ctx).Raw(importedSQL, map[string]any{"family": f.FamilyID, "import": f.ID}).Scan(&rows).Error
	})
	for _, r := range rows {
		if r.Changed {
			changed = append(changed, r.ID)
		} else {
			same = append(same, r.ID)
		}
	}
	return same, changed, err
}

// importedSQL looks only at entries whose numbers lie between those of the import.
const importedSQL = `
	WITH e AS (
		SELECT transaction_id AS id, version FROM imported_entries
		WHERE family_id = @family AND import_id = CAST(@import AS uuid) AND booked
	)
	SELECT t.id, t.version > e.version AS changed FROM e
	JOIN transactions t ON t.family_id = @family AND t.id = e.id
		AND t.id BETWEEN (SELECT min(id) FROM e) AND (SELECT max(id) FROM e)
	ORDER BY t.id FOR UPDATE OF t`

// memory gives what is known of files with a fingerprint, and whether anything is.
func (s store) memory(ctx context.Context, familyID int64, fingerprint []byte) (m memory, known bool, err error) {
	var plan []byte
	err = s.db.From(ctx).Raw("SELECT plan FROM import_memories WHERE family_id = ? AND fingerprint = ?", familyID, fingerprint).Row().Scan(&plan)
	if errors.Is(err, sql.ErrNoRows) {
		return m, false, nil
	}
	if err != nil {
		return m, false, err
	}
	err = json.Unmarshal(plan, &m)
	return m, true, err
}

// remember keeps a memory and forgets what was not used for longest.
func (s store) remember(ctx context.Context, familyID int64, fingerprint []byte, m memory, now time.Time) error {
	plan, err := json.Marshal(m)
	if err != nil {
		return err
	}
	err = s.db.From(ctx).Exec(`INSERT INTO import_memories (family_id, fingerprint, plan, used_at) VALUES (?, ?, CAST(? AS jsonb), ?)
		ON CONFLICT (family_id, fingerprint) DO UPDATE SET plan = excluded.plan, used_at = excluded.used_at`,
		familyID, fingerprint, string(plan), now).Error
	if err != nil {
		return err
	}
	return s.db.From(ctx).Exec(`DELETE FROM import_memories WHERE family_id = @family AND fingerprint IN (
		SELECT fingerprint FROM import_memories WHERE family_id = @family ORDER BY used_at DESC OFFSET @most)`,
		map[string]any{"family": familyID, "most": memories}).Error
}
