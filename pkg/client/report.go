package client

import (
	"context"
	"errors"
	"io"
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

// ByCategoryPNG is the same as a picture, in the language of the caller.
func (c *Client) ByCategoryPNG(ctx context.Context, in api.ByCategoryReport) ([]byte, error) {
	in.Format = api.Drawn
	return c.picture(ctx, "/reports/by-category", in)
}

// TrendPNG is the same as a picture, in the language of the caller.
func (c *Client) TrendPNG(ctx context.Context, in api.TrendReport) ([]byte, error) {
	in.Format = api.Drawn
	return c.picture(ctx, "/reports/trend", in)
}

// NetWorthPNG is the same as a picture, in the language of the caller.
func (c *Client) NetWorthPNG(ctx context.Context, in api.NetWorthReport) ([]byte, error) {
	in.Format = api.Drawn
	return c.picture(ctx, "/reports/net-worth", in)
}

// picture reads an answer that is a PNG.
func (c *Client) picture(ctx context.Context, path string, in any) ([]byte, error) {
	resp, err := c.send(ctx, http.MethodGet, path, in)
	if err != nil {
		return nil, err
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer))
	if err != nil {
		return nil, unreachable(ctx, err)
	}
	if media := resp.Header.Get("Content-Type"); media != "image/png" {
		return nil, unreadable(resp, errors.New("a picture was asked for"))
	}
	return body, nil
}
