package transaction

import (
	"context"
	"encoding/json"
	"time"

	"financebot/api-service/internal/postgres"
)

// hints gives the categories that are remembered for cues, all in one statement.
func (s store) hints(ctx context.Context, familyID int64, cues []Cue) (map[Cue]int64, error) {
	text, err := json.Marshal(cues)
	if err != nil {
		return nil, err
	}
	var found []Hint
	err = s.db.From(ctx).Raw(`SELECT h.kind, h.source, h.words, h.category_id
		FROM json_to_recordset(CAST(@cues AS json)) AS c(kind text, source text, words text)
		JOIN category_hints h ON h.family_id = @family AND h.kind = c.kind AND h.source = c.source AND h.words = c.words`,
		map[string]any{"cues": string(text), "family": familyID}).Scan(&found).Error
	known := make(map[Cue]int64, len(found))
	for _, h := range found {
		known[h.Cue] = h.CategoryID
	}
	return known, err
}

// learn remembers categories for cues. The rows are written in one order, so that no two
// messages of the same words wait for each other.
func (s store) learn(ctx context.Context, familyID int64, chosen map[Cue]int64, now time.Time) error {
	type lesson struct {
		Cue
		Category int64 `json:"category"`
	}
	lessons := make([]lesson, 0, len(chosen))
	for cue, category := range chosen {
		lessons = append(lessons, lesson{cue, category})
	}
	text, err := json.Marshal(lessons)
	if err != nil {
		return err
	}
	err = s.db.From(ctx).Exec(`INSERT INTO category_hints (family_id, kind, source, words, category_id, updated_at)
		SELECT @family, l.kind, l.source, l.words, l.category, @now
		FROM json_to_recordset(CAST(@lessons AS json)) AS l(kind text, source text, words text, category bigint)
		ORDER BY l.kind, l.source, l.words
		ON CONFLICT (family_id, kind, source, words) DO UPDATE SET category_id = excluded.category_id, updated_at = excluded.updated_at`,
		map[string]any{"family": familyID, "lessons": string(text), "now": now}).Error
	return postgres.Explain(err, constraints)
}

func (s store) forget(ctx context.Context, familyID int64, c Cue) error {
	return s.db.From(ctx).Exec("DELETE FROM category_hints WHERE family_id = ? AND kind = ? AND source = ? AND words = ?",
		familyID, c.Kind, c.Source, c.Words).Error
}

// hintsAfter gives a page of what is remembered, in the order of the cues.
func (s store) hintsAfter(ctx context.Context, familyID int64, after Cue, limit int) ([]Hint, error) {
	var all []Hint
	err := s.db.From(ctx).Table("category_hints").
		Where("family_id = ? AND (kind, source, words) > (?, ?, ?)", familyID, after.Kind, after.Source, after.Words).
		Order("kind, source, words").Limit(limit).Find(&all).Error
	return all, err
}
