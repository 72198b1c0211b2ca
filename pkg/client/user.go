package client

import (
	"context"
	"net/http"

	"financebot/pkg/api"
)

// User is the caller.
func (c *Client) User(ctx context.Context) (api.User, error) {
	return call[api.User](ctx, c, http.MethodGet, "/users/me", nil)
}

// UpdateUser changes what is given of the caller.
func (c *Client) UpdateUser(ctx context.Context, in api.UpdateUser) (api.User, error) {
	return call[api.User](ctx, c, http.MethodPatch, "/users/me", in)
}

// ChangePassword gives the caller another password and ends his other sessions.
func (c *Client) ChangePassword(ctx context.Context, in api.ChangePassword) (api.Success, error) {
	return call[api.Success](ctx, c, http.MethodPost, "/users/me/password", in)
}

// RequestDeletion sends a code to the caller's chat that DeleteUser accepts.
func (c *Client) RequestDeletion(ctx context.Context) (api.Success, error) {
	return call[api.Success](ctx, c, http.MethodPost, "/users/me/deletion-code", nil)
}

// DeleteUser deletes the caller and what is his alone.
func (c *Client) DeleteUser(ctx context.Context, in api.DeleteUser) (api.Success, error) {
	return call[api.Success](ctx, c, http.MethodDelete, "/users/me", in)
}

// ExportUser gives all that is kept of the caller: an api.UserExport as a file.
func (c *Client) ExportUser(ctx context.Context) (Download, error) {
	return c.download(ctx, "/users/me/export", nil)
}

// SetPhoto gives the caller another photo, made of a picture.
func (c *Client) SetPhoto(ctx context.Context, in api.SetPhoto) (api.User, error) {
	return call[api.User](ctx, c, http.MethodPut, "/users/me/photo", in)
}

// DeletePhoto takes the caller's photo away.
func (c *Client) DeletePhoto(ctx context.Context) (api.User, error) {
	return call[api.User](ctx, c, http.MethodDelete, "/users/me/photo", nil)
}

// Referrals lists who registered with the caller's code, and the links that carry it.
func (c *Client) Referrals(ctx context.Context) (api.Referrals, error) {
	return call[api.Referrals](ctx, c, http.MethodGet, "/users/me/referrals", nil)
}

// PublicUser is what everyone may see of the user with the referral code.
func (c *Client) PublicUser(ctx context.Context, referralCode string) (api.PublicUser, error) {
	return call[api.PublicUser](ctx, c, http.MethodGet, "/users/public/{referral_code}", api.ByReferralCode{Code: referralCode})
}
