// Package account is where money lies: cash, a card, a loan, each in one currency.
package account

import (
	"time"

	"financebot/pkg/money"
)

// Kinds of accounts.
const (
	Cash       = "cash"
	Bank       = "bank"
	Card       = "card"
	Savings    = "savings"
	Credit     = "credit"
	Loan       = "loan"
	Investment = "investment"
)

// Account is a place where money lies. Its balance is its opening plus its entries, always.
type Account struct {
	FamilyID  int64
	ID        int64 `gorm:"default:null"` // given by the database
	Name      string
	Kind      string
	Currency  string
	Opening   int64 // minor units
	Balance   int64 // minor units
	Archived  bool
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
	return Account{FamilyID: familyID, Name: name, Kind: Cash, Currency: currency, CreatedAt: now}
}
