package transaction

import (
	"context"
	"time"

	"financebot/api-service/internal/actor"
	"financebot/pkg/api"
	"financebot/pkg/errs"
)

// ErrExportAll keeps a chat from taking everything at once: whoever took over a chat must not
// get the whole ledger with one call.
var ErrExportAll = errs.New(errs.Forbidden, api.CodeStepUp,
	"Please sign in on the web to export everything; from a chat, a period of up to a year can be exported")

const (
	exportPage = 1000                 // entries held at a time
	chatExport = 366 * 24 * time.Hour // the longest period for a chat
)

// Export is what a file of entries is written from.
type Export struct {
	At         time.Time
	Accounts   []api.Account
	Categories []api.Category
	names      map[int64]string // of accounts
	index      categoryIndex
	filter     filter
	each       func(ctx context.Context, f filter, take func(Transaction) error) error
}

// Export prepares a file of the entries that a filter lets through. It gives ErrExportAll
// where a session that began in a chat asks for more than a year.
func (s *Service) Export(ctx context.Context, in api.ExportTransactions) (Export, error) {
	f, err := readFilter(in.TransactionFilter)
	if err != nil {
		return Export{}, err
	}
	if actor.From(ctx).Restricted && (f.from.IsZero() || f.to.IsZero() || f.to.Sub(f.from) > chatExport) {
		return Export{}, ErrExportAll
	}
	f.limit = exportPage
	e := Export{At: s.now(), filter: f, each: s.each, names: map[int64]string{}, Categories: []api.Category{}}
	if e.Accounts, err = s.accounts.List(ctx); err != nil {
		return e, err
	}
	for _, a := range e.Accounts {
		e.names[a.ID] = a.Name
	}
	all, err := s.store.categories(ctx, actor.From(ctx).FamilyID)
	for _, c := range all {
		e.Categories = append(e.Categories, categoryToAPI(c))
	}
	e.index = indexCategories(all)
	return e, err
}

// Each gives all entries of the workspace to take, newest first.
func (s *Service) Each(ctx context.Context, take func(api.Transaction) error) error {
	return s.each(ctx, filter{limit: exportPage}, func(t Transaction) error { return take(toAPI(t)) })
}

// each reads entries some at a time. No transaction is held meanwhile, however slow the reader
// is: an entry that comes while the file is written may be missing.
func (s *Service) each(ctx context.Context, f filter, take func(Transaction) error) error {
	for {
		found, err := s.store.list(ctx, actor.From(ctx).FamilyID, f)
		if err != nil {
			return err
		}
		for _, t := range found.entries {
			if err := take(t); err != nil {
				return err
			}
		}
		if found.next.ID == 0 {
			return nil
		}
		f.after = found.next
	}
}
