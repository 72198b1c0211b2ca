package transaction

import (
	"cmp"
	"context"
	"errors"
	"math"
	"slices"

	"github.com/google/uuid"

	"financebot/api-service/internal/account"
	"financebot/api-service/internal/actor"
	"financebot/api-service/internal/postgres"
	"financebot/pkg/api"
)

// Undone is what taking back an operation made of its entries.
type Undone struct {
	Operation string
	Restored  []Transaction // as they are now
	Gone      []Transaction // as they were
	Mentioned *api.Mentioned
}

// sorted puts the entries in the order of their ids.
func (u Undone) sorted() Undone {
	byID := func(a, b Transaction) int { return cmp.Compare(a.ID, b.ID) }
	slices.SortFunc(u.Restored, byID)
	slices.SortFunc(u.Gone, byID)
	return u
}

// UndoEntry takes back the last change of an entry, or its booking, and nothing of the entries
// that were booked or changed along with it; only what took the place of others goes with them.
// It gives ErrNothingToUndo, ErrChanged where another version was meant, ErrTooLate, ErrImportUndo
// for an entry of a file, or account.ErrArchived where the entry would come back to an account
// that was archived since.
func (s *Service) UndoEntry(ctx context.Context, id int64, ifMatch string) (done Undone, err error) {
	err = s.db.InTx(ctx, func(ctx context.Context) error {
		o, err := s.lockUndoable(ctx, "family_id = ? AND changes @> jsonb_build_array(jsonb_build_object('id', CAST(? AS bigint))) AND undone_at IS NULL",
			actor.From(ctx).FamilyID, id)
		if err != nil {
			return err
		}
		if err := s.mustMatch(ctx, id, ifMatch); err != nil {
			return err
		}
		if len(o.Changes) > 1 {
			if imported, err := s.store.isImport(ctx, o); err != nil {
				return err
			} else if imported {
				return ErrImportUndo
			}
		}
		if one, alone := o.alone(id); alone {
			one.ID = uuid.NewString()
			if err := s.store.rewrite(ctx, o); err != nil {
				return err
			}
			if err := s.store.note(ctx, &one); err != nil {
				return err
			}
			o = one
		}
		done, err = s.takeBack(ctx, o)
		return err
	})
	return done, err
}

// mustMatch gives ErrChanged where an If-Match header means another version of an entry.
func (s *Service) mustMatch(ctx context.Context, id int64, header string) error {
	if header == "" {
		return nil
	}
	now, err := s.store.lock(ctx, actor.From(ctx).FamilyID, id)
	if err != nil {
		return err
	}
	if !now.matches(header) {
		return ErrChanged
	}
	return nil
}

// Undo takes back all that one operation changed, or nothing of it. It gives
// ErrNothingToUndo, ErrUndone, ErrTooLate, ErrOvertaken where an entry was changed since, or
// account.ErrArchived where one would come back to an account that was archived since.
func (s *Service) Undo(ctx context.Context, operationID string) (done Undone, err error) {
	if !postgres.IsUUID(operationID) {
		return done, ErrNothingToUndo
	}
	err = s.db.InTx(ctx, func(ctx context.Context) error {
		o, err := s.lockUndoable(ctx, "family_id = ? AND id = CAST(? AS uuid)", actor.From(ctx).FamilyID, operationID)
		if err != nil {
			return err
		}
		done, err = s.takeBack(ctx, o)
		return err
	})
	return done, err
}

// undoTries is how many operations UndoLast tries at most.
const undoTries = 20

// UndoLast takes back the caller's own last operation that stands and can still be undone. Left out
// are those of others, those with an entry that was changed since or is gone with its import, and
// those that would bring one back to an account that was archived since; after undoTries of these it
// gives up. It gives account.ErrArchived or else ErrOvertaken where only such are left, or
// ErrNothingToUndo.
func (s *Service) UndoLast(ctx context.Context) (done Undone, err error) {
	by, since := actor.From(ctx), s.now().Add(-undoable)

	err = s.db.InTx(ctx, func(ctx context.Context) error {
		refused, before := ErrNothingToUndo, int64(math.MaxInt64)
		for range undoTries {
			last, overtaken, err := s.store.lastStanding(ctx, by.FamilyID, by.UserID, since, before)
			if err != nil {
				return err
			}
			if overtaken && refused == ErrNothingToUndo {
				refused = ErrOvertaken
			}
			if last == 0 {
				break
			}

			done, err = s.undoStanding(ctx, by.FamilyID, last)
			switch {
			case errors.Is(err, account.ErrArchived):
				refused = account.ErrArchived
			case errors.Is(err, ErrOvertaken) && refused == ErrNothingToUndo:
				refused = ErrOvertaken
			case errors.Is(err, ErrUnknown): // its entry went with an import
			case errors.Is(err, ErrOvertaken), errors.Is(err, ErrNothingToUndo): // another call came first
			default:
				return err
			}
			before = last
		}
		return refused
	})
	return done, err
}

// undoStanding takes back an operation by its place among the others, all of it or nothing.
func (s *Service) undoStanding(ctx context.Context, familyID, seq int64) (done Undone, err error) {
	err = s.db.InTx(ctx, func(ctx context.Context) error {
		o, err := s.store.lockOperation(ctx, "family_id = ? AND seq = ? AND undone_at IS NULL", familyID, seq)
		if err != nil {
			return err
		}
		done, err = s.takeBack(ctx, o)
		return err
	})
	return done, err
}

// lockUndoable is the last operation that meets a condition, if it can still be undone.
func (s *Service) lockUndoable(ctx context.Context, condition string, args ...any) (Operation, error) {
	o, err := s.store.lockOperation(ctx, condition, args...)
	if err != nil {
		return o, err
	}
	return o, o.check(s.now())
}

// takeBack undoes the whole of an operation, unless something was changed since.
func (s *Service) takeBack(ctx context.Context, o Operation) (done Undone, err error) {
	overtaken, err := s.store.overtaken(ctx, o)
	if err != nil {
		return done, err
	}
	if overtaken {
		return done, ErrOvertaken
	}

	if done, err = s.revertAll(ctx, o); err != nil {
		return done, err
	}
	if err := s.store.markUndone(ctx, o, s.now()); err != nil {
		return done, err
	}

	done.Operation = o.ID
	done.Mentioned, err = s.mention(ctx, slices.Concat(done.Restored, done.Gone)...)
	return done, err
}

// revertAll puts back what was there before an operation. What was booked by the thousand is
// taken away at once.
func (s *Service) revertAll(ctx context.Context, o Operation) (done Undone, err error) {
	booked, others := o.parted()
	if done.Gone, err = s.unbook(ctx, o.FamilyID, booked.ids()); err != nil {
		return done, err
	}
	for _, c := range slices.Backward(others.Changes) {
		if err := s.revert(ctx, o.FamilyID, c); err != nil {
			return done, err
		}
		done.Restored = append(done.Restored, *c.Before)
	}
	return done.sorted(), nil
}

// revert puts back what was there before a change.
func (s *Service) revert(ctx context.Context, familyID int64, c Change) error {
	if c.Gone {
		return s.replace(ctx, nil, c.Before)
	}
	current, err := s.store.lock(ctx, familyID, c.ID)
	if err != nil {
		return err
	}
	return s.replace(ctx, &current, c.Before)
}
