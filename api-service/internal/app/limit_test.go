package app_test

import (
	"context"
	"fmt"
	"net/http"
	"net/netip"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"financebot/api-service/internal/app"
	"financebot/api-service/internal/app/apptest"
	"financebot/deploy/dev/devtest"
	"financebot/pkg/api"
	"financebot/pkg/secret"
)

// usual are the limits of a service in production.
func usual(c *app.Config) { c.AuthPerMinute, c.APIPerMinute = 5, 100 }

// budget reads the headers of a limited answer, which must be whole.
func budget(t *testing.T, a *apptest.API, got apptest.Answer) (limit, remaining int) {
	t.Helper()
	var n [3]int
	for i, name := range []string{"X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset"} {
		var err error
		if n[i], err = strconv.Atoi(got.Header.Get(name)); err != nil {
			t.Fatalf("%s: %q", name, got.Header.Get(name))
		}
	}
	if until := time.Unix(int64(n[2]), 0).Sub(a.Now()); until < -time.Second || until > time.Minute {
		t.Errorf("the budget is told to begin anew in %v", until)
	}
	return n[0], n[1]
}

func TestStrangersGetFiveTriesAMinute(t *testing.T) {
	t.Parallel()
	for _, redis := range []string{"up", "down"} {
		t.Run("Redis "+redis, func(t *testing.T) {
			t.Parallel()
			a := apptest.New(t, usual)
			if redis == "down" {
				a.Redis.Close()
			}
			a.Freeze()
			for i := range 5 {
				got := a.Do(t, logIn(a, fmt.Sprintf("u%d@example.com", i), "wrong password"))
				refused(t, "within the limit", got, 401, api.CodeCredentials)
				if limit, left := budget(t, a, got); limit != 5 || left != 4-i {
					t.Errorf("try %d: %d of %d left", i+1, left, limit)
				}
			}
			for _, path := range []string{"login", "register", "refresh", "callback"} {
				got := a.Do(t, apptest.Request{Path: "/api/v1/auth/" + path, Body: "{}"})
				refused(t, path, got, 429, api.CodeLimited)
				if limit, left := budget(t, a, got); limit != 5 || left != 0 {
					t.Errorf("%s: %d of %d left", path, left, limit)
				}
				if s, err := strconv.Atoi(got.Header.Get("Retry-After")); err != nil || s < 1 || s > 60 {
					t.Errorf("%s: Retry-After %q", path, got.Header.Get("Retry-After"))
				}
			}
			a.Advance(61 * time.Second)
			if got := a.Do(t, logIn(a, "u@example.com", "wrong password")); got.Status != http.StatusUnauthorized {
				t.Errorf("a minute later: %d", got.Status)
			}
		})
	}
}

// The headers that name a caller's address count only where a trusted proxy wrote them.
func TestForgedAddressesAreNotBelieved(t *testing.T) {
	t.Parallel()
	try := apptest.Request{Path: "/api/v1/auth/refresh", Body: `{"refresh_token":"nonsense"}`}
	people := devtest.Sized(40, 250)
	flood := func(a *apptest.API, name string) (admitted int64) {
		var n atomic.Int64
		many(people, func(i int) {
			in := try
			in.Header = []string{name, fmt.Sprintf("198.18.%d.%d", i/250, i%250)}
			if name == "Forwarded" {
				in.Header[1] = "for=" + in.Header[1]
			}
			if got := a.Do(t, in); got.Status != http.StatusTooManyRequests {
				n.Add(1)
			}
		})
		return n.Load()
	}
	a := apptest.New(t, usual)
	a.Freeze()
	for _, name := range []string{"X-Forwarded-For", "Forwarded", "X-Real-IP", "X-Client-IP", "True-Client-IP"} {
		if n := flood(a, name); n != 5 {
			t.Errorf("%s: %d tries were admitted, want 5", name, n)
		}
		a.Advance(61 * time.Second)
	}
	behind := apptest.New(t, usual, func(c *app.Config) { c.TrustedProxies = app.Prefixes{netip.MustParsePrefix("127.0.0.0/8")} })
	behind.Freeze()
	if n := flood(behind, "X-Forwarded-For"); n != int64(people) {
		t.Errorf("%d people behind a trusted proxy: %d tries were admitted", people, n)
	}
	for i := range 10 {
		in := try
		in.Header = []string{"X-Forwarded-For", fmt.Sprintf("203.0.113.%d, 198.51.100.7", i)}
		if got := behind.Do(t, in); (got.Code() == api.CodeLimited) != (i >= 5) {
			t.Errorf("try %d with a forged first hop: %d %s", i+1, got.Status, got.Code())
		}
	}
	for i := range 10 {
		in := try
		in.Header = []string{"X-Forwarded-For", fmt.Sprintf("2001:db8:1:2:%x::1", i+1)}
		if got := behind.Do(t, in); (got.Code() == api.CodeLimited) != (i >= 5) {
			t.Errorf("try %d from one IPv6 network: %d %s", i+1, got.Status, got.Code())
		}
	}
}

