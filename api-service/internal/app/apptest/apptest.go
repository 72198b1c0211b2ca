// Package apptest runs the whole service in a test: its own database, a cache, a real listener.
package apptest

import (
	"bytes"
	"context"
	"log/slog"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"

	"financebot/api-service/internal/app"
	"financebot/api-service/internal/auth"
	"financebot/api-service/internal/postgres"
	"financebot/api-service/internal/postgres/pgtest"
	"financebot/api-service/internal/web"
	"financebot/pkg/api"
	"financebot/pkg/client"
	"financebot/pkg/secret"
	"financebot/pkg/signing"
)

// Secrets of the service under test.
const (
	jwtSecret = "jwt-secret-of-the-tests-0123456789abcdef"
	botSecret = "bot-secret-of-the-tests-0123456789abcdef"
)

// redisBudget is generous: a busy machine must not look like a Redis that is down.
const redisBudget = 10 * time.Second

// patience is generous too: a call that waits for its turn is not one that fails.
const patience = 20 * time.Second

// Password is one that every policy takes.
const Password = "a long enough passphrase"

// API is the service under test.
type API struct {
	URL    string
	Config app.Config
	DB     *postgres.DB
	Redis  *miniredis.Miniredis
	BotKey signing.Key

	Operations []web.Operation // the routes that the service has

	service *app.App

	clock *clock
	skew  time.Duration // of this replica's clock
	log   journal
	http  *http.Client
}

// Option changes the configuration before the start.
type Option func(*app.Config)

// New starts the service with limits that tests do not run into unless they ask to, over a
// database of its own and a small Redis in the process, unless the options name others.
func New(t testing.TB, options ...Option) *API {
	t.Helper()
	a := &API{Redis: miniredis.RunT(t), Config: config(t), clock: &clock{}}
	for _, change := range options {
		change(&a.Config)
	}
	if a.Config.RedisURL == "" {
		a.Config.RedisURL = secret.Text("redis://" + a.Redis.Addr())
	}
	a.DB = database(t, a.Config.DatabaseURL)
	a.BotKey = a.Config.BotClientKeys.First()
	a.start(t)
	return a
}

// Replica starts the service once more over the same database and cache.
func (a *API) Replica(t testing.TB, options ...Option) *API {
	t.Helper()
	return a.SkewedReplica(t, 0, options...)
}

// SkewedReplica is a replica whose clock is ahead of the others.
func (a *API) SkewedReplica(t testing.TB, ahead time.Duration, options ...Option) *API {
	t.Helper()
	b := &API{DB: a.DB, Redis: a.Redis, Config: a.Config, BotKey: a.BotKey, clock: a.clock, skew: ahead}
	for _, change := range options {
		change(&b.Config)
	}
	b.start(t)
	return b
}

// database is the one the configuration names, or one of the test's own.
func database(t testing.TB, url secret.Text) *postgres.DB {
	t.Helper()
	if url == "" {
		return pgtest.DB(t)
	}
	db, err := postgres.Open(context.Background(), url.Reveal())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(db.Close)
	return db
}

func config(t testing.TB) app.Config {
	t.Helper()
	return app.Config{
		PublicURL: "https://money.example.com", BotUsername: "finance_test_bot",
		JWTKeys: keys(t, "j1:"+jwtSecret), BotClientKeys: keys(t, "b1:"+botSecret),
		AccessTokenTTL: 15 * time.Minute, RefreshTokenTTL: 720 * time.Hour, TelegramTokenTTL: 720 * time.Hour,
		AuthPerMinute: 1_000_000, APIPerMinute: 1_000_000,
		PasswordMinLength: 8, PasswordBlocklist: true,
		Patience: patience, HashCost: auth.Cost{Memory: 64, Time: 1},
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
	cache, err := web.OpenCache(a.Config.RedisURL.Reveal(), redisBudget)
	if err != nil {
		t.Fatal(err)
	}
	log := slog.New(slog.NewJSONHandler(&a.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	service := app.New(a.Config, a.DB, cache, log, a.Now)
	a.service = service
	a.Operations = service.Operations
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
		if t.Failed() {
			t.Log(a.log.trouble())
		}
	})
}

// Log is everything the service has logged, down to the finest level.
func (a *API) Log() string { return a.log.text() }

// journal keeps a log that is written and read at the same time.
type journal struct {
	mu    sync.Mutex
	lines bytes.Buffer
}

func (j *journal) Write(line []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.lines.Write(line)
}

func (j *journal) text() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.lines.String()
}

// trouble is what of the log a failed test shows.
func (j *journal) trouble() string {
	var lines []string
	for line := range strings.Lines(j.text()) {
		if !strings.Contains(line, `"level":"INFO"`) && !strings.Contains(line, `"level":"DEBUG"`) {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "")
}

// Operate does what `api users` would, for which there are no routes, and gives what it prints.
func (a *API) Operate(args ...string) (string, error) {
	var out strings.Builder
	err := a.service.OperateUsers(context.Background(), args, &out)
	return out.String(), err
}

// Deactivate shuts a user out.
func (a *API) Deactivate(t testing.TB, userID int64) {
	t.Helper()
	if _, err := a.Operate("deactivate", strconv.FormatInt(userID, 10)); err != nil {
		t.Fatal(err)
	}
}

// Now is the service's clock.
func (a *API) Now() time.Time { return a.clock.now().Add(a.skew) }

// Advance puts the clocks of all replicas and of their Redis forward.
func (a *API) Advance(d time.Duration) {
	a.clock.shift.Add(int64(d))
	a.Redis.FastForward(d)
}

// Freeze stops the clocks of all replicas, so that only Advance moves them.
func (a *API) Freeze() { a.clock.frozen.Store(time.Now().UnixNano()) }

// clock is the time of all replicas.
type clock struct{ shift, frozen atomic.Int64 } // nanoseconds

func (c *clock) now() time.Time {
	shift := time.Duration(c.shift.Load())
	if at := c.frozen.Load(); at != 0 {
		return time.Unix(0, at).Add(shift)
	}
	return time.Now().Add(shift)
}

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

// Link binds a chat to the user of a client and gives the chat's token.
func (a *API) Link(t testing.TB, user *client.Client, chatID int64) string {
	t.Helper()
	ctx := context.Background()
	started, err := a.Bot().StartLink(ctx, api.StartLink{Chat: api.Chat{ChatID: chatID}})
	if err != nil {
		t.Fatal(err)
	}
	linked, err := user.ConfirmLink(ctx, api.ConfirmLink{Code: started.Code})
	if err != nil {
		t.Fatal(err)
	}
	return linked.JWTToken
}
