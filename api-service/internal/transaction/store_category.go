package transaction

import (
	"context"

	"gorm.io/gorm/clause"

	"financebot/api-service/internal/postgres"
)

func (s store) createCategories(ctx context.Context, all []Category) error {
	return s.db.From(ctx).Create(&all).Error
}

func (s store) createCategory(ctx context.Context, c *Category) error {
	return postgres.Explain(s.db.From(ctx).Create(c).Error, constraints)
}

func (s store) categories(ctx context.Context, familyID int64) ([]Category, error) {
	var all []Category
	err := s.db.From(ctx).Where("family_id = ?", familyID).Order("id").Find(&all).Error
	return all, err
}

func (s store) categoriesAmong(ctx context.Context, familyID int64, ids []int64) ([]Category, error) {
	var some []Category
	err := s.db.From(ctx).Where("family_id = ? AND id IN ?", familyID, ids).Order("id").Find(&some).Error
	return some, err
}

func (s store) category(ctx context.Context, familyID, id int64) (Category, error) {
	var c Category
	err := s.db.From(ctx).Where("family_id = ? AND id = ?", familyID, id).Take(&c).Error
	return c, postgres.Missing(err, ErrCategoryUnknown)
}

// usedMost gives the categories of the last entries, those of most of them first.
func (s store) usedMost(ctx context.Context, familyID int64, entries int) ([]int64, error) {
	var ids []int64
	err := s.db.From(ctx).Raw(`SELECT category_id FROM (
			SELECT category_id FROM transactions WHERE family_id = ? ORDER BY date DESC, id DESC LIMIT ?) last
		WHERE category_id IS NOT NULL GROUP BY category_id ORDER BY count(*) DESC, category_id`, familyID, entries).Scan(&ids).Error
	return ids, err
}

// renameStarter gives a category another of its own names, unless it was renamed meanwhile.
func (s store) renameStarter(ctx context.Context, was, is Category) error {
	err := s.db.From(ctx).Model(&Category{}).Where("family_id = ? AND id = ? AND name = ?", was.FamilyID, was.ID, was.Name).
		Updates(map[string]any{"name": is.Name, "starter": is.Starter}).Error
	return postgres.Explain(err, constraints)
}

// lockCategory is category, kept from being used or removed meanwhile.
func (s store) lockCategory(ctx context.Context, familyID, id int64) (Category, error) {
	var c Category
	err := s.db.From(ctx).Clauses(clause.Locking{Strength: "UPDATE"}).Where("family_id = ? AND id = ?", familyID, id).Take(&c).Error
	return c, postgres.Missing(err, ErrCategoryUnknown)
}

func (s store) saveCategory(ctx context.Context, c Category) error {
	err := s.db.From(ctx).Model(&Category{}).Where("family_id = ? AND id = ?", c.FamilyID, c.ID).
		Updates(map[string]any{"name": c.Name, "emoji": c.Emoji, "starter": c.Starter}).Error
	return postgres.Explain(err, constraints)
}

// categoriesFit refuses ids that are no categories of the kind.
func (s store) categoriesFit(ctx context.Context, familyID int64, kind string, ids []int64) error {
	var kinds []struct {
		ID   int64
		Kind string
	}
	err := s.db.From(ctx).Raw("SELECT id, kind FROM categories WHERE family_id = ? AND id IN ?", familyID, ids).Scan(&kinds).Error
	if err != nil {
		return err
	}
	known := map[int64]string{}
	for _, k := range kinds {
		known[k.ID] = k.Kind
	}
	for _, id := range ids {
		if known[id] == "" {
			return ErrCategoryUnknown
		}
		if known[id] != kind {
			return ErrCategoryKind
		}
	}
	return nil
}

// inCategory are the entries t that a category holds, as a whole or in part.
const inCategory = `(t.category_id = @from OR t.is_split AND EXISTS (SELECT FROM transaction_splits s
	WHERE s.family_id = t.family_id AND s.transaction_id = t.id AND s.category_id = @from))`

// mergeCategory moves entries, parts, lower categories and hints of one into another, and removes it.
func (s store) mergeCategory(ctx context.Context, familyID, from, into int64) error {
	for _, statement := range []string{
		`UPDATE imported_entries e SET version = e.version + 1 FROM transactions t
			WHERE e.family_id = @family AND t.family_id = e.family_id AND t.id = e.transaction_id AND t.version = e.version AND ` + inCategory,
		`UPDATE transactions t SET category_id = CASE t.category_id WHEN @from THEN @into ELSE t.category_id END, version = t.version + 1
			WHERE t.family_id = @family AND ` + inCategory,
		`UPDATE imported_entries SET before = jsonb_set(before, '{CategoryID}', to_jsonb(CAST(@into AS bigint)))
			WHERE family_id = @family AND before IS NOT NULL AND before -> 'CategoryID' = to_jsonb(CAST(@from AS bigint))`,
		"UPDATE transaction_splits SET category_id = @into WHERE family_id = @family AND category_id = @from",
		"UPDATE categories SET parent_id = @into WHERE family_id = @family AND parent_id = @from",
		"UPDATE category_hints SET category_id = @into WHERE family_id = @family AND category_id = @from",
		"DELETE FROM categories WHERE family_id = @family AND id = @from",
	} {
		err := s.db.From(ctx).Exec(statement, map[string]any{"family": familyID, "from": from, "into": into}).Error
		if err != nil {
			return postgres.Explain(err, constraints)
		}
	}
	return nil
}
