package auth

import (
	"context"
	"net/http"
	"time"

	"financebot/api-service/internal/actor"
	"financebot/api-service/internal/web"
	"financebot/pkg/api"
)

// hashing is how long a request that hashes a password may take: its turn has to come first.
const hashing = 6 * time.Second

// merging is how long a request may take that brings two people's books together.
const merging = 30 * time.Second

// Mount adds the routes.
func Mount(r *web.Router, s *Service) {
	mountSessions(r, s)
	mountChats(r, s)
	mountLinks(r, s)
	mountAccount(r, s)
}

func mountSessions(r *web.Router, s *Service) {
	h := handler{s}
	web.Handle(r, web.Route{Method: http.MethodPost, Path: "/auth/register", Access: web.Public, Timeout: hashing,
		Summary: "Register with an e-mail address"}, s.Register)
	web.Handle(r, web.Route{Method: http.MethodPost, Path: "/auth/login", Access: web.Public, Timeout: hashing,
		Summary: "Sign in; the cookie it sets makes this device a known one"}, s.Login)
	web.Handle(r, web.Route{Method: http.MethodPost, Path: "/auth/refresh", Access: web.Public,
		Summary: "Spend a refresh token for new tokens"}, s.Refresh)
	web.Handle(r, web.Route{Method: http.MethodPost, Path: "/auth/logout", Access: web.User,
		Summary: "End this session"}, web.Simple(h.logout))
	web.Handle(r, web.Route{Method: http.MethodPost, Path: "/auth/logout-all", Access: web.User, StepUp: true,
		Summary: "End every session"}, web.Simple(h.logoutAll))
	web.Handle(r, web.Route{Method: http.MethodGet, Path: "/auth/sessions", Access: web.User, StepUp: true,
		Summary: "Where the caller is signed in"}, web.Simple(h.sessions))
	web.Handle(r, web.Route{Method: http.MethodDelete, Path: "/auth/sessions/{id}", Access: web.User, StepUp: true,
		Summary: "End a session"}, web.Silent(h.endSession))
	web.Handle(r, web.Route{Method: http.MethodPost, Path: "/auth/sessions/{id}/disown", Access: web.User,
		Summary: "End a web session that the caller was told of and did not begin, also from a chat"}, web.Silent(h.disown))
}

func mountChats(r *web.Router, s *Service) {
	web.Handle(r, web.Route{Method: http.MethodPost, Path: "/auth/telegram/register", Access: web.Bot,
		Summary: "The user of a chat, made where there is none"}, s.RegisterChat)
	web.Handle(r, web.Route{Method: http.MethodPost, Path: "/auth/token/get", Access: web.Bot,
		Summary: "An access token for a chat's user"}, s.ChatToken)
	for _, path := range []string{"/auth/token/refresh-telegram", "/telegram/auth/refresh-token"} {
		web.Handle(r, web.Route{Method: http.MethodPost, Path: path, Access: web.Bot,
			Summary: "Another access token for a chat's user"}, s.ChatToken)
	}
	web.Handle(r, web.Route{Method: http.MethodPost, Path: "/telegram/auth/verify-user", Access: web.Bot,
		Summary: "Whether a chat has a user"}, s.ChatUser)
}

func mountLinks(r *web.Router, s *Service) {
	web.Handle(r, web.Route{Method: http.MethodPost, Path: "/auth/telegram/start", Access: web.Bot,
		Summary: "A code that the owner of an account confirms on the web"}, s.StartLink)
	web.Handle(r, web.Route{Method: http.MethodPost, Path: "/auth/telegram/confirm/check", Access: web.Open,
		Summary: "Whether a started code is good, before anybody signs in"}, s.CheckLink)
	web.Handle(r, web.Route{Method: http.MethodPost, Path: "/auth/telegram/confirm/preview", Access: web.User,
		Summary: "The chat behind a started code"}, s.LinkingChat)
	web.Handle(r, web.Route{Method: http.MethodPost, Path: "/auth/telegram/confirm", Access: web.User, Timeout: merging,
		Summary: "Bind the chat that started a code"}, s.ConfirmLink)
	web.Handle(r, web.Route{Method: http.MethodPost, Path: "/auth/telegram/link/preview", Access: web.Bot,
		Summary: "The account, masked, behind a generated code"}, s.LinkingUser)
	web.Handle(r, web.Route{Method: http.MethodPost, Path: "/auth/telegram/link", Access: web.Bot, Timeout: merging,
		Summary: "Bind a chat to the user who generated the code"}, s.LinkChat)
	web.Handle(r, web.Route{Method: http.MethodPost, Path: "/auth/telegram/unlink", Access: web.User,
		Summary: "Part the caller from his chat"}, web.Command(s.UnlinkChat))
	web.Handle(r, web.Route{Method: http.MethodPost, Path: "/auth/code/generate", Access: web.User,
		Summary: "A code that signs in on the web or binds a chat"}, s.GenerateCode)
	web.Handle(r, web.Route{Method: http.MethodPost, Path: "/auth/callback", Access: web.Public,
		Summary: "Spend a web_login code for a session"}, s.Callback)
}

func mountAccount(r *web.Router, s *Service) {
	web.Handle(r, web.Route{Method: http.MethodPost, Path: "/users/me/password", Access: web.User, StepUp: true, Timeout: hashing,
		Summary: "Change the password; other sessions end"}, web.Silent(s.ChangePassword))
	web.Handle(r, web.Route{Method: http.MethodPost, Path: "/users/me/deletion-code", Access: web.User,
		Summary: "Send a code to the caller's chat that deletes the account"},
		web.Command(s.RequestDeletion))
	web.Handle(r, web.Route{Method: http.MethodDelete, Path: "/users/me", Access: web.User, Timeout: hashing,
		PartlyStepUp: true, Summary: "Delete the caller and what is his alone"}, web.Silent(s.Delete))
}

type handler struct{ auth *Service }

func (h handler) logout(ctx context.Context) (api.Message, error) {
	return api.Message{Message: "Logged out successfully"}, h.auth.Logout(ctx)
}

func (h handler) logoutAll(ctx context.Context) (api.Message, error) {
	return api.Message{Message: "Logged out everywhere"}, h.auth.LogoutAll(ctx)
}

func (h handler) endSession(ctx context.Context, in api.SessionID) error {
	return h.auth.End(ctx, in.ID)
}

func (h handler) disown(ctx context.Context, in api.SessionID) error {
	return h.auth.Disown(ctx, in.ID)
}

func (h handler) sessions(ctx context.Context) (api.Page[api.Session], error) {
	all, err := h.auth.Sessions(ctx)
	page := api.Page[api.Session]{Items: make([]api.Session, 0, len(all))}
	for _, s := range all {
		page.Items = append(page.Items, ToAPI(s, actor.From(ctx).SessionID))
	}
	return page, err
}

// ToAPI is what a user sees of a session; current is the one he asks from.
func ToAPI(s Session, current string) api.Session {
	return api.Session{
		ID: s.ID, Kind: s.Kind, Device: s.Device, IP: s.IP, Current: s.ID == current,
		CreatedAt: s.CreatedAt, LastSeenAt: s.LastSeenAt, ExpiresAt: s.ExpiresAt,
	}
}
