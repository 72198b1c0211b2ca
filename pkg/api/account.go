package api

import (
	"slices"
	"strings"
	"time"

	"financebot/pkg/errs"
	"financebot/pkg/money"
)

// AccountKinds are the kinds of accounts.
var AccountKinds = []string{"cash", "bank", "card", "savings", "credit", "loan", "investment"}

// Account is where money lies.
type Account struct {
	ID        int64     `json:"id"`
	FamilyID  int64     `json:"family_id"`
	Name      string    `json:"name"`
	Kind      string    `json:"kind"` // one of AccountKinds
	Currency  string    `json:"currency"`
	Opening   string    `json:"opening"` // decimal
	Balance   string    `json:"balance"` // decimal
	Archived  bool      `json:"archived"`
	Default   bool      `json:"default"` // whether entries go to it that name no account
	CreatedAt time.Time `json:"created_at"`
}

// CreateAccount asks for an account. Its currency is for good.
type CreateAccount struct {
	Name     string  `json:"name" required:"true"`
	Kind     string  `json:"kind" required:"true"`
	Currency string  `json:"currency" required:"true"`
	Opening  Decimal `json:"opening,omitempty"` // what lies in it at the beginning, negative for a debt
}

func (in CreateAccount) Validate() error {
	var c errs.Check
	checkName(&c, in.Name)
	c.That(slices.Contains(AccountKinds, in.Kind), "kind", "unknown", "This is not a kind of account.")
	c.That(money.Known(in.Currency), "currency", "unknown", "This currency is not known.")
	return c.Err()
}

// UpdateAccount changes what is given of an account and leaves the rest. IfMatch, where given,
// is the ETag of the account as the caller knows it, with its balance: one that was changed or
// booked on since stays as it is.
type UpdateAccount struct {
	ID       int64   `path:"id" json:"-"`
	IfMatch  string  `header:"If-Match" json:"-"`
	Name     *string `json:"name,omitempty"`
	Kind     *string `json:"kind,omitempty"`
	Archived *bool   `json:"archived,omitempty"`
	Default  *bool   `json:"default,omitempty"` // true alone means something: another account is it no longer then
}

func (in UpdateAccount) Validate() error {
	var c errs.Check
	if in.Name != nil {
		checkName(&c, *in.Name)
	}
	c.That(in.Kind == nil || slices.Contains(AccountKinds, *in.Kind), "kind", "unknown", "This is not a kind of account.")
	return c.Err()
}

// SetBalance says how much lies in an account now. What is between that and its balance is booked as
// an entry: history stays as it is.
type SetBalance struct {
	ID      int64   `path:"id" json:"-"`
	Balance Decimal `json:"balance" required:"true"`
	Note    string  `json:"note,omitempty"` // of the entry
}

func (in SetBalance) Validate() error {
	var c errs.Check
	c.Required(string(in.Balance), "balance")
	c.Max(in.Note, "note", MaxNote)
	return c.Err()
}

// BalanceSet is the account as it is now, and the entry that was booked; there is none where the
// balance was that already.
type BalanceSet struct {
	Account     Account      `json:"account"`
	Transaction *Transaction `json:"transaction"`
	OperationID string       `json:"operation_id,omitempty"` // takes it back
}

func checkName(c *errs.Check, name string) {
	c.Required(strings.TrimSpace(name), "name")
	c.Max(name, "name", MaxName)
}

// Category says what an entry was for.
type Category struct {
	ID       int64  `json:"id"`
	FamilyID int64  `json:"family_id"`
	ParentID *int64 `json:"parent_id"`
	Kind     string `json:"kind"` // income or expense
	Name     string `json:"name"`
	Emoji    string `json:"emoji"`
}

// Where the words of a hint stood.
const (
	HintNote  = "note"
	HintPayee = "payee"
	HintWord  = "word" // one word of them, without its ending
)

// CategoryHint is the category that was chosen for words the last time; quick add takes it for
// the next entry of the same words.
type CategoryHint struct {
	FamilyID   int64     `json:"family_id"`
	Kind       string    `json:"kind"`   // income or expense
	Source     string    `json:"source"` // note or payee
	Words      string    `json:"words"`  // in small letters
	CategoryID int64     `json:"category_id"`
	UpdatedAt  time.Time `json:"updated_at"`
}

// CreateCategory asks for a category; a parent makes it the second level.
type CreateCategory struct {
	Kind     string `json:"kind" required:"true"` // income or expense
	Name     string `json:"name" required:"true"`
	Emoji    string `json:"emoji,omitempty"`
	ParentID *int64 `json:"parent_id,omitempty"`
}

func (in CreateCategory) Validate() error {
	var c errs.Check
	c.That(in.Kind == Income || in.Kind == Expense, "kind", "unknown", "The kind is income or expense.")
	checkName(&c, in.Name)
	c.Max(in.Emoji, "emoji", maxEmoji)
	return c.Err()
}

// maxEmoji is as long as an emoji of several people and skin colours gets.
const maxEmoji = 16

// UpdateCategory changes what is given of a category and leaves the rest. IfMatch, where given,
// is the ETag of the category as the caller knows it: one that was changed since stays as it is.
type UpdateCategory struct {
	ID      int64   `path:"id" json:"-"`
	IfMatch string  `header:"If-Match" json:"-"`
	Name    *string `json:"name,omitempty"`
	Emoji   *string `json:"emoji,omitempty"`
}

func (in UpdateCategory) Validate() error {
	var c errs.Check
	if in.Name != nil {
		checkName(&c, *in.Name)
	}
	if in.Emoji != nil {
		c.Max(*in.Emoji, "emoji", maxEmoji)
	}
	return c.Err()
}

// MergeCategory moves all that a category holds into another one and removes it.
type MergeCategory struct {
	ID   int64 `path:"id" json:"-"`
	Into int64 `json:"into" required:"true"`
}

func (in MergeCategory) Validate() error {
	var c errs.Check
	c.That(in.Into > 0, "into", "required", "This field is required.")
	c.That(in.Into != in.ID, "into", "same", "A category cannot be merged into itself.")
	return c.Err()
}
