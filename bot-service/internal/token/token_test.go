package token_test

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/redis/go-redis/v9"

	"financebot/bot-service/internal/bottest"
	"financebot/bot-service/internal/redistest"
	"financebot/bot-service/internal/text"
	"financebot/bot-service/internal/token"
	"financebot/pkg/api"
	"financebot/pkg/client"
	"financebot/pkg/errs"
	"financebot/pkg/signing"
)

func ctx(t *testing.T) context.Context {
	t.Helper()
	c, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	t.Cleanup(cancel)
	return c
}

// manager is one replica's.
func manager(t *testing.T, a *bottest.API, r redis.Cmdable, key []byte) *token.Manager {
	t.Helper()
	keys, err := signing.ParseKeys(bottest.KeyText)
	if err != nil {
		t.Fatal(err)
	}
	quiet := slog.New(slog.NewTextHandler(io.Discard, nil))
	store, err := token.NewStore(r, "700100200", key, quiet)
	if err != nil {
		t.Fatal(err)
	}
	h := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 64}}
	t.Cleanup(h.CloseIdleConnections)
	return token.New(client.New(a.URL, h).Signing(keys.First()), store, quiet, prometheus.NewRegistry())
}

// accounts is a call that needs a token.
func accounts(ctx context.Context) func(*client.Client) error {
	return func(c *client.Client) error {
		_, err := c.Accounts(ctx)
		return err
	}
}

func TestManyUpdatesOfAChatRefreshItsTokenOnce(t *testing.T) {
	t.Parallel()
	const chats, each = 200, 5
	for name, setup := range map[string]struct {
		redis    func(testing.TB) redis.Cmdable
		replicas int
		revoked  bool // refused by the API, or ended by themselves
	}{
		"expired, Redis up, two replicas": {redistest.Client, 2, false},
		"revoked, Redis up, two replicas": {redistest.Client, 2, true},
		"expired, Redis down":             {redistest.Gone, 1, false},
		"revoked, Redis down":             {redistest.Gone, 1, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a, r := bottest.NewAPI(t), setup.redis(t)
			replicas := make([]*token.Manager, setup.replicas)
			for i := range replicas {
				replicas[i] = manager(t, a, r, nil)
			}
			life := 30 * time.Second // too short to be used
			if setup.revoked {
				life = time.Hour
			}
			for chat := range int64(chats) {
				a.User(chat+1, "A", "en", "")
				replicas[0].Keep(ctx(t), chat+1, a.Token(chat+1, life))
			}
			if setup.revoked {
				a.Revoke()
			}
			var answered atomic.Int64
			var all sync.WaitGroup
			for n := range chats * each {
				all.Go(func() {
					if err := replicas[n%len(replicas)].Do(ctx(t), int64(n%chats)+1, accounts(ctx(t))); err != nil {
						t.Errorf("chat %d: %v", n%chats+1, err)
						return
					}
					answered.Add(1)
				})
			}
			all.Wait()
			if got := answered.Load(); got != chats*each {
				t.Errorf("%d of %d updates answered", got, chats*each)
			}
			for chat, n := range a.Refreshes() {
				if n != 1 {
					t.Errorf("chat %d was refreshed %d times", chat, n)
				}
			}
			if len(a.Refreshes()) != chats {
				t.Errorf("%d of %d chats refreshed", len(a.Refreshes()), chats)
			}
		})
	}
}

func TestTokenIsKeptUnderItsKeyForThirtyDays(t *testing.T) {
	t.Parallel()
	a, r := bottest.NewAPI(t), redistest.Client(t)
	m := manager(t, a, r, nil)
	kept := a.Token(7, time.Hour)
	m.Keep(ctx(t), 7, kept)
	if got := r.Get(ctx(t), "chat_id:7:jwt").Val(); got != kept {
		t.Errorf("got %q, want the token as it is", got)
	}
	if ttl := r.TTL(ctx(t), "chat_id:7:jwt").Val(); ttl < 29*24*time.Hour || ttl > 30*24*time.Hour {
		t.Errorf("it stays for %v", ttl)
	}
	m.Drop(ctx(t), 7)
	if err := r.Get(ctx(t), "chat_id:7:jwt").Err(); !errors.Is(err, redis.Nil) {
		t.Errorf("dropped, yet there: %v", err)
	}
}

