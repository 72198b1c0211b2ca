package api

import (
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"financebot/pkg/entry"
	"financebot/pkg/errs"
	"financebot/pkg/money"
)

// Kinds of transactions.
const (
	Income   = "income"
	Expense  = "expense"
	Transfer = "transfer"
)

// Bounds of what an entry says about itself.
const (
	MaxNote   = 500
	MaxTag    = entry.MaxTag // so that what is typed can be sent again
	MaxTags   = 20
	MaxSplits = 50
)

// DateForm is how a day is written (RFC 3339, full-date).
const DateForm = time.DateOnly

// Split is a part of an entry that has a category of its own.
type Split struct {
	CategoryID *int64  `json:"category_id"`
	Amount     Decimal `json:"amount"`
	Note       string  `json:"note,omitempty"`
}

// CreateTransaction asks to book money that came in or went out. Without an account the
// workspace's first one is meant, without a date today, without a currency the account's.
type CreateTransaction struct {
	Kind       string   `json:"kind" required:"true"` // income or expense
	Amount     Decimal  `json:"amount" required:"true"`
	Currency   string   `json:"currency,omitempty"`
	AccountID  int64    `json:"account_id,omitempty"`
	CategoryID *int64   `json:"category_id,omitempty"`
	Date       string   `json:"date,omitempty"` // YYYY-MM-DD, in the user's time zone
	Note       string   `json:"note,omitempty"`
	Payee      string   `json:"payee,omitempty"`
	Tags       []string `json:"tags,omitempty"`
	Splits     []Split  `json:"splits,omitempty"` // adding up to the amount

	Mentioned bool `query:"mentioned" json:"-"` // whether the answer tells what the entry mentions
}

func (in CreateTransaction) Validate() error {
	var c errs.Check
	c.That(in.Kind == Income || in.Kind == Expense, "kind", "unknown", "The kind is income or expense.")
	c.That(in.Amount != "", "amount", "required", "This field is required.")
	c.That(in.AccountID >= 0, "account_id", "invalid", "This is not an account.")
	checkDescription(&c, in.Date, in.Note, in.Payee, in.Tags)
	c.That(len(in.Splits) <= MaxSplits, "splits", "too_many", "There are too many parts.")
	c.That(len(in.Splits) == 0 || in.CategoryID == nil, "category_id", "contradiction", "A split entry has its categories in its parts.")
	for _, s := range in.Splits {
		c.That(s.Amount != "", "splits", "required", "Every part needs an amount.")
		c.Max(s.Note, "splits", MaxNote)
	}
	return c.Err()
}

// CreateTransfer asks to move money between two accounts. Where their currencies differ, both
// amounts are given.
type CreateTransfer struct {
	FromAccountID int64    `json:"from_account_id" required:"true"`
	ToAccountID   int64    `json:"to_account_id" required:"true"`
	Amount        Decimal  `json:"amount" required:"true"`
	ToAmount      Decimal  `json:"to_amount,omitempty"`
	Date          string   `json:"date,omitempty"` // YYYY-MM-DD, in the user's time zone
	Note          string   `json:"note,omitempty"`
	Tags          []string `json:"tags,omitempty"`

	Mentioned bool `query:"mentioned" json:"-"` // whether the answer tells what the entry mentions
}

func (in CreateTransfer) Validate() error {
	var c errs.Check
	c.That(in.FromAccountID > 0, "from_account_id", "required", "This field is required.")
	c.That(in.ToAccountID > 0, "to_account_id", "required", "This field is required.")
	c.That(in.FromAccountID != in.ToAccountID, "to_account_id", "same", "Money moves between two different accounts.")
	c.That(in.Amount != "", "amount", "required", "This field is required.")
	checkDescription(&c, in.Date, in.Note, "", in.Tags)
	return c.Err()
}

func checkDescription(c *errs.Check, date, note, payee string, tags []string) {
	if date != "" {
		_, err := time.Parse(DateForm, date)
		c.That(err == nil, "date", "invalid", "A date is written YYYY-MM-DD.")
	}
	c.Max(note, "note", MaxNote)
	c.Max(payee, "payee", MaxName)
	c.That(len(tags) <= MaxTags, "tags", "too_many", "There are too many tags.")
	for _, tag := range tags {
		c.That(tag != "" && utf8.RuneCountInString(tag) <= MaxTag, "tags", "invalid", "A tag has 1 to 50 characters.")
	}
}

// UpdateTransaction changes what is given of an entry and leaves the rest. IfMatch, where
// given, is the ETag of the version that is meant.
type UpdateTransaction struct {
	ID      int64  `path:"id" json:"-"`
	IfMatch string `header:"If-Match" json:"-"`

	// Kind makes income of an expense, or the reverse; the entry's categories, which are for its
	// kind, go unless one is given.
	Kind        *string   `json:"kind,omitempty"`
	Amount      *Decimal  `json:"amount,omitempty"`
	ToAmount    *Decimal  `json:"to_amount,omitempty"`
	AccountID   *int64    `json:"account_id,omitempty"`
	ToAccountID *int64    `json:"to_account_id,omitempty"`
	CategoryID  *int64    `json:"category_id,omitempty"` // 0: none
	Date        *string   `json:"date,omitempty"`
	Note        *string   `json:"note,omitempty"`
	Payee       *string   `json:"payee,omitempty"`
	Tags        *[]string `json:"tags,omitempty"`
	Splits      *[]Split  `json:"splits,omitempty"`
}

