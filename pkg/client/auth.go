package client

import (
	"context"
	"net/http"

	"financebot/pkg/api"
)

// Register makes a user with an e-mail address and signs him in.
func (c *Client) Register(ctx context.Context, in api.Register) (api.Registered, error) {
	return call[api.Registered](ctx, c, http.MethodPost, "/auth/register", in)
}

// Login signs in.
func (c *Client) Login(ctx context.Context, in api.Login) (api.LoggedIn, error) {
	return call[api.LoggedIn](ctx, c, http.MethodPost, "/auth/login", in)
}

// Refresh spends a refresh token for new ones.
func (c *Client) Refresh(ctx context.Context, token string) (api.Refreshed, error) {
	return call[api.Refreshed](ctx, c, http.MethodPost, "/auth/refresh", api.Refresh{RefreshToken: token})
}

// Logout ends the caller's session.
func (c *Client) Logout(ctx context.Context) (api.Message, error) {
	return call[api.Message](ctx, c, http.MethodPost, "/auth/logout", nil)
}

// LogoutAll ends every session of the caller.
func (c *Client) LogoutAll(ctx context.Context) (api.Message, error) {
	return call[api.Message](ctx, c, http.MethodPost, "/auth/logout-all", nil)
}

// Sessions lists where the caller is signed in.
func (c *Client) Sessions(ctx context.Context) (api.Page[api.Session], error) {
	return call[api.Page[api.Session]](ctx, c, http.MethodGet, "/auth/sessions", nil)
}

// DeleteSession ends one session of the caller.
func (c *Client) DeleteSession(ctx context.Context, id string) (api.Success, error) {
	return call[api.Success](ctx, c, http.MethodDelete, "/auth/sessions/{id}", api.SessionID{ID: id})
}

// DisownSession ends a web session that the caller was told of and did not begin.
func (c *Client) DisownSession(ctx context.Context, id string) (api.Success, error) {
	return call[api.Success](ctx, c, http.MethodPost, "/auth/sessions/{id}/disown", api.SessionID{ID: id})
}

// GenerateCode makes a code that signs in on the web or binds a chat.
func (c *Client) GenerateCode(ctx context.Context, purpose string) (api.GeneratedCode, error) {
	return call[api.GeneratedCode](ctx, c, http.MethodPost, "/auth/code/generate", api.GenerateCode{Purpose: purpose})
}

// Callback spends a web_login code for a session.
func (c *Client) Callback(ctx context.Context, code string) (api.LoggedIn, error) {
	return call[api.LoggedIn](ctx, c, http.MethodPost, "/auth/callback", api.Callback{Code: code})
}
