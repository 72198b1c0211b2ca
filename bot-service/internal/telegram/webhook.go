package telegram

import (
	"context"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"time"

	"financebot/pkg/secret"
)

const (
	maxUpdate     = 1 << 20
	headerSecret  = "X-Telegram-Bot-Api-Secret-Token"
	hookConnected = 40               // deliveries that Telegram makes at once
	hookPatience  = 20 * time.Second // that one of them waits for its update to be handled
)

// Webhook says where Telegram delivers updates, instead of being polled for them.
type Webhook struct {
	URL    string
	Secret secret.Text // proves that it is Telegram who delivers
}

// route tells Telegram how updates travel.
func (b *Bot) route(ctx context.Context) error {
	if b.hook.URL == "" {
		b.poller.reclaim(ctx) // a server that knows no webhooks is no reason not to poll
		return ctx.Err()
	}
	return b.insist(ctx, "setWebhook", func(ctx context.Context) error {
		return b.api.call(ctx, "setWebhook", map[string]any{
			"url": b.hook.URL, "secret_token": b.hook.Secret.Reveal(),
			"allowed_updates": wanted, "max_connections": hookConnected,
		}, nil)
	})
}

// ServeHTTP takes one delivery. Its 200 says that the update is handled or kept safe; on any
// other answer Telegram delivers again.
func (b *Bot) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	given := []byte(r.Header.Get(headerSecret))
	if b.hook.URL == "" || subtle.ConstantTimeCompare(given, []byte(b.hook.Secret.Reveal())) != 1 {
		http.Error(w, "the secret is wrong", http.StatusUnauthorized)
		return
	}
	if r.Method != http.MethodPost {
		http.Error(w, "an update is posted", http.StatusMethodNotAllowed)
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxUpdate))
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		http.Error(w, "the update is too large", http.StatusRequestEntityTooLarge)
	case err != nil || !json.Valid(body):
		http.Error(w, "this is no update", http.StatusBadRequest)
	default:
		b.deliver(w, r, body)
	}
}

func (b *Bot) deliver(w http.ResponseWriter, r *http.Request, body []byte) {
	if !b.open.Load() || b.intake.dispatch.ctx.Err() != nil {
		http.Error(w, "not ready", http.StatusServiceUnavailable)
		return
	}
	jobs, err := b.intake.take(r.Context(), []json.RawMessage{body})
	if errors.Is(err, errNonsense) {
		http.Error(w, "this is no update", http.StatusBadRequest)
		return
	}
	if err != nil {
		http.Error(w, "not ready", http.StatusServiceUnavailable)
		return
	}
	b.await(r.Context(), jobs[0])
	select {
	case <-jobs[0].settled:
		w.WriteHeader(http.StatusOK)
	case <-r.Context().Done():
	case <-b.intake.dispatch.ctx.Done():
		http.Error(w, "stopping", http.StatusServiceUnavailable)
	}
}

// await waits until an update is handled, but not for ever: Telegram delivers a chat's updates
// one after the other, perhaps to another replica, and the next would overtake this one.
func (b *Bot) await(ctx context.Context, j *job) {
	timer := time.NewTimer(b.hookPatience)
	defer timer.Stop()
	select {
	case <-j.ended:
	case <-timer.C:
	case <-ctx.Done():
	case <-b.intake.dispatch.ctx.Done():
	}
}