func TestEncryptedTokenOpensOnlyInItsPlace(t *testing.T) {
	t.Parallel()
	a, r := bottest.NewAPI(t), redistest.Client(t)
	a.User(7, "A", "en", "")
	a.User(8, "B", "en", "")
	m := manager(t, a, r, []byte(strings.Repeat("k", 32)))
	plain := a.Token(7, time.Hour)
	m.Keep(ctx(t), 7, plain)
	sealed := r.Get(ctx(t), "chat_id:7:jwt").Val()
	if sealed == "" || strings.Contains(sealed, strings.Split(plain, ".")[1]) {
		t.Fatalf("kept as %q", sealed)
	}
	if err := m.Do(ctx(t), 7, accounts(ctx(t))); err != nil || a.Refreshes()[7] != 0 {
		t.Errorf("its own place: %v, %d refreshes", err, a.Refreshes()[7])
	}
	// Another chat's token, another key, a changed or a foreign value: each counts as missing.
	r.Set(ctx(t), "chat_id:8:jwt", sealed, time.Hour)
	if err := m.Do(ctx(t), 8, accounts(ctx(t))); err != nil || a.Refreshes()[8] != 1 {
		t.Errorf("another place: %v, %d refreshes", err, a.Refreshes()[8])
	}
	for i, value := range []string{sealed[:len(sealed)-2] + "xx", "short", plain, ""} {
		r.Set(ctx(t), "chat_id:7:jwt", value, time.Hour)
		if err := m.Do(ctx(t), 7, accounts(ctx(t))); err != nil || a.Refreshes()[7] != i+1 {
			t.Errorf("%q: %v, %d refreshes", value, err, a.Refreshes()[7])
		}
	}
	if _, err := token.NewStore(r, "700100200", []byte("short"), nil); err == nil {
		t.Error("a short key passes")
	}
}

func TestUnknownChatIsSaidAndForgotten(t *testing.T) {
	t.Parallel()
	a, r := bottest.NewAPI(t), redistest.Client(t)
	m := manager(t, a, r, nil)
	m.Keep(ctx(t), 7, bottest.JWT(time.Now().Add(time.Hour))) // of a user who is gone
	err := m.Do(ctx(t), 7, accounts(ctx(t)))
	if e := errs.As(err); e == nil || e.Code != api.CodeChatUnknown {
		t.Errorf("got %v", err)
	}
	if n := r.Exists(ctx(t), "chat_id:7:jwt").Val(); n != 0 {
		t.Error("the token is still there")
	}
}

func TestRefusedSignatureIsNotTheTokensFault(t *testing.T) {
	t.Parallel()
	a := bottest.NewAPI(t)
	a.User(7, "A", "en", "")
	m := manager(t, a, redistest.Client(t), nil)
	m.Keep(ctx(t), 7, a.Token(7, time.Hour))
	a.Refuse("GET /accounts", signing.ErrClock)
	if err := m.Do(ctx(t), 7, accounts(ctx(t))); !errors.Is(err, signing.ErrClock) || a.Refreshes()[7] != 0 {
		t.Errorf("got %v after %d refreshes", err, a.Refreshes()[7])
	}
}

func TestTokenThatIsNeverAcceptedEndsTheTrying(t *testing.T) {
	t.Parallel()
	a := bottest.NewAPI(t)
	a.User(7, "A", "en", "")
	a.Refuse("GET /accounts", errs.New(errs.Unauthenticated, api.CodeSessionEnded, ""))
	m := manager(t, a, redistest.Client(t), nil)
	if err := m.Do(ctx(t), 7, accounts(ctx(t))); !errs.Is(err, errs.Unauthenticated) || a.Refreshes()[7] != 2 {
		t.Errorf("got %v after %d refreshes", err, a.Refreshes()[7])
	}
}

func TestOneWhoGivesUpDoesNotSpoilItForTheOthers(t *testing.T) {
	t.Parallel()
	a := bottest.NewAPI(t)
	a.User(7, "A", "en", "")
	m := manager(t, a, redistest.Client(t), nil)
	gone, cancel := context.WithCancel(ctx(t))
	cancel()
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			if err := m.Do(gone, 7, accounts(gone)); !errors.Is(err, context.Canceled) && !errors.Is(err, client.ErrUnreachable) {
				t.Errorf("the one who gave up: %v", err)
			}
		})
		all.Go(func() {
			if err := m.Do(ctx(t), 7, accounts(ctx(t))); err != nil {
				t.Errorf("another: %v", err)
			}
		})
	}
	all.Wait()
}

func TestUserIsAskedForOnceInFiveMinutes(t *testing.T) {
	t.Parallel()
	a := bottest.NewAPI(t)
	m := manager(t, a, redistest.Client(t), nil)
	catalog, err := text.Load()
	if err != nil {
		t.Fatal(err)
	}
	users := token.NewUsers(m, catalog, prometheus.NewRegistry())
	if got := users.Words(ctx(t), 7, "ru").Language; got != "ru" {
		t.Errorf("a stranger: got %s, want Telegram's", got)
	}
	users.Choose(ctx(t), 7, "ro")
	if got := users.Words(ctx(t), 7, "ru").Language; got != "ro" {
		t.Errorf("a stranger who chose: got %s", got)
	}
	a.User(7, "A", "en", "")
	users.Forget(7)
	for range 3 {
		if got := users.Words(ctx(t), 7, "ru").Language; got != "en" {
			t.Errorf("a user: got %s, want his own", got)
		}
	}
	if n := a.Calls("GET /users/me"); n != 1 {
		t.Errorf("asked %d times", n)
	}
	users.Choose(ctx(t), 7, "ru") // as another replica does when he changes it there
	if got := users.Words(ctx(t), 7, "en").Language; got != "ru" {
		t.Errorf("changed elsewhere: got %s", got)
	}
	users.Choose(ctx(t), 7, "en")
	users.Forget(7)
	a.Down(true)
	if got := users.Words(ctx(t), 7, "ru").Language; got != "en" {
		t.Errorf("while the API is down: got %s, want what is remembered", got)
	}
}
