package whole_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"financebot/deploy/dev/telegram"
	"financebot/pkg/api"
	"financebot/pkg/client"
)

// statements are the files that the tests of the API read, with what has to come of each.
var statements = filepath.Join("..", "..", "..", "api-service", "internal", "app", "testdata", "statements")

// outcome is what has to come of a file, whichever way it is sent.
type outcome struct {
	File, Currency string
	Rows, Faults   []string
}

func outcomes(t *testing.T) []outcome {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(statements, "outcomes.json"))
	if err != nil {
		t.Fatal(err)
	}
	var all []outcome
	if err := json.Unmarshal(content, &all); err != nil {
		t.Fatal(err)
	}
	return all
}

func statement(t *testing.T, name string) []byte {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(statements, name))
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// Files that are sent to the chat end in the same entries as over REST: every doubt is answered
// by a tap, and what cannot be read is left out by one.
func TestFilesSentToTheChatEndInTheSameEntries(t *testing.T) {
	h := build(t)
	h.unlimited()
	h.startAPI()
	h.startBot()
	h.awaitReady()
	all := outcomes(t)
	people := h.people(len(all) + 2)
	h.registerAll(people)

	for i, want := range all {
		t.Run(want.File, func(t *testing.T) {
			t.Parallel()
			h.in(t).endsIn(people[i], want)
		})
	}
	t.Run("charges without a sign", func(t *testing.T) { h.in(t).turnsPositive(people[len(all)]) })
	t.Run("a transfer that is there", func(t *testing.T) { h.in(t).knowsTransfer(people[len(all)+1]) })
}

// endsIn sends a file, answers what is asked, and looks at the books before the last tap and after.
func (h *house) endsIn(p *telegram.Person, want outcome) {
	h.t.Helper()
	c := h.owner(p)
	h.opensBank(c, "Bank", want.Currency)
	m := h.leavesOut(p, h.takesAccount(p, h.sends(p, want.File), "Bank"))
	for _, fault := range want.Faults {
		line, _, _ := strings.Cut(fault, " ")
		if !strings.Contains(m.Text, "Line "+line) {
			h.t.Errorf("line %s is not named in %q", line, m.Text)
		}
	}
	if n := len(h.entries(c)); n != 0 {
		h.t.Errorf("%d entries before the last tap", n)
	}

	h.answersAll(p, m)
	if got := h.entries(c); !alike(got, want.Rows) {
		h.t.Errorf("became %q, want %q; the chat said %q", got, want.Rows, h.newest(p, m.ID).Text)
	}
}

// owner is the API as the person of a chat uses it.
func (h *house) owner(p *telegram.Person) *client.Client {
	h.t.Helper()
	token, err := h.signed().ChatToken(h.ctx, p.ID)
	h.must(err)
	return h.signed().As(token.AccessToken)
}

func (h *house) opensBank(c *client.Client, name, currency string) api.Account {
	h.t.Helper()
	account, err := c.CreateAccount(h.ctx, api.CreateAccount{Name: name, Kind: "bank", Currency: currency})
	h.must(err)
	return account
}

// sends sends a file and gives what the bot says of it.
func (h *house) sends(p *telegram.Person, file string) telegram.Message {
	h.t.Helper()
	sent := p.SendDocument(file, statement(h.t, file))
	m, err := p.Chat().WaitReply(h.ctx, sent.ID)
	h.must(err)
	return m
}

// presses taps a button and waits until its message says something else.
func (h *house) presses(p *telegram.Person, m telegram.Message, button string) (after telegram.Message) {
	h.t.Helper()
	if _, err := p.Tap(m.ID, button); err != nil {
		h.t.Fatalf("%q under %q: %v", button, m.Text, err)
	}
	_, err := p.Chat().Wait(h.ctx, func(all []telegram.Message) bool {
		at := slices.IndexFunc(all, func(other telegram.Message) bool { return other.ID == m.ID })
		after = all[at]
		return after.Text != m.Text
	})
	if err != nil {
		h.t.Fatalf("%q under %q changed nothing", button, m.Text)
	}
	return after
}

// newest is a message of the bot as it is now.
func (h *house) newest(p *telegram.Person, id int) telegram.Message {
	all := p.Chat().Messages()
	return all[slices.IndexFunc(all, func(m telegram.Message) bool { return m.ID == id })]
}

