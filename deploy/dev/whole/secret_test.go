package whole_test

import (
	"encoding/base64"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"financebot/deploy/dev/devtest"
	"financebot/deploy/dev/telegram"
	"financebot/pkg/api"
	"financebot/pkg/signing"
)

func TestNoSecretIsToldWhateverGoesWrong(t *testing.T) {
	h := build(t)
	encryptionKey := base64.StdEncoding.EncodeToString([]byte("canary-of-the-key-of-the-tokens."))
	h.apiEnv["LOG_LEVEL"], h.botEnv["LOG_LEVEL"] = "debug", "debug"
	h.apiEnv["DATABASE_URL"] = withPassword(t, h.postgres.URL, "finance_user")
	if h.redis.Durable { // the real one takes any password of a user who has none
		h.apiEnv["REDIS_URL"] = withPassword(t, h.redis.URL, "default")
		h.botEnv["REDIS_URL"] = h.apiEnv["REDIS_URL"]
	}
	h.botEnv["TOKEN_ENCRYPTION_KEY"] = encryptionKey
	telegramAddr := freeAddress(t)
	h.botEnv["TELEGRAM_API_URL"] = "http://" + telegramAddr

	h.startBot() // Telegram cannot be reached, nor can the API
	h.eventually("the bot tries", func() bool { return strings.Contains(h.bot.Log(), "telegram does not answer") })
	h.startAPI()
	goDown := comesUp(t, telegramAddr, h.telegram.Handler())
	h.awaitReady()
	ana := h.person("Ana")
	secrets := []string{canary, encryptionKey, "eyJ", h.tryEverything(ana)}
	kept := h.get(tokenKey(ana)) // a Redis within the test has nothing any more once it was ended
	h.breakEverything(ana, goDown)

	shown := map[string]string{
		"the log of the API": h.api.Log(), "the log of the bot": h.bot.Log(),
		"the API's metrics": page(t, h.apiURL+"/metrics"), "the bot's metrics": page(t, h.botURL+"/metrics"),
		"the API's health": page(t, h.apiURL+"/health"), "the bot's health": page(t, h.botURL+"/health"),
		"Redis": kept + h.get(tokenKey(ana)),
	}
	for where, text := range shown {
		if text == "" {
			t.Errorf("%s is empty", where)
		}
		for _, secret := range secrets {
			if at := strings.Index(strings.ToLower(text), strings.ToLower(secret)); at >= 0 {
				t.Errorf("%s tells %q: …%s", where, secret, text[max(0, at-200):min(len(text), at+50)])
			}
		}
	}
}

func withPassword(t *testing.T, address, user string) string {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	u.User = url.UserPassword(user, "canary-of-"+user)
	return u.String()
}

// tryEverything goes the ways on which secrets travel, also the wrong ones. It gives a code
// that was in use.
func (h *house) tryEverything(ana *telegram.Person) string {
	h.t.Helper()
	h.telegram.Fault(telegram.Fault{Method: "sendMessage", Cut: true})
	h.telegram.Fault(telegram.Fault{Method: "setMyCommands", Status: http.StatusInternalServerError})
	site := h.signUp("ana@example.com")
	code := startCode.FindString(h.ask(ana, "/link").Text)
	if _, err := site.ConfirmLink(h.ctx, api.ConfirmLink{Code: code}); err != nil {
		h.t.Fatal(err)
	}
	h.hears(ana, "linked to")
	h.showsBalance(ana, "$0.00")

	forged := signing.Key{ID: "b1", Secret: "canary-of-somebody-who-is-not-the-bot"}
	for what, err := range map[string]error{
		"wrong password":  second(h.web().Login(h.ctx, api.Login{Email: "ana@example.com", Password: "wrong canary"})),
		"no signature":    second(h.web().ChatToken(h.ctx, ana.ID)),
		"wrong signature": second(h.web().Signing(forged).ChatToken(h.ctx, ana.ID)),
		"wrong token":     second(h.web().As("eyJcanary.eyJcanary.canary").User(h.ctx)),
		"stolen token":    second(h.web().As(chatToken(ana, jwtSecret, time.Now().Add(time.Hour))).User(h.ctx)),
	} {
		if err == nil {
			h.t.Errorf("%s: let in", what)
		}
	}
	return code
}

func second[T any](_ T, err error) error { return err }

// breakEverything takes away what the services lean on, one after the other, while Ana writes.
func (h *house) breakEverything(ana *telegram.Person, goDown func()) {
	h.t.Helper()
	h.redis.Kill()
	h.ask(ana, "/balance")
	h.must(h.redis.Restart(h.ctx))

	h.postgres.Kill()
	if got := h.ask(ana, "/balance"); !strings.Contains(got.Text, "try again") {
		h.t.Errorf("without PostgreSQL: %q", got.Text)
	}
	h.must(h.postgres.Restart(h.ctx))
	h.eventually("the API is back", func() bool { return statusOf(h.t, h.apiURL+"/readyz") == http.StatusOK })
	h.ask(ana, "/balance")

	goDown()
	h.eventually("the bot misses Telegram", func() bool { return strings.Contains(h.bot.Log(), "polling failed") })
}

func page(t *testing.T, url string) string {
	t.Helper()
	client := http.Client{Timeout: 10 * time.Second}
	resp, err := client.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestSettingThatIsNoGoodIsNamedButNotTold(t *testing.T) {
	h := build(t)
	for service, settings := range map[string]map[string]string{
		"api": {"DATABASE_URL": "postgres://u:canary@[::1", "REDIS_URL": "redis://:canary@[", "JWT_KEYS": "j1:canary", "BOT_CLIENT_KEYS": "canary"},
		"bot": {"BOT_TOKEN": "the canary", "REDIS_URL": "redis://:canary@[", "BOT_CLIENT_KEY": "b1:canary", "TOKEN_ENCRYPTION_KEY": "canary"},
	} {
		env := pairs(map[string]map[string]string{"api": h.apiEnv, "bot": h.botEnv}[service])
		for name, value := range settings {
			p := devtest.Start(t, devtest.Binary(t, service), append(env, name+"="+value))
			select {
			case <-p.Done():
			case <-h.ctx.Done():
				t.Fatalf("%s runs with a wrong %s", service, name)
			}
			said := strings.TrimSpace(p.Log())
			if !strings.Contains(said, name) || strings.Contains(said, canary) || strings.Contains(said, "\n") {
				t.Errorf("%s with a wrong %s says %q", service, name, said)
			}
		}
	}
}
