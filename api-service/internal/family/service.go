package family

import (
	"context"
	"time"

	"financebot/api-service/internal/actor"
	"financebot/api-service/internal/postgres"
	"financebot/api-service/internal/user"
	"financebot/pkg/api"
)

// Opened is told of a new workspace, within its transaction, to furnish it.
type Opened func(ctx context.Context, f Family, language string) error

// Service keeps workspaces.
type Service struct {
	db     *postgres.DB
	store  store
	now    func() time.Time
	opened []Opened
	moved  []func(ctx context.Context, userID int64)
	ending []func(ctx context.Context, id int64) error

	rebasing []Rebasing
}

// Rebasing takes part, within its transaction, in giving a workspace another base currency, or
// refuses it.
type Rebasing func(ctx context.Context, f Family) error

// New keeps workspaces in db.
func New(db *postgres.DB, now func() time.Time) *Service {
	return &Service{db: db, store: store{db}, now: now}
}

// OnOpened lets f furnish every new workspace.
func (s *Service) OnOpened(f Opened) { s.opened = append(s.opened, f) }

// OnMoved lets f know, within the transaction, of a user who has other places than before, or
// works in another one.
func (s *Service) OnMoved(f func(ctx context.Context, userID int64)) { s.moved = append(s.moved, f) }

// OnEnding lets f clear away what a workspace holds, within the transaction that deletes it.
func (s *Service) OnEnding(f func(ctx context.Context, id int64) error) {
	s.ending = append(s.ending, f)
}

// OnRebasing lets f take part when a workspace gets another base currency.
func (s *Service) OnRebasing(f Rebasing) { s.rebasing = append(s.rebasing, f) }

// OpenPersonal gives a new user a workspace of his own, furnished and active.
func (s *Service) OpenPersonal(ctx context.Context, u user.User, currency string) error {
	return s.db.InTx(ctx, func(ctx context.Context) error {
		f := newPersonal(u.Language, currency, s.now())
		if err := s.store.create(ctx, &f); err != nil {
			return err
		}
		m := member{FamilyID: f.ID, UserID: u.ID, Role: actor.Owner, IsActive: true, JoinedAt: s.now()}
		if err := s.store.join(ctx, m); err != nil {
			return err
		}
		for _, furnish := range s.opened {
			if err := furnish(ctx, f, u.Language); err != nil {
				return err
			}
		}
		return nil
	})
}

// Resolve gives the workspace a user asked for, or his active one for zero, with his role in
// it. It gives ErrUnknown where he has no place there.
func (s *Service) Resolve(ctx context.Context, userID, familyID int64) (int64, actor.Role, error) {
	m, err := s.store.membership(ctx, userID, familyID)
	return m.FamilyID, m.Role, err
}

// List gives the workspaces of the one who acts.
func (s *Service) List(ctx context.Context) ([]api.Family, error) {
	all, err := s.store.memberships(ctx, actor.From(ctx).UserID)
	if err != nil {
		return nil, err
	}
	out := make([]api.Family, 0, len(all))
	for _, m := range all {
		out = append(out, toAPI(m))
	}
	return out, nil
}

// Alone lists the workspaces in which a user is alone.
func (s *Service) Alone(ctx context.Context, userID int64) ([]int64, error) {
	all, err := s.store.memberships(ctx, userID)
	var ids []int64
	for _, m := range all {
		if m.Role == actor.Owner && m.Members == 1 {
			ids = append(ids, m.ID)
		}
	}
	return ids, err
}

// Activate makes the one who acts work in one of the own workspaces. It gives ErrUnknown.
func (s *Service) Activate(ctx context.Context, id int64) (api.Family, error) {
	if id <= 0 {
		return api.Family{}, ErrUnknown
	}
	userID := actor.From(ctx).UserID
	var out api.Family
	err := s.db.InTx(ctx, func(ctx context.Context) error {
		if _, err := s.store.membership(ctx, userID, id); err != nil {
			return err
		}
		s.tell(ctx, userID)
		if err := s.store.activate(ctx, userID, id); err != nil {
			return err
		}

		m, err := s.one(ctx, userID, id)
		out = toAPI(m)
		return err
	})
	return out, err
}

