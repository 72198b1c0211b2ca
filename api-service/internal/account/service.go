package account

import (
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"financebot/api-service/internal/actor"
	"financebot/api-service/internal/postgres"
	"financebot/pkg/api"
)

// Service keeps accounts.
type Service struct {
	db    *postgres.DB
	store store
	now   func() time.Time
	known memory
}

// New keeps accounts in db.
func New(db *postgres.DB, now func() time.Time) *Service {
	return &Service{db: db, store: store{db}, now: now}
}

// OpenCash gives a workspace its first account.
func (s *Service) OpenCash(ctx context.Context, familyID int64, currency, language string) error {
	a := newCash(familyID, currency, language, s.now())
	return s.store.create(ctx, &a)
}

// Create opens an account in the workspace. It gives ErrTaken or what is wrong with the opening.
func (s *Service) Create(ctx context.Context, in api.CreateAccount) (Account, error) {
	a, err := fromAPI(in, actor.From(ctx).FamilyID, s.now())
	if err != nil {
		return a, err
	}
	err = s.store.create(ctx, &a)
	return a, err
}

// Update changes what is given of an account, if it is as the caller expects. It gives
// ErrUnknown, ErrTaken, or ErrLast where nothing would be left to work with.
func (s *Service) Update(ctx context.Context, in api.UpdateAccount, expect func(now Account) error) (Account, error) {
	var a Account
	err := s.db.InTx(ctx, func(ctx context.Context) error {
		all, err := s.store.lockAll(ctx, actor.From(ctx).FamilyID)
		if err != nil {
			return err
		}
		at := slices.IndexFunc(all, func(a Account) bool { return a.ID == in.ID })
		if at < 0 {
			return ErrUnknown
		}
		if err := expect(all[at]); err != nil {
			return err
		}
		apply(&all[at], in)
		if !slices.ContainsFunc(all, func(a Account) bool { return !a.Archived }) {
			return ErrLast
		}
		if in.Default != nil || in.Archived != nil {
			if err := s.prefer(ctx, all, preferred(all, at)); err != nil {
				return err
			}
		}
		a = all[at]
		return s.store.describe(ctx, a)
	})
	return a, err
}

// prefer makes one account the default and no other.
func (s *Service) prefer(ctx context.Context, all []Account, chosen int) error {
	for i := range all {
		all[i].IsDefault = i == chosen
	}
	return s.store.prefer(ctx, all[chosen].FamilyID, all[chosen].ID)
}

// Rebase lets the first account of a workspace that nobody has used give way to one in another
// currency: an account's own is for good. It gives ErrInUse where there is more than that.
func (s *Service) Rebase(ctx context.Context, familyID int64, currency string) error {
	all, err := s.store.lockAll(ctx, familyID)
	if err != nil {
		return err
	}
	if len(all) != 1 || all[0].Opening != 0 || all[0].Balance != 0 {
		return ErrInUse
	}

	heir := all[0]
	heir.ID, heir.Currency, heir.IsDefault = 0, currency, true
	if err := s.store.delete(ctx, familyID, all[0].ID); err != nil {
		return err
	}
	return s.store.create(ctx, &heir)
}

func apply(a *Account, in api.UpdateAccount) {
	if in.Name != nil {
		a.Name = strings.TrimSpace(*in.Name)
	}
	if in.Kind != nil {
		a.Kind = *in.Kind
	}
	if in.Archived != nil {
		a.Archived = *in.Archived
	}
	if in.Default != nil && *in.Default {
		a.IsDefault = true
	}
}

// preferred is the place of the account that entries go to which name none, after the one at a place
// was changed: that one where it was just chosen, else the one it was, else the first that is open.
func preferred(all []Account, changed int) int {
	if all[changed].IsDefault && !all[changed].Archived {
		return changed
	}
	open := func(a Account) bool { return !a.Archived }
	chosen := func(a Account) bool { return a.IsDefault && open(a) }
	if at := slices.IndexFunc(all, chosen); at >= 0 {
		return at
	}
	return slices.IndexFunc(all, open)
}

