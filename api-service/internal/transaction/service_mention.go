package transaction

import (
	"context"
	"slices"

	"financebot/api-service/internal/actor"
	"financebot/pkg/api"
)

// Changed is an entry as a request left it, the operation that takes that back, and what the
// entry mentions.
type Changed struct {
	Transaction
	Operation string
	Mentioned *api.Mentioned // nil where nobody asked
}

// booking books an entry, and where it is asked for tells in the same transaction what the entry
// mentions: nobody else changes the balances in between.
func (s *Service) booking(ctx context.Context, mentioned bool,
	book func(context.Context) (Transaction, string, error)) (done Changed, err error) {
	if !mentioned {
		done.Transaction, done.Operation, err = book(ctx)
		return done, err
	}

	err = s.db.InTx(ctx, func(ctx context.Context) (err error) {
		if done.Transaction, done.Operation, err = book(ctx); err != nil {
			return err
		}
		done.Mentioned, err = s.mention(ctx, done.Transaction)
		return err
	})
	return done, err
}

// mention gives the accounts, with their balances, and the categories that entries name.
func (s *Service) mention(ctx context.Context, entries ...Transaction) (*api.Mentioned, error) {
	_, ids := mentions(entries)
	if len(ids) == 0 {
		return s.mentionOf(ctx, nil, entries)
	}

	categories, err := s.store.categoriesAmong(ctx, actor.From(ctx).FamilyID, ids)
	if err != nil {
		return nil, err
	}
	return s.mentionOf(ctx, categories, entries)
}

// mentionOf is mention where the categories are at hand, and perhaps others.
func (s *Service) mentionOf(ctx context.Context, known []Category, entries []Transaction) (*api.Mentioned, error) {
	accounts, categories := mentions(entries)
	out := &api.Mentioned{Categories: []api.Category{}}
	for _, c := range known {
		if slices.Contains(categories, c.ID) {
			out.Categories = append(out.Categories, categoryToAPI(c))
		}
	}

	var err error
	out.Accounts, err = s.accounts.Among(ctx, accounts)
	return out, err
}

// mentions are the ids of accounts and categories that entries name, each once.
func mentions(entries []Transaction) (accounts, categories []int64) {
	for _, t := range entries {
		for id := range t.effects() {
			accounts = append(accounts, id)
		}
		if t.CategoryID != nil {
			categories = append(categories, *t.CategoryID)
		}
		for _, part := range t.Splits {
			if part.CategoryID != nil {
				categories = append(categories, *part.CategoryID)
			}
		}
	}
	return once(accounts), once(categories)
}

func once(ids []int64) []int64 {
	slices.Sort(ids)
	return slices.Compact(ids)
}
