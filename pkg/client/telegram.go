package client

import (
	"context"
	"net/http"

	"financebot/pkg/api"
)

// RegisterChat makes the user of a chat, or finds him.
func (c *Client) RegisterChat(ctx context.Context, in api.RegisterChat) (api.RegisteredChat, error) {
	return call[api.RegisteredChat](ctx, c, http.MethodPost, "/auth/telegram/register", in)
}

// StartLink makes a code that the owner of an account confirms on the web.
func (c *Client) StartLink(ctx context.Context, in api.StartLink) (api.StartedLink, error) {
	return call[api.StartedLink](ctx, c, http.MethodPost, "/auth/telegram/start", in)
}

// CheckLink tells whether a started code is good.
func (c *Client) CheckLink(ctx context.Context, code string) (api.CheckedLink, error) {
	return call[api.CheckedLink](ctx, c, http.MethodPost, "/auth/telegram/confirm/check", api.LinkCode{Code: code})
}

// LinkingChat tells which chat started a code.
func (c *Client) LinkingChat(ctx context.Context, code string) (api.LinkingChat, error) {
	return call[api.LinkingChat](ctx, c, http.MethodPost, "/auth/telegram/confirm/preview", api.LinkCode{Code: code})
}

// ConfirmLink binds the chat that started a code to the caller.
func (c *Client) ConfirmLink(ctx context.Context, in api.ConfirmLink) (api.LinkedChat, error) {
	return call[api.LinkedChat](ctx, c, http.MethodPost, "/auth/telegram/confirm", in)
}

// LinkingUser tells, masked, whose account a generated code would bind a chat to.
func (c *Client) LinkingUser(ctx context.Context, in api.LinkChat) (api.LinkingUser, error) {
	return call[api.LinkingUser](ctx, c, http.MethodPost, "/auth/telegram/link/preview", in)
}

// LinkChat binds a chat to the user who generated the code.
func (c *Client) LinkChat(ctx context.Context, in api.LinkChat) (api.LinkedChat, error) {
	return call[api.LinkedChat](ctx, c, http.MethodPost, "/auth/telegram/link", in)
}

// UnlinkChat parts the caller from his chat.
func (c *Client) UnlinkChat(ctx context.Context) (api.Success, error) {
	return call[api.Success](ctx, c, http.MethodPost, "/auth/telegram/unlink", nil)
}

// ChatToken gives an access token for a chat's user.
func (c *Client) ChatToken(ctx context.Context, chatID int64) (api.ChatToken, error) {
	return call[api.ChatToken](ctx, c, http.MethodPost, "/auth/token/get", api.ChatID{ChatID: chatID})
}

// RefreshChatToken gives another access token for a chat's user.
func (c *Client) RefreshChatToken(ctx context.Context, chatID int64) (api.ChatToken, error) {
	return call[api.ChatToken](ctx, c, http.MethodPost, "/auth/token/refresh-telegram", api.ChatID{ChatID: chatID})
}

// ChatUser tells whether a chat has a user.
func (c *Client) ChatUser(ctx context.Context, chatID int64) (api.ChatUser, error) {
	return call[api.ChatUser](ctx, c, http.MethodPost, "/telegram/auth/verify-user", api.ChatID{ChatID: chatID})
}
