package whole_test

import (
	"encoding/base64"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"financebot/deploy/dev/telegram"
)

type userRow struct {
	ID        int64
	FirstName string
}

func TestNewcomerRegistersAndIsStillKnownAfterARestart(t *testing.T) {
	h := open(t)
	ana := h.person("Ana")
	began := time.Now()
	h.quickRegisters(ana)
	h.took("from /start to the registration", began)
	h.showsBalance(ana, "$0.00")

	found := rows(h, pgx.RowToStructByPos[userRow], "SELECT id, first_name FROM users WHERE telegram_id = $1", ana.ID)
	if len(found) != 1 || found[0].FirstName != "Ana" || !registered(ana) {
		t.Errorf("users: %+v; the chat was told so: %v", found, registered(ana))
	}
	before := h.get(tokenKey(ana))
	if typ := tokenType(before); typ != "telegram" && typ != "access" {
		t.Errorf("Redis holds no token of the chat but %q", before)
	}

	h.restartAll()
	if after := h.get(tokenKey(ana)); h.redis.Durable && after != before {
		t.Errorf("the restart changed the token to %q", after)
	}
	h.showsBalance(ana, "$0.00")
	if got := h.ask(ana, "/start"); !strings.Contains(got.Text, "Hello, Ana") {
		t.Errorf("after the restart: %q", got.Text)
	}
}

// quickRegisters goes the way of a newcomer.
func (h *house) quickRegisters(p *telegram.Person) {
	h.t.Helper()
	p.Start("")
	h.tapAll([]*telegram.Person{p}, "Quick register")
	h.hears(p, "Registration successful!")
}

// showsBalance asks for the balance, again where the bot asks for that.
func (h *house) showsBalance(p *telegram.Person, amount string) {
	h.t.Helper()
	const tries = 5
	var got telegram.Message
	for range tries {
		if got = h.ask(p, "/balance"); !strings.Contains(got.Text, "try again") {
			break
		}
	}
	if !strings.Contains(got.Text, amount) {
		h.t.Errorf("balance: got %q, want %s", got.Text, amount)
	}
}

// restartAll stops everything in good order and starts it again over the same data.
func (h *house) restartAll() {
	h.t.Helper()
	h.bot.Stop()
	h.api.Stop()
	if err := h.redis.Restart(h.ctx); err != nil {
		h.t.Fatal(err)
	}
	if err := h.postgres.Restart(h.ctx); err != nil {
		h.t.Fatal(err)
	}
	h.api.Restart()
	h.api.WaitReady(h.apiURL + "/readyz")
	h.bot.Restart()
	h.bot.WaitReady(h.botURL + "/readyz")
}

// tokenType reads the typ of a JSON Web Token, or nothing where it is none.
func tokenType(token string) string {
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		return ""
	}
	payload, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil {
		return ""
	}
	var claims struct {
		Type string `json:"typ"`
	}
	if json.Unmarshal(payload, &claims) != nil {
		return ""
	}
	return claims.Type
}
