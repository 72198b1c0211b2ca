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

// Trend is how money came, went and lay from step to step of a period.
func (c *Client) Trend(ctx context.Context, in api.TrendReport) (api.Trend, error) {
	return call[api.Trend](ctx, c, http.MethodGet, "/reports/trend", in)
}

// NetWorth is what the workspace had and owed.
func (c *Client) NetWorth(ctx context.Context, in api.NetWorthReport) (api.NetWorth, error) {
	return call[api.NetWorth](ctx, c, http.MethodGet, "/reports/net-worth", in)
}
