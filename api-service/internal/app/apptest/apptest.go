// Package apptest runs the whole service in a test: its own database, a cache, a real listener.
package apptest

import (
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"

	"financebot/api-service/internal/app"
	"financebot/api-service/internal/postgres"
	"financebot/api-service/internal/postgres/pgtest"
	"financebot/api-service/internal/web"
	"financebot/pkg/api"
	"financebot/pkg/client"
	"financebot/pkg/signing"
)

// Secrets of the service under test.
const (
	jwtSecret = "jwt-secret-of-the-tests-0123456789abcdef"
	botSecret = "bot-secret-of-the-tests-0123456789abcdef"
)

// Password is one that every policy takes.
const Password = "a long enough passphrase"

// API is the service under test.
type API struct {
	URL    string
	Config app.Config
	DB     *postgres.DB
	Redis  *miniredis.Miniredis
	BotKey signing.Key

	shift atomic.Int64 // of the clock, in nanoseconds
	http  *http.Client
}

// Option changes the configuration before the start.
type Option func(*app.Config)

// New starts the service with limits that tests do not run into unless they ask to.
func New(t testing.TB, options ...Option) *API {
	t.Helper()
	a := &API{DB: pgtest.DB(t), Redis: miniredis.RunT(t), Config: config(t)}
	for _, change := range options {
		change(&a.Config)
	}
	a.BotKey = a.Config.BotClientKeys.First()
	a.start(t)
	return a
}

// Replica starts the service once more over the same database and cache.
func (a *API) Replica(t testing.TB) *API {
	t.Helper()
	b := &API{DB: a.DB, Redis: a.Redis, Config: a.Config, BotKey: a.BotKey}
	b.start(t)
	return b
}

func config(t testing.TB) app.Config {
	t.Helper()
	return app.Config{
		PublicURL: "https://money.example.com", BotUsername: "finance_test_bot",
		JWTKeys: keys(t, "j1:"+jwtSecret), BotClientKeys: keys(t, "b1:"+botSecret),
		AccessTokenTTL: 15 * time.Minute, RefreshTokenTTL: 720 * time.Hour, TelegramTokenTTL: 720 * time.Hour,
		AuthPerMinute: 1_000_000, APIPerMinute: 1_000_000,
		PasswordMinLength: 8, PasswordBlocklist: true,
	}
}

func keys(t testing.TB, text string) signing.Keys {
	t.Helper()
	k, err := signing.ParseKeys(text)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func (a *API) start(t testing.TB) {
	t.Helper()
	cache, err := web.OpenCache("redis://" + a.Redis.Addr())
	if err != nil {
		t.Fatal(err)
	}
	log := slog.New(slog.NewTextHandler(testWriter{t}, &slog.HandlerOptions{Level: slog.LevelWarn}))
	service, err := app.New(a.Config, a.DB, cache, log, a.Now)
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- service.Serve(ctx, listener) }()
	a.URL = "http://" + listener.Addr().String()
	a.http = &http.Client{Timeout: 30 * time.Second, Transport: &http.Transport{MaxIdleConnsPerHost: 64}}
	t.Cleanup(func() {
		a.http.CloseIdleConnections()
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
		_ = cache.Close()
	})
}

// testWriter sends the service's log to the test's.
type testWriter struct{ t testing.TB }

func (w testWriter) Write(line []byte) (int, error) {
	w.t.Log(strings.TrimSpace(string(line)))
	return len(line), nil
}

// Now is the service's clock.
func (a *API) Now() time.Time { return time.Now().Add(time.Duration(a.shift.Load())) }

// Advance puts the service's clock forward.
func (a *API) Advance(d time.Duration) { a.shift.Add(int64(d)) }

// Client is a caller without identity.
func (a *API) Client() *client.Client { return client.New(a.URL, a.http).At(a.Now) }

// Bot is a caller that signs as the bot.
func (a *API) Bot() *client.Client { return a.Client().Signing(a.BotKey) }

// Register signs a new user up and gives his client.
func (a *API) Register(t testing.TB, email string) (*client.Client, api.Registered) {
	t.Helper()
	out, err := a.Client().Register(context.Background(), api.Register{Email: email, Password: Password})
	if err != nil {
		t.Fatal(err)
	}
	return a.Client().As(out.AccessToken), out
}

// Chat registers a chat and gives the client by which the bot acts for it.
func (a *API) Chat(t testing.TB, chatID int64) (*client.Client, api.RegisteredChat) {
	t.Helper()
	out, err := a.Bot().RegisterChat(context.Background(), api.RegisterChat{Chat: api.Chat{ChatID: chatID, FirstName: "Ana"}})
	if err != nil {
		t.Fatal(err)
	}
	return a.Bot().As(out.JWTToken), out
}

// Do sends a plain request, as somebody without our client would, and gives status and body.
func (a *API) Do(t testing.TB, method, path, body string, header ...string) (*http.Response, string) {
	t.Helper()
	req, err := http.NewRequest(method, a.URL+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	resp, err := a.http.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	answer, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp, string(answer)
}
