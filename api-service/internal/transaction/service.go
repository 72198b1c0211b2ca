package transaction

import (
	"context"
	"time"

	"github.com/google/uuid"

	"financebot/api-service/internal/account"
	"financebot/api-service/internal/actor"
	"financebot/api-service/internal/cursor"
	"financebot/api-service/internal/postgres"
	"financebot/pkg/api"
	"financebot/pkg/errs"
	"financebot/pkg/money"
)

// defaultLimit is the length of a page where nobody chose.
const defaultLimit = 50

// Today tells the day it is for the one who acts.
type Today func(ctx context.Context) (time.Time, error)

// Service keeps entries and categories.
type Service struct {
	db       *postgres.DB
	store    store
	accounts *account.Service
	today    Today
	now      func() time.Time
}

// New keeps entries in db.
func New(db *postgres.DB, accounts *account.Service, today Today, now func() time.Time) *Service {
	return &Service{db: db, store: store{db}, accounts: accounts, today: today, now: now}
}

// Post books money that came in or went out, or nothing. It gives what is wrong with the
// entry, account.ErrUnknown, account.ErrArchived or ErrCategoryUnknown.
func (s *Service) Post(ctx context.Context, in api.CreateTransaction) (Changed, error) {
	return s.booking(ctx, in.Mentioned, func(ctx context.Context) (Transaction, string, error) {
		return s.postAny(ctx, in)
	})
}

func (s *Service) postAny(ctx context.Context, in api.CreateTransaction) (Transaction, string, error) {
	from, err := s.accounts.Recall(ctx, in.AccountID)
	if err != nil {
		return Transaction{}, "", err
	}
	t, operation, err := s.postOn(ctx, from, in)
	if err == nil || !from.First || !from.Recalled {
		return t, operation, err
	}
	// What was refused may have been meant for an account that is the first only since.
	now, lookErr := s.accounts.Resolve(ctx, 0)
	if lookErr != nil || now.ID == from.ID {
		return t, operation, err
	}
	return s.postOn(ctx, now, in)
}

func (s *Service) postOn(ctx context.Context, from account.Ref, in api.CreateTransaction) (Transaction, string, error) {
	t, err := s.draft(ctx, from, in)
	if err != nil {
		return t, "", err
	}
	return s.post(ctx, t)
}

// draft reads an input into an entry.
func (s *Service) draft(ctx context.Context, from account.Ref, in api.CreateTransaction) (Transaction, error) {
	if in.Currency != "" && in.Currency != from.Currency {
		return Transaction{}, ErrCurrency
	}
	t, err := s.begin(ctx, in.Kind, from, in.Amount, in.Date)
	if err != nil {
		return t, err
	}
	t.CategoryID, t.Note, t.Payee, t.Tags = in.CategoryID, in.Note, in.Payee, normalTags(in.Tags)
	t.Splits, err = parseParts(in.Splits, from.Currency)
	return t, err
}

// Transfer moves money between two accounts, or nothing.
func (s *Service) Transfer(ctx context.Context, in api.CreateTransfer) (Changed, error) {
	return s.booking(ctx, in.Mentioned, func(ctx context.Context) (Transaction, string, error) {
		return s.move(ctx, in)
	})
}

func (s *Service) move(ctx context.Context, in api.CreateTransfer) (Transaction, string, error) {
	from, err := s.accounts.Recall(ctx, in.FromAccountID)
	if err != nil {
		return Transaction{}, "", err
	}
	to, err := s.accounts.Recall(ctx, in.ToAccountID)
	if err != nil {
		return Transaction{}, "", err
	}
	t, err := s.begin(ctx, api.Transfer, from, in.Amount, in.Date)
	if err != nil {
		return t, "", err
	}
	t.Note, t.Tags, t.ToAccountID = in.Note, normalTags(in.Tags), to.ID
	if t.ToAmount, err = received(t.Amount, to.Currency, in.ToAmount); err != nil {
		return t, "", err
	}
	return s.post(ctx, t)
}

// received is what arrives of a transfer: the same in one currency, what is given in another.
func received(sent money.Money, currency string, given api.Decimal) (money.Money, error) {
	if given == "" {
		if currency != sent.Currency {
			return money.Money{}, ErrToAmount
		}
		return sent, nil
	}
	amount, err := money.Parse(string(given), currency)
	return amount, errs.On(err, "to_amount")
}

// begin is what all new entries have.
func (s *Service) begin(ctx context.Context, kind string, from account.Ref, amount api.Decimal, date string) (Transaction, error) {
	who := actor.From(ctx)
	t := Transaction{FamilyID: who.FamilyID, Kind: kind, AccountID: from.ID, onFirst: from.First, CreatedBy: who.UserID}
	var err error
	if t.Amount, err = money.Parse(string(amount), from.Currency); err != nil {
		return t, err
	}
	t.Date, err = s.day(ctx, date)
	t.CreatedAt, t.UpdatedAt = s.now(), s.now()
	return t, err
}

// day reads a date, or gives the day it is where the caller lives.
func (s *Service) day(ctx context.Context, date string) (time.Time, error) {
	if date == "" {
		return s.today(ctx)
	}
	day, err := time.Parse(api.DateForm, date)
	if err != nil {
		return day, ErrDate
	}
	return day, nil
}

