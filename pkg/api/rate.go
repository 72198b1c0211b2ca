package api

import (
	"time"

	"financebot/pkg/errs"
	"financebot/pkg/money"
)

// ExchangeRate says what a currency was worth from a day on: one Base is Rate of Quote.
type ExchangeRate struct {
	ID        int64     `json:"id"`
	FamilyID  int64     `json:"family_id"`
	Date      string    `json:"date"` // YYYY-MM-DD
	Base      string    `json:"base"`
	Quote     string    `json:"quote"`
	Rate      string    `json:"rate"` // exact decimal
	CreatedBy int64     `json:"created_by"`
	CreatedAt time.Time `json:"created_at"`
}

// CreateExchangeRate writes a rate down. A second one of the same pair and day takes the place
// of the first.
type CreateExchangeRate struct {
	Date  string  `json:"date,omitempty"` // YYYY-MM-DD; today where not given
	Base  string  `json:"base" required:"true"`
	Quote string  `json:"quote" required:"true"`
	Rate  Decimal `json:"rate" required:"true"` // at most 12 digits before the point and 12 after it
}

func (in CreateExchangeRate) Validate() error {
	var c errs.Check
	checkDay(&c, in.Date, "date")
	checkPair(&c, in.Base, in.Quote)
	c.That(in.Rate != "", "rate", "required", "This field is required.")
	return c.Err()
}

func checkPair(c *errs.Check, base, quote string) {
	c.That(money.Known(base), "base", "unknown", "This currency is not known.")
	c.That(money.Known(quote), "quote", "unknown", "This currency is not known.")
	c.That(base != quote, "quote", "same", "A rate is between two different currencies.")
}

// checkDay notes a fault where a text is neither empty nor a day.
func checkDay(c *errs.Check, text, field string) {
	if text == "" {
		return
	}
	_, err := time.Parse(DateForm, text)
	c.That(err == nil, field, "invalid", "A date is written YYYY-MM-DD.")
}

// ExchangeRateFilter says which rates a list holds; an empty field does not restrict.
type ExchangeRateFilter struct {
	Base   string `query:"base" json:"-"`
	Quote  string `query:"quote" json:"-"`
	From   string `query:"from" json:"-"` // YYYY-MM-DD, the first day
	To     string `query:"to" json:"-"`   // YYYY-MM-DD, the last day
	Cursor string `query:"cursor" json:"-"`
	Limit  int    `query:"limit" json:"-" minimum:"1" maximum:"200"` // 1 to 200, 50 where not given
}

func (in ExchangeRateFilter) Validate() error {
	var c errs.Check
	c.That(in.Base == "" || money.Known(in.Base), "base", "unknown", "This currency is not known.")
	c.That(in.Quote == "" || money.Known(in.Quote), "quote", "unknown", "This currency is not known.")
	checkDay(&c, in.From, "from")
	checkDay(&c, in.To, "to")
	checkLimit(&c, in.Limit)
	return c.Err()
}

// ImportExchangeRates uploads rates as CSV: lines of date, base, quote and rate, divided by
// commas, semicolons or tabs, with or without a heading of these names. Where commas do not
// divide, one may stand for the point of a rate. All are written down or none.
type ImportExchangeRates struct {
	File Upload `json:"-"`
}

func (in ImportExchangeRates) Validate() error {
	var c errs.Check
	c.That(len(in.File.Content) > 0, "file", "required", "The file is empty.")
	return c.Err()
}

// ImportedExchangeRates tells how many rates a file had; those of a pair and day that were
// there before were replaced.
type ImportedExchangeRates struct {
	Loaded int `json:"loaded"`
}
