package api

import (
	"bytes"
	"encoding/json"

	"financebot/pkg/errs"
)

// maxDecimal bounds the text of an amount before anybody reads it.
const maxDecimal = 40

// Decimal is an amount as it was written, digit for digit: a JSON string or number that never
// passes through a float. Whoever knows the currency reads it with money.Parse.
type Decimal string

// UnmarshalJSON takes a string or a number.
func (d *Decimal) UnmarshalJSON(raw []byte) error {
	if len(raw) > maxDecimal {
		return errs.New(errs.Invalid, CodeMoneyRange, "The amount is too long")
	}
	if bytes.Equal(raw, []byte("null")) {
		return nil
	}
	if len(raw) > 0 && raw[0] == '"' {
		var text string
		if err := json.Unmarshal(raw, &text); err != nil {
			return err
		}
		*d = Decimal(text)
		return nil
	}
	var number json.Number
	if err := json.Unmarshal(raw, &number); err != nil {
		return err
	}
	*d = Decimal(number)
	return nil
}
