package rate

import (
	"errors"
	"strings"

	"financebot/pkg/api"
	"financebot/pkg/entry"
	"financebot/pkg/money"
)

var (
	errOther   = errors.New("this is no rate")
	errUnclear = errors.New("this is a rate that cannot be kept")
)

// parse reads "1 EUR = 19.65 MDL", also with signs and words for the currencies and for 10, 100 or
// 1000 of the first one. It gives errOther for what is no rate, and errUnclear for a rate that would
// have to be rounded or whose currencies are not sure.
func parse(text, lang string) (in api.CreateExchangeRate, err error) {
	left, right, two := strings.Cut(text, "=")
	if !two || strings.ContainsAny(text, "\n") {
		return in, errOther
	}
	of, ok := amount(left, lang)
	if !ok {
		of, ok = amount("1 "+left, lang) // "EUR = 19.65 MDL"
	}
	is, second := amount(right, lang)
	if !ok || !second || of.Currency == "" {
		return in, errOther
	}
	power := strings.TrimPrefix(of.Decimal(), "1")
	if is.Currency == "" || of.Currency == is.Currency || !money.Known(of.Currency) || !money.Known(is.Currency) ||
		!strings.HasPrefix(of.Decimal(), "1") || strings.Trim(power, "0") != "" || len(power) > len("000") {
		return in, errUnclear
	}
	return api.CreateExchangeRate{Base: of.Currency, Quote: is.Currency, Rate: api.Decimal(shift(is.Decimal(), len(power)))}, nil
}

// amount is a text that is an amount and nothing else.
func amount(text, lang string) (entry.Amount, bool) {
	entries, err := entry.Parse(text, entry.Options{Language: lang})
	if err != nil || len(entries) != 1 {
		return entry.Amount{}, false
	}
	e := entries[0]
	alone := e.Note == "" && e.Kind == entry.Expense && e.Account == "" && e.Category == "" && e.Payee == "" && len(e.Tags) == 0
	return e.Amount, alone
}

// shift divides a decimal by ten so many times.
func shift(decimal string, times int) string {
	whole, fraction, _ := strings.Cut(decimal, ".")
	if times == 0 {
		return decimal
	}
	whole = strings.Repeat("0", times) + whole
	at := len(whole) - times
	whole, fraction = strings.TrimLeft(whole[:at], "0"), whole[at:]+fraction
	if whole == "" {
		whole = "0"
	}
	return whole + "." + fraction
}
