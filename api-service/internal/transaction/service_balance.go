package transaction

import (
	"context"

	"github.com/google/uuid"

	"financebot/api-service/internal/account"
	"financebot/api-service/internal/actor"
	"financebot/pkg/api"
	"financebot/pkg/errs"
	"financebot/pkg/money"
)

// ErrNotEmpty says that something in a workspace counts in its currency.
var ErrNotEmpty = errs.New(errs.Refused, api.CodeNotEmpty, "The currency can be changed while there are no entries")

// BalanceSet is an account whose balance was set, and the entry that did it.
type BalanceSet struct {
	Account   account.Account
	Entry     Transaction // without an id where the balance was that already
	Operation string
}

// SetBalance books what is between the balance of an account and what its owner says lies in it: as
// income or as an expense of today. It gives account.ErrUnknown, account.ErrArchived or what is
// wrong with the amount.
func (s *Service) SetBalance(ctx context.Context, in api.SetBalance) (BalanceSet, error) {
	var set BalanceSet
	err := s.db.InTx(ctx, func(ctx context.Context) error {
		a, err := s.accounts.Hold(ctx, in.ID)
		if err != nil {
			return err
		}
		if a.Archived {
			return account.ErrArchived
		}
		said, err := money.Parse(string(in.Balance), a.Currency)
		if err != nil {
			return err
		}
		set.Account = a
		gap := said.Minor - a.Balance
		if gap == 0 {
			return nil
		}

		if set.Entry, err = s.adjustment(ctx, a, gap, in.Note); err != nil {
			return err
		}
		set.Account.Balance, set.Operation = said.Minor, uuid.NewString()
		return s.postIn(ctx, &set.Entry, set.Operation)
	})
	return set, err
}

// adjustment is the entry that closes a gap.
func (s *Service) adjustment(ctx context.Context, a account.Account, gap int64, note string) (Transaction, error) {
	who := actor.From(ctx)
	t := Transaction{
		FamilyID: who.FamilyID, Kind: api.Income, AccountID: a.ID, CreatedBy: who.UserID,
		Amount: money.Of(gap, a.Currency), Note: note, CreatedAt: s.now(), UpdatedAt: s.now(),
	}
	if gap < 0 {
		t.Kind, t.Amount = api.Expense, t.Amount.Neg()
	}

	var err error
	if t.Date, err = s.today(ctx); err != nil {
		return t, err
	}
	return t, t.check(s.now())
}

// Empty gives ErrNotEmpty where a workspace has entries, or had some of a bank's file. What could
// still bring deleted ones back is forgotten. Whoever asks holds the workspace.
func (s *Service) Empty(ctx context.Context, familyID int64) error {
	used, err := s.store.used(ctx, familyID)
	if err != nil {
		return err
	}
	if used {
		return ErrNotEmpty
	}
	return s.store.forgetOperations(ctx, familyID)
}
