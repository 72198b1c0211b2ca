package client

import (
	"context"
	"net/http"

	"financebot/pkg/api"
)

// ExchangeRates lists rates, newest day first.
func (c *Client) ExchangeRates(ctx context.Context, in api.ExchangeRateFilter) (api.Page[api.ExchangeRate], error) {
	return call[api.Page[api.ExchangeRate]](ctx, c, http.MethodGet, "/exchange-rates", in)
}

// CreateExchangeRate writes a rate down, in the place of another of its pair and day.
func (c *Client) CreateExchangeRate(ctx context.Context, in api.CreateExchangeRate) (api.ExchangeRate, error) {
	return call[api.ExchangeRate](ctx, c, http.MethodPost, "/exchange-rates", in)
}

// DeleteExchangeRate takes a rate away.
func (c *Client) DeleteExchangeRate(ctx context.Context, id int64) (api.Success, error) {
	return call[api.Success](ctx, c, http.MethodDelete, "/exchange-rates/{id}", api.ByID{ID: id})
}

// ImportExchangeRates writes the rates of a CSV file down, all or none.
func (c *Client) ImportExchangeRates(ctx context.Context, in api.ImportExchangeRates) (api.ImportedExchangeRates, error) {
	return call[api.ImportedExchangeRates](ctx, c, http.MethodPost, "/exchange-rates/import", in)
}
