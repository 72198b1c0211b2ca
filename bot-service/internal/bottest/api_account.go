package bottest

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"financebot/pkg/api"
	"financebot/pkg/errs"
)

// AllAccounts are all there are, also those that the bot opened.
func (a *API) AllAccounts() []api.Account {
	a.mu.Lock()
	defer a.mu.Unlock()
	return slices.Clone(a.accounts)
}

func (a *API) createAccount(_ int64, r *http.Request) (any, error) {
	return a.once(r, func() (any, error) {
		asked, err := in[api.CreateAccount](r)
		if err != nil {
			return nil, err
		}
		if err := asked.Validate(); err != nil {
			return nil, err
		}
		if err := a.nameFree(0, asked.Name); err != nil {
			return nil, err
		}
		opening := cmp.Or(string(asked.Opening), "0")
		made := api.Account{
			ID: a.next() + 100, Name: asked.Name, Kind: asked.Kind, Currency: asked.Currency, Opening: opening, Balance: opening,
		}
		a.accounts = append(slices.Clone(a.accounts), made)
		return made, nil
	})
}

func (a *API) nameFree(id int64, name string) error {
	for _, other := range a.accounts {
		if other.ID != id && strings.EqualFold(other.Name, name) {
			return errs.New(errs.Refused, api.CodeAccountNameTaken, "Another account has this name")
		}
	}
	return nil
}

// accountAt is the place of the account in the path of a call.
func (a *API) accountAt(r *http.Request) (int, error) {
	id, _ := strconv.ParseInt(named(r), 10, 64)
	at := slices.IndexFunc(a.accounts, func(account api.Account) bool { return account.ID == id })
	if at < 0 {
		return 0, errs.New(errs.NotFound, api.CodeAccountUnknown, "There is no such account")
	}
	return at, nil
}

func (a *API) account(_ int64, r *http.Request) (any, error) {
	at, err := a.accountAt(r)
	if err != nil {
		return nil, err
	}
	return a.accounts[at], nil
}

func (a *API) updateAccount(_ int64, r *http.Request) (any, error) {
	at, err := a.accountAt(r)
	if err != nil {
		return nil, err
	}
	asked, err := in[api.UpdateAccount](r)
	if err != nil {
		return nil, err
	}
	a.accounts = slices.Clone(a.accounts)
	changed := &a.accounts[at]
	if asked.Name != nil {
		if err := a.nameFree(changed.ID, *asked.Name); err != nil {
			return nil, err
		}
		changed.Name = *asked.Name
	}
	if asked.Default != nil {
		for i := range a.accounts {
			a.accounts[i].Default = i == at
		}
	}
	if asked.Archived != nil {
		open := slices.DeleteFunc(slices.Clone(a.accounts), func(account api.Account) bool { return account.Archived })
		if *asked.Archived && len(open) == 1 {
			return nil, errs.New(errs.Refused, api.CodeAccountLast, "The workspace needs an account to work with")
		}
		changed.Archived = *asked.Archived
	}
	return *changed, nil
}