// realRedis gives the service a database of its own on a real Redis.
func realRedis(t *testing.T) apptest.Option {
	t.Helper()
	options, err := redis.ParseURL(devtest.Redis(t))
	if err != nil {
		t.Fatal(err)
	}
	options.DB = 901
	r := redis.NewClient(options)
	t.Cleanup(func() { _ = r.Close() })
	if err := r.FlushDB(context.Background()).Err(); err != nil {
		t.Fatal(err)
	}
	return func(c *app.Config) {
		c.RedisURL = secret.Text(fmt.Sprintf("redis://%s/%d", options.Addr, options.DB))
	}
}

func TestReplicasShareOneExactBudget(t *testing.T) {
	t.Parallel()
	a := apptest.New(t, usual, realRedis(t))
	b := a.SkewedReplica(t, 5*time.Second)
	_, ana := a.Register(t, "ana@example.com")
	other, _ := a.Register(t, "bob@example.com")
	second := anotherSession(t, a, a.Client().As(ana.AccessToken)).AccessToken // one call
	var admitted, limited atomic.Int64
	seen := make([]atomic.Int64, 101)
	many(50, func(i int) {
		for j := range 20 {
			on := []*apptest.API{a, b}[(i+j)%2]
			got := on.Do(t, apptest.Request{Method: http.MethodGet, Path: "/api/v1/users/me", Bearer: []string{ana.AccessToken, second}[j%2]})
			limit, left := budget(t, on, got)
			if limit != 100 {
				t.Errorf("the limit is told as %d", limit)
			}
			switch got.Status {
			case http.StatusOK:
				admitted.Add(1)
				seen[left].Add(1)
			case http.StatusTooManyRequests:
				limited.Add(1)
				if left != 0 || got.Header.Get("Retry-After") == "" {
					t.Errorf("limited with %d left, Retry-After %q", left, got.Header.Get("Retry-After"))
				}
			default:
				t.Errorf("got %d %s", got.Status, got.Text)
			}
		}
	})
	if admitted.Load() != 99 || limited.Load() != 901 {
		t.Errorf("%d of a thousand calls were admitted and %d limited, want 99 beside the one before", admitted.Load(), limited.Load())
	}
	for left := range 99 {
		if n := seen[left].Load(); n != 1 {
			t.Errorf("%d calls were told that %d are left", n, left)
		}
	}
	if _, err := other.User(context.Background()); err != nil {
		t.Errorf("another user: %v", err)
	}
}

func TestReplicasCountAloneWithoutRedis(t *testing.T) {
	t.Parallel()
	a := apptest.New(t, usual)
	a.Freeze()
	_, ana := a.Register(t, "ana@example.com")
	b := a.Replica(t)
	a.Redis.Close()
	for _, on := range []*apptest.API{a, b} {
		var admitted atomic.Int64
		many(50, func(int) {
			for range 4 {
				got := on.Do(t, apptest.Request{Method: http.MethodGet, Path: "/api/v1/users/me", Bearer: ana.AccessToken})
				budget(t, on, got)
				if got.Status == http.StatusOK {
					admitted.Add(1)
				}
			}
		})
		if admitted.Load() != 100 {
			t.Errorf("%d calls were admitted, want 100", admitted.Load())
		}
	}
}
