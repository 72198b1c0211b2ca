package transaction

import (
	"context"

	"financebot/api-service/internal/actor"
	"financebot/pkg/api"
)

// recentlyUsed is how many of the last entries tell which categories are used most.
const recentlyUsed = 200

// offer gives the lines whose category nothing tells the two that are likeliest: those that their
// words come close to, then those that are used most, then the first.
func (s *Service) offer(ctx context.Context, b book, lines []Line) error {
	open := false
	for _, l := range lines {
		open = open || l.open() && len(l.Likely) < maxLikely
	}

	var used []int64
	if open {
		var err error
		if used, err = s.store.usedMost(ctx, actor.From(ctx).FamilyID, recentlyUsed); err != nil {
			return err
		}
	}
	for i := range lines {
		if lines[i].open() {
			lines[i].Likely = b.likeliest(lines[i], used)
		}
	}
	return nil
}

// open reports whether nothing tells the category of a line.
func (l Line) open() bool {
	return l.CategoryID == nil && l.UnknownCategory == "" && l.Kind != api.Transfer
}

// likeliest fills what a line may be up with categories of its kind.
func (b book) likeliest(l Line, used []int64) []Category {
	all := l.Likely
	has := func(id int64) bool {
		for _, c := range all {
			if c.ID == id {
				return true
			}
		}
		return false
	}
	for _, c := range append(b.these(used), b.categories...) {
		if c.Kind == l.Kind && !has(c.ID) {
			all = append(all, c)
		}
	}
	return all[:min(len(all), maxLikely)]
}

// these are the categories of ids, in their order.
func (b book) these(ids []int64) []Category {
	var all []Category
	for _, id := range ids {
		for _, c := range b.categories {
			if c.ID == id {
				all = append(all, c)
			}
		}
	}
	return all
}
