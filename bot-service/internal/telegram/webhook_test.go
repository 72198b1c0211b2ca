package telegram

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"financebot/bot-service/internal/redistest"
)

func hooked(t *testing.T, inbox *Inbox) *Bot {
	t.Helper()
	b := newTestBot(t, nowhere(t), inbox)
	b.hook = Webhook{URL: "https://bot.example/hook", Secret: "s3cret"}
	return b
}

func post(t *testing.T, b *Bot, secret, body string) int {
	t.Helper()
	r := httptest.NewRequestWithContext(ctx(t), http.MethodPost, "/hook", strings.NewReader(body))
	r.Header.Set(headerSecret, secret)
	w := httptest.NewRecorder()
	b.ServeHTTP(w, r)
	return w.Code
}

func TestDeliveryIsCheckedBeforeItIsRead(t *testing.T) {
	t.Parallel()
	b := hooked(t, NewInbox(redistest.Client(t), testBot, "a"))
	c := collect(b, nil)
	good := textUpdate(1, 7, "hello")
	for _, step := range []struct {
		secret, body string
		want         int
	}{
		{"", good, 401}, {"wrong", good, 401}, {"s3cret", "{", 400}, {"s3cret", "{}", 400}, {"s3cret", "[]", 400},
		{"s3cret", `{"update_id":9,"x":"` + strings.Repeat("x", maxUpdate) + `"}`, 413},
		{"s3cret", good, 200}, {"s3cret", good, 200},
	} {
		if got := post(t, b, step.secret, step.body); got != step.want {
			t.Errorf("%q %.40s: got %d, want %d", step.secret, step.body, got, step.want)
		}
	}
	b.intake.dispatch.drain(ctx(t))
	if got := c.wait(t, 1); len(got) != 1 {
		t.Errorf("handled %v", got)
	}
	if got := post(t, b, "s3cret", textUpdate(2, 7, "late")); got != 503 {
		t.Errorf("while stopping: got %d", got)
	}
}

func TestPollingBotHasNoWebhook(t *testing.T) {
	t.Parallel()
	b := newTestBot(t, nowhere(t), NewInbox(redistest.Gone(t), testBot, "a"))
	if got := post(t, b, "", textUpdate(1, 7, "hello")); got != 401 {
		t.Errorf("got %d", got)
	}
}

// Telegram sends a chat's next update when the one before is acknowledged, perhaps to another
// replica, and without Redis nobody else keeps it.
func TestDeliveryIsAcknowledgedWhenHandled(t *testing.T) {
	t.Parallel()
	for name, client := range map[string]redis.Cmdable{"Redis up": redistest.Client(t), "Redis down": redistest.Gone(t)} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := hooked(t, NewInbox(client, testBot, "a"))
			begun, release := make(chan struct{}), make(chan struct{})
			collect(b, func(*Turn) { close(begun); <-release })
			answered := make(chan int, 1)
			go func() { answered <- post(t, b, "s3cret", textUpdate(1, 7, "hello")) }()
			<-begun
			select {
			case code := <-answered:
				t.Fatalf("answered %d before it was handled", code)
			default:
			}
			close(release)
			if code := <-answered; code != 200 {
				t.Errorf("got %d", code)
			}
		})
	}
}

func TestSlowDeliveryIsAcknowledgedWhenKept(t *testing.T) {
	t.Parallel()
	b := hooked(t, NewInbox(redistest.Client(t), testBot, "a"))
	b.hookPatience = time.Millisecond
	release := make(chan struct{})
	collect(b, func(*Turn) { <-release })
	if code := post(t, b, "s3cret", textUpdate(1, 7, "hello")); code != 200 {
		t.Errorf("got %d", code)
	}
	close(release)
}
