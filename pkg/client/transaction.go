package client

import (
	"context"
	"net/http"

	"financebot/pkg/api"
)

// CreateTransaction books money that came in or went out.
func (c *Client) CreateTransaction(ctx context.Context, in api.CreateTransaction) (api.Transaction, error) {
	return call[api.Transaction](ctx, c, http.MethodPost, "/transactions", in)
}

// CreateTransfer moves money between two accounts.
func (c *Client) CreateTransfer(ctx context.Context, in api.CreateTransfer) (api.Transaction, error) {
	return call[api.Transaction](ctx, c, http.MethodPost, "/transactions/transfer", in)
}

// Transaction is an entry.
func (c *Client) Transaction(ctx context.Context, id int64) (api.Transaction, error) {
	return call[api.Transaction](ctx, c, http.MethodGet, "/transactions/{id}", api.ByID{ID: id})
}

// Transactions lists entries, newest first.
func (c *Client) Transactions(ctx context.Context, in api.TransactionFilter) (api.TransactionPage, error) {
	return call[api.TransactionPage](ctx, c, http.MethodGet, "/transactions", in)
}

// UpdateTransaction changes what is given of an entry.
func (c *Client) UpdateTransaction(ctx context.Context, in api.UpdateTransaction) (api.Transaction, error) {
	return call[api.Transaction](ctx, c, http.MethodPatch, "/transactions/{id}", in)
}

// DeleteTransaction takes an entry away.
func (c *Client) DeleteTransaction(ctx context.Context, in api.DeleteTransaction) (api.Undone, error) {
	return call[api.Undone](ctx, c, http.MethodDelete, "/transactions/{id}", in)
}

// UndoTransaction takes back the last change of an entry, or its booking.
func (c *Client) UndoTransaction(ctx context.Context, in api.UndoTransaction) (api.Undone, error) {
	return call[api.Undone](ctx, c, http.MethodPost, "/transactions/{id}/undo", in)
}

// UndoLast takes back the caller's last change that stands; called again, the one before it.
func (c *Client) UndoLast(ctx context.Context) (api.Undone, error) {
	return call[api.Undone](ctx, c, http.MethodPost, "/operations/undo", api.None{})
}

// Undo takes back all that one request changed.
func (c *Client) Undo(ctx context.Context, operationID string) (api.Undone, error) {
	return call[api.Undone](ctx, c, http.MethodPost, "/operations/{id}/undo", api.ByUUID{ID: operationID})
}

// CreateCategory adds a category.
func (c *Client) CreateCategory(ctx context.Context, in api.CreateCategory) (api.Category, error) {
	return call[api.Category](ctx, c, http.MethodPost, "/categories", in)
}

// UpdateCategory renames a category.
func (c *Client) UpdateCategory(ctx context.Context, in api.UpdateCategory) (api.Category, error) {
	return call[api.Category](ctx, c, http.MethodPatch, "/categories/{id}", in)
}

// MergeCategory moves all that a category holds into another and removes it.
func (c *Client) MergeCategory(ctx context.Context, in api.MergeCategory) (api.Category, error) {
	return call[api.Category](ctx, c, http.MethodPost, "/categories/{id}/merge", in)
}

// CreateAccount opens an account.
func (c *Client) CreateAccount(ctx context.Context, in api.CreateAccount) (api.Account, error) {
	return call[api.Account](ctx, c, http.MethodPost, "/accounts", in)
}

// Account is where money lies.
func (c *Client) Account(ctx context.Context, id int64) (api.Account, error) {
	return call[api.Account](ctx, c, http.MethodGet, "/accounts/{id}", api.ByID{ID: id})
}

// UpdateAccount renames an account, or archives it.
func (c *Client) UpdateAccount(ctx context.Context, in api.UpdateAccount) (api.Account, error) {
	return call[api.Account](ctx, c, http.MethodPatch, "/accounts/{id}", in)
}

// ParseEntries reads entries as people type them and books nothing.
func (c *Client) ParseEntries(ctx context.Context, in api.QuickAdd) (api.QuickAdded, error) {
	return call[api.QuickAdded](ctx, c, http.MethodPost, "/transactions/parse", in)
}

// ReadEdit reads an edited message beside what it was before and books nothing.
func (c *Client) ReadEdit(ctx context.Context, in api.ReadEdit) (api.EditRead, error) {
	return call[api.EditRead](ctx, c, http.MethodPost, "/transactions/parse/edit", in)
}

// QuickAdd books entries as people type them: all lines or none.
func (c *Client) QuickAdd(ctx context.Context, in api.QuickAdd) (api.QuickAdded, error) {
	return call[api.QuickAdded](ctx, c, http.MethodPost, "/transactions/quick", in)
}
