package account

import (
	"context"
	"net/http"

	"financebot/api-service/internal/actor"
	"financebot/api-service/internal/web"
	"financebot/pkg/api"
	"financebot/pkg/money"
)

// Mount adds the routes.
func Mount(r *web.Router, s *Service) {
	h := handler{s}
	web.Handle(r, web.Route{Method: http.MethodGet, Path: "/accounts", Access: web.Family,
		Summary: "The accounts of the workspace, with their balances"}, web.Simple(h.list))
	web.Handle(r, web.Route{Method: http.MethodPost, Path: "/accounts", Access: web.Family, Least: actor.Member, Creates: true,
		Status: http.StatusCreated, ETag: true, Summary: "Open an account"}, h.create)
	web.Handle(r, web.Route{Method: http.MethodGet, Path: "/accounts/{id}", Access: web.Family, ETag: true,
		Summary: "An account"}, h.get)
	web.Handle(r, web.Route{Method: http.MethodPatch, Path: "/accounts/{id}", Access: web.Family, Least: actor.Member, ETag: true,
		Summary: "Rename an account, archive it, or make it the one that entries go to which name none"}, h.update)
}

type handler struct{ accounts *Service }

func (h handler) list(ctx context.Context) (api.Page[api.Account], error) {
	items, err := h.accounts.List(ctx)
	return api.Page[api.Account]{Items: items}, err
}

func (h handler) create(ctx context.Context, in api.CreateAccount) (api.Account, error) {
	a, err := h.accounts.Create(ctx, in)
	return ToAPI(a), err
}

func (h handler) get(ctx context.Context, in api.ByID) (api.Account, error) {
	a, err := h.accounts.Get(ctx, in.ID)
	return ToAPI(a), err
}

func (h handler) update(ctx context.Context, in api.UpdateAccount) (api.Account, error) {
	a, err := h.accounts.Update(ctx, in, func(now Account) error { return web.MustMatch(in.IfMatch, ToAPI(now)) })
	return ToAPI(a), err
}

// ToAPI is an account as the contract has it.
func ToAPI(a Account) api.Account {
	return api.Account{
		ID: a.ID, FamilyID: a.FamilyID, Name: a.Name, Kind: a.Kind, Currency: a.Currency,
		Opening: money.Of(a.Opening, a.Currency).Decimal(), Balance: a.Money().Decimal(),
		Archived: a.Archived, Default: a.IsDefault, CreatedAt: a.CreatedAt,
	}
}
