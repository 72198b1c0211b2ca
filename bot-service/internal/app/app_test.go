package app_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"financebot/bot-service/internal/app"
	"financebot/bot-service/internal/bottest"
	"financebot/deploy/dev/devtest"
	"financebot/deploy/dev/port"
	"financebot/deploy/dev/telegram"
	"financebot/pkg/api"
)

func TestMain(m *testing.M) { devtest.Main(m) }

// freeAddr is an address on this machine that nobody listens at.
func freeAddr(t *testing.T) string {
	t.Helper()
	free, err := port.Pick()
	if err != nil {
		t.Fatal(err)
	}
	return port.Loopback(free)
}

func at(addr string) func(*app.Config) { return func(c *app.Config) { c.Addr = addr } }

// get asks until the address answers.
func get(t *testing.T, ctx context.Context, url string) (int, string) {
	t.Helper()
	for {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
		if err != nil {
			t.Fatal(err)
		}
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			if ctx.Err() != nil {
				t.Fatalf("%s: %v", url, err)
			}
			time.Sleep(time.Millisecond)
			continue
		}
		body, err := io.ReadAll(resp.Body)
		if err != nil {
			t.Fatal(err)
		}
		_ = resp.Body.Close()
		return resp.StatusCode, string(body)
	}
}

// waitStatus asks until the answer has the status.
func waitStatus(t *testing.T, ctx context.Context, url string, want int) string {
	t.Helper()
	for {
		status, body := get(t, ctx, url)
		if status == want {
			return body
		}
		if ctx.Err() != nil {
			t.Fatalf("%s: never %d, but %d %s", url, want, status, body)
		}
		time.Sleep(5 * time.Millisecond)
	}
}

func TestHealthTellsHowTheBotIs(t *testing.T) {
	t.Parallel()
	addr := freeAddr(t)
	b := bottest.Start(t, at(addr))
	waitStatus(t, b.Context(), "http://"+addr+"/readyz", 200)
	var h api.Health
	if err := json.Unmarshal([]byte(waitStatus(t, b.Context(), "http://"+addr+"/health", 200)), &h); err != nil {
		t.Fatal(err)
	}
	if h.Status != "ok" || h.Version != "test" || h.Checks["telegram"] != "ok" || h.Checks["api"] != "ok" || h.Checks["redis"] != "ok" {
		t.Errorf("got %+v", h)
	}
	p := b.Telegram.Person(telegram.Person{})
	b.Ask(p, "/start")
	b.Ask(p, "/register")
	b.Ask(p, "/balance")
	const sent = `bot_sends_total{method="sendMessage",outcome="ok"} 3`
	_, metrics := get(t, b.Context(), "http://"+addr+"/metrics")
	// An answer is read by the person a moment before the bot has counted it.
	for limit := b.Context(); !strings.Contains(metrics, sent) && limit.Err() == nil; {
		_, metrics = get(t, b.Context(), "http://"+addr+"/metrics")
	}
	for _, want := range []string{
		`bot_updates_total{kind="message",outcome="ok"}`, `bot_poll_errors_total 0`, `bot_telegram_limited_total 0`,
		`bot_api_call_seconds_count{method="GET",route="/accounts",status="200"} 1`, `bot_user_cache_total{outcome="miss"}`,
		sent, `go_goroutines`,
	} {
		if !strings.Contains(metrics, want) {
			t.Errorf("metrics lack %s", want)
		}
	}
}

func TestBotStartsAloneAndSaysSo(t *testing.T) {
	t.Parallel()
	addr := freeAddr(t)
	b := bottest.Start(t, at(addr), func(c *app.Config) {
		c.TelegramURL, c.APIURL, c.RedisURL = "http://127.0.0.1:1", "http://127.0.0.1:1", "redis://127.0.0.1:1/0"
	})
	waitStatus(t, b.Context(), "http://"+addr+"/livez", 200)
	var h api.Health
	for h.Checks["redis"] != "unreachable" || !strings.Contains(b.Log(), "redis is not there") {
		if err := json.Unmarshal([]byte(waitStatus(t, b.Context(), "http://"+addr+"/readyz", 503)), &h); err != nil {
			t.Fatal(err)
		}
	}
	for _, want := range []string{"telegram is not there", "api is not there", "redis is not there", `"call":"getMe","attempt":1`} {
		if !strings.Contains(b.Log(), want) {
			t.Errorf("the log does not say %q:\n%s", want, b.Log())
		}
	}
}

func TestReadinessFollowsTheAPI(t *testing.T) {
	t.Parallel()
	addr, late := freeAddr(t), freeAddr(t)
	b := bottest.Start(t, at(addr), func(c *app.Config) { c.APIURL = "http://" + late })
	waitStatus(t, b.Context(), "http://"+addr+"/readyz", 503)
	p := b.Telegram.Person(telegram.Person{})
	if m := b.Ask(p, "/start"); !strings.Contains(m.Text, "try again in a minute") {
		t.Errorf("without the API: %q", m.Text)
	}
	l, err := net.Listen("tcp", late)
	if err != nil {
		t.Skipf("the port is gone: %v", err)
	}
	server := &http.Server{Handler: b.API, ReadHeaderTimeout: time.Second}
	go func() { _ = server.Serve(l) }()
	t.Cleanup(func() { _ = server.Close() })
	waitStatus(t, b.Context(), "http://"+addr+"/readyz", 200)
	if m := b.Ask(p, "/start"); !strings.Contains(m.Text, "Welcome") {
		t.Errorf("with it: %q", m.Text)
	}
}

