package transaction

import (
	"math/big"
	"strings"

	"financebot/bot-service/internal/text"
	"financebot/pkg/api"
	"financebot/pkg/money"
)

// rateDigits is how many digits of a rate are shown from the first one that counts.
const rateDigits = 6

// amountOf is the amount of an entry; of a transfer between currencies both, and their rate.
func amountOf(w text.Words, e api.Transaction) (string, error) {
	both, err := amounts(w, e)
	if err != nil || !exchanges(e) {
		return both, err
	}
	return both + " · " + rate(w, e), nil
}

// amounts is the amount of an entry; of a transfer between currencies both.
func amounts(w text.Words, e api.Transaction) (string, error) {
	amount, err := money.Parse(e.Amount, e.Currency)
	if err != nil || !exchanges(e) {
		return w.Money(amount), err
	}
	received, err := money.Parse(*e.ToAmount, *e.ToCurrency)
	return w.Money(amount) + " → " + w.Money(received), err
}

func exchanges(e api.Transaction) bool {
	return e.ToAmount != nil && e.ToCurrency != nil && *e.ToCurrency != e.Currency
}

// rate tells what one unit of what was sent brought: "1 USD = 0.95 EUR".
func rate(w text.Words, e api.Transaction) string {
	sent, ok := new(big.Rat).SetString(e.Amount)
	received, fine := new(big.Rat).SetString(*e.ToAmount)
	if !ok || !fine || sent.Sign() <= 0 || received.Sign() <= 0 {
		return ""
	}

	exact := new(big.Rat).Quo(received, sent)
	digits := exact.FloatString(decimalsOf(exact))
	if strings.Contains(digits, ".") {
		digits = strings.TrimRight(strings.TrimRight(digits, "0"), ".")
	}
	is := " = "
	if shown, _ := new(big.Rat).SetString(digits); shown.Cmp(exact) != 0 {
		is = " ≈ "
	}
	return "1 " + e.Currency + is + w.Decimal(digits) + " " + *e.ToCurrency
}

// decimalsOf is how many decimals show the digits of a rate that count.
func decimalsOf(rate *big.Rat) int {
	decimals := rateDigits
	for one, ten := big.NewRat(1, 1), big.NewRat(10, 1); rate.Cmp(one) < 0 && decimals < 20; decimals++ {
		rate = new(big.Rat).Mul(rate, ten)
	}
	for ten := big.NewRat(10, 1); rate.Cmp(ten) >= 0 && decimals > 0; decimals-- {
		rate = new(big.Rat).Quo(rate, ten)
	}
	return max(decimals-1, 0)
}
