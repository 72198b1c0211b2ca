package transaction

import (
	"context"
	"slices"

	"financebot/api-service/internal/statement"
	"financebot/pkg/api"
)

// categorize gives the rows of a file the categories that their words tell: what was chosen for such
// words here before, and else what anybody would say. In a file that has categories of its own, a row
// without one is meant to have none.
func (s *Service) categorize(ctx context.Context, p *plan, categories []Category) error {
	if p.sorts() {
		return nil
	}
	hints, err := s.allHints(ctx, p.familyID)
	if err != nil {
		return err
	}

	words := newMeanings(categories, hints, "")
	for i := range p.drafts {
		if d := &p.drafts[i]; d.Kind != api.Transfer {
			d.CategoryID = words.ofRow(d.Transaction)
		}
	}
	return nil
}

// allHints is all that is remembered in a workspace, which is less than the words of a large file.
func (s *Service) allHints(ctx context.Context, familyID int64) (map[Cue]int64, error) {
	hints := map[Cue]int64{}
	for after := (Cue{}); ; {
		page, err := s.store.hintsAfter(ctx, familyID, after, exportPage)
		if err != nil {
			return nil, err
		}
		for _, h := range page {
			hints[h.Cue] = h.CategoryID
			after = h.Cue
		}
		if len(page) < exportPage {
			return hints, nil
		}
	}
}

// sorts reports whether the file has categories of its own.
func (p *plan) sorts() bool {
	return slices.Contains(p.Mapping.Columns, api.ColumnCategory) ||
		slices.ContainsFunc(p.Rows, func(r statement.Row) bool { return r.Category != "" || len(r.Splits) > 0 })
}

// ofRow is the category of a bank's row, whose payee tells more than what the bank notes about it.
func (m meanings) ofRow(t Transaction) *int64 {
	if id, _ := m.category(t.Kind, "", t.Payee); id != 0 {
		return &id
	}
	if id, _ := m.category(t.Kind, t.Note, ""); id != 0 {
		return &id
	}
	return nil
}
