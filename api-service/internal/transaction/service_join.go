package transaction

import (
	"context"

	"financebot/api-service/internal/actor"
)

// Clear deletes the entries of a workspace that ends. Its categories go with it, and they can only
// where no part of an entry is in them any more.
func (s *Service) Clear(ctx context.Context, familyID int64) error {
	return s.store.clear(ctx, familyID)
}

// CountIn counts the entries of a workspace.
func (s *Service) CountIn(ctx context.Context, familyID int64) (int, error) {
	return s.store.count(ctx, familyID)
}

// Hold keeps the entries and categories of a workspace as they are until the transaction of ctx
// ends, and tells which accounts entries stand on.
func (s *Service) Hold(ctx context.Context, familyID int64) (used map[int64]bool, err error) {
	if err := s.store.hold(ctx, familyID); err != nil {
		return nil, err
	}
	return s.store.accountsUsed(ctx, familyID)
}

// Join copies the entries of one workspace, with all that belongs to them, into another, within
// the transaction of ctx, in which the first one ends. Their accounts are there already.
// Categories of one kind, place and name become one.
func (s *Service) Join(ctx context.Context, from, into int64) error {
	coming, err := s.store.categories(ctx, from)
	if err != nil {
		return err
	}
	there, err := s.store.categories(ctx, into)
	if err != nil {
		return err
	}
	pairs := twins(coming, there)

	if err := s.store.joinCategories(ctx, from, into, pairs); err != nil {
		return err
	}
	if err := s.store.joinEntries(ctx, from, into); err != nil {
		return err
	}

	who := actor.From(ctx)
	who.FamilyID = into
	ctx = actor.With(ctx, who)
	for _, p := range pairs {
		if err := s.recategorize(ctx, p.coming, p.there); err != nil {
			return err
		}
		if err := s.store.mergeCategory(ctx, into, p.coming, p.there); err != nil {
			return err
		}
	}
	return nil
}
