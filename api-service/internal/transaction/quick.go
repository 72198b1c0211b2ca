package transaction

import (
	"slices"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"

	"financebot/api-service/internal/account"
	"financebot/pkg/api"
	"financebot/pkg/entry"
	"financebot/pkg/errs"
)

// What is refused about a line that can be read.
var (
	ErrNoSuchAccount = errs.New(errs.Invalid, api.CodeQuickAccount, "There is no account of this name").On("text")
	ErrArchivedName  = errs.New(errs.Invalid, api.CodeQuickArchived, "The account of this name is archived").On("text")
	ErrLarge         = errs.New(errs.Invalid, api.CodeQuickLarge, "This is far more than any entry so far").On("text")
	ErrNoCurrency    = errs.New(errs.Invalid, api.CodeQuickCurrency, "There is no account in this currency").On("text")
)

// book is what names in a message are looked up in.
type book struct {
	accounts   []account.Account // that are open, oldest first
	archived   []account.Account
	categories []Category
	names      map[title]int64
	words      meanings
	today      time.Time // where the caller lives
}

// withArchived is the book as if all accounts were open, those that are first.
func (b book) withArchived() book {
	b.accounts, b.archived = slices.Concat(b.accounts, b.archived), nil
	return b
}

// known are the accounts as the grammar knows them.
func (b book) known() []entry.Account { return asKnown(b.accounts) }

func asKnown(accounts []account.Account) []entry.Account {
	all := make([]entry.Account, len(accounts))
	for i, a := range accounts {
		all[i] = entry.Account{Name: a.Name, Kind: a.Kind, Currency: a.Currency}
	}
	return all
}

// account finds the account that a line means: by its name, or where none is given the first
// one that is kept in the currency of the amount.
func (b book) account(name, currency string) (account.Account, error) {
	if name != "" {
		if at, ok := entry.FindAccount(b.known(), name); ok {
			return b.accounts[at], nil
		}
		if _, away := entry.FindAccount(asKnown(b.archived), name); away {
			return account.Account{}, ErrArchivedName.Saying("The account “" + name + "” is archived")
		}
		return account.Account{}, ErrNoSuchAccount.Saying("There is no account “" + name + "”")
	}
	for _, a := range b.accounts {
		if currency == "" || a.Currency == currency {
			return a, nil
		}
	}
	if len(b.accounts) == 0 {
		return account.Account{}, account.ErrNone
	}
	return account.Account{}, ErrNoCurrency.Saying("There is no account in " + currency)
}

// shelf is where a line belongs.
type shelf struct {
	id      *int64
	named   bool    // whether the line itself names it
	unknown string  // the name of one that is not there
	likely  []int64 // where nothing tells, what it may be
}

// category finds the category that a line names, or that its note is the name of, or that was
// chosen for its words before, or that its words tell.
func (b book) category(e entry.Entry) shelf {
	if named := b.called(e); named.named || e.Kind == entry.Transfer {
		return named
	}
	told, likely := b.words.category(string(e.Kind), e.Note, e.Payee)
	if told == 0 {
		return shelf{likely: likely}
	}
	return shelf{id: &told}
}

// called finds the category that a line names or that its note is the name of.
func (b book) called(e entry.Entry) shelf {
	switch id := b.names[title{string(e.Kind), fold(e.Note)}]; {
	case e.Kind == entry.Transfer:
		return shelf{}
	case e.Category != "":
		return b.typed(e)
	case id != 0:
		return shelf{id: &id, named: true}
	}
	return shelf{}
}

// typed finds the category whose name, or its beginning, stands in a line.
func (b book) typed(e entry.Entry) shelf {
	var fit []Category
	for _, c := range b.categories {
		if c.Kind == string(e.Kind) {
			fit = append(fit, c)
		}
	}
	if c, ok := find(fit, e.Category, func(c Category) string { return c.Name }); ok {
		return shelf{id: &c.ID, named: true}
	}
	return shelf{unknown: e.Category, named: true}
}

// title is what a category is called.
type title struct{ kind, name string }

// titles are the names of categories; zero is one that several have.
func titles(categories []Category) map[title]int64 {
	ids := make(map[title]int64, len(categories))
	for _, c := range categories {
		t := title{c.Kind, fold(c.Name)}
		if _, taken := ids[t]; taken {
			ids[t] = 0
			continue
		}
		ids[t] = c.ID
	}
	return ids
}

// find gives the one thing of that name, or the only one whose name begins so.
func find[T any](all []T, name string, of func(T) string) (T, bool) {
	name = fold(name)
	if found, ok := only(all, func(t T) bool { return fold(of(t)) == name }); ok {
		return found, true
	}
	return only(all, func(t T) bool { return strings.HasPrefix(fold(of(t)), name) })
}

// only gives the one thing that is so; several are none.
func only[T any](all []T, is func(T) bool) (found T, ok bool) {
	for _, t := range all {
		if !is(t) {
			continue
		}
		if ok {
			var none T
			return none, false
		}
		found, ok = t, true
	}
	return found, ok
}

// fold makes names comparable as people write them: some keyboards send ș as two signs.
func fold(name string) string {
	return norm.NFC.String(strings.Join(strings.Fields(strings.ToLower(name)), " "))
}
