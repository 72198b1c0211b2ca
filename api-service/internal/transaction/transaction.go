package transaction

import (
	"slices"
	"strings"
	"time"

	"financebot/pkg/api"
	"financebot/pkg/errs"
	"financebot/pkg/money"
)

// What is refused about entries.
var (
	ErrUnknown    = errs.New(errs.NotFound, api.CodeTransactionUnknown, "There is no such entry")
	ErrChanged    = errs.New(errs.Conflict, api.CodeTransactionChanged, "The entry was changed meanwhile; read it again")
	ErrAmount     = errs.New(errs.Invalid, api.CodeTransactionAmount, "The amount must be more than zero").On("amount")
	ErrCurrency   = errs.New(errs.Invalid, api.CodeTransactionCurrency, "The account is kept in another currency").On("currency")
	ErrToAmount   = errs.New(errs.Invalid, api.CodeTransactionToAmount, "The accounts differ in currency: both amounts are needed").On("to_amount")
	ErrOneAmount  = errs.New(errs.Invalid, api.CodeTransactionToAmount, "The accounts have one currency: one amount is enough").On("to_amount")
	ErrSplits     = errs.New(errs.Invalid, api.CodeTransactionSplits, "The parts do not add up to the amount").On("splits")
	ErrDate       = errs.New(errs.Invalid, api.CodeTransactionDate, "The date must lie between 1970 and a year from now").On("date")
	ErrNoTransfer = errs.New(errs.Invalid, api.CodeTransactionKind, "Only a transfer has a second account, and it has no category, payee or parts").On("kind")
	ErrSame       = errs.New(errs.Invalid, api.CodeTransactionSameAccount, "Money moves between two different accounts").On("to_account_id")
	ErrCursor     = errs.New(errs.Invalid, api.CodeTransactionCursor, "This cursor is not known").On("cursor")
	ErrSlow       = errs.New(errs.Unavailable, api.CodeTransactionSearchSlow, "The search takes too long; say a period, an account or a category too")
	ErrRange      = errs.New(errs.Invalid, api.CodeTransactionRange, "The account cannot hold that much").On("amount")
)

// Transaction is an entry: money that came in, went out, or moved between two accounts.
type Transaction struct {
	FamilyID    int64
	ID          int64
	Kind        string
	AccountID   int64
	Amount      money.Money // more than zero; the kind tells the direction
	ToAccountID int64       // of a transfer, else zero
	ToAmount    money.Money
	CategoryID  *int64
	Date        time.Time // a day, at midnight UTC
	Note        string
	Payee       string
	Tags        []string
	Splits      []Part
	CreatedBy   int64
	Version     int64
	CreatedAt   time.Time
	UpdatedAt   time.Time

	onFirst bool // to be booked on the first account, which AccountID was a moment ago
	beyond  bool // not of the list, but the last that was looked at
	chosen  bool // whether somebody chose its category, or none, by this very request
}

// Part is a piece of a split entry, in its currency.
type Part struct {
	CategoryID *int64
	Minor      int64
	Note       string
}

// effects are what the entry does to the balances of accounts, in minor units.
func (t Transaction) effects() map[int64]int64 {
	switch t.Kind {
	case api.Income:
		return map[int64]int64{t.AccountID: t.Amount.Minor}
	case api.Expense:
		return map[int64]int64{t.AccountID: -t.Amount.Minor}
	}
	return map[int64]int64{t.AccountID: -t.Amount.Minor, t.ToAccountID: t.ToAmount.Minor}
}

// check holds the rules that span fields, however the entry came to its values.
func (t Transaction) check(now time.Time) error {
	if t.Amount.Minor <= 0 {
		return ErrAmount
	}
	if t.Date.Year() < 1970 || t.Date.After(now.AddDate(1, 0, 1)) {
		return ErrDate
	}
	if t.Kind == api.Transfer {
		return t.checkTransfer()
	}
	if t.ToAccountID != 0 {
		return ErrNoTransfer
	}
	return t.checkSplits()
}

func (t Transaction) checkTransfer() error {
	switch {
	case t.CategoryID != nil || t.Payee != "" || len(t.Splits) > 0:
		return ErrNoTransfer
	case t.ToAccountID == t.AccountID:
		return ErrSame
	case t.ToAmount.Minor <= 0:
		return ErrAmount
	case t.ToAmount.Currency == t.Amount.Currency && t.ToAmount != t.Amount:
		return ErrOneAmount
	}
	return nil
}

func (t Transaction) checkSplits() error {
	if len(t.Splits) == 0 {
		return nil
	}
	sum := money.Of(0, t.Amount.Currency)
	for _, part := range t.Splits {
		if part.Minor <= 0 {
			return ErrAmount
		}
		var err error
		if sum, err = sum.Add(money.Of(part.Minor, sum.Currency)); err != nil {
			return err
		}
	}
	if sum != t.Amount || t.CategoryID != nil {
		return ErrSplits
	}
	return nil
}

// matches reports whether an If-Match header means this version (RFC 9110 §13.1.1).
func (t Transaction) matches(header string) bool {
	if header == "" || strings.TrimSpace(header) == "*" {
		return true
	}
	return slices.ContainsFunc(strings.Split(header, ","), func(tag string) bool {
		return strings.TrimSpace(tag) == api.Transaction{Version: t.Version}.ETag()
	})
}

// parseParts reads the parts of a split in the currency of the whole.
func parseParts(in []api.Split, currency string) ([]Part, error) {
	var parts []Part
	for _, s := range in {
		m, err := money.Parse(string(s.Amount), currency)
		if err != nil {
			return nil, errs.On(err, "splits")
		}
		parts = append(parts, Part{CategoryID: s.CategoryID, Minor: m.Minor, Note: s.Note})
	}
	return parts, nil
}

// normalTags are lower case, without doubles, in their order.
func normalTags(tags []string) []string {
	out := []string{}
	for _, tag := range tags {
		tag = strings.ToLower(strings.TrimSpace(tag))
		if tag != "" && !slices.Contains(out, tag) {
			out = append(out, tag)
		}
	}
	return out
}
