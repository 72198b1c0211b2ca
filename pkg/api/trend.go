package api

import (
	"time"

	"financebot/pkg/errs"
	"financebot/pkg/money"
)

// Steps of a trend. A week begins on Monday.
const (
	Daily   = "day"
	Weekly  = "week"
	Monthly = "month"
)

// MaxNetWorthMonths bounds how far back net worth is followed.
const MaxNetWorthMonths = 120

// TrendReport asks how money came, went and lay from step to step of a period. Without a step
// days are told of a month, weeks of half a year, and months of more.
type TrendReport struct {
	ReportPeriod
	Picture
	By string `query:"by" json:"-"` // day, week or month
}

func (in TrendReport) Validate() error {
	var c errs.Check
	in.check(&c)
	in.checkPicture(&c)
	switch in.By {
	case "", Daily, Weekly, Monthly:
	default:
		c.That(false, "by", "unknown", "The step is day, week or month.")
	}
	return c.Err()
}

// Trend is a period step by step; the first and the last step may be cut short by the period.
type Trend struct {
	Period       Period       `json:"period"`
	By           string       `json:"by"` // day, week or month
	Currency     string       `json:"currency"`
	Items        []TrendPoint `json:"items"`
	NotConverted []Flow       `json:"not_converted"` // what income and expense lack for want of a rate
	Rates        []UsedRate   `json:"rates"`
}

// TrendPoint is one step.
type TrendPoint struct {
	Period       Period    `json:"period"`
	Income       string    `json:"income"`  // decimal
	Expense      string    `json:"expense"` // decimal, without a sign
	Net          string    `json:"net"`     // decimal
	Entries      int64     `json:"entries"`
	Closing      string    `json:"closing"`       // decimal: all accounts together at the end of the last day
	NotConverted []Balance `json:"not_converted"` // what the closing balance lacks for want of a rate
}

// Balance is an amount that lies somewhere.
type Balance struct {
	Currency string `json:"currency"`
	Amount   string `json:"amount"` // decimal
}

// NetWorthReport asks what the workspace had and owed on a day, and at the ends of months before it.
type NetWorthReport struct {
	Picture
	Date     string `query:"date" json:"-"`     // YYYY-MM-DD; today where not given
	Months   int    `query:"months" json:"-"`   // how many ends of months to tell before the day: 0 to 120
	Currency string `query:"currency" json:"-"` // ISO 4217; the workspace's own where not given
}

func (in NetWorthReport) Validate() error {
	var c errs.Check
	in.checkPicture(&c)
	if in.Date != "" {
		date, err := time.Parse(DateForm, in.Date)
		c.That(err == nil && reportable(date), "date", "invalid", "A date is written YYYY-MM-DD.")
	}
	c.That(in.Months >= 0 && in.Months <= MaxNetWorthMonths, "months", "range", "The months are 0 to 120.")
	c.That(in.Currency == "" || money.Known(in.Currency), "currency", "unknown", "This currency is not known.")
	return c.Err()
}

// NetWorth is what the workspace had and owed, oldest day first; the last is the day asked for.
// What an account began with counts from the beginning.
type NetWorth struct {
	Currency string      `json:"currency"`
	Items    []Worth     `json:"items"`
	Kinds    []KindWorth `json:"kinds"` // on the last day, in the order of the kinds
	Rates    []UsedRate  `json:"rates"`
}

// Worth is what the workspace had and owed at the end of a day. Credit and loan accounts are
// liabilities, all others are assets.
type Worth struct {
	Date         string    `json:"date"`          // YYYY-MM-DD
	Assets       string    `json:"assets"`        // decimal
	Liabilities  string    `json:"liabilities"`   // decimal: what is owed, so that assets less liabilities are net
	Net          string    `json:"net"`           // decimal
	NotConverted []Balance `json:"not_converted"` // what these lack for want of a rate
}

// KindWorth is what lies on the accounts of one kind.
type KindWorth struct {
	Kind         string    `json:"kind"`      // one of AccountKinds
	Liability    bool      `json:"liability"` // whether it counts among what is owed
	Accounts     int       `json:"accounts"`
	Amount       string    `json:"amount"`        // decimal, negative for a debt
	Currencies   []Balance `json:"currencies"`    // as it lies there
	NotConverted []Balance `json:"not_converted"` // what the amount lacks for want of a rate
}
