// Package family is where money is kept together: a person's own workspace, a family's, a company's.
package family

import (
	"cmp"
	"strconv"
	"strings"
	"time"

	"financebot/pkg/api"
	"financebot/pkg/errs"
)

// What is refused about workspaces.
var (
	ErrUnknown   = errs.New(errs.NotFound, api.CodeFamilyUnknown, "There is no such workspace")
	ErrSoleOwner = errs.New(errs.Refused, api.CodeSoleOwner, "You own a workspace that others work in; hand it over first")
	ErrNotEmpty  = errs.New(errs.Refused, api.CodeNotEmpty, "The currency can be changed while there are no entries, and only the first account with nothing in it")
	ErrRole      = errs.New(errs.Forbidden, api.CodeFamilyRole, "Only an owner or an admin of the workspace may do this")
)

// Kinds of workspaces.
const (
	Personal = "personal"
	Shared   = "family"
	Company  = "company"
)

// Family is a workspace.
type Family struct {
	ID           int64
	Kind         string
	Name         string
	BaseCurrency string
	TaxID        string
	CreatedAt    time.Time
}

// start is what a workspace begins with where nobody chose: its name and currency by language.
var start = map[string]struct{ name, currency string }{
	"en": {"Personal", "USD"},
	"ro": {"Personal", "MDL"},
	"ru": {"Личное", "MDL"},
}

// newPersonal is a person's own workspace in his language, and in his currency where he said one.
func newPersonal(language, currency string, now time.Time) Family {
	s, ok := start[language]
	if !ok {
		s = start["en"]
	}
	return Family{Kind: Personal, Name: s.name, BaseCurrency: cmp.Or(currency, s.currency), CreatedAt: now}
}

// apart gives one of a user's workspaces a name that none of the others has: the one that came
// from a chat says so, and has a number where even that is taken.
func apart(id int64, all []membership) (name string, changed bool) {
	taken := map[string]bool{}
	for _, m := range all {
		if m.ID == id {
			name = m.Name
		} else {
			taken[strings.ToLower(m.Name)] = true
		}
	}
	if !taken[strings.ToLower(name)] {
		return name, false
	}

	fromChat := name + " (Telegram)"
	name = fromChat
	for n := 2; taken[strings.ToLower(name)]; n++ {
		name = fromChat + " " + strconv.Itoa(n)
	}
	return name, true
}
