package app_test

import (
	"context"
	"crypto/rand"
	"strconv"
	"strings"
	"testing"

	"financebot/api-service/internal/app"
	"financebot/api-service/internal/app/apptest"
	"financebot/api-service/internal/postgres/pgtest"
	"financebot/pkg/api"
	"financebot/pkg/client"
	"financebot/pkg/secret"
)

// signedIn is a user with two web sessions and a chat.
type signedIn struct {
	id            int64
	first, second api.LoggedIn
	chat          string // the chat's token
}

// sessionClients are callers by the names of their sessions.
type sessionClients map[string]*client.Client

// clients speak to a replica from each of the sessions.
func (u signedIn) clients(a *apptest.API) sessionClients {
	return sessionClients{
		"first":  a.Client().As(u.first.AccessToken),
		"second": a.Client().As(u.second.AccessToken),
		"chat":   a.Bot().As(u.chat),
	}
}

func signIn(t *testing.T, a *apptest.API) signedIn {
	t.Helper()
	ana, who := a.Register(t, "ana@example.com")
	return signedIn{
		id: who.UserID, chat: a.Link(t, ana, 7),
		first: login(t, a, "ana@example.com"), second: login(t, a, "ana@example.com"),
	}
}

// What is taken back on one replica is refused by the other on the very next request, whether
// Redis is there or not.
func TestRevocationReachesEveryReplicaAtOnce(t *testing.T) {
	t.Parallel()
	const still, over = "", api.CodeSessionEnded
	ctx := context.Background()
	type sessions map[string]*client.Client
	for name, step := range map[string]struct {
		do                  func(a *apptest.API, id int64, by sessions) error
		first, second, chat string // what each session meets afterwards
	}{
		"logout":             {func(_ *apptest.API, _ int64, by sessions) error { return failure(by["second"].Logout(ctx)) }, still, over, still},
		"logout of the chat": {func(_ *apptest.API, _ int64, by sessions) error { return failure(by["chat"].Logout(ctx)) }, still, still, over},
		"logout-all":         {func(_ *apptest.API, _ int64, by sessions) error { return failure(by["first"].LogoutAll(ctx)) }, over, over, over},
		"unlink":             {func(_ *apptest.API, _ int64, by sessions) error { return failure(by["first"].UnlinkChat(ctx)) }, still, still, over},
		"unlink by the chat": {func(_ *apptest.API, _ int64, by sessions) error { return failure(by["chat"].UnlinkChat(ctx)) }, still, still, over},
		"another password": {func(_ *apptest.API, _ int64, by sessions) error {
			in := api.ChangePassword{CurrentPassword: apptest.Password, NewPassword: "quite another phrase"}
			return failure(by["first"].ChangePassword(ctx, in))
		}, still, over, over},
		"deactivation": {func(a *apptest.API, id int64, _ sessions) error {
			a.Deactivate(t, id)
			return nil
		}, over, over, over},
		"deletion": {func(_ *apptest.API, _ int64, by sessions) error {
			return failure(by["first"].DeleteUser(ctx, api.DeleteUser{Password: apptest.Password}))
		}, over, over, over},
	} {
		for _, redis := range []string{"up", "down"} {
			t.Run(name+", Redis "+redis, func(t *testing.T) {
				t.Parallel()
				a := apptest.New(t)
				b := a.Replica(t)
				u := signIn(t, a)
				wanted := map[string]string{"first": step.first, "second": step.second, "chat": step.chat}
				for session, c := range u.clients(b) {
					if err := failure(c.Accounts(ctx)); err != nil {
						t.Fatalf("%s before: %v", session, err)
					}
				}
				if redis == "down" {
					a.Redis.Close()
				}
				if err := step.do(a, u.id, sessions(u.clients(a))); err != nil {
					t.Fatal(err)
				}
				for place, replica := range map[string]*apptest.API{"the other replica": b, "the same replica": a} {
					for session, c := range u.clients(replica) {
						err := failure(c.Accounts(ctx))
						if code := wanted[session]; code == still && err != nil || code != still && !is(err, code) {
							t.Errorf("%s on %s: got %v, want %q", session, place, err, code)
						}
					}
				}
				err := failure(b.Client().Refresh(ctx, u.second.RefreshToken))
				if (err != nil) != (step.second != still) {
					t.Errorf("the refresh token of the second: %v", err)
				}
			})
		}
	}
}