func TestOneRequestIDIsInBothServices(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	p := b.Telegram.Person(telegram.Person{})
	b.Ask(p, "/register")
	b.Stop()
	for line := range strings.Lines(b.Log()) {
		var entry struct {
			Message   string `json:"msg"`
			RequestID string `json:"request_id"`
		}
		if json.Unmarshal([]byte(line), &entry) == nil && entry.Message == "update handled" {
			if entry.RequestID == "" || !b.API.Saw(entry.RequestID) {
				t.Errorf("the API never saw the request id of %s", line)
			}
			return
		}
	}
	t.Errorf("no update was logged:\n%s", b.Log())
}

func TestNoSecretIsEverShown(t *testing.T) {
	t.Parallel()
	addr := freeAddr(t)
	const key = "canary-encryption-key-0123456789"
	b := bottest.Prepare(t, at(addr), func(c *app.Config) {
		c.LogLevel = -8
		c.EncryptionKey = []byte(key)
	})
	reachable := b.Config.TelegramURL
	b.Config.TelegramURL = "http://127.0.0.1:1" // refused: the error would hold the URL
	b.Run()
	for limit := b.Context(); !strings.Contains(b.Log(), "attempt") && limit.Err() == nil; {
		time.Sleep(time.Millisecond)
	}
	b.Stop()
	b.Config.TelegramURL = reachable
	b.Telegram.Fault(telegram.Fault{Method: "sendMessage", Cut: true})
	b.Telegram.Fault(telegram.Fault{Method: "setMyCommands", Status: 500})
	b.Run()
	p := b.Telegram.Person(telegram.Person{})
	b.Tap(p, b.Ask(p, "/start"), "Quick register", "Registration successful!")
	b.Ask(p, "/balance")
	_, metrics := get(t, b.Context(), "http://"+addr+"/metrics")
	var kept strings.Builder
	for _, k := range b.Redis.Keys(b.Context(), "*").Val() {
		fmt.Fprintln(&kept, k, b.Redis.Dump(b.Context(), k).Val())
	}
	for where, shown := range map[string]string{"the log": b.Log(), "the metrics": metrics, "Redis": kept.String()} {
		for _, secret := range []string{strings.SplitN(bottest.Token, ":", 2)[1], strings.SplitN(bottest.KeyText, ":", 2)[1], key, ".c2ln"} {
			if strings.Contains(shown, secret) {
				t.Errorf("%s holds %s", where, secret)
			}
		}
	}
}

func TestStopFinishesWhatItBegan(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	var people []*telegram.Person
	for range 20 {
		p := b.Telegram.Person(telegram.Person{})
		p.Send("/start")
		people = append(people, p)
	}
	b.Says(people[0], "Welcome")
	b.Stop()
	b.Run()
	for _, p := range people {
		b.Says(p, "Welcome")
		if n := len(p.Chat().Messages()); n != 2 {
			t.Errorf("%d messages, want a question and an answer", n)
		}
	}
}

func TestUpdatesDeliveredTwiceAreAnsweredOnce(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	p := b.Telegram.Person(telegram.Person{})
	b.Ask(p, "/start")
	if err := b.Telegram.WaitConfirmed(b.Context()); err != nil {
		t.Fatal(err)
	}
	b.Telegram.Redeliver(1)
	if err := b.Telegram.WaitConfirmed(b.Context()); err != nil {
		t.Fatal(err)
	}
	b.Ask(p, "/help")
	if n := len(p.Chat().Messages()); n != 4 {
		t.Errorf("%d messages: %v", n, p.Chat().Messages())
	}
}

func TestOptionalMethodsMayBeMissing(t *testing.T) {
	t.Parallel()
	b := bottest.Prepare(t)
	b.Telegram.Refuse("setMyCommands", "sendChatAction", "answerCallbackQuery", "deleteWebhook")
	b.Run()
	p := b.Telegram.Person(telegram.Person{})
	b.Tap(p, b.Ask(p, "/start"), "Quick register", "Registration successful!")
	b.Tap(p, b.Ask(p, "/language"), "🇷🇴 Română", "de acum vorbesc română")
}

func TestBlockedChatIsLeftAlone(t *testing.T) {
	t.Parallel()
	b := bottest.Start(t)
	p, other := b.Telegram.Person(telegram.Person{}), b.Telegram.Person(telegram.Person{})
	b.Telegram.Fault(telegram.Fault{Method: "sendMessage", Chat: p.ID, Status: 403, Times: -1})
	p.Send("/start")
	b.Ask(other, "/start")
	if err := b.Telegram.WaitConfirmed(b.Context()); err != nil {
		t.Fatal(err)
	}
	b.Stop()
	if n := len(b.Telegram.Calls("sendMessage")); n != 2 || !strings.Contains(b.Log(), "blocked the bot") {
		t.Errorf("%d messages sent, log:\n%s", n, b.Log())
	}
}

func TestWebhookDeliversAndStops(t *testing.T) {
	t.Parallel()
	addr := freeAddr(t)
	b := bottest.Start(t, at(addr), func(c *app.Config) {
		c.Mode, c.WebhookURL, c.WebhookSecret = "webhook", "http://"+addr+"/hook", "s3cret"
	})
	for range 5 {
		p := b.Telegram.Person(telegram.Person{})
		b.Tap(p, b.Ask(p, "/start"), "Quick register", "Registration successful!")
	}
	resp, err := http.Post("http://"+addr+"/hook", "application/json", strings.NewReader(`{"update_id":1}`))
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	if resp.StatusCode != http.StatusUnauthorized {
		t.Errorf("without the secret: %d", resp.StatusCode)
	}
	silent, err := net.Dial("tcp", addr) // someone who asks nothing holds nothing up
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = silent.Close() }()
	b.Stop()
	b.Config.Mode, b.Config.WebhookURL = "polling", ""
	b.Run() // takes the webhook away, else Telegram refuses to be polled
	b.Ask(b.Telegram.Person(telegram.Person{}), "/start")
}
