package text

import (
	"strings"

	"financebot/pkg/money"
)

// Money writes an amount as people do: "€1,234.50", "1.234,50 €", "1 234,50 ₽".
func (w Words) Money(m money.Money) string { return m.Write(w.Language) }

// Sum is Money for sums of several currencies beside one another: two of them are called lei.
func (w Words) Sum(m money.Money) string {
	said := w.Money(m)
	if m.Currency != "MDL" {
		return said
	}
	return said + " (" + m.Currency + ")"
}

// Decimal writes a number with a point as people do, ungrouped.
func (w Words) Decimal(number string) string {
	if w.Language == "en" {
		return number
	}
	return strings.Replace(number, ".", ",", 1)
}
