package client

import (
	"context"
	"net/http"

	"financebot/pkg/api"
)

// Families lists the caller's workspaces.
func (c *Client) Families(ctx context.Context) (api.Page[api.Family], error) {
	return call[api.Page[api.Family]](ctx, c, http.MethodGet, "/families", nil)
}

// ActivateFamily makes the caller work in a workspace from now on.
func (c *Client) ActivateFamily(ctx context.Context, id int64) (api.Family, error) {
	return call[api.Family](ctx, c, http.MethodPost, "/families/{id}/activate", api.ByID{ID: id})
}

// UpdateFamily changes what is given of a workspace.
func (c *Client) UpdateFamily(ctx context.Context, in api.UpdateFamily) (api.Family, error) {
	return call[api.Family](ctx, c, http.MethodPatch, "/families/{id}", in)
}

// SetBalance books what is between an account's balance and what lies in it.
func (c *Client) SetBalance(ctx context.Context, in api.SetBalance) (api.BalanceSet, error) {
	return call[api.BalanceSet](ctx, c, http.MethodPost, "/accounts/{id}/balance", in)
}

// Accounts lists the accounts of the workspace.
func (c *Client) Accounts(ctx context.Context) (api.Page[api.Account], error) {
	return call[api.Page[api.Account]](ctx, c, http.MethodGet, "/accounts", nil)
}

// Categories lists the categories of the workspace.
func (c *Client) Categories(ctx context.Context) (api.Page[api.Category], error) {
	return call[api.Page[api.Category]](ctx, c, http.MethodGet, "/categories", nil)
}

// Events lists what happened after a cursor, waiting for the first of it.
func (c *Client) Events(ctx context.Context, in api.EventsAfter) (api.Page[api.Event], error) {
	return call[api.Page[api.Event]](ctx, c, http.MethodGet, "/events", in)
}
