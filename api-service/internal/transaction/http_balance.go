package transaction

import (
	"context"
	"net/http"

	"financebot/api-service/internal/account"
	"financebot/api-service/internal/actor"
	"financebot/api-service/internal/web"
	"financebot/pkg/api"
)

func mountBalance(r *web.Router, h handler) {
	web.Handle(r, web.Route{Method: http.MethodPost, Path: "/accounts/{id}/balance", Access: web.Family, Least: actor.Member,
		Creates: true, Summary: "Say how much lies in an account: the difference is booked as an entry"}, h.setBalance)
}

func (h handler) setBalance(ctx context.Context, in api.SetBalance) (api.BalanceSet, error) {
	set, err := h.transactions.SetBalance(ctx, in)
	if err != nil {
		return api.BalanceSet{}, err
	}
	out := api.BalanceSet{Account: account.ToAPI(set.Account)}
	if set.Entry.ID != 0 {
		entry := toAPI(set.Entry)
		out.Transaction, out.OperationID = &entry, set.Operation
	}
	return out, nil
}
