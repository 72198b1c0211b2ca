package account

import (
	"context"
	"net/http"

	"financebot/api-service/internal/web"
	"financebot/pkg/api"
)

// Mount adds the routes.
func Mount(r *web.Router, s *Service) {
	h := handler{s}
	web.Handle(r, web.Route{Method: http.MethodGet, Path: "/accounts", Access: web.Family,
		Summary: "The accounts of the workspace, with their balances"}, web.Simple(h.list))
}

type handler struct{ accounts *Service }

func (h handler) list(ctx context.Context) (api.Page[api.Account], error) {
	items, err := h.accounts.List(ctx)
	return api.Page[api.Account]{Items: items}, err
}

func toAPI(a Account) api.Account {
	return api.Account{
		ID: a.ID, FamilyID: a.FamilyID, Name: a.Name, Kind: a.Kind, Currency: a.Currency,
		Balance: a.Money().Decimal(), Archived: a.Archived, CreatedAt: a.CreatedAt,
	}
}
