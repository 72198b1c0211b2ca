package seed

import "context"

// unguarded books entries without the keys and indexes of their tables, and makes those again
// afterwards: that takes a third of the time.
func (s store) unguarded(ctx context.Context, all []*household, first int64) (splits int, err error) {
	parts, err := s.SetAside(ctx, "transaction_splits") // first: it refers to the other
	if err != nil {
		return 0, err
	}
	wholes, err := s.SetAside(ctx, "transactions")
	if err != nil {
		return 0, err
	}
	if splits, err = s.entries(ctx, all, first); err != nil {
		return splits, err
	}
	if err := s.Exec(ctx, "SET LOCAL maintenance_work_mem = '256MB'"); err != nil {
		return splits, err
	}
	if err := wholes(ctx); err != nil {
		return splits, err
	}
	return splits, parts(ctx)
}

// entries books for one family after the other, entry by entry, as they would come in: what a
// family reads lies among what others wrote.
func (s store) entries(ctx context.Context, all []*household, first int64) (splits int, err error) {
	var (
		parts []part
		n     int
		row   = make([]any, 17)
	)
	err = s.Copy(ctx, "transactions", []string{"family_id", "id", "kind", "account_id", "amount", "currency",
		"to_account_id", "to_amount", "to_currency", "category_id", "date", "note", "payee", "tags", "is_split", "created_by",
		"created_at", "updated_at"}, func() []any {
		if n == len(all)*s.o.Entries {
			return nil
		}
		e := all[n%len(all)].book(s.o, n/len(all), first+int64(n))
		n++
		parts = append(parts, e.parts...)
		row = e.row(row[:0])
		return row
	})
	if err != nil {
		return 0, err
	}
	err = s.Copy(ctx, "transaction_splits", []string{"family_id", "transaction_id", "position", "category_id", "amount"},
		each(parts, func(p part) []any { return []any{p.workspace, p.entry, p.position, p.category, p.amount} }))
	if err != nil {
		return 0, err
	}
	return len(parts), s.balances(ctx, all)
}

// row is an entry in the order of the columns.
func (e entry) row(to []any) []any {
	to = append(to, e.workspace, e.id, e.kind, e.account.id, e.amount, e.account.currency)
	if e.to == nil {
		to = append(to, nil, nil, nil)
	} else {
		to = append(to, e.to.id, e.arrives, e.to.currency)
	}
	return append(to, e.category, e.date, e.note, e.payee, e.tags, len(e.parts) > 0, e.createdBy, e.created, e.created)
}

// balances writes down what the entries left in the accounts.
func (s store) balances(ctx context.Context, all []*household) error {
	var families, ids, balances []int64
	for _, h := range all {
		for _, a := range h.accounts {
			families, ids, balances = append(families, h.familyID), append(ids, a.id), append(balances, a.balance)
		}
	}
	return s.Exec(ctx, `UPDATE accounts a SET balance = b.balance
		FROM unnest($1::bigint[], $2::bigint[], $3::bigint[]) b (family_id, id, balance)
		WHERE a.family_id = b.family_id AND a.id = b.id`, families, ids, balances)
}
