package entry

import "financebot/pkg/errs"

// amounts finds the amount of each side of a transfer.
func (r *reader) amounts() *errs.Error {
	for i := range r.sides {
		s := &r.sides[i]
		sums := r.candidates(s.tokens)
		if len(sums) == 0 {
			continue
		}
		chosen, fault := r.choose(sums, s.tokens)
		if fault != nil {
			return fault
		}
		s.amount = chosen
	}
	return r.transfer(&r.sides[0], &r.sides[1])
}

// transfer wants to know where the money goes; where it comes from may be the default account.
func (r *reader) transfer(from, to *side) *errs.Error {
	switch {
	case to.account == "" || r.entry.Category != "":
		return ErrTransfer
	case sameName(from.account, to.account):
		return ErrSameAccount
	case (from.amount != nil && from.amount.sign != "") || (to.amount != nil && to.amount.sign != ""):
		return ErrSign
	}
	r.entry.Kind, r.entry.Account, r.entry.ToAccount = Transfer, from.account, to.account
	if from.amount == nil {
		return r.take(to, from.account, &r.entry.Amount)
	}
	if fault := r.take(from, from.account, &r.entry.Amount); fault != nil || to.amount == nil {
		return fault
	}
	return r.take(to, to.account, &r.entry.ToAmount)
}

// take settles the amount of a side and removes it from the words of the note.
func (r *reader) take(s *side, account string, into *Amount) *errs.Error {
	if s.amount == nil {
		return ErrNoAmount
	}
	amount, fault := s.amount.settle(account)
	if fault != nil {
		return fault
	}
	*into = amount
	r.entry.Readings = append(r.entry.Readings, s.amount.readings...)
	for i := s.amount.from; i < s.amount.to; i++ {
		s.tokens[i].kind = tokenUsed
	}
	return nil
}