func (s *Service) post(ctx context.Context, t Transaction) (Transaction, string, error) {
	if err := t.check(s.now()); err != nil {
		return t, "", err
	}
	operation := uuid.NewString()
	run := s.db.InTx
	if len(t.Splits) == 0 {
		run = s.db.Alone
	}
	err := run(ctx, func(ctx context.Context) error { return s.postIn(ctx, &t, operation) })
	return t, operation, err
}

// postIn books an entry as part of an operation.
func (s *Service) postIn(ctx context.Context, t *Transaction, operation string) error {
	posted, err := s.store.post(ctx, t, operation)
	if err != nil {
		return err
	}
	if !posted {
		return s.whyNot(ctx, *t)
	}
	if len(t.Splits) == 0 {
		return nil
	}
	if err := s.fit(ctx, *t); err != nil {
		return err
	}
	return s.store.addSplits(ctx, *t)
}

// whyNot finds what kept an entry from being booked.
func (s *Service) whyNot(ctx context.Context, t Transaction) error {
	if err := s.accountsOpen(ctx, t); err != nil {
		return err
	}
	if err := s.fit(ctx, t); err != nil {
		return err
	}
	return errs.New(errs.Conflict, api.CodeTransactionRetry, "An account changed at this very moment; please try again")
}

// accountsOpen refuses accounts that are not there or are archived.
func (s *Service) accountsOpen(ctx context.Context, t Transaction) error {
	for id := range t.effects() {
		a, err := s.accounts.Get(ctx, id)
		if err != nil {
			return err
		}
		if a.Archived {
			return account.ErrArchived
		}
	}
	return nil
}

// fit refuses categories of another kind, or of nobody.
func (s *Service) fit(ctx context.Context, t Transaction) error {
	ids := []int64{}
	if t.CategoryID != nil {
		ids = append(ids, *t.CategoryID)
	}
	for _, part := range t.Splits {
		if part.CategoryID != nil {
			ids = append(ids, *part.CategoryID)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	return s.store.categoriesFit(ctx, t.FamilyID, t.Kind, ids)
}

// Count tells how many entries the workspace has.
func (s *Service) Count(ctx context.Context) (int, error) {
	return s.store.count(ctx, actor.From(ctx).FamilyID)
}

// HandOver makes the entries of one author in the workspace another's.
func (s *Service) HandOver(ctx context.Context, from, into int64) error {
	return s.store.handOver(ctx, actor.From(ctx).FamilyID, from, into)
}

// Get gives an entry of the workspace or ErrUnknown.
func (s *Service) Get(ctx context.Context, id int64) (Transaction, error) {
	return s.store.get(ctx, actor.From(ctx).FamilyID, id)
}

// Listed is a page of a list of entries.
type Listed struct {
	Entries []Transaction
	Next    string    // the cursor of the next page, empty at the end
	Looked  time.Time // the day up to which was looked, where the page ended before it was full
}

// List gives a page of entries, newest first. A page may hold fewer entries than asked, or none,
// and still have one after it: no page looks at more than so many entries. It gives ErrCursor, or
// ErrSlow where the database is overrun.
func (s *Service) List(ctx context.Context, in api.TransactionFilter) (Listed, error) {
	f, err := readFilter(in)
	if err != nil {
		return Listed{}, err
	}
	found, err := s.store.list(ctx, actor.From(ctx).FamilyID, f)
	if err != nil {
		return Listed{}, err
	}

	out := Listed{Entries: found.entries}
	if found.next.ID != 0 {
		out.Next = found.next.String()
	}
	if found.looked {
		out.Looked = found.next.Date
	}
	return out, nil
}

func readFilter(in api.TransactionFilter) (filter, error) {
	f := filter{
		text: in.Text, kind: in.Kind, account: in.AccountID, category: in.CategoryID,
		author: in.AuthorID, currency: in.Currency, limit: in.Limit,
	}
	if f.limit == 0 {
		f.limit = defaultLimit
	}
	if tags := normalTags([]string{in.Tag}); len(tags) > 0 { // as entries have it
		f.tag = tags[0]
	}
	// The form of the days was checked; the zero time does not restrict.
	f.from, _ = time.Parse(api.DateForm, in.From)
	f.to, _ = time.Parse(api.DateForm, in.To)
	var err error
	if f.atLeast, err = bound(in.MinAmount, in.Currency); err != nil {
		return f, err
	}
	if f.atMost, err = bound(in.MaxAmount, in.Currency); err != nil {
		return f, err
	}
	f.after, err = cursor.Parse(in.Cursor, ErrCursor)
	return f, err
}

// bound is an amount in minor units, of which zero is one like any other; nil is no bound.
func bound(amount api.Decimal, currency string) (*int64, error) {
	if amount == "" {
		return nil, nil
	}
	m, err := money.Parse(string(amount), currency)
	return &m.Minor, err
}

// Sweep removes operations that can no longer be undone, files that nobody booked,
// and files whose entries are gone.
func (s *Service) Sweep(ctx context.Context) error {
	if err := s.store.sweep(ctx, s.now().Add(-24*time.Hour)); err != nil {
		return err
	}
	if err := s.store.sweepImports(ctx, s.now().Add(-importLife)); err != nil {
		return err
	}
	return s.store.sweepAttachments(ctx)
}
