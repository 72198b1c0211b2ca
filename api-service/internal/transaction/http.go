package transaction

import (
	"context"
	"net/http"

	"financebot/api-service/internal/web"
	"financebot/pkg/api"
)

// Mount adds the routes.
func Mount(r *web.Router, s *Service) {
	h := handler{s}
	web.Handle(r, web.Route{Method: http.MethodGet, Path: "/categories", Access: web.Family,
		Summary: "The categories of the workspace"}, web.Simple(h.categories))
}

type handler struct{ transactions *Service }

func (h handler) categories(ctx context.Context) (api.Page[api.Category], error) {
	items, err := h.transactions.Categories(ctx)
	return api.Page[api.Category]{Items: items}, err
}

func categoryToAPI(c Category) api.Category {
	return api.Category{ID: c.ID, FamilyID: c.FamilyID, ParentID: c.ParentID, Kind: c.Kind, Name: c.Name, Emoji: c.Emoji}
}
