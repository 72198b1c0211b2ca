package api

import (
	"time"

	"financebot/pkg/errs"
	"financebot/pkg/money"
)

// Bounds of the days that a report covers.
const (
	MonthForm      = "2006-01"
	MaxReportYears = 10
	firstYear      = 1970
	lastYear       = 2199
)

// ReportPeriod is the days that a report covers: a month, or from one day to another; where
// nothing is given, the month it is for the user. Currency is what totals are told in, the
// workspace's own where not given.
type ReportPeriod struct {
	Month    string `query:"month" json:"-"`    // YYYY-MM
	From     string `query:"from" json:"-"`     // YYYY-MM-DD, the first day
	To       string `query:"to" json:"-"`       // YYYY-MM-DD, the last day
	Currency string `query:"currency" json:"-"` // ISO 4217
}

func (in ReportPeriod) Validate() error {
	var c errs.Check
	in.check(&c)
	return c.Err()
}

func (in ReportPeriod) check(c *errs.Check) {
	c.That(in.Currency == "" || money.Known(in.Currency), "currency", "unknown", "This currency is not known.")
	if in.Month != "" {
		month, err := time.Parse(MonthForm, in.Month)
		c.That(err == nil && reportable(month), "month", "invalid", "A month is written YYYY-MM.")
		c.That(in.From == "" && in.To == "", "month", "contradiction", "Give a month, or two days, and not both.")
		return
	}
	if in.From == "" && in.To == "" {
		return
	}
	from, fromErr := time.Parse(DateForm, in.From)
	c.That(fromErr == nil && reportable(from), "from", "invalid", "A period has two days, written YYYY-MM-DD.")
	to, toErr := time.Parse(DateForm, in.To)
	c.That(toErr == nil && reportable(to), "to", "invalid", "A period has two days, written YYYY-MM-DD.")
	if fromErr != nil || toErr != nil {
		return
	}
	c.That(!to.Before(from), "to", "order", "The last day is before the first.")
	c.That(to.Before(from.AddDate(MaxReportYears, 0, 0)), "to", "range", "A period has at most ten years.")
}

func reportable(day time.Time) bool { return day.Year() >= firstYear && day.Year() <= lastYear }

// Picture asks for a report as it is, or drawn. Where no format is given, the Accept header
// decides.
type Picture struct {
	Format string `query:"format" json:"-"` // json or png
	Theme  string `query:"theme" json:"-"`  // light or dark, of a picture; light where not given
}

func (in Picture) checkPicture(c *errs.Check) {
	c.That(in.Format == "" || in.Format == "json" || in.Format == "png", "format", "unknown", "The format is json or png.")
	c.That(in.Theme == "" || in.Theme == "light" || in.Theme == "dark", "theme", "unknown", "The theme is light or dark.")
}

// Drawn is how a picture is asked for in the query.
const Drawn = "png"

// Period is the days that a report covers, both included.
type Period struct {
	From string `json:"from"` // YYYY-MM-DD
	To   string `json:"to"`   // YYYY-MM-DD
}

// Flow is what came in and what went out in a currency, transfers left out.
type Flow struct {
	Currency string `json:"currency"`
	Income   string `json:"income"`  // decimal
	Expense  string `json:"expense"` // decimal, without a sign
	Net      string `json:"net"`     // decimal
	Entries  int64  `json:"entries"`
}

// UsedRate is a rate that a report used, as it was written down: from that day on one Base is
// Rate of Quote. Amounts are converted at the last rate on or before their day, either way
// round, or through a third currency where two were never quoted together.
type UsedRate struct {
	Date  string `json:"date"` // YYYY-MM-DD
	Base  string `json:"base"`
	Quote string `json:"quote"`
	Rate  string `json:"rate"` // exact decimal
}

// PeriodFlow is the flow of a period: the total in the currency that was asked for, and what
// could not be converted into it, each currency for itself.
type PeriodFlow struct {
	Period       Period     `json:"period"`
	Total        Flow       `json:"total"`
	Currencies   []Flow     `json:"currencies"`    // all of it as it was booked
	NotConverted []Flow     `json:"not_converted"` // what the total lacks for want of a rate
	Rates        []UsedRate `json:"rates"`
	Transfers    int64      `json:"transfers"` // how many; they are no income and no expense
}

// Change compares the totals of two periods. A percentage is null where there was nothing before.
type Change struct {
	Income         string  `json:"income"`          // decimal, more or less than before
	Expense        string  `json:"expense"`         // decimal
	Net            string  `json:"net"`             // decimal
	IncomePercent  *string `json:"income_percent"`  // decimal with one digit
	ExpensePercent *string `json:"expense_percent"` // decimal with one digit
}

// Summary is what came in and went out in a period, beside the period before it. Before a whole
// month, or several, come as many months; before other periods as many days.
type Summary struct {
	PeriodFlow
	Previous PeriodFlow `json:"previous"`
	Change   Change     `json:"change"`
}

// ByCategoryReport asks what money was spent on, or came from.
type ByCategoryReport struct {
	ReportPeriod
	Picture
	Kind string `query:"kind" json:"-"` // expense or income; expense where not given
}

func (in ByCategoryReport) Validate() error {
	var c errs.Check
	in.check(&c)
	in.checkPicture(&c)
	c.That(in.Kind == "" || in.Kind == Income || in.Kind == Expense, "kind", "unknown", "The kind is income or expense.")
	return c.Err()
}

// ByCategory is what a period's income or expense was for, largest first. The amounts of the
// items add up to the total, and so do those of their parts to each; shares add up to 1000.
type ByCategory struct {
	Period       Period          `json:"period"`
	Kind         string          `json:"kind"` // income or expense
	Currency     string          `json:"currency"`
	Total        string          `json:"total"` // decimal
	Items        []CategoryShare `json:"items"`
	NotConverted []CategoryLack  `json:"not_converted"` // what the total lacks for want of a rate
	Rates        []UsedRate      `json:"rates"`
}

// CategoryShare is a category of the first level with all below it; without an id, what has no
// category.
type CategoryShare struct {
	CategoryID *int64         `json:"category_id"`
	Name       string         `json:"name"`
	Emoji      string         `json:"emoji"`
	Amount     string         `json:"amount"`    // decimal
	PerMille   int64          `json:"per_mille"` // of the total
	Entries    int64          `json:"entries"`   // or parts of split ones
	Items      []CategoryPart `json:"items"`     // empty where nothing is booked below it
}

// CategoryPart is a category of the second level, or what is booked on the first level itself.
type CategoryPart struct {
	CategoryID int64  `json:"category_id"`
	Name       string `json:"name"`
	Emoji      string `json:"emoji"`
	Amount     string `json:"amount"`    // decimal
	PerMille   int64  `json:"per_mille"` // of the total
	Entries    int64  `json:"entries"`   // or parts of split ones
}

// CategoryLack is an amount of a category that could not be converted.
type CategoryLack struct {
	CategoryID *int64 `json:"category_id"`
	Name       string `json:"name"`
	Currency   string `json:"currency"`
	Amount     string `json:"amount"` // decimal
	Entries    int64  `json:"entries"`
}
