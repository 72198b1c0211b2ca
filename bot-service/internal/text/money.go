package text

import (
	"strings"

	"github.com/nicksnyder/go-i18n/v2/i18n"

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

// Signed is Money with its sign, also where it is a plus.
func (w Words) Signed(m money.Money) string {
	if m.Minor > 0 {
		return "+" + w.Money(m)
	}
	return w.Money(m)
}

// CurrencyIn names a currency as what money is kept in: "US dollars (USD)"; of one without a name,
// its code.
func (w Words) CurrencyIn(currency string) string {
	if name, known := w.find(&i18n.LocalizeConfig{MessageID: "currency.in." + currency}); known {
		return name + " (" + currency + ")"
	}
	return currency
}

// Decimal writes a number with a point as people do, ungrouped.
func (w Words) Decimal(number string) string {
	if w.Language == "en" {
		return number
	}
	return strings.Replace(number, ".", ",", 1)
}