func (in UpdateTransaction) Validate() error {
	var c errs.Check
	checkDescription(&c, value(in.Date), value(in.Note), value(in.Payee), value(in.Tags))
	c.That(in.Kind == nil || *in.Kind == Income || *in.Kind == Expense, "kind", "unknown", "The kind is income or expense.")
	c.That(in.Date == nil || *in.Date != "", "date", "required", "This field is required.")
	c.That(in.Amount == nil || *in.Amount != "", "amount", "required", "This field is required.")
	c.That(len(value(in.Splits)) <= MaxSplits, "splits", "too_many", "There are too many parts.")
	for _, s := range value(in.Splits) {
		c.That(s.Amount != "", "splits", "required", "Every part needs an amount.")
		c.Max(s.Note, "splits", MaxNote)
	}
	return c.Err()
}

func value[T any](p *T) T {
	var zero T
	if p == nil {
		return zero
	}
	return *p
}

// TransactionFilter says which entries a list holds; an empty field does not restrict.
type TransactionFilter struct {
	Text       string  `query:"q" json:"-"` // in the note or the payee
	Kind       string  `query:"kind" json:"-"`
	AccountID  int64   `query:"account_id" json:"-"`
	CategoryID int64   `query:"category_id" json:"-"`
	Tag        string  `query:"tag" json:"-"`
	From       string  `query:"from" json:"-"` // YYYY-MM-DD, the first day
	To         string  `query:"to" json:"-"`   // YYYY-MM-DD, the last day
	Currency   string  `query:"currency" json:"-"`
	MinAmount  Decimal `query:"min_amount" json:"-"` // needs the currency
	MaxAmount  Decimal `query:"max_amount" json:"-"` // needs the currency
	AuthorID   int64   `query:"author_id" json:"-"`
	Cursor     string  `query:"cursor" json:"-"`
	Limit      int     `query:"limit" json:"-" minimum:"1" maximum:"200"` // 1 to 200, 50 where not given
}

func (in TransactionFilter) Validate() error {
	var c errs.Check
	switch in.Kind {
	case "", Income, Expense, Transfer:
	default:
		c.That(false, "kind", "unknown", "The kind is income, expense or transfer.")
	}
	checkDay(&c, in.From, "from")
	checkDay(&c, in.To, "to")
	c.That(in.Currency == "" || money.Known(in.Currency), "currency", "unknown", "This currency is not known.")
	bounded := in.MinAmount != "" || in.MaxAmount != ""
	c.That(!bounded || in.Currency != "", "currency", "required", "Amounts are compared in one currency.")
	checkLimit(&c, in.Limit)
	c.That(in.Tag == "" || strings.TrimSpace(in.Tag) != "", "tag", "invalid", "A tag has 1 to 50 characters.")
	c.Max(in.Text, "q", MaxName)
	return c.Err()
}

// TransactionPage is a page of a list of entries. It may hold fewer of them than asked, or none, and
// still have a next page: LookedTo is then the day up to which was looked.
type TransactionPage struct {
	Page[Transaction]
	LookedTo string `json:"looked_to,omitempty"` // YYYY-MM-DD
}

// Transaction is an entry.
type Transaction struct {
	ID          int64     `json:"id"`
	FamilyID    int64     `json:"family_id"`
	Kind        string    `json:"kind"` // income, expense or transfer
	AccountID   int64     `json:"account_id"`
	Amount      string    `json:"amount"` // decimal, without a sign
	Currency    string    `json:"currency"`
	ToAccountID *int64    `json:"to_account_id"` // of a transfer
	ToAmount    *string   `json:"to_amount"`
	ToCurrency  *string   `json:"to_currency"`
	CategoryID  *int64    `json:"category_id"`
	Date        string    `json:"date"` // YYYY-MM-DD
	Note        string    `json:"note"`
	Payee       string    `json:"payee"`
	Tags        []string  `json:"tags"`
	Splits      []Split   `json:"splits"`
	CreatedBy   int64     `json:"created_by"`
	Version     int64     `json:"version"` // as in its ETag
	OperationID string    `json:"operation_id,omitempty"`
	CreatedAt   time.Time `json:"created_at"`
	UpdatedAt   time.Time `json:"updated_at"`

	Mentioned *Mentioned `json:"mentioned,omitempty"` // in the answer to a change
}

// ETag names the entry's version.
func (t Transaction) ETag() string { return `"` + strconv.FormatInt(t.Version, 10) + `"` }

// DeleteTransaction takes an entry away; IfMatch as in UpdateTransaction.
type DeleteTransaction struct {
	ID      int64  `path:"id" json:"-"`
	IfMatch string `header:"If-Match" json:"-"`
}
