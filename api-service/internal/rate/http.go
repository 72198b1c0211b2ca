package rate

import (
	"context"
	"net/http"
	"time"

	"financebot/api-service/internal/actor"
	"financebot/api-service/internal/web"
	"financebot/pkg/api"
)

// uploadPatience leaves a slow line time to send ten megabytes.
const uploadPatience = 90 * time.Second

// tables are the media types by which browsers and programs send CSV.
var tables = []string{"text/csv", "text/plain", "text/tab-separated-values", "application/csv", "application/vnd.ms-excel", "application/octet-stream"}

// Mount adds the routes.
func Mount(r *web.Router, s *Service) {
	h := handler{s}
	web.Handle(r, web.Route{Method: http.MethodGet, Path: "/exchange-rates", Access: web.Family,
		Summary: "The exchange rates that were written down, newest day first"}, h.list)
	web.Handle(r, web.Route{Method: http.MethodPost, Path: "/exchange-rates", Access: web.Family, Least: actor.Member, Creates: true,
		Status: http.StatusCreated, Summary: "Write an exchange rate down, in the place of another of its pair and day"}, h.create)
	web.Handle(r, web.Route{Method: http.MethodPost, Path: "/exchange-rates/import", Access: web.Family, Least: actor.Member, Creates: true,
		Status: http.StatusCreated, Files: tables, Timeout: uploadPatience,
		Summary: "Write the exchange rates of a CSV file down: all or none"}, s.Import)
	web.Handle(r, web.Route{Method: http.MethodDelete, Path: "/exchange-rates/{id}", Access: web.Family, Least: actor.Member,
		Summary: "Take an exchange rate away"}, web.Silent(s.Delete))
}

type handler struct{ rates *Service }

func (h handler) list(ctx context.Context, in api.ExchangeRateFilter) (api.Page[api.ExchangeRate], error) {
	all, next, err := h.rates.List(ctx, in)
	page := api.Page[api.ExchangeRate]{Items: make([]api.ExchangeRate, 0, len(all)), NextCursor: next}
	for _, r := range all {
		page.Items = append(page.Items, toAPI(r))
	}
	return page, err
}

func (h handler) create(ctx context.Context, in api.CreateExchangeRate) (api.ExchangeRate, error) {
	r, err := h.rates.Create(ctx, in)
	return toAPI(r), err
}

func toAPI(r Rate) api.ExchangeRate {
	return api.ExchangeRate{
		ID: r.ID, FamilyID: r.FamilyID, Date: r.Date.Format(api.DateForm), Base: r.Base, Quote: r.Quote,
		Rate: r.Rate, CreatedBy: r.CreatedBy, CreatedAt: r.CreatedAt,
	}
}
