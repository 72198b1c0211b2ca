// Package account is where money lies: cash, a card, a loan, each in one currency.
package account

import (
	"strings"
	"time"

	"financebot/pkg/api"
	"financebot/pkg/errs"
	"financebot/pkg/money"
)

// What is refused about accounts.
var (
	ErrUnknown  = errs.New(errs.NotFound, api.CodeAccountUnknown, "There is no such account")
	ErrTaken    = errs.New(errs.Refused, api.CodeAccountNameTaken, "Another account has this name")
	ErrArchived = errs.New(errs.Refused, api.CodeAccountArchived, "The account is archived")
	ErrLast     = errs.New(errs.Refused, api.CodeAccountLast, "The workspace needs an account to work with")
	ErrNone     = errs.New(errs.Refused, api.CodeAccountNone, "The workspace has no account to work with")
	ErrRange    = errs.New(errs.Invalid, api.CodeAccountRange, "The account cannot hold that much").On("amount")
	ErrInUse    = errs.New(errs.Refused, api.CodeNotEmpty, "The currency can be changed while there is only the first account, with nothing in it")
)

// cash is the kind of a workspace's first account.
const cash = "cash"

// Account is a place where money lies. Its balance is its opening plus its entries, always.
type Account struct {
	FamilyID  int64
	ID        int64 `gorm:"default:null"` // given by the database
	Name      string
	Kind      string
	Currency  string // for good: entries count in it
	Opening   int64  // minor units
	Balance   int64  // minor units
	Archived  bool
	IsDefault bool // where entries go that name no account
	CreatedAt time.Time
}

// Money is the balance.
func (a Account) Money() money.Money { return money.Of(a.Balance, a.Currency) }

// cashNames is what a first account is called, by language.
var cashNames = map[string]string{"en": "Cash", "ro": "Numerar", "ru": "Наличные"}

// newCash is a workspace's first account.
func newCash(familyID int64, currency, language string, now time.Time) Account {
	name, ok := cashNames[language]
	if !ok {
		name = cashNames["en"]
	}
	return Account{FamilyID: familyID, Name: name, Kind: cash, Currency: currency, IsDefault: true, CreatedAt: now}
}

// fromAPI reads a new account; what lies in it at the beginning may be a debt.
func fromAPI(in api.CreateAccount, familyID int64, now time.Time) (Account, error) {
	a := Account{FamilyID: familyID, Name: strings.TrimSpace(in.Name), Kind: in.Kind, Currency: in.Currency, CreatedAt: now}
	if in.Opening != "" {
		opening, err := money.Parse(string(in.Opening), in.Currency)
		if err != nil {
			return a, errs.On(err, "opening")
		}
		a.Opening, a.Balance = opening.Minor, opening.Minor
	}
	return a, nil
}
