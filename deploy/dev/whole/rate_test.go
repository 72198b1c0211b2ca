package whole_test

import (
	"strings"
	"testing"

	"financebot/pkg/api"
)

// A month with two currencies says what is missing, and has it all once the rate was written down.
func TestRatesAreWrittenDownInTheChat(t *testing.T) {
	h := open(t)
	ana := h.person("Ana")
	h.quickRegisters(ana)
	c := h.owner(ana)
	if _, err := c.CreateAccount(h.ctx, api.CreateAccount{Name: "Euro", Kind: "cash", Currency: "EUR"}); err != nil {
		t.Fatal(err)
	}
	h.ask(ana, "10 dinner")
	h.ask(ana, "20 eur taxi")

	ana.Send("/month")
	h.hears(ana, "1 EUR = ? USD")
	ana.Send("1 EUR = 1.10 USD")
	saved := h.hears(ana, "1 EUR = 1.1 USD")
	ana.Send("/month")
	if got := h.hears(ana, "$32.00").Text; strings.Contains(got, "= ?") {
		t.Errorf("all is added up, and a rate is missing: %q", got)
	}

	h.tap(ana, saved, "✖️ Remove", "Removed.")
	ana.Send("/rates")
	h.hears(ana, "No exchange rates yet")
}
