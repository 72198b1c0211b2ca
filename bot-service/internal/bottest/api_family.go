package bottest

import (
	"net/http"
	"strconv"
	"strings"

	"financebot/pkg/api"
	"financebot/pkg/errs"
)

// Families sets the workspaces that everybody has.
func (a *API) Families(families ...api.Family) { a.change(func() { a.families = families }) }

func (a *API) listFamilies(int64, *http.Request) (any, error) {
	return api.Page[api.Family]{Items: a.families}, nil
}

func (a *API) activateFamily(_ int64, r *http.Request) (any, error) {
	id, _ := strconv.ParseInt(strings.Split(strings.TrimPrefix(r.URL.Path, "/api/v1/families/"), "/")[0], 10, 64)
	var now *api.Family
	for i := range a.families {
		if a.families[i].ID == id {
			now = &a.families[i]
		}
	}
	if now == nil {
		return nil, errs.New(errs.NotFound, api.CodeFamilyUnknown, "There is no such workspace")
	}

	for i := range a.families {
		a.families[i].Active = false
	}
	now.Active = true
	return *now, nil
}
