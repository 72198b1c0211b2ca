package app

import (
	"context"

	"financebot/api-service/internal/actor"
	"financebot/api-service/internal/user"
	"financebot/pkg/api"
)

// holdings counts what a user has, over all workspaces of his.
func (s slices) holdings(ctx context.Context, u user.User) (api.Holdings, error) {
	var all api.Holdings
	err := s.inEachFamily(ctx, u.ID, func(ctx context.Context) error {
		accounts, err := s.accounts.List(ctx)
		if err != nil {
			return err
		}
		entries, err := s.transactions.Count(ctx)
		all.Accounts, all.Entries = all.Accounts+len(accounts), all.Entries+entries
		return err
	})
	return all, err
}

// merge gives all that is one user's to another.
func (s slices) merge(ctx context.Context, from, into user.User) error {
	err := s.inEachFamily(ctx, from.ID, func(ctx context.Context) error {
		if err := s.transactions.HandOver(ctx, from.ID, into.ID); err != nil {
			return err
		}
		return s.answers.HandOver(ctx, from.ID, into.ID)
	})
	if err != nil {
		return err
	}
	return s.families.HandOver(ctx, from, into)
}

// inEachFamily runs f as a user at work in each of his workspaces in turn.
func (s slices) inEachFamily(ctx context.Context, userID int64, f func(context.Context) error) error {
	who := actor.From(ctx)
	who.UserID = userID
	families, err := s.families.List(actor.With(ctx, who))
	if err != nil {
		return err
	}
	for _, family := range families {
		who.FamilyID, who.Role = family.ID, actor.Role(family.Role)
		if err := f(actor.With(ctx, who)); err != nil {
			return err
		}
	}
	return nil
}