// like is the button of a message that begins with words; empty where there is none.
func like(m telegram.Message, words string) string {
	for _, label := range m.Buttons() {
		if strings.HasPrefix(label, words) {
			return label
		}
	}
	return ""
}

// takesAccount chooses the account that the rows of a file go to, where it is not the one already.
func (h *house) takesAccount(p *telegram.Person, m telegram.Message, name string) telegram.Message {
	h.t.Helper()
	if strings.Contains(m.Text, "👛 "+name) || like(m, "Account") == "" {
		return m
	}
	m = h.presses(p, m, "Account")
	return h.presses(p, m, like(m, name+", "))
}

// leavesOut answers the question about lines of an account that is not here.
func (h *house) leavesOut(p *telegram.Person, m telegram.Message) telegram.Message {
	h.t.Helper()
	if leave := like(m, "Leave these lines out"); leave != "" {
		return h.presses(p, m, leave)
	}
	return m
}

// answersAll answers each doubt as the bot supposes it, and books what can be booked.
func (h *house) answersAll(p *telegram.Person, m telegram.Message) {
	h.t.Helper()
	for {
		button := ""
		for _, words := range []string{"✓ ", "Import the other ", "Import "} {
			if button == "" {
				button = like(m, words)
			}
		}
		if button == "" {
			return
		}
		m = h.presses(p, m, button)
	}
}

// entries are those of a workspace, the oldest first, as "day kind amount words".
func (h *house) entries(c *client.Client) []string {
	h.t.Helper()
	page, err := c.Transactions(h.ctx, api.TransactionFilter{Limit: 200})
	h.must(err)
	var all []string
	for _, e := range page.Items {
		all = append(all, fmt.Sprintf("%s %s %s %s %s", e.Date, e.Kind, e.Amount, e.Payee, e.Note))
	}
	slices.Reverse(all)
	return all
}

// alike compares entries with those wanted, but for words around theirs.
func alike(got, want []string) bool {
	return slices.EqualFunc(got, want, func(got, want string) bool {
		is, wants := strings.SplitN(got, " ", 4), strings.SplitN(want, " ", 4)
		amount := is[2] == wants[2] || is[2] == wants[2]+".00"
		said := strings.Join(strings.Fields(is[3]), " ")
		return is[0] == wants[0] && is[1] == wants[1] && amount && strings.Contains(said, strings.TrimSpace(wants[3]))
	})
}

// turnsPositive says of a statement of a card, which charges without a sign, that its amounts are
// what went out.
func (h *house) turnsPositive(p *telegram.Person) {
	h.t.Helper()
	c := h.owner(p)
	h.opensBank(c, "Card", "GBP")
	m := h.takesAccount(p, h.sends(p, "charges-positive.csv"), "Card")
	m = h.presses(p, m, "Other columns…")
	m = h.presses(p, m, "Money out")
	m = h.presses(p, m, like(m, "Amount"))
	h.answersAll(p, m)
	want := []string{"2026-01-13 expense 12.50 Oak Bakery", "2026-01-14 expense 40.00 Oak Shop", "2026-01-20 income 52.50 PAYMENT RECEIVED"}
	if got := h.entries(c); !alike(got, want) {
		h.t.Errorf("charges-positive.csv became %q", got)
	}
}

// knowsTransfer sends the file of one side of a transfer that is there already.
func (h *house) knowsTransfer(p *telegram.Person) {
	h.t.Helper()
	c := h.owner(p)
	checking, savings := h.opensBank(c, "Checking", "USD"), h.opensBank(c, "Savings", "USD")
	_, err := c.CreateTransfer(h.ctx, api.CreateTransfer{
		FromAccountID: checking.ID, ToAccountID: savings.ID, Amount: "100.00", Date: "2026-01-25", Note: "Move",
	})
	h.must(err)
	m := h.takesAccount(p, h.sends(p, "transfer-side-out.csv"), "Checking")
	if !strings.Contains(m.Text, "0 new entries") || !strings.Contains(m.Text, "1 is already there") || like(m, "Import") != "" {
		h.t.Errorf("a side of a transfer that is there: %q, %q", m.Text, m.Buttons())
	}
	m = h.takesAccount(p, h.sends(p, "both-sides.qif"), "Checking")
	if h.answersAll(p, m); len(h.entries(c)) != 1 {
		h.t.Errorf("the transfer is there twice: %q", h.entries(c))
	}
}
