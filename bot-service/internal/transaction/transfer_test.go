package transaction_test

import (
	"testing"

	"financebot/bot-service/internal/bottest"
)

func TestTransferBetweenCurrenciesShowsBothAmountsAndTheRate(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	accounts(b)
	for lang, want := range map[string]string{
		"en": "Transfer: €100.00 → 1,985.00 lei · 1 EUR = 19.85 MDL",
		"ro": "Transfer: 100,00 € → 1.985,00 lei · 1 EUR = 19,85 MDL",
		"ru": "Перевод: 100,00 € → 1 985,00 лей · 1 EUR = 19,85 MDL",
	} {
		bottest.Holds(t, b.Ask(b.User(lang), "100 @cash > 1985 @lei").Text, want)
	}

	p := b.User("en")
	bottest.Holds(t, b.Ask(p, "3 @lei > 1 @cash").Text, "3.00 lei → €1.00 · 1 MDL ≈ 0.333333 EUR")
	bottest.Holds(t, b.Ask(p, "1000 @lei > 1 @cash").Text, "1 MDL = 0.001 EUR")
	bottest.Holds(t, b.Ask(p, "5 @cash > @visa").Text, "Transfer: €5.00\n")
	bottest.Holds(t, b.Ask(p, "/today").Text, "⇄ €100.00 → 1,985.00 lei · Cash → Lei", "⇄ €5.00 · Cash → Visa")
}
