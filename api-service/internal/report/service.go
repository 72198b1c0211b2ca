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
	p, err := s.period(ctx, in.ReportPeriod)
	if err != nil {
		return api.ByCategory{}, err
	}
	kind := cmp.Or(in.Kind, api.Expense)
	f, err := s.store.categories(ctx, actor.From(ctx), p, kind)
	if err != nil {
		return api.ByCategory{}, err
	}
	return byCategory(f, p, kind, in.Currency)
}

// period is the one that is meant; only where none is given it asks what day it is.
func (s *Service) period(ctx context.Context, in api.ReportPeriod) (period, error) {
	if in.Month != "" || in.From != "" {
		return periodOf(in, time.Time{}), nil
	}
	today, err := s.today(ctx)
	return periodOf(in, today), err
}
