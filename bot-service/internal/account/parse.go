package account

import (
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"

	"financebot/bot-service/internal/text"
	"financebot/pkg/api"
	"financebot/pkg/entry"
	"financebot/pkg/errs"
)

// kindNamed is the kind of account that a word means, in the language of the chat or of the API.
func kindNamed(w text.Words, typed string) (string, bool) {
	typed = strings.TrimSpace(typed)
	for _, kind := range api.AccountKinds {
		if strings.EqualFold(typed, kind) || strings.EqualFold(typed, w.Say("account.kind."+kind)) {
			return kind, true
		}
	}
	return "", false
}

// parseName is a name on one line, if buttons can show it.
func parseName(typed string) (string, bool) {
	name := strings.Join(strings.Fields(strings.TrimPrefix(strings.TrimSpace(typed), "@")), " ")
	return name, name != "" && len([]rune(name)) <= text.MaxLabel
}

// capital is a word as a name begins.
func capital(word string) string {
	first, size := utf8.DecodeRuneInString(word)
	return string(unicode.ToUpper(first)) + word[size:]
}

// sameName reports whether two names differ in nothing that people see.
func sameName(a, b string) bool {
	return strings.EqualFold(strings.Join(strings.Fields(a), " "), strings.Join(strings.Fields(b), " "))
}

// errCurrency says of an amount what the API would.
var errCurrency = errs.New(errs.Invalid, api.CodeTransactionCurrency, "This account is kept in another currency")

// owed reports whether what lies in such an account is a debt.
func owed(kind string) bool { return kind == "credit" || kind == "loan" }

// parseOpening reads what lies in an account, as a decimal. Of a debt, what is owed is typed
// without a sign. It gives what is wrong with the amount.
func parseOpening(typed, lang, currency string, debt bool) (string, error) {
	typed = strings.TrimSpace(typed)
	amount, e, err := entry.ParseSum(typed, entry.Options{Language: lang, Currency: currency})
	var refused *entry.Refusal
	switch {
	case errors.Is(err, entry.ErrZero):
		return nothing, nil
	case errors.As(err, &refused):
		return "", refused.Lines[0].Cause
	case errors.Is(err, entry.ErrCurrency):
		return "", errCurrency
	case err != nil:
		return "", err
	}
	below := strings.HasPrefix(typed, "-") || strings.HasPrefix(typed, "−")
	if below || debt && e.Kind != entry.Income {
		amount = amount.Neg()
	}
	return amount.Decimal(), nil
}
