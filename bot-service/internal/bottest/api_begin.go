package bottest

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"financebot/pkg/api"
	"financebot/pkg/errs"
	"financebot/pkg/money"
)

// Disowned are the sessions that were ended from a chat.
func (a *API) Disowned() []string {
	a.mu.Lock()
	defer a.mu.Unlock()
	return slices.Clone(a.disowned)
}

func (a *API) disown(_ int64, r *http.Request) (any, error) {
	parts := strings.Split(r.URL.Path, "/")
	a.disowned = append(a.disowned, parts[len(parts)-2])
	return api.Success{Success: true}, nil
}

// updateFamily gives the active workspace another base currency while it is empty.
func (a *API) updateFamily(_ int64, r *http.Request) (any, error) {
	asked, err := in[api.UpdateFamily](r)
	if err != nil {
		return nil, err
	}
	if len(a.book.entries) > 0 || len(a.accounts) != 1 {
		return nil, errs.New(errs.Refused, api.CodeNotEmpty, "The currency can be changed while there are no entries")
	}

	a.families = slices.Clone(a.families)
	a.families[0].BaseCurrency = *asked.BaseCurrency
	a.accounts = slices.Clone(a.accounts)
	a.accounts[0].Currency = *asked.BaseCurrency
	return a.families[0], nil
}

// setBalance books the difference between an account's balance and what lies in it.
func (a *API) setBalance(_ int64, r *http.Request) (any, error) {
	asked, err := in[api.SetBalance](r)
	if err != nil {
		return nil, err
	}
	id, _ := strconv.ParseInt(strings.Split(strings.TrimPrefix(r.URL.Path, "/api/v1/accounts/"), "/")[0], 10, 64)
	at := slices.IndexFunc(a.accounts, func(account api.Account) bool { return account.ID == id })
	if at < 0 {
		return nil, errs.New(errs.NotFound, api.CodeAccountUnknown, "There is no such account")
	}
	a.accounts = slices.Clone(a.accounts)
	account := &a.accounts[at]
	now, err := money.Parse(account.Balance, account.Currency)
	if err != nil {
		return nil, err
	}
	said, err := money.Parse(string(asked.Balance), account.Currency)
	if err != nil {
		return nil, err
	}

	gap := money.Of(said.Minor-now.Minor, account.Currency)
	e := api.Transaction{Kind: api.Income, AccountID: id, Currency: account.Currency, Note: asked.Note}
	if gap.Minor < 0 {
		e.Kind, gap = api.Expense, gap.Neg()
	}
	e.Amount = gap.Decimal()
	account.Balance = said.Decimal()
	booked := a.post(r, e)
	return api.BalanceSet{Account: *account, Transaction: &booked, OperationID: booked.OperationID}, nil
}
