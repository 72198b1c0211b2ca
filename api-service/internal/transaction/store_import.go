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
	"financebot/pkg/api"
)

func (s store) createImport(ctx context.Context, f importFile) error {
	return s.db.From(ctx).Create(&f).Error
}

// keepImports forgets the oldest files of a user that wait, but for so many.
func (s store) keepImports(ctx context.Context, familyID, userID int64, most int) error {
	return s.db.From(ctx).Exec(`DELETE FROM imports WHERE family_id = @family AND applied_at IS NULL AND id IN (
		SELECT id FROM imports WHERE family_id = @family AND user_id = @user AND applied_at IS NULL
		ORDER BY created_at DESC, id OFFSET @most)`,
		map[string]any{"family": familyID, "user": userID, "most": most}).Error
}

// imports gives a page, newest first, and reads one import more than asked to tell whether there
// is more.
func (s store) imports(ctx context.Context, familyID int64, after cursor.Moment, limit int) ([]importFile, error) {
	q := s.db.From(ctx).Omit("content").Where("family_id = ?", familyID)
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
	return f, postgres.Missing(err, ErrImportUnknown)
}

// lockImport keeps others from booking the file, or taking it back, until the transaction ends.
func (s store) lockImport(ctx context.Context, familyID int64, id string) (importFile, error) {
	var f importFile
	err := s.db.From(ctx).Clauses(clause.Locking{Strength: "UPDATE"}).
		Where("family_id = ? AND id = CAST(? AS uuid)", familyID, id).Take(&f).Error
	return f, postgres.Missing(err, ErrImportUnknown)
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
func (s store) importedNow(ctx context.Context, familyID int64, importID string) (same, changed []int64, err error) {
	var rows []struct {
		ID      int64
		Changed bool
	}
	err = s.db.From(ctx).Raw(`SELECT t.id, t.version > e.version AS changed FROM imported_entries e
		JOIN transactions t ON t.family_id = e.family_id AND t.id = e.transaction_id
		WHERE e.family_id = ? AND e.import_id = CAST(? AS uuid) ORDER BY t.id FOR UPDATE OF t`, familyID, importID).Scan(&rows).Error
	for _, r := range rows {
		if r.Changed {
			changed = append(changed, r.ID)
		} else {
			same = append(same, r.ID)
		}
	}
	return same, changed, err
}

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

// knownIDs gives the entries that the ledger has by the bank's names for them.
func (s store) knownIDs(ctx context.Context, familyID int64, drafts []Draft) (map[external][]booked, error) {
	ids := []string{}
	for _, d := range drafts {
		if d.ExternalID != "" {
			ids = append(ids, d.ExternalID)
		}
	}
	known := map[external][]booked{}
	if len(ids) == 0 {
		return known, nil
	}
	var rows []struct {
		AccountID  int64
		ExternalID string
		Date       time.Time
		Amount     int64
		Arrived    int64
	}
	err := s.db.From(ctx).Raw(`SELECT e.account_id, e.external_id, t.date, t.amount, coalesce(t.to_amount, t.amount) AS arrived
		FROM imported_entries e JOIN transactions t ON t.family_id = e.family_id AND t.id = e.transaction_id
		WHERE e.family_id = ? AND e.external_id IN (SELECT i.value FROM json_array_elements_text(CAST(? AS json)) i)`,
		familyID, listJSON(ids)).Scan(&rows).Error
	for _, r := range rows {
		id := external{r.AccountID, r.ExternalID}
		known[id] = append(known[id], booked{r.Date, [2]int64{r.Amount, r.Arrived}})
	}
	return known, err
}

// look is what the ledger is searched by for entries like a draft.
type look struct {
	Kind    string `json:"kind"`
	Account int64  `json:"account"`
	Amount  int64  `json:"amount"`
	Date    string `json:"date"`
}

// alike counts the entries of the ledger that look like drafts.
func (s store) alike(ctx context.Context, familyID int64, drafts []Draft) (map[string]*counts, error) {
	wanted := map[look]bool{}
	for _, d := range drafts {
		wanted[look{d.Kind, d.AccountID, d.Amount.Minor, d.Date.Format(api.DateForm)}] = true
	}
	looks := make([]look, 0, len(wanted))
	for l := range wanted {
		looks = append(looks, l)
	}
	text, err := json.Marshal(looks)
	if err != nil {
		return nil, err
	}
	rows, err := s.db.From(ctx).Raw(`SELECT t.kind, t.account_id, coalesce(t.to_account_id, 0), t.amount, t.date, t.payee, t.note,
			coalesce(e.external_id, '') <> ''
		FROM json_to_recordset(CAST(@looks AS json)) AS l(kind text, account bigint, amount bigint, date date)
		JOIN transactions t ON t.family_id = @family AND t.account_id = l.account AND t.date = l.date AND t.amount = l.amount AND t.kind = l.kind
		LEFT JOIN imported_entries e ON e.family_id = t.family_id AND e.transaction_id = t.id`,
		map[string]any{"family": familyID, "looks": string(text)}).Rows()
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	all := map[string]*counts{}
	for rows.Next() {
		var t Transaction
		var named bool
		if err := rows.Scan(&t.Kind, &t.AccountID, &t.ToAccountID, &t.Amount.Minor, &t.Date, &t.Payee, &t.Note, &named); err != nil {
			return nil, err
		}
		c := all[likeness(t)]
		if c == nil {
			c = &counts{}
			all[likeness(t)] = c
		}
		if named {
			c.named++
		} else {
			c.unnamed++
		}
	}
	return all, rows.Err()
}
