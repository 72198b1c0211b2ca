// Package whole_test holds the two services to their promises as people meet them: both
// binaries as processes, a PostgreSQL and a Redis that can be killed, and a local Telegram.
package whole_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"testing"
	"time"

	"financebot/deploy/dev/devtest"
	"financebot/deploy/dev/pgboot"
	"financebot/deploy/dev/port"
	"financebot/deploy/dev/redisboot"
	"financebot/deploy/dev/telegram"
)

func TestMain(m *testing.M) { devtest.Main(m) }

// patience bounds a whole test: machines that run tests are busy.
var patience = time.Duration(devtest.Sized(3, 15)) * time.Minute

const (
	glance = 20 * time.Millisecond
	// stopWithin is what a stop may take.
	stopWithin = 10 * time.Second
)

// Every secret holds the word, so that one search finds each of them.
const (
	canary    = "canary"
	botToken  = "700100200:AAH-canary-of-the-bots-token_012345"
	jwtSecret = "canary-of-the-key-that-signs-tokens-01"
	botSecret = "canary-of-the-key-that-signs-calls-012"
)

// house is the whole program in one test: its servers run, its services are started by the test.
type house struct {
	t        *testing.T
	ctx      context.Context
	postgres *pgboot.Server
	redis    *redisboot.Server
	telegram *telegram.Server
	api, bot *devtest.Process

	apiURL, botURL string
	apiEnv, botEnv map[string]string
}

// build makes the house ready to be moved into. Tests that take long are left out where the
// time is short.
func build(t *testing.T) *house {
	t.Helper()
	return buildOn(t, pgboot.Options{Throwaway: true})
}

// buildOn is build over a certain PostgreSQL.
func buildOn(t *testing.T, database pgboot.Options) *house {
	t.Helper()
	if testing.Short() {
		t.Skip("starts the whole program")
	}
	t.Parallel()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	t.Cleanup(cancel)
	h := &house{t: t, ctx: ctx}
	began := time.Now()
	h.startServers(database)
	h.took("start of the servers", began)
	apiAddr, botAddr := freeAddress(t), freeAddress(t)
	h.apiURL, h.botURL = "http://"+apiAddr, "http://"+botAddr
	h.apiEnv = map[string]string{
		"API_ADDR": apiAddr, "DATABASE_URL": h.postgres.URL, "REDIS_URL": h.redis.URL, "PUBLIC_URL": h.apiURL,
		"BOT_USERNAME": h.telegram.Bot().Username, "JWT_KEYS": "j1:" + jwtSecret, "BOT_CLIENT_KEYS": "b1:" + botSecret,
	}
	h.botEnv = map[string]string{
		"BOT_ADDR": botAddr, "REDIS_URL": h.redis.URL, "BOT_TOKEN": botToken, "BOT_MODE": "polling",
		"TELEGRAM_API_URL": listen(t, h.telegram.Handler()), "API_BASE_URL": h.apiURL, "PUBLIC_URL": h.apiURL,
		"BOT_CLIENT_KEY": "b1:" + botSecret,
	}
	return h
}

// open is build and a start of both services.
func open(t *testing.T) *house {
	t.Helper()
	h := build(t)
	began := time.Now()
	h.startAPI()
	h.api.WaitReady(h.apiURL + "/readyz") // the bot looks for it at once and then only now and then
	h.startBot()
	h.bot.WaitReady(h.botURL + "/readyz")
	h.took("start of both services", began)
	return h
}

// in is the same house in a part of the test.
func (h *house) in(t *testing.T) *house {
	same := *h
	same.t = t
	return &same
}

func (h *house) startServers(database pgboot.Options) {
	h.t.Helper()
	var err error
	if h.postgres, err = pgboot.Start(h.ctx, database); err != nil {
		h.t.Fatal(err)
	}
	h.t.Cleanup(func() { _ = h.postgres.Stop() }) // what is left the next run sweeps
	// A throwaway server acknowledges what a crash would lose; here it must not.
	h.exec("ALTER DATABASE " + pgboot.Database + " SET synchronous_commit = on")

	free, err := port.Pick()
	if err != nil {
		h.t.Fatal(err)
	}
	dir := filepath.Join(h.t.TempDir(), "redis")
	if h.redis, err = redisboot.Start(h.ctx, redisboot.Options{Dir: dir, Port: free}); err != nil {
		h.t.Fatal(err)
	}
	h.t.Cleanup(func() { h.redis.Stop() })
	h.telegram = telegram.New(telegram.Options{Token: botToken, Username: "finance_test_bot"})
	h.t.Cleanup(func() { _ = h.telegram.Close() }) // it keeps nothing
}

// listen serves a handler for as long as the test runs and gives its address.
func listen(t *testing.T, handler http.Handler) string {
	server := httptest.NewServer(handler)
	t.Cleanup(func() {
		server.CloseClientConnections()
		server.Close()
	})
	return server.URL
}

// startAPI brings the schema up to date and starts the API.
func (h *house) startAPI() {
	h.t.Helper()
	h.migrate()
	h.api = devtest.Start(h.t, devtest.Binary(h.t, "api"), pairs(h.apiEnv))
}

func (h *house) migrate() {
	h.t.Helper()
	migration := devtest.Start(h.t, devtest.Binary(h.t, "api"), pairs(h.apiEnv), "migrate", "up")
	select {
	case <-migration.Done():
		migration.Stop() // fails the test where it ended badly
	case <-h.ctx.Done():
		h.t.Fatal("the migration does not end")
	}
}

func (h *house) startBot() {
	h.t.Helper()
	h.bot = devtest.Start(h.t, devtest.Binary(h.t, "bot"), pairs(h.botEnv))
}

func (h *house) awaitReady() {
	h.t.Helper()
	h.api.WaitReady(h.apiURL + "/readyz")
	h.bot.WaitReady(h.botURL + "/readyz")
}

func pairs(settings map[string]string) []string {
	env := make([]string, 0, len(settings))
	for name, value := range settings {
		env = append(env, name+"="+value)
	}
	return env
}

// eventually returns when holds does, and fails the test when it does not in time.
func (h *house) eventually(what string, holds func() bool) {
	h.t.Helper()
	tick := time.NewTicker(glance)
	defer tick.Stop()
	for !holds() {
		select {
		case <-tick.C:
		case <-h.ctx.Done():
			h.t.Fatalf("in vain: %s", what)
		}
	}
}

func freeAddress(t *testing.T) string {
	t.Helper()
	free, err := port.Pick()
	if err != nil {
		t.Fatal(err)
	}
	return port.Loopback(free)
}

// took says how long something took, for those who read the log of a test.
func (h *house) took(what string, since time.Time) {
	h.t.Helper()
	h.t.Logf("%s: %v", what, time.Since(since).Round(10*time.Millisecond))
}
