package telegram_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"financebot/deploy/dev/telegram"
)

// pushed is what a webhook got, and how it is to answer.
type pushed struct {
	update telegram.Update
	secret string
	answer chan<- response
}

type response struct {
	status int
	body   string
}

// listen serves a webhook whose pushes come out of the channel.
func listen(t *testing.T) (string, <-chan pushed) {
	t.Helper()
	pushes := make(chan pushed)
	hook := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		answer := make(chan response, 1)
		p := pushed{secret: r.Header.Get("X-Telegram-Bot-Api-Secret-Token"), answer: answer}
		if err := json.Unmarshal(body, &p.update); err != nil {
			t.Errorf("push: %v", err)
		}
		select {
		case pushes <- p:
		case <-r.Context().Done():
			return
		}
		select {
		case a := <-answer:
			w.WriteHeader(a.status)
			_, _ = io.WriteString(w, a.body)
		case <-r.Context().Done():
		}
	}))
	t.Cleanup(hook.Close)
	return hook.URL, pushes
}

func next(t *testing.T, pushes <-chan pushed) pushed {
	t.Helper()
	select {
	case p := <-pushes:
		return p
	case <-ctx(t).Done():
		t.Fatal("no push came")
		return pushed{}
	}
}

func TestWebhookIsPushedUntilItIsTaken(t *testing.T) {
	t.Parallel()
	srv, b := setup(t, telegram.Options{WebhookBackoff: time.Millisecond})
	ana := started(srv, b)
	url, pushes := listen(t)
	get[bool](b, "setWebhook", params{"url": url, "secret_token": "s3cret", "allowed_updates": `["message"]`})
	b.refused("getUpdates", nil, 409, "Conflict: can't use getUpdates method while webhook is active")

	ana.Send("one")
	ana.Send("two")
	first := next(t, pushes)
	if first.secret != "s3cret" || first.update.Message.Text != "one" {
		t.Errorf("got %+v", first)
	}
	first.answer <- response{status: 500}
	again := next(t, pushes)
	if again.update.ID != first.update.ID {
		t.Errorf("a chat's updates are pushed in order: got %+v", again.update)
	}
	info := get[map[string]any](b, "getWebhookInfo", nil)
	if info["last_error_message"] != "Wrong response from the webhook: 500 Internal Server Error" || info["pending_update_count"] != 2.0 {
		t.Errorf("info: %v", info)
	}
	again.answer <- response{status: 200, body: `{"method":"sendMessage","chat_id":` + idText(ana.ID) + `,"text":"as reply"}`}
	second := next(t, pushes)
	second.answer <- response{status: 200}
	if second.update.Message.Text != "two" {
		t.Errorf("got %+v", second.update)
	}
	if err := srv.WaitConfirmed(ctx(t)); err != nil {
		t.Fatal(err)
	}
	if got, err := ana.Chat().WaitReply(ctx(t), 0); err != nil || got.Text != "as reply" {
		t.Errorf("got %+v, %v", got, err)
	}

	get[bool](b, "deleteWebhook", nil)
	if got := b.updates(0); len(got) != 0 {
		t.Errorf("taken updates came again: %+v", got)
	}
}

func TestChatsArePushedSideBySide(t *testing.T) {
	t.Parallel()
	srv, b := setup(t, telegram.Options{})
	ana, mihai := started(srv, b), srv.Person(telegram.Person{FirstName: "Mihai"})
	url, pushes := listen(t)
	get[bool](b, "setWebhook", params{"url": url})
	ana.Send("slow to handle")
	mihai.Send("meanwhile")
	one, two := next(t, pushes), next(t, pushes)
	one.answer <- response{status: 200}
	two.answer <- response{status: 200}
	if one.update.Message.Chat.ID == two.update.Message.Chat.ID {
		t.Error("both pushes are of one chat")
	}
}

func TestDroppedUpdatesDoNotCome(t *testing.T) {
	t.Parallel()
	srv, b := setup(t, telegram.Options{})
	started(srv, b).Send("old")
	get[bool](b, "deleteWebhook", params{"drop_pending_updates": true})
	if got := b.updates(0); len(got) != 0 {
		t.Errorf("got %+v", got)
	}
}

func TestSetWebhookRefuses(t *testing.T) {
	t.Parallel()
	_, b := setup(t, telegram.Options{})
	b.refused("setWebhook", params{"url": "nonsense"}, 400, "bad webhook")
	b.refused("setWebhook", params{"url": "https://example.org/", "secret_token": "no spaces"}, 400, "unallowed characters")
}
