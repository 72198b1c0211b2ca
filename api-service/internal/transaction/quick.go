package transaction

import (
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
	ErrLarge         = errs.New(errs.Invalid, api.CodeQuickLarge, "This is far more than any entry so far").On("text")
	ErrNoCurrency    = errs.New(errs.Invalid, api.CodeQuickCurrency, "There is no account in this currency").On("text")
)

// book is what names in a message are looked up in.
type book struct {
	accounts   []account.Account // that are open, oldest first
	categories []Category
	words      meanings
	today      time.Time // where the caller lives
}

// known are the accounts as the grammar knows them.
func (b book) known() []entry.Account {
	all := make([]entry.Account, len(b.accounts))
	for i, a := range b.accounts {
		all[i] = entry.Account{Name: a.Name, Kind: a.Kind, Currency: a.Currency}
	}
	return all
}

// account finds the account that a line means: by its name, or where none is given the first
// one that is kept in the currency of the amount.
func (b book) account(name, currency string) (account.Account, error) {
	if name != "" {
		at, ok := entry.FindAccount(b.known(), name)
		if !ok {
			return account.Account{}, ErrNoSuchAccount.Saying("There is no account “" + name + "”")
		}
		return b.accounts[at], nil
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

// category finds the category that a line names, or that its note is the name of, or that was
// chosen for its words before, or that its words tell; unknown is the name where there is none, and
// likely are those that it may be.
func (b book) category(e entry.Entry) (id *int64, unknown string, likely []int64) {
	if id, unknown = b.called(e); id != nil || unknown != "" || e.Kind == entry.Transfer {
		return id, unknown, nil
	}
	told, likely := b.words.category(string(e.Kind), e.Note, e.Payee)
	if told == 0 {
		return nil, "", likely
	}
	return &told, "", nil
}

// called finds the category that a line names or that its note is the name of.
func (b book) called(e entry.Entry) (id *int64, unknown string) {
	if e.Kind == entry.Transfer {
		return nil, ""
	}
	var fit []Category
	for _, c := range b.categories {
		if c.Kind == string(e.Kind) {
			fit = append(fit, c)
		}
	}
	if e.Category != "" {
		if c, ok := find(fit, e.Category, func(c Category) string { return c.Name }); ok {
			return &c.ID, ""
		}
		return nil, e.Category
	}
	note := fold(e.Note)
	if c, ok := only(fit, func(c Category) bool { return fold(c.Name) == note }); ok {
		return &c.ID, ""
	}
	return nil, ""
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