// Hold gives an account of the workspace, whose balance stays as it is until the transaction of ctx
// ends, or ErrUnknown.
func (s *Service) Hold(ctx context.Context, id int64) (Account, error) {
	return s.store.lock(ctx, actor.From(ctx).FamilyID, id)
}

// Get gives an account of the workspace or ErrUnknown.
func (s *Service) Get(ctx context.Context, id int64) (Account, error) {
	return s.store.get(ctx, actor.From(ctx).FamilyID, id)
}

// Recall gives the account that is meant, from memory where it was looked up before: whoever
// books on it finds out whether it is still open, and still the first. It gives what Resolve gives.
func (s *Service) Recall(ctx context.Context, id int64) (Ref, error) {
	if ref, ok := s.known.get(actor.From(ctx).FamilyID, id); ok {
		return ref, nil
	}
	return s.Resolve(ctx, id)
}

// Resolve looks up the account that is meant: the one named, or for zero the workspace's default,
// which is the first that is not archived where nobody chose. It gives ErrUnknown or ErrNone.
func (s *Service) Resolve(ctx context.Context, id int64) (Ref, error) {
	var a Account
	var err error
	familyID := actor.From(ctx).FamilyID
	if id == 0 {
		a, err = s.store.first(ctx, familyID)
	} else {
		a, err = s.store.get(ctx, familyID, id)
	}
	if err != nil {
		return Ref{}, err
	}
	ref := Ref{ID: a.ID, Currency: a.Currency, First: id == 0}
	s.known.put(familyID, id, ref)
	return ref, nil
}

// All gives the accounts of the workspace, archived ones too: the default, then the others, oldest
// first.
func (s *Service) All(ctx context.Context) ([]Account, error) {
	all, err := s.store.list(ctx, actor.From(ctx).FamilyID)
	slices.SortStableFunc(all, func(a, b Account) int {
		switch {
		case a.IsDefault == b.IsDefault:
			return 0
		case a.IsDefault:
			return -1
		}
		return 1
	})
	return all, err
}

// Move changes balances by so many minor units each, within the transaction of ctx, in the
// order of the accounts' ids so that no two wait for each other.
func (s *Service) Move(ctx context.Context, deltas map[int64]int64) error {
	for _, id := range slices.Sorted(maps.Keys(deltas)) {
		if deltas[id] == 0 {
			continue
		}
		if err := s.store.add(ctx, actor.From(ctx).FamilyID, id, deltas[id]); err != nil {
			return err
		}
	}
	return nil
}

// List gives the accounts of the workspace, oldest first.
func (s *Service) List(ctx context.Context) ([]api.Account, error) {
	all, err := s.store.list(ctx, actor.From(ctx).FamilyID)
	return allToAPI(all), err
}

// Among gives those accounts of the workspace that have one of the ids, oldest first.
func (s *Service) Among(ctx context.Context, ids []int64) ([]api.Account, error) {
	if len(ids) == 0 {
		return []api.Account{}, nil
	}
	some, err := s.store.among(ctx, actor.From(ctx).FamilyID, ids)
	return allToAPI(some), err
}

func allToAPI(all []Account) []api.Account {
	out := make([]api.Account, 0, len(all))
	for _, a := range all {
		out = append(out, ToAPI(a))
	}
	return out
}

// Join copies the accounts of one workspace into another, within the transaction of ctx, in which
// the first one ends. used are those that entries stand on. No balance changes.
func (s *Service) Join(ctx context.Context, from, into int64, used map[int64]bool) error {
	coming, err := s.store.lockAll(ctx, from)
	if err != nil {
		return err
	}
	there, err := s.store.lockAll(ctx, into)
	if err != nil {
		return err
	}

	worth := worthMoving(coming, there, used)
	return s.store.join(ctx, from, into, worth, tellApart(worth, there))
}
