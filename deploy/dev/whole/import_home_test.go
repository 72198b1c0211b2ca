package whole_test

import (
	"strings"
	"testing"

	"financebot/deploy/dev/telegram"
)

// A file that is sent again is known as that of its account, also after one of the same headings
// went to another account.
func TestFileSentAgainIsKnownAsThatOfItsAccount(t *testing.T) {
	h := build(t)
	h.unlimited()
	h.startAPI()
	h.startBot()
	h.awaitReady()
	people := h.people(1)
	h.registerAll(people)
	p := people[0]
	c := h.owner(p)
	h.opensBank(c, "Checking", "EUR")
	h.opensBank(c, "Savings", "EUR")

	const may, aside = "Date,Amount,Description\n2026-05-02,-4.10,Bread\n2026-05-03,-60,Shoes\n", "Date,Amount,Description\n2026-05-01,200,Put aside\n"
	for _, step := range []struct{ file, account string }{{may, "Checking"}, {aside, "Savings"}} {
		m := h.takesAccount(p, h.sendsText(p, step.file), step.account)
		h.answersAll(p, m)
	}
	m := h.sendsText(p, may)
	if !strings.Contains(m.Text, "👛 Checking") || like(m, "Import") != "" {
		t.Errorf("sent again: %q, %q", m.Text, m.Buttons())
	}
	m = h.takesAccount(p, m, "Savings")
	if !strings.Contains(m.Text, "🤔 2 may be there already") || strings.Count(m.Text, "· 👛 Checking") != 2 {
		t.Errorf("on another account: %q", m.Text)
	}
	if got := h.entries(c); len(got) != 3 {
		t.Errorf("the books: %q", got)
	}
}

// sendsText sends a table and gives what the bot says of it.
func (h *house) sendsText(p *telegram.Person, text string) telegram.Message {
	h.t.Helper()
	sent := p.SendDocument("bank.csv", []byte(text))
	answer, err := p.Chat().WaitReply(h.ctx, sent.ID)
	h.must(err)
	return answer
}
