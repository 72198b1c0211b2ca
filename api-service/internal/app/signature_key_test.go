package app_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"financebot/api-service/internal/app"
	"financebot/api-service/internal/app/apptest"
	"financebot/pkg/signing"
)

func TestSignatureIsGoodForAMinute(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	a.Freeze()
	a.Chat(t, 7)
	const body = `{"chat_id":7}`
	for off, status := range map[time.Duration]int{
		-61 * time.Second: 401, -59 * time.Second: 200, 0: 200, 59 * time.Second: 200, 61 * time.Second: 401, 24 * time.Hour: 401,
	} {
		req := a.Make(t, apptest.Request{Path: "/api/v1/auth/token/get", Body: body})
		apptest.Sign(req, body, a.BotKey, a.Now().Add(off))
		got := a.Send(t, req)
		if got.Status != status || status == 401 && got.Code() != "signature.timestamp" {
			t.Errorf("%v: got %d %s, want %d", off, got.Status, got.Text, status)
		}
	}
}

// ring reads keys.
func ring(t *testing.T, text string) signing.Keys {
	t.Helper()
	k, err := signing.ParseKeys(text)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func TestKeysOfTheBotRotate(t *testing.T) {
	t.Parallel()
	old, next := "b1:"+strings.Repeat("1", 40), "b2:"+strings.Repeat("2", 40)
	with := func(text string) apptest.Option { return func(c *app.Config) { c.BotClientKeys = ring(t, text) } }
	before := apptest.New(t, with(old))
	during := before.Replica(t, with(old+","+next))
	after := before.Replica(t, with(next))
	before.Chat(t, 7)
	for _, step := range []struct {
		at     *apptest.API
		key    string
		status int
	}{
		{before, old, 200}, {before, next, 401},
		{during, old, 200}, {during, next, 200},
		{after, old, 401}, {after, next, 200},
		{during, "b3:" + strings.Repeat("1", 40), 401}, {during, "b1:" + strings.Repeat("2", 40), 401},
	} {
		req := step.at.Make(t, apptest.Request{Path: "/api/v1/auth/token/get?chat_id=7"})
		apptest.Sign(req, "", ring(t, step.key).First(), step.at.Now())
		if got := step.at.Send(t, req); got.Status != step.status {
			t.Errorf("key %s: got %d %s, want %d", step.key[:2], got.Status, got.Text, step.status)
		}
	}
}

func TestUnsignedBotCallsAreTakenWhereAllowed(t *testing.T) {
	t.Parallel()
	a := apptest.New(t, func(c *app.Config) { c.AllowUnsignedBot = true })
	got := a.Do(t, apptest.Request{Path: "/api/v1/auth/telegram/register?chat_id=7"})
	want(t, "register", got, 200, "created jwt_token message success user_id")
	me := a.Do(t, apptest.Request{Method: http.MethodGet, Path: "/api/v1/users/me", Bearer: got.String("jwt_token")})
	if me.Status != http.StatusOK {
		t.Errorf("the chat's token: %d %s", me.Status, me.Text)
	}
	refused(t, "a bad signature", a.Do(t, apptest.Request{Path: "/api/v1/auth/token/get?chat_id=7",
		Header: []string{"X-Signature", "b1:00"}}), 401, "signature.invalid")
}
