package transaction

import (
	"context"
	"encoding/json"
	"time"

	"financebot/api-service/internal/postgres"
)

// note keeps an operation and gives it its place among the others.
func (s store) note(ctx context.Context, o *Operation) error {
	changes, err := json.Marshal(keepAll(o.Changes))
	if err != nil {
		return err
	}
	return s.db.From(ctx).Raw(
		"INSERT INTO operations (family_id, id, user_id, changes, created_at) VALUES (?, ?, ?, CAST(? AS jsonb), ?) RETURNING seq",
		o.FamilyID, o.ID, o.UserID, string(changes), o.CreatedAt).Row().Scan(&o.Seq)
}

// rewrite saves what an operation's changes are now.
func (s store) rewrite(ctx context.Context, o Operation) error {
	changes, err := json.Marshal(keepAll(o.Changes))
	if err != nil {
		return err
	}
	return s.db.From(ctx).Exec("UPDATE operations SET changes = CAST(? AS jsonb) WHERE family_id = ? AND id = ?",
		string(changes), o.FamilyID, o.ID).Error
}

// operationsSince are those that have put something aside since then, and keeps others from
// undoing them meanwhile.
func (s store) operationsSince(ctx context.Context, familyID int64, since time.Time) (all []Operation, err error) {
	rows, err := s.db.From(ctx).Raw(`SELECT id, changes FROM operations
		WHERE family_id = ? AND created_at > ? AND undone_at IS NULL AND changes @> '[{"before": {}}]' ORDER BY seq FOR UPDATE`,
		familyID, since).Rows()
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		o, changes := Operation{FamilyID: familyID}, []byte(nil)
		if err := rows.Scan(&o.ID, &changes); err != nil {
			return nil, err
		}
		if err := o.read(changes); err != nil {
			return nil, err
		}
		all = append(all, o)
	}
	return all, rows.Err()
}

// lockOperation reads the last operation that meets the condition, and keeps others from
// undoing it meanwhile.
func (s store) lockOperation(ctx context.Context, condition string, args ...any) (Operation, error) {
	var (
		o       Operation
		changes []byte
	)
	err := s.db.From(ctx).Raw(`SELECT family_id, id, seq, user_id, changes, created_at, undone_at FROM operations
		WHERE `+condition+` ORDER BY seq DESC LIMIT 1 FOR UPDATE`, args...).Row().
		Scan(&o.FamilyID, &o.ID, &o.Seq, &o.UserID, &changes, &o.CreatedAt, &o.UndoneAt)
	if err != nil {
		return o, postgres.Missing(err, ErrNothingToUndo)
	}
	return o, o.read(changes)
}

// overtaken reports whether a later operation, that stands, changed an entry of this one.
func (s store) overtaken(ctx context.Context, o Operation) (bool, error) {
	var yes bool
	err := s.db.From(ctx).Raw(`SELECT EXISTS (
		SELECT FROM operations later, jsonb_to_recordset(later.changes) AS c(id bigint)
		WHERE later.family_id = ? AND later.seq > ? AND later.undone_at IS NULL
			AND c.id IN (SELECT CAST(i.value AS bigint) FROM json_array_elements_text(CAST(? AS json)) i))`,
		o.FamilyID, o.Seq, listJSON(o.ids())).Scan(&yes).Error
	return yes, err
}

// lastStanding is the place of a person's last operation before another one that nothing overtook,
// zero where there is none; and whether something overtook one of theirs. Each operation is read
// once, however many there are.
func (s store) lastStanding(ctx context.Context, familyID, userID int64, since time.Time, before int64) (seq int64, overtaken bool, err error) {
	err = s.db.From(ctx).Raw(lastStandingSQL, map[string]any{
		"family": familyID, "user": userID, "since": since, "before": before,
	}).Row().Scan(&seq, &overtaken)
	return seq, overtaken, err
}

const lastStandingSQL = `
	WITH own AS (
		SELECT seq FROM operations
		WHERE family_id = @family AND user_id = @user AND undone_at IS NULL AND created_at >= @since AND seq < @before
	), changed AS (
		SELECT o.seq, c.id IS NOT NULL AND o.seq < max(o.seq) OVER (PARTITION BY c.id) AS overtaken
		FROM operations o LEFT JOIN LATERAL jsonb_to_recordset(o.changes) AS c(id bigint) ON true
		WHERE o.family_id = @family AND o.undone_at IS NULL AND o.seq >= (SELECT min(seq) FROM own)
	), told AS (
		SELECT seq, bool_or(overtaken) AS overtaken FROM own JOIN changed USING (seq) GROUP BY seq
	)
	SELECT coalesce(max(seq) FILTER (WHERE NOT overtaken), 0), coalesce(bool_or(overtaken), false) FROM told`

func (s store) markUndone(ctx context.Context, o Operation, now time.Time) error {
	err := s.db.From(ctx).Exec("UPDATE operations SET undone_at = ? WHERE family_id = ? AND id = ?", now, o.FamilyID, o.ID).Error
	if err != nil {
		return err
	}
	return s.db.From(ctx).Exec("UPDATE imports SET undone_at = ? WHERE family_id = ? AND operation_id = CAST(? AS uuid)",
		now, o.FamilyID, o.ID).Error
}

func (s store) sweep(ctx context.Context, before time.Time) error {
	return s.db.From(ctx).Exec("DELETE FROM operations WHERE created_at < ?", before).Error
}

// isImport reports whether the operation booked a file.
func (s store) isImport(ctx context.Context, o Operation) (yes bool, err error) {
	err = s.db.From(ctx).Raw("SELECT EXISTS (SELECT FROM imports WHERE family_id = ? AND operation_id = CAST(? AS uuid))",
		o.FamilyID, o.ID).Scan(&yes).Error
	return yes, err
}

// read reads changes as they are kept.
func (o *Operation) read(changes []byte) error {
	var kept []keptChange
	err := json.Unmarshal(changes, &kept)
	for _, k := range kept {
		o.Changes = append(o.Changes, k.recall(o.FamilyID))
	}
	return err
}
