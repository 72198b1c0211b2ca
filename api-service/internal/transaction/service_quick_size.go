package transaction

import (
	"context"
	"strconv"

	"financebot/api-service/internal/actor"
	"financebot/pkg/api"
	"financebot/pkg/entry"
	"financebot/pkg/errs"
	"financebot/pkg/money"
)

// A sum is asked about where it is so many times the largest entry of its currency so far. What
// could be anybody's rent or wage is not, so that a first month asks nothing.
const (
	farMore  = 100
	anybodys = 100_000 // whole units
	nobodys  = 100_000_000
)

// readSane is read, but asks about a sum that is far larger than all before, if the caller is not
// sure of it.
func (s *Service) readSane(ctx context.Context, b book, in api.QuickAdd) ([]Line, error) {
	lines, err := s.read(ctx, b, in)
	if err != nil || in.Sure {
		return lines, err
	}
	for _, l := range lines {
		large, err := s.large(ctx, l.Amount)
		if err != nil {
			return nil, err
		}
		if large {
			return nil, tooLarge(l, in.Text)
		}
	}
	return lines, nil
}

// large reports whether nothing so far comes near an amount.
func (s *Service) large(ctx context.Context, amount money.Money) (bool, error) {
	exponent, _ := money.Exponent(amount.Currency)
	unit := int64(1)
	for range exponent {
		unit *= 10
	}
	if amount.Minor < anybodys*unit {
		return false, nil
	}
	near, some, err := s.store.near(ctx, actor.From(ctx).FamilyID, amount, farMore)
	if !some {
		return amount.Minor >= nobodys*unit, err
	}
	return !near, err
}

// tooLarge asks about the whole message: sent again by one who is sure, it is booked.
func tooLarge(l Line, text string) error {
	field := "line " + strconv.Itoa(l.Number)
	refusal := *entry.ErrUnreadable
	refusal.Fields = []errs.Field{{Field: field, Code: ErrLarge.Code, Message: ErrLarge.Message}}
	for number, line := range entry.Lines(text) {
		if number == l.Number {
			refusal.Choices = []errs.Choice{{Field: field, Part: line, Text: text}}
		}
	}
	return &refusal
}
