package user

import (
	"context"
	"net/http"

	"financebot/api-service/internal/web"
	"financebot/pkg/api"
)

// Mount adds the routes.
func Mount(r *web.Router, s *Service, links Links) {
	h := handler{s, links}
	web.Handle(r, web.Route{Method: http.MethodGet, Path: "/users/me", Access: web.User, ETag: true,
		Summary: "The caller"}, web.Simple(h.me))
	web.Handle(r, web.Route{Method: http.MethodPatch, Path: "/users/me", Access: web.User, ETag: true,
		Summary: "Change what is given of the caller"}, h.update)
	web.Handle(r, web.Route{Method: http.MethodGet, Path: "/users/me/referrals", Access: web.User,
		Summary: "Who registered with the caller's referral code"}, web.Simple(h.referrals))
	web.Handle(r, web.Route{Method: http.MethodPut, Path: "/users/me/photo", Access: web.User, ETag: true,
		Files:   api.PhotoMedias,
		Summary: "Make a picture of up to 1 MiB the caller's photo: its middle, drawn anew"}, h.setPhoto)
	web.Handle(r, web.Route{Method: http.MethodDelete, Path: "/users/me/photo", Access: web.User, ETag: true,
		Summary: "Take the caller's photo away; what the chat shows does not bring it back"}, web.Simple(h.deletePhoto))
	web.Handle(r, web.Route{Method: http.MethodGet, Path: "/users/public/{referral_code}", Access: web.Open,
		Summary: "What everyone may see of a user"}, h.public)
	web.MountProfiles(r, web.Profiles{
		Chat: links.Chat, Pages: links.Pages, User: h.public,
		Photo: func(ctx context.Context, in api.ByReferralCode) ([]byte, error) { return s.Photo(ctx, in.Code) },
	})
}

type handler struct {
	users *Service
	links Links
}

func (h handler) me(ctx context.Context) (api.User, error) {
	u, err := h.users.Me(ctx)
	return ToAPI(u), err
}

func (h handler) update(ctx context.Context, in api.UpdateUser) (api.User, error) {
	u, err := h.users.Update(ctx, in, func(now User) error { return web.MustMatch(in.IfMatch, ToAPI(now)) })
	return ToAPI(u), err
}

func (h handler) referrals(ctx context.Context) (api.Referrals, error) {
	me, err := h.users.Me(ctx)
	if err != nil {
		return api.Referrals{}, err
	}

	items, err := h.users.Referrals(ctx)
	return api.Referrals{
		Page: api.Page[api.Referral]{Items: items},
		Code: me.ReferralCode, DeepLink: h.links.Chat + "?start=" + me.ReferralCode, URL: h.links.Pages + "/u/" + me.ReferralCode,
	}, err
}

func (h handler) setPhoto(ctx context.Context, in api.SetPhoto) (api.User, error) {
	u, err := h.users.SetPhoto(ctx, in)
	return ToAPI(u), err
}

func (h handler) deletePhoto(ctx context.Context) (api.User, error) {
	u, err := h.users.DeletePhoto(ctx)
	return ToAPI(u), err
}

func (h handler) public(ctx context.Context, in api.ByReferralCode) (api.PublicUser, error) {
	u, err := h.users.Public(ctx, in.Code)
	if err != nil {
		return api.PublicUser{}, err
	}

	out := api.PublicUser{FirstName: u.FirstName, MemberSince: u.CreatedAt}
	if u.photo() != nil {
		address := h.links.Pages + web.PhotoPath(u.ReferralCode)
		out.Photo = &address
	}
	return out, nil
}

// ToAPI is what a user sees of himself: everything but the hash.
func ToAPI(u User) api.User {
	return api.User{
		ID: u.ID, Email: u.Email, EmailVerified: u.EmailVerified, TelegramID: u.TelegramID,
		Username: u.Username, FirstName: u.FirstName, LastName: u.LastName, IsActive: u.IsActive,
		Language: u.Language, Timezone: u.Timezone, ReferralCode: u.ReferralCode, ReferredBy: u.ReferredBy,
		PublicProfile: u.PublicProfile, PhotoFileID: u.photo(), CreatedAt: u.CreatedAt, UpdatedAt: u.UpdatedAt,
	}
}
