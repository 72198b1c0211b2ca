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
}

type handler struct{ families *Service }

func (h handler) list(ctx context.Context) (api.Page[api.Family], error) {
	items, err := h.families.List(ctx)
	return api.Page[api.Family]{Items: items}, err
}

func toAPI(m membership) api.Family {
	return api.Family{
		ID: m.ID, Kind: m.Kind, Name: m.Name, BaseCurrency: m.BaseCurrency, TaxID: m.TaxID,
		Role: string(m.Role), Active: m.IsActive, CreatedAt: m.CreatedAt,
	}
}
