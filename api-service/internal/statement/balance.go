package statement

import (
	"fmt"
	"strings"

	"financebot/pkg/api"
	"financebot/pkg/money"
)

// balance holds the movements of an account against what the bank says was there before them and
// is there after them.
type balance struct {
	line     int // of the balance after them
	currency string
	before   string // signed decimals; empty: not told
	after    string
	moved    money.Money
	lost     bool // a movement could not be read, so that there is nothing to compare
}

// move takes in a movement that the bank has booked.
func (b *balance) move(r Row) {
	amount, err := money.Parse(r.Amount, r.Currency)
	if r.Kind == api.Expense {
		amount = amount.Neg()
	}
	if err == nil && b.moved.Currency == "" {
		b.moved.Currency = r.Currency
	}
	if err == nil {
		b.moved, err = b.moved.Add(amount)
	}
	b.lost = b.lost || err != nil
}

// check gives what is wrong where the movements do not make the one balance of the other: then the
// file lacks some, or has some twice, or one goes the other way. Who wants them all the same leaves
// the line of the balance out.
func (b *balance) check() *fault {
	if b.before == "" || b.after == "" || b.lost {
		return nil
	}

	before, err := money.Parse(b.before, b.currency)
	if err != nil {
		return nil
	}
	after, err := money.Parse(b.after, b.currency)
	if err != nil {
		return nil
	}
	if b.moved.Currency == "" {
		b.moved.Currency = b.currency
	}
	made, err := before.Add(b.moved)
	if err != nil || made == after {
		return nil
	}

	return faultOf("balance", fmt.Sprintf("The entries make %s of the opening balance, but the closing balance is %s.", made, after), after.String())
}

// signed is a plain decimal with its sign.
func signed(amount string, negative bool) string {
	if negative && strings.Trim(amount, "0.") != "" {
		return "-" + amount
	}
	return amount
}
