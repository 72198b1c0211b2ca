// Package rate is what currencies were worth, day by day, as people wrote it down.
package rate

import (
	"time"

	"financebot/pkg/api"
	"financebot/pkg/errs"
	"financebot/pkg/money"
)

// What is refused about rates.
var (
	ErrUnknown = errs.New(errs.NotFound, api.CodeRateUnknown, "There is no such exchange rate")
	ErrDate    = errs.New(errs.Invalid, api.CodeRateDate, "The date must lie between 1970 and a year from now").On("date")
	ErrCursor  = errs.New(errs.Invalid, api.CodeRateCursor, "This cursor is not known").On("cursor")
)

// Rate says that from a day on one Base is worth Rate of Quote.
type Rate struct {
	FamilyID  int64
	ID        int64 `gorm:"default:null"` // given by the database
	Date      time.Time
	Base      string
	Quote     string
	Rate      string // exact decimal, as money.Rate writes it
	CreatedBy int64
	CreatedAt time.Time
}

// read makes a rate of an input whose form was checked; today is meant where it has no date.
func read(in api.CreateExchangeRate, today, now time.Time) (Rate, error) {
	r := Rate{Date: today, Base: in.Base, Quote: in.Quote, CreatedAt: now}
	exact, err := money.ParseRate(string(in.Rate))
	if err != nil {
		return r, err
	}
	r.Rate = exact.Decimal()
	if in.Date != "" {
		if r.Date, err = time.Parse(api.DateForm, in.Date); err != nil {
			return r, ErrDate
		}
	}
	if r.Date.Year() < 1970 || r.Date.After(now.AddDate(1, 0, 1)) {
		return r, ErrDate
	}
	return r, nil
}
