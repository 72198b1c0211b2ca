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

// merge gives all that is one user's to another. The other works on where money is: in the
// workspace of the first, unless only its own has entries.
func (s slices) merge(ctx context.Context, from, into user.User, how string) error {
	theirs, err := s.families.Own(ctx, from.ID)
	if err != nil {
		return err
	}
	own, err := s.families.Own(ctx, into.ID)
	if err != nil {
		return err
	}
	if err := s.families.Hold(ctx, theirs, own); err != nil {
		return err
	}

	active, src, err := s.direction(ctx, from.ID, into.ID, theirs, own)
	if err != nil {
		return err
	}
	if err := s.handOver(ctx, from, into, active); err != nil {
		return err
	}
	if how == api.MergeJoin && theirs != 0 && own != 0 {
		return s.join(ctx, src, theirs+own-src, into.ID)
	}
	return s.families.TellApart(ctx, into.ID, theirs)
}

// direction finds out where a merged user works, and which of the own workspaces comes into the
// other one where they are joined: the account's takes all in, unless only the chat's has entries.
func (s slices) direction(ctx context.Context, from, into, theirs, own int64) (active, src int64, err error) {
	coming, err := s.transactions.CountIn(ctx, theirs)
	if err != nil {
		return 0, 0, err
	}
	there, err := s.transactions.CountIn(ctx, own)
	if err != nil {
		return 0, 0, err
	}

	last := from
	if coming == 0 && there > 0 {
		last = into
	}
	if active, _, err = s.families.Resolve(ctx, last, 0); err != nil {
		return 0, 0, err
	}
	if coming > 0 && there == 0 {
		return active, own, nil
	}
	return active, theirs, nil
}

// handOver makes what one user wrote, and the places of the user, another's.
func (s slices) handOver(ctx context.Context, from, into user.User, active int64) error {
	err := s.inEachFamily(ctx, from.ID, func(ctx context.Context) error {
		if err := s.transactions.HandOver(ctx, from.ID, into.ID); err != nil {
			return err
		}
		return s.answers.HandOver(ctx, from.ID, into.ID)
	})
	if err != nil {
		return err
	}
	return s.families.HandOver(ctx, from, into, active)
}

// join brings all of one workspace into another one of the same user, who works there from now
// on, and ends the first.
func (s slices) join(ctx context.Context, src, dst, userID int64) error {
	used, err := s.transactions.Hold(ctx, src)
	if err != nil {
		return err
	}
	if err := s.accounts.Join(ctx, src, dst, used); err != nil {
		return err
	}
	for _, join := range []func(ctx context.Context, from, into int64) error{
		s.transactions.Join, s.rates.Join, s.answers.Join,
	} {
		if err := join(ctx, src, dst); err != nil {
			return err
		}
	}

	who := actor.From(ctx)
	who.UserID = userID
	if _, err := s.families.Activate(actor.With(ctx, who), dst); err != nil {
		return err
	}
	return s.families.Dissolve(ctx, src)
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
