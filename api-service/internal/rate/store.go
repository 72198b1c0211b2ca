package rate

import (
	"context"
	"encoding/json"
	"time"

	"financebot/api-service/internal/cursor"
	"financebot/api-service/internal/postgres"
)

type store struct{ db *postgres.DB }

// put writes a rate down; one of the same pair and day becomes this one and keeps its id.
func (s store) put(ctx context.Context, r *Rate) error {
	return s.db.From(ctx).Raw(`
		INSERT INTO exchange_rates (family_id, date, base, quote, rate, created_by, created_at)
		VALUES (@family, @date, @base, @quote, CAST(@rate AS numeric), @by, @at)
		ON CONFLICT (family_id, base, quote, date) DO UPDATE
			SET rate = excluded.rate, created_by = excluded.created_by, created_at = excluded.created_at
		RETURNING id`, map[string]any{
		"family": r.FamilyID, "date": r.Date, "base": r.Base, "quote": r.Quote, "rate": r.Rate, "by": r.CreatedBy, "at": r.CreatedAt,
	}).Scan(&r.ID).Error
}

// putAll writes rates of different pairs or days down, all or none.
func (s store) putAll(ctx context.Context, familyID, by int64, all []Rate) error {
	rows, err := json.Marshal(all)
	if err != nil {
		return err
	}
	return s.db.From(ctx).Exec(`
		INSERT INTO exchange_rates (family_id, date, base, quote, rate, created_by, created_at)
		SELECT @family, CAST(r."Date" AS date), r."Base", r."Quote", CAST(r."Rate" AS numeric), @by, @at
		FROM json_to_recordset(CAST(@rows AS json)) AS r ("Date" text, "Base" text, "Quote" text, "Rate" text)
		ORDER BY 3, 4, 2
		ON CONFLICT (family_id, base, quote, date) DO UPDATE
			SET rate = excluded.rate, created_by = excluded.created_by, created_at = excluded.created_at`,
		map[string]any{"family": familyID, "by": by, "at": all[0].CreatedAt, "rows": string(rows)}).Error
}

// filter says which rates a list holds; zero fields do not restrict.
type filter struct {
	base, quote string
	from, to    time.Time
	after       cursor.Place
	limit       int
}

// list gives a page, newest first, and reads one rate more than asked to tell whether there is more.
func (s store) list(ctx context.Context, familyID int64, f filter) ([]Rate, error) {
	q := s.db.From(ctx).Table("exchange_rates").Where("family_id = ?", familyID)
	if f.base != "" {
		q = q.Where("base = ?", f.base)
	}
	if f.quote != "" {
		q = q.Where("quote = ?", f.quote)
	}
	if !f.from.IsZero() {
		q = q.Where("date >= ?", f.from)
	}
	if !f.to.IsZero() {
		q = q.Where("date <= ?", f.to)
	}
	if f.after.ID != 0 {
		q = q.Where("(date, id) < (?, ?)", f.after.Date, f.after.ID)
	}
	var all []Rate
	err := q.Order("date DESC, id DESC").Limit(f.limit + 1).Find(&all).Error
	return all, err
}

// place is where a rate stands in a list.
func (r Rate) place() cursor.Place { return cursor.Place{Date: r.Date, ID: r.ID} }

func (s store) delete(ctx context.Context, familyID, id int64) error {
	result := s.db.From(ctx).Exec("DELETE FROM exchange_rates WHERE family_id = ? AND id = ?", familyID, id)
	if result.Error == nil && result.RowsAffected == 0 {
		return ErrUnknown
	}
	return result.Error
}

// join copies the rates of a workspace into another, whose own rates stay as they are.
func (s store) join(ctx context.Context, from, into int64) error {
	return s.db.CopyFamily(ctx, "exchange_rates", from, into,
		postgres.Rows{Conflict: "ON CONFLICT (family_id, base, quote, date) DO NOTHING"})
}
