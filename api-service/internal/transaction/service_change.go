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

// Update changes what is given of an entry, and the balances with it. It gives ErrUnknown,
// ErrChanged where another version was meant, or what is wrong with the outcome.
func (s *Service) Update(ctx context.Context, in api.UpdateTransaction) (Changed, error) {
	return s.booking(ctx, true, func(ctx context.Context) (after Transaction, operation string, err error) {
		operation, err = s.change(ctx, in.ID, in.IfMatch, func(ctx context.Context, before Transaction) (*Transaction, error) {
			if after, err = s.apply(ctx, before, in); err != nil {
				return nil, err
			}
			return &after, nil
		})
		return after, operation, err
	})
}

// Delete takes an entry away, and its effect on the balances.
func (s *Service) Delete(ctx context.Context, id int64, ifMatch string) (string, error) {
	return s.change(ctx, id, ifMatch, func(context.Context, Transaction) (*Transaction, error) { return nil, nil })
}

// change replaces an entry by what f makes of it, nothing meaning that it goes, and notes the
// operation.
func (s *Service) change(ctx context.Context, id int64, ifMatch string,
	f func(context.Context, Transaction) (*Transaction, error)) (string, error) {
	who := actor.From(ctx)
	operation := Operation{FamilyID: who.FamilyID, ID: uuid.NewString(), UserID: who.UserID, CreatedAt: s.now()}
	err := s.db.InTx(ctx, func(ctx context.Context) error {
		before, err := s.store.lock(ctx, who.FamilyID, id)
		if err != nil {
			return err
		}
		if !before.matches(ifMatch) {
			return ErrChanged
		}
		after, err := f(ctx, before)
		if err != nil {
			return err
		}
		if err := s.replace(ctx, &before, after); err != nil {
			return err
		}
		if after != nil {
			if err := s.learn(ctx, *after); err != nil {
				return err
			}
		}
		operation.Changes = []Change{{ID: id, Before: &before, Gone: after == nil}}
		return s.store.note(ctx, &operation)
	})
	return operation.ID, err
}

// replace puts after in the place of before, and moves the balances accordingly; either may
// be nothing. Versions only grow, also through an undo. It gives account.ErrArchived where the
// entry would come to an account that takes none any more.
func (s *Service) replace(ctx context.Context, before, after *Transaction) error {
	deltas := map[int64]int64{}
	if before != nil {
		for id, effect := range before.effects() {
			deltas[id] -= effect
		}
	}
	if after != nil {
		for id, effect := range after.effects() {
			deltas[id] += effect
		}
	}
	if err := s.accounts.Move(ctx, deltas); err != nil {
		return err
	}
	if err := s.stillOpen(ctx, before, after); err != nil {
		return err
	}
	if after == nil {
		return s.store.delete(ctx, before.FamilyID, before.ID)
	}
	after.Version++
	if before != nil {
		after.Version = max(after.Version, before.Version+1)
	}
	after.UpdatedAt = s.now()
	return s.store.save(ctx, *after)
}

// stillOpen refuses archived accounts that an entry comes to and was not on before. They stay as
// they are from the change of their balances on.
func (s *Service) stillOpen(ctx context.Context, before, after *Transaction) error {
	if after == nil {
		return nil
	}
	var there map[int64]int64
	if before != nil {
		there = before.effects()
	}
	for id := range after.effects() {
		if _, was := there[id]; was {
			continue
		}
		if err := s.accountsOpen(ctx, Transaction{Kind: api.Income, AccountID: id}); err != nil {
			return err
		}
	}
	return nil
}

// apply makes the changed entry and holds it against the rules.
func (s *Service) apply(ctx context.Context, t Transaction, in api.UpdateTransaction) (Transaction, error) {
	t.Tags, t.Splits = append([]string{}, t.Tags...), append([]Part(nil), t.Splits...)
	if err := applyKind(&t, in); err != nil {
		return t, err
	}
	if err := s.applyAccounts(ctx, &t, in); err != nil {
		return t, err
	}
	if err := applyAmounts(&t, in); err != nil {
		return t, err
	}
	if in.Date != nil {
		day, err := s.day(ctx, *in.Date)
		if err != nil {
			return t, err
		}
		t.Date = day
	}
	applyWords(&t, in)
	if err := t.check(s.now()); err != nil {
		return t, err
	}
	return t, s.fit(ctx, t)
}

// applyKind makes income of an expense, or the reverse. Its categories were for what it was.
func applyKind(t *Transaction, in api.UpdateTransaction) error {
	if in.Kind == nil || *in.Kind == t.Kind {
		return nil
	}
	if t.Kind == api.Transfer {
		return ErrNoTransfer
	}

	t.Kind, t.CategoryID = *in.Kind, nil
	for i := range t.Splits {
		t.Splits[i].CategoryID = nil
	}
	return nil
}

// applyAccounts moves an entry to other accounts; the amount keeps its digits, not its currency.
func (s *Service) applyAccounts(ctx context.Context, t *Transaction, in api.UpdateTransaction) error {
	for _, move := range []struct {
		to      *int64
		account *int64
		amount  *money.Money
		given   bool
	}{
		{in.AccountID, &t.AccountID, &t.Amount, in.Amount != nil},
		{in.ToAccountID, &t.ToAccountID, &t.ToAmount, in.ToAmount != nil},
	} {
		if move.to == nil || *move.to == *move.account {
			continue
		}
		a, err := s.accounts.Get(ctx, *move.to)
		if err != nil {
			return err
		}
		if a.Archived {
			return account.ErrArchived
		}
		if a.Currency != move.amount.Currency && !move.given {
			return ErrCurrency
		}
		*move.account, move.amount.Currency = a.ID, a.Currency
	}
	return nil
}

// applyAmounts changes amounts; both sides of a transfer in one currency go together.
func applyAmounts(t *Transaction, in api.UpdateTransaction) (err error) {
	if in.Amount != nil {
		if t.Amount, err = money.Parse(string(*in.Amount), t.Amount.Currency); err != nil {
			return err
		}
	}
	if in.ToAmount != nil {
		if t.ToAmount, err = money.Parse(string(*in.ToAmount), t.ToAmount.Currency); err != nil {
			return errs.On(err, "to_amount")
		}
	} else if t.Kind == api.Transfer && t.ToAmount.Currency == t.Amount.Currency {
		t.ToAmount = t.Amount
	}
	if in.Splits != nil {
		if t.Splits, err = parseParts(*in.Splits, t.Amount.Currency); err != nil {
			return err
		}
		if len(t.Splits) > 0 {
			t.CategoryID = nil
		}
	}
	return nil
}

func applyWords(t *Transaction, in api.UpdateTransaction) {
	if in.CategoryID != nil {
		had := t.CategoryID != nil
		if t.CategoryID = in.CategoryID; *in.CategoryID == 0 {
			t.CategoryID = nil
		}
		t.chosen = had || t.CategoryID != nil
		if in.Splits == nil && t.CategoryID != nil {
			t.Splits = nil
		}
	}
	if in.Note != nil {
		t.Note = *in.Note
	}
	if in.Payee != nil {
		t.Payee = *in.Payee
	}
	if in.Tags != nil {
		t.Tags = normalTags(*in.Tags)
	}
}
