package report

import (
	"cmp"
	"context"
	"time"

	"financebot/api-service/internal/actor"
	"financebot/api-service/internal/postgres"
	"financebot/pkg/api"
)

// Today tells the day it is for the one who acts.
type Today func(ctx context.Context) (time.Time, error)

// Service makes reports of the workspace.
type Service struct {
	store store
	today Today
}

// New reads from db.
func New(db *postgres.DB, today Today) *Service {
	return &Service{store: store{db}, today: today}
}

// Summary tells what came in and went out in a period, beside the period before it.
func (s *Service) Summary(ctx context.Context, in api.ReportPeriod) (api.Summary, error) {
	p, err := s.period(ctx, in)
	if err != nil {
		return api.Summary{}, err
	}
	f, err := s.store.flows(ctx, actor.From(ctx), []time.Time{p.before().from, p.from}, p.to)
	if err != nil {
		return api.Summary{}, err
	}
	return summary(f, p, in.Currency)
}

// ByCategory tells what a period's income or expense was for.
func (s *Service) ByCategory(ctx context.Context, in api.ByCategoryReport) (api.ByCategory, error) {
	out, _, err := s.byCategory(ctx, in)
	return out, err
}

// DrawByCategory draws it as a PNG, in the language of the one who asks.
func (s *Service) DrawByCategory(ctx context.Context, in api.ByCategoryReport) ([]byte, error) {
	out, words, err := s.byCategory(ctx, in)
	if err != nil {
		return nil, err
	}
	return drawByCategory(out, words, in.Theme)
}

func (s *Service) byCategory(ctx context.Context, in api.ByCategoryReport) (out api.ByCategory, w words, err error) {
	p, err := s.period(ctx, in.ReportPeriod)
	if err != nil {
		return out, w, err
	}
	kind := cmp.Or(in.Kind, api.Expense)
	f, err := s.store.categories(ctx, actor.From(ctx), p, kind)
	if err != nil {
		return out, w, err
	}
	out, err = byCategory(f, p, kind, in.Currency)
	return out, wordsIn(f.language), err
}

// Trend tells a period step by step.
func (s *Service) Trend(ctx context.Context, in api.TrendReport) (api.Trend, error) {
	out, _, err := s.trend(ctx, in)
	return out, err
}

// DrawTrend draws it as a PNG, in the language of the one who asks.
func (s *Service) DrawTrend(ctx context.Context, in api.TrendReport) ([]byte, error) {
	out, words, err := s.trend(ctx, in)
	if err != nil {
		return nil, err
	}
	return drawTrend(out, words, in.Theme)
}

func (s *Service) trend(ctx context.Context, in api.TrendReport) (out api.Trend, w words, err error) {
	p, err := s.period(ctx, in.ReportPeriod)
	if err != nil {
		return out, w, err
	}
	by := p.stepOf(in.By)
	f, err := s.store.trend(ctx, actor.From(ctx), p.steps(by))
	if err != nil {
		return out, w, err
	}
	out, err = trend(f, p, by, in.Currency)
	return out, wordsIn(f.language), err
}

// NetWorth tells what the workspace had and owed on a day, and at the ends of months before it.
func (s *Service) NetWorth(ctx context.Context, in api.NetWorthReport) (api.NetWorth, error) {
	out, _, err := s.netWorth(ctx, in)
	return out, err
}

// DrawNetWorth draws it as a PNG, in the language of the one who asks.
func (s *Service) DrawNetWorth(ctx context.Context, in api.NetWorthReport) ([]byte, error) {
	out, words, err := s.netWorth(ctx, in)
	if err != nil {
		return nil, err
	}
	return drawNetWorth(out, words, in.Theme)
}

func (s *Service) netWorth(ctx context.Context, in api.NetWorthReport) (out api.NetWorth, w words, err error) {
	day, err := s.day(ctx, in.Date)
	if err != nil {
		return out, w, err
	}
	days := monthEnds(day, in.Months)
	f, err := s.store.balances(ctx, actor.From(ctx), days)
	if err != nil {
		return out, w, err
	}
	out, err = netWorth(f, days, in.Currency)
	return out, wordsIn(f.language), err
}

// day is the one that is meant, or today where the caller lives.
func (s *Service) day(ctx context.Context, given string) (time.Time, error) {
	if given == "" {
		return s.today(ctx)
	}
	return time.Parse(api.DateForm, given) // its form was checked
}

// period is the one that is meant; only where none is given it asks what day it is.
func (s *Service) period(ctx context.Context, in api.ReportPeriod) (period, error) {
	if in.Month != "" || in.From != "" {
		return periodOf(in, time.Time{}), nil
	}
	today, err := s.today(ctx)
	return periodOf(in, today), err
}