func TestDeactivatedUserStaysOut(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	u := signIn(t, a)
	web, err := a.Client().As(u.first.AccessToken).GenerateCode(ctx, api.PurposeWebLogin)
	if err != nil {
		t.Fatal(err)
	}
	a.Deactivate(t, u.id)
	for what, got := range map[string]struct {
		err  error
		code string
	}{
		"login":         {failure(a.Client().Login(ctx, api.Login{Email: "ana@example.com", Password: apptest.Password})), api.CodeCredentials},
		"refresh":       {failure(a.Client().Refresh(ctx, u.second.RefreshToken)), api.CodeSessionEnded},
		"callback":      {failure(a.Client().Callback(ctx, web.Code)), api.CodeCodeInvalid},
		"chat token":    {failure(a.Bot().ChatToken(ctx, 7)), api.CodeChatUnknown},
		"chat register": {failure(a.Bot().RegisterChat(ctx, api.RegisterChat{Chat: api.Chat{ChatID: 7}})), api.CodeChatUnknown},
	} {
		if !is(got.err, got.code) {
			t.Errorf("%s: got %v, want %s", what, got.err, got.code)
		}
	}
	if out, err := a.Bot().ChatUser(ctx, 7); err != nil || out.Linked {
		t.Errorf("verify-user: %+v, %v", out, err)
	}
}

func TestOperatorShutsAUserOut(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t, func(c *app.Config) { c.DatabaseURL = secret.Text(pgtest.URL(t)) }), context.Background()
	ana, who := a.Register(t, "ana@example.com")
	if err := failure(ana.Accounts(ctx)); err != nil {
		t.Fatal(err)
	}
	var said strings.Builder
	if err := app.Users(ctx, a.Config, []string{"deactivate", strconv.FormatInt(who.UserID, 10)}, &said); err != nil || said.Len() == 0 {
		t.Fatalf("said %q, %v", &said, err)
	}
	if err := failure(ana.Accounts(ctx)); !is(err, api.CodeSessionEnded) {
		t.Errorf("the next request: %v", err)
	}
	for _, nobody := range []string{"ana@example.com", "99"} {
		if err := app.Users(ctx, a.Config, []string{"deactivate", nobody}, &said); err == nil {
			t.Errorf("%s: no error", nobody)
		}
	}
}

// A voiding that Redis missed holds on the next request all the same, although Redis comes back
// with the passes of before.
func TestLogoutHoldsWhileRedisComesAndGoes(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	a.Freeze() // so that no pass ends by itself
	b := a.Replica(t)
	for range 10 {
		u := login(t, a, register(t, a))
		at := b.Client().As(u.AccessToken)
		for range 3 {
			if err := failure(at.Accounts(ctx)); err != nil {
				t.Fatal(err)
			}
		}
		if n := passes(a); n == 0 {
			t.Fatal("nobody has a pass")
		}

		a.Redis.Close()
		if err := failure(a.Client().As(u.AccessToken).Logout(ctx)); err != nil {
			t.Fatal(err)
		}
		if err := a.Redis.Restart(); err != nil {
			t.Fatal(err)
		}

		if n := passes(a); n == 0 {
			t.Fatal("Redis came back without its passes")
		}
		for range 3 {
			if err := failure(at.Accounts(ctx)); !is(err, api.CodeSessionEnded) {
				t.Fatalf("the other replica: %v", err)
			}
		}
	}
}

// register signs up somebody new and gives the address.
func register(t *testing.T, a *apptest.API) string {
	t.Helper()
	email := strings.ToLower(rand.Text()) + "@example.com"
	a.Register(t, email)
	return email
}

// passes counts those that lie in Redis.
func passes(a *apptest.API) (n int) {
	for _, key := range a.Redis.Keys() {
		if strings.HasPrefix(key, "api:pass:") {
			n++
		}
	}
	return n
}
