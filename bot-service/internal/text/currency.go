package text

import (
	"financebot/pkg/entry"
	"financebot/pkg/money"
)

// ParseCurrency reads a code, a sign or a word for a currency, as it may stand beside an amount.
func ParseCurrency(typed, lang string) (string, bool) {
	entries, err := entry.Parse("1 "+typed, entry.Options{Language: lang})
	if err != nil || len(entries) != 1 || entries[0].Note != "" || entries[0].Kind != entry.Expense {
		return "", false
	}
	currency := entries[0].Amount.Currency
	return currency, money.Known(currency)
}
