package rate

import (
	"context"
	"time"

	"financebot/api-service/internal/actor"
	"financebot/api-service/internal/cursor"
	"financebot/api-service/internal/postgres"
	"financebot/pkg/api"
)

// Lengths of a page.
const (
	defaultLimit = 50 // where nobody chose
	exportLimit  = 1000
)

// Today tells the day it is for the one who acts.
type Today func(ctx context.Context) (time.Time, error)

// Service keeps rates.
type Service struct {
	store store
	today Today
	now   func() time.Time
}

// New keeps rates in db.
func New(db *postgres.DB, today Today, now func() time.Time) *Service {
	return &Service{store: store{db}, today: today, now: now}
}

// Create writes a rate down, in the place of another of its pair and day. It gives ErrDate or
// money.ErrRate.
func (s *Service) Create(ctx context.Context, in api.CreateExchangeRate) (Rate, error) {
	var today time.Time
	if in.Date == "" {
		var err error
		if today, err = s.today(ctx); err != nil {
			return Rate{}, err
		}
	}
	r, err := read(in, today, s.now())
	if err != nil {
		return r, err
	}
	who := actor.From(ctx)
	r.FamilyID, r.CreatedBy = who.FamilyID, who.UserID
	err = s.store.put(ctx, &r)
	return r, err
}

// Import writes the rates of a CSV file down, each in the place of another of its pair and day,
// and tells how many. It writes all or none and gives ErrFile, ErrFileText, ErrFileLong or ErrFileNone.
func (s *Service) Import(ctx context.Context, in api.ImportExchangeRates) (api.ImportedExchangeRates, error) {
	all, err := readFile(in.File.Content, s.now())
	if err != nil {
		return api.ImportedExchangeRates{}, err
	}
	who := actor.From(ctx)
	err = s.store.putAll(ctx, who.FamilyID, who.UserID, all)
	return api.ImportedExchangeRates{Loaded: len(all)}, err
}

// List gives a page of rates, newest day first, and the cursor of the next, empty at the end.
func (s *Service) List(ctx context.Context, in api.ExchangeRateFilter) ([]Rate, string, error) {
	f := filter{base: in.Base, quote: in.Quote, limit: in.Limit}
	if f.limit == 0 {
		f.limit = defaultLimit
	}
	// The form of the days was checked; the zero time does not restrict.
	f.from, _ = time.Parse(api.DateForm, in.From)
	f.to, _ = time.Parse(api.DateForm, in.To)
	var err error
	if f.after, err = cursor.Parse(in.Cursor, ErrCursor); err != nil {
		return nil, "", err
	}
	all, err := s.store.list(ctx, actor.From(ctx).FamilyID, f)
	if err != nil || len(all) <= f.limit {
		return all, "", err
	}
	all = all[:f.limit]
	return all, all[f.limit-1].place().String(), nil
}

// Each gives all rates of the workspace to take, newest day first.
func (s *Service) Each(ctx context.Context, take func(api.ExchangeRate) error) error {
	for in := (api.ExchangeRateFilter{Limit: exportLimit}); ; {
		page, next, err := s.List(ctx, in)
		if err != nil {
			return err
		}
		for _, r := range page {
			if err := take(toAPI(r)); err != nil {
				return err
			}
		}
		if next == "" {
			return nil
		}
		in.Cursor = next
	}
}

// Delete takes a rate away or gives ErrUnknown.
func (s *Service) Delete(ctx context.Context, in api.ByID) error {
	return s.store.delete(ctx, actor.From(ctx).FamilyID, in.ID)
}

// Join copies the rates of one workspace into another, within the transaction of ctx, in which
// the first one ends. Where both have a rate of a day, the other's own stays.
func (s *Service) Join(ctx context.Context, from, into int64) error {
	return s.store.join(ctx, from, into)
}
