package whole_test

import (
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"financebot/pkg/api"
)

func TestBotLivesWithAnOlderAPI(t *testing.T) {
	h := build(t)
	missing := []string{"/events", "/auth/telegram/link"}
	g := h.standBetween(func(path string) bool {
		for _, m := range missing {
			if strings.HasPrefix(strings.TrimPrefix(path, "/api/v1"), m) {
				return true
			}
		}
		return false
	})
	h.startAPI()
	h.startBot()
	h.awaitReady()

	ana, site := h.person("Ana"), h.signUp("ana@example.com")
	for _, said := range []string{"/link " + h.linkCode(site).Code, h.linkCode(site).Code} {
		if got := h.ask(ana, said); !strings.Contains(got.Text, "not available yet") {
			t.Errorf("%s: got %q", said, got.Text)
		}
	}
	h.quickRegisters(ana)
	h.showsBalance(ana, "$0.00")

	// The other way of linking is there; only the word of it does not come by itself.
	bob := h.person("Bob")
	code := startCode.FindString(h.ask(bob, "/link").Text)
	if _, err := site.ConfirmLink(h.ctx, api.ConfirmLink{Code: code}); err != nil {
		t.Fatal(err)
	}
	h.showsBalance(bob, "$0.00")
	if n := g.count(func(p passed) bool { return strings.HasSuffix(p.Path, "/events") }); n != 1 {
		t.Errorf("the bot asked %d times for events that are not there", n)
	}
	if status := statusOf(t, h.botURL+"/readyz"); status != http.StatusOK {
		t.Errorf("/readyz: %d", status)
	}
}

func TestBotThatStartsFirstWaitsForTheOthers(t *testing.T) {
	h := build(t)
	telegramAddr := freeAddress(t)
	h.botEnv["TELEGRAM_API_URL"] = "http://" + telegramAddr
	h.startBot()
	h.bot.WaitReady(h.botURL + "/livez")
	h.eventually("the bot says what it lacks", func() bool {
		return strings.Contains(h.bot.Log(), "telegram does not answer") && strings.Contains(h.bot.Log(), "api is not there")
	})
	if status := statusOf(t, h.botURL+"/readyz"); status != http.StatusServiceUnavailable {
		t.Errorf("/readyz alone: %d", status)
	}

	h.startAPI()
	comesUp(t, telegramAddr, h.telegram.Handler())
	began := time.Now()
	h.awaitReady()
	h.took("until the bot was ready", began)
	ana := h.person("Ana")
	h.quickRegisters(ana)
	h.showsBalance(ana, "$0.00")
	if status := statusOf(t, h.botURL+"/livez"); status != http.StatusOK {
		t.Errorf("/livez: %d", status)
	}
}

// comesUp serves at an address where nobody was before, until the test ends or asks for less.
func comesUp(t *testing.T, addr string, handler http.Handler) (goDown func()) {
	t.Helper()
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	server := &http.Server{Handler: handler, ReadHeaderTimeout: time.Minute}
	go func() { _ = server.Serve(listener) }() // ends with Close
	goDown = func() { _ = server.Close() }
	t.Cleanup(goDown)
	return goDown
}