// Update changes what is given of a workspace of the one who acts. It gives ErrUnknown, ErrRole or,
// where the base currency can no longer be changed, ErrNotEmpty.
func (s *Service) Update(ctx context.Context, in api.UpdateFamily) (api.Family, error) {
	userID := actor.From(ctx).UserID
	var out api.Family
	err := s.db.InTx(ctx, func(ctx context.Context) error {
		m, err := s.one(ctx, userID, in.ID)
		if err != nil {
			return err
		}
		if in.BaseCurrency != nil && *in.BaseCurrency != m.BaseCurrency {
			if err := s.rebase(ctx, m, *in.BaseCurrency); err != nil {
				return err
			}
			m.BaseCurrency = *in.BaseCurrency
		}
		out = toAPI(m)
		return nil
	})
	return out, err
}

// rebase gives an empty workspace another base currency. Nobody adds anything to it meanwhile.
func (s *Service) rebase(ctx context.Context, m membership, currency string) error {
	if m.Role != actor.Owner && m.Role != actor.Admin {
		return ErrRole
	}
	if err := s.store.hold(ctx, []int64{m.ID}); err != nil {
		return err
	}

	f := m.Family
	f.BaseCurrency = currency
	for _, rebase := range s.rebasing {
		if err := rebase(ctx, f); err != nil {
			return err
		}
	}
	return s.store.setCurrency(ctx, m.ID, currency)
}

// one is a workspace as a user with a place in it sees it, or ErrUnknown.
func (s *Service) one(ctx context.Context, userID, id int64) (membership, error) {
	all, err := s.store.memberships(ctx, userID)
	if err != nil {
		return membership{}, err
	}
	for _, m := range all {
		if m.ID == id {
			return m, nil
		}
	}
	return membership{}, ErrUnknown
}

// tell lets others know of a user who has other places than before, or works in another one.
func (s *Service) tell(ctx context.Context, userID int64) {
	for _, f := range s.moved {
		f(ctx, userID)
	}
}

// Own gives the personal workspace that a user has to himself, the active one where there are
// several; zero where there is none.
func (s *Service) Own(ctx context.Context, userID int64) (int64, error) {
	return s.store.own(ctx, userID)
}

// Hold keeps everybody from adding anything to workspaces until the transaction of ctx ends.
func (s *Service) Hold(ctx context.Context, ids ...int64) error { return s.store.hold(ctx, ids) }

// HandOver makes all places of one user another's, who works in a certain one of them from now
// on. Where both have a place in one workspace, the higher role stays.
func (s *Service) HandOver(ctx context.Context, from, into user.User, active int64) error {
	return s.db.InTx(ctx, func(ctx context.Context) error {
		s.tell(ctx, from.ID)
		s.tell(ctx, into.ID)
		if err := s.store.handOver(ctx, from.ID, into.ID); err != nil {
			return err
		}
		return s.store.activate(ctx, into.ID, active)
	})
}

// TellApart gives a workspace of a user another name where one of the others has the same.
func (s *Service) TellApart(ctx context.Context, userID, id int64) error {
	all, err := s.store.memberships(ctx, userID)
	if err != nil {
		return err
	}
	name, changed := apart(id, all)
	if !changed {
		return nil
	}
	return s.store.rename(ctx, id, name)
}

// Dissolve deletes a workspace with all that is still in it.
func (s *Service) Dissolve(ctx context.Context, id int64) error {
	for _, empty := range s.ending {
		if err := empty(ctx, id); err != nil {
			return err
		}
	}
	return s.store.delete(ctx, id)
}

// Release deletes the workspaces that end with their only owner. It gives ErrSoleOwner where
// others work in one of them.
func (s *Service) Release(ctx context.Context, userID int64) error {
	ids, shared, err := s.store.soleOwned(ctx, userID)
	if err != nil {
		return err
	}
	if shared {
		return ErrSoleOwner
	}
	for _, id := range ids {
		if err := s.Dissolve(ctx, id); err != nil {
			return err
		}
	}
	return nil
}
