package whole_test

import (
	"strings"
	"testing"
)

// A message of a bank, forwarded to the chat, is an entry once; what tells of no payment is none. No
// bank keeps cash: whose card it is about is asked, once.
func TestMessagesOfABankAreForwardedToTheChat(t *testing.T) {
	h := open(t)
	ana := h.person("Ana")
	h.quickRegisters(ana)

	asked := h.ask(ana, "Purchase 2.50 USD, card *1234, KIOSK, balance 1000.00 USD")
	if _, offered := asked.Button("➕ Open an account in USD"); !offered {
		t.Errorf("asked %q", asked.Text)
	}
	h.tap(ana, asked, "@Cash", "KIOSK")

	purchase := "Purchase 12.50 USD, card *1234, CORNER BAKERY, balance 987.50 USD"
	for _, step := range []struct{ text, holds string }{
		{purchase, "CORNER BAKERY"},
		{purchase, "in your books already"},
		{"Card *1234 top-up: credited 500.00 USD. Balance 1487.50 USD", "$1,487.50"},
		{"Your code is 771203 to confirm payment of 45.00 USD. Do not share it with anyone.", "a code from your bank"},
		{"Payment declined: 40.00 USD at AMAZON, card *1234", "refused this payment"},
	} {
		if got := h.ask(ana, step.text); !strings.Contains(got.Text, step.holds) {
			t.Errorf("%q was answered %q", step.text, got.Text)
		}
	}
	h.showsBalance(ana, "$485.00")
}
