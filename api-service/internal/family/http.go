package family

import (
	"context"
	"net/http"

	"financebot/api-service/internal/web"
	"financebot/pkg/api"
)

// Mount adds the routes.
func Mount(r *web.Router, s *Service) {
	h := handler{s}
	web.Handle(r, web.Route{Method: http.MethodGet, Path: "/families", Access: web.User,
		Summary: "The caller's workspaces"}, web.Simple(h.list))
	web.Handle(r, web.Route{Method: http.MethodPost, Path: "/families/{id}/activate", Access: web.User,
		Summary: "Work in this workspace from now on"}, h.activate)
	web.Handle(r, web.Route{Method: http.MethodPatch, Path: "/families/{id}", Access: web.User,
		Summary: "Change what is given of a workspace; its base currency only while it is empty"}, h.update)
}

type handler struct{ families *Service }

func (h handler) list(ctx context.Context) (api.Page[api.Family], error) {
	items, err := h.families.List(ctx)
	return api.Page[api.Family]{Items: items}, err
}

func (h handler) activate(ctx context.Context, in api.ByID) (api.Family, error) {
	return h.families.Activate(ctx, in.ID)
}

func (h handler) update(ctx context.Context, in api.UpdateFamily) (api.Family, error) {
	return h.families.Update(ctx, in)
}

func toAPI(m membership) api.Family {
	return api.Family{
		ID: m.ID, Kind: m.Kind, Name: m.Name, BaseCurrency: m.BaseCurrency, TaxID: m.TaxID,
		Role: string(m.Role), Active: m.IsActive, Members: m.Members, CreatedAt: m.CreatedAt,
	}
}
