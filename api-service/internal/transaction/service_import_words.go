package transaction

import (
	"context"

	"financebot/pkg/api"
)

// categorize gives the rows of a file the categories that their words tell, where the file itself
// names none: what was chosen for such words here before, and else what anybody would say.
func (s *Service) categorize(ctx context.Context, p *plan, categories []Category) error {
	var cues []Cue
	for i := range p.drafts {
		if d := &p.drafts[i]; d.unsorted() {
			cues = append(cues, cuesOf(d.Kind, d.Note, d.Payee)...)
			cues = append(cues, cuesOf(d.Kind, "", d.Payee)...)
		}
	}
	if len(cues) == 0 {
		return nil
	}

	hints, err := s.store.hints(ctx, p.familyID, distinctCues(cues))
	if err != nil {
		return err
	}
	m := newMeanings(categories, hints, "")
	for i := range p.drafts {
		if d := &p.drafts[i]; d.unsorted() {
			d.CategoryID = m.ofRow(d.Transaction)
		}
	}
	return nil
}

// distinctCues is each cue once: the rows of a bank say the same again and again.
func distinctCues(cues []Cue) []Cue {
	seen := make(map[Cue]bool, len(cues))
	var once []Cue
	for _, c := range cues {
		if !seen[c] {
			seen[c] = true
			once = append(once, c)
		}
	}
	return once
}

// unsorted reports whether the file says nothing of a row's category.
func (d *Draft) unsorted() bool {
	return d.CategoryID == nil && d.Category == "" && len(d.Splits) == 0 && d.Kind != api.Transfer
}

// ofRow is the category of a bank's row, whose payee tells more than what the bank notes about it.
func (m meanings) ofRow(t Transaction) *int64 {
	for _, payee := range []string{t.Payee, ""} {
		note := t.Note
		if payee != "" {
			note = ""
		}
		if id, _ := m.category(t.Kind, note, payee); id != 0 {
			return &id
		}
	}
	return nil
}
