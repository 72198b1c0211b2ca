package transaction

import (
	"context"
	"errors"
	"slices"
	"strings"

	"financebot/api-service/internal/actor"
	"financebot/pkg/api"
)

// StartCategories gives a new workspace its categories in its owner's language.
func (s *Service) StartCategories(ctx context.Context, familyID int64, language string) error {
	return s.store.createCategories(ctx, Starters(familyID, language, s.now()))
}

// TranslateCategories names those categories of a workspace in a language that it began with and
// that nobody renamed. One whose new name another category has keeps its own.
func (s *Service) TranslateCategories(ctx context.Context, familyID int64, language string) error {
	return s.db.InTx(ctx, func(ctx context.Context) error {
		all, err := s.store.categories(ctx, familyID)
		if err != nil {
			return err
		}
		for _, c := range all {
			as, known, named := c.began()
			is := c
			is.Name, is.Starter = as.Name(language), as.Key
			if !known || !named || is.Name == c.Name || taken(all, is) {
				continue
			}
			err := s.db.InTx(ctx, func(ctx context.Context) error { return s.store.renameStarter(ctx, c, is) })
			if err != nil && !errors.Is(err, ErrCategoryTaken) {
				return err
			}
		}
		return nil
	})
}

// taken reports whether another category has the name of this one.
func taken(all []Category, c Category) bool {
	return slices.ContainsFunc(all, func(o Category) bool {
		return o.ID != c.ID && o.Kind == c.Kind && fold(o.Name) == fold(c.Name)
	})
}

// Categories lists the categories of the workspace.
func (s *Service) Categories(ctx context.Context) ([]api.Category, error) {
	all, err := s.store.categories(ctx, actor.From(ctx).FamilyID)
	out := make([]api.Category, 0, len(all))
	for _, c := range all {
		out = append(out, categoryToAPI(c))
	}
	return out, err
}

// CreateCategory adds a category. It gives ErrCategoryTaken, or ErrCategoryUnknown,
// ErrCategoryKind or ErrCategoryDepth for its parent.
func (s *Service) CreateCategory(ctx context.Context, in api.CreateCategory) (Category, error) {
	var c Category
	family := actor.From(ctx).FamilyID
	err := s.db.InTx(ctx, func(ctx context.Context) error {
		var parent *Category
		if in.ParentID != nil {
			p, err := s.store.category(ctx, family, *in.ParentID)
			if err != nil {
				return err
			}
			parent = &p
		}
		var err error
		if c, err = newCategory(in, family, parent, s.now()); err != nil {
			return err
		}
		return s.store.createCategory(ctx, &c)
	})
	return c, err
}

// UpdateCategory renames a category, if it is as the caller expects. It gives
// ErrCategoryUnknown or ErrCategoryTaken.
func (s *Service) UpdateCategory(ctx context.Context, in api.UpdateCategory, expect func(now Category) error) (Category, error) {
	var c Category
	err := s.db.InTx(ctx, func(ctx context.Context) (err error) {
		if c, err = s.store.lockCategory(ctx, actor.From(ctx).FamilyID, in.ID); err != nil {
			return err
		}
		if err := expect(c); err != nil {
			return err
		}
		if as, known, _ := c.began(); known {
			c.Starter = as.Key // which its new name may not tell
		}
		if in.Name != nil {
			c.Name = strings.TrimSpace(*in.Name)
		}
		if in.Emoji != nil {
			c.Emoji = strings.TrimSpace(*in.Emoji)
		}
		return s.store.saveCategory(ctx, c)
	})
	return c, err
}

// MergeCategory moves all that one category holds into another of its kind and removes it.
// It gives ErrCategoryUnknown, ErrCategoryKind, or ErrCategoryDepth where that would make a
// third level.
func (s *Service) MergeCategory(ctx context.Context, in api.MergeCategory) (Category, error) {
	var into Category
	family := actor.From(ctx).FamilyID
	err := s.db.InTx(ctx, func(ctx context.Context) error {
		from, err := s.store.lockCategory(ctx, family, in.ID)
		if err != nil {
			return err
		}
		if into, err = s.store.category(ctx, family, in.Into); err != nil {
			return err
		}
		if from.Kind != into.Kind {
			return ErrCategoryKind
		}
		if into.ParentID != nil {
			if err := s.childless(ctx, from); err != nil {
				return err
			}
		}
		if err := s.recategorize(ctx, from.ID, into.ID); err != nil {
			return err
		}
		return s.store.mergeCategory(ctx, family, from.ID, into.ID)
	})
	return into, err
}

// recategorize makes what can still be undone come back in another category.
func (s *Service) recategorize(ctx context.Context, from, into int64) error {
	recent, err := s.store.operationsSince(ctx, actor.From(ctx).FamilyID, s.now().Add(-undoable))
	if err != nil {
		return err
	}
	for _, o := range recent {
		if !o.recategorize(from, into) {
			continue
		}
		if err := s.store.rewrite(ctx, o); err != nil {
			return err
		}
	}
	return nil
}

// childless gives ErrCategoryDepth where a category has others under it.
func (s *Service) childless(ctx context.Context, c Category) error {
	all, err := s.store.categories(ctx, c.FamilyID)
	if err == nil && slices.ContainsFunc(all, func(o Category) bool { return o.ParentID != nil && *o.ParentID == c.ID }) {
		err = ErrCategoryDepth
	}
	return err
}
