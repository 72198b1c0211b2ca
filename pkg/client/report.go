package client

import (
	"context"
	"net/http"

	"financebot/pkg/api"
)

// Summary is what came in and went out in a period, beside the period before it.
func (c *Client) Summary(ctx context.Context, in api.ReportPeriod) (api.Summary, error) {
	return call[api.Summary](ctx, c, http.MethodGet, "/reports/summary", in)
}

// ByCategory is what a period's income or expense was for.
func (c *Client) ByCategory(ctx context.Context, in api.ByCategoryReport) (api.ByCategory, error) {
	return call[api.ByCategory](ctx, c, http.MethodGet, "/reports/by-category", in)
}
