// Package event tells chats what happened to them elsewhere: on the web, or by itself.
package event

import (
	"context"
	"errors"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"time"

	"financebot/bot-service/internal/telegram"
	"financebot/bot-service/internal/token"
	"financebot/pkg/api"
	"financebot/pkg/client"
	"financebot/pkg/errs"
)

const (
	waitSeconds = 25
	firstDelay  = time.Second
	maxDelay    = time.Minute
	// offDelay is how long the bot does without events where the API is too old to have them.
	offDelay = time.Hour
	// patience is how long one chat may hold up what others are told.
	patience = 30 * time.Second
)

// Feature tells the chats.
type Feature struct {
	API    *client.Client // signed, without a bearer, patient enough for long polls
	Tokens *token.Manager
	Users  *token.Users
	Leader *telegram.Leader
	Linked func(ctx context.Context, chat int64)        // a chat was linked to an account
	Place  func(ctx context.Context, chat int64) string // the workspace it works in, where its user has several
	Send   func(ctx context.Context, chat int64, r telegram.Reply) error
	Log    *slog.Logger
	Pause  func(ctx context.Context, d time.Duration) error
}

// tapDisown ends the session that a notice told of.
const tapDisown = "event.disown"

// Register takes the taps on what was told.
func (f Feature) Register(b *telegram.Bot) { b.Tap(tapDisown, f.disown) }

// disown ends the session of a sign-in that was not the person's own. One that is over is over.
func (f Feature) disown(ctx context.Context, t *telegram.Turn) error {
	err := f.Tokens.Do(ctx, t.Chat, func(c *client.Client) error {
		_, err := c.DisownSession(ctx, t.With)
		return err
	})
	if err != nil && (!errs.Is(err, errs.NotFound) || token.Stranger(err)) {
		return err
	}
	return t.Say(ctx, telegram.Reply{Text: t.Words.Say("event.disowned")})
}

// Run tells what happens until ctx ends. What it could not tell it tells again after the next
// start: the API keeps an event until the one after it is asked for.
func (f Feature) Run(ctx context.Context) {
	after, failures := "", 0
	for ctx.Err() == nil {
		err := f.Leader.Lead(ctx, func(ctx context.Context) (err error) {
			after, err = f.round(ctx, after, waitSeconds)
			return err
		})
		if errors.Is(err, telegram.ErrNotLeader) {
			after = "" // the other replica goes on from here
			_ = f.Pause(ctx, telegram.Aside)
			continue
		}
		if err == nil || ctx.Err() != nil {
			failures = 0
			continue
		}
		failures++
		_ = f.Pause(ctx, f.delay(err, failures))
	}
	f.stop(context.WithoutCancel(ctx), after)
}

// round asks for what happened and tells it; it gives the cursor of the last event told. It asks
// before each event whether it is still the one to tell it: it may have stood still for long.
func (f Feature) round(ctx context.Context, after string, wait int) (string, error) {
	page, err := f.API.Events(ctx, api.EventsAfter{After: after, Wait: wait})
	if err != nil {
		return after, err
	}
	for _, e := range page.Items {
		if !f.Leader.Hold(ctx) {
			return after, telegram.ErrNotLeader
		}
		if err := f.handle(ctx, e); err != nil {
			return after, err
		}
		after = e.Cursor
	}
	return after, nil
}

// stop acknowledges what was told last and makes way for another replica.
func (f Feature) stop(ctx context.Context, after string) {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	if after != "" {
		if _, err := f.API.Events(ctx, api.EventsAfter{After: after, Limit: 1}); err != nil {
			f.Log.Debug("the last events could not be acknowledged", "error", err)
		}
	}
	f.Leader.Release(ctx)
}

func (f Feature) delay(err error, failures int) time.Duration {
	e := errs.As(err)
	if e != nil && e.Kind == errs.NotFound {
		f.Log.Info("this API has no events; chats are not told what happens elsewhere", "next_in", offDelay.String())
		return offDelay
	}
	delay := min(firstDelay<<min(failures-1, 10), maxDelay)
	if e != nil {
		delay = max(delay, e.RetryAfter)
	}
	delay -= rand.N(delay / 10) // #nosec G404 -- spreads load, guards nothing
	f.Log.Warn("events could not be told", "attempt", failures, "next_in", delay.Round(time.Millisecond).String(), "error", err)
	return delay
}

// handle takes note of an event and tells its chat. Its error says that it should be tried again.
func (f Feature) handle(ctx context.Context, e api.Event) error {
	if e.ChatID <= 0 {
		return nil
	}
	if err := f.note(ctx, e); err != nil {
		return err
	}
	if e.Data["by"] == "chat" { // the chat knows: it was asked and answered there
		return nil
	}
	user, _ := f.Users.User(ctx, e.ChatID) // only for its time zone, and an ended user has none
	words := f.Users.Words(ctx, e.ChatID, "")
	r, known := view(words, e, user.Timezone)
	if !known {
		return nil
	}
	if e.Kind == api.EventTelegramLinked {
		r = placed(words, r, f.Place(ctx, e.ChatID))
	}
	return f.tell(ctx, e, r)
}

// note keeps what the bot remembers of the chat in step with what happened.
func (f Feature) note(ctx context.Context, e api.Event) error {
	switch e.Kind {
	case api.EventTelegramLinked:
		f.Users.Forget(e.ChatID)
		if e.Data["by"] == "chat" {
			return nil
		}
		f.Linked(ctx, e.ChatID)
		err := f.Tokens.Renew(ctx, e.ChatID)
		if errs.Is(err, errs.NotFound) { // unlinked again meanwhile
			return nil
		}
		return err
	case api.EventTelegramUnlinked, api.EventUserDeleted:
		f.Tokens.Drop(ctx, e.ChatID)
		f.Users.Forget(e.ChatID)
	}
	return nil
}

func (f Feature) tell(ctx context.Context, e api.Event, r telegram.Reply) error {
	within, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	err := f.Send(within, e.ChatID, r)
	var no *telegram.Refusal
	if errors.Is(err, context.DeadlineExceeded) && ctx.Err() == nil && errors.As(err, &no) && no.Status == http.StatusTooManyRequests {
		f.Log.Warn("a chat was not told: Telegram lets it wait too long", "chat", e.ChatID, "kind", e.Kind, "error", err)
		return nil
	}
	if errors.Is(err, telegram.ErrBlocked) || (errors.As(err, &no) && no.Status < http.StatusInternalServerError && no.Status != http.StatusTooManyRequests) {
		f.Log.Info("a chat cannot be told", "chat", e.ChatID, "kind", e.Kind, "error", err)
		return nil
	}
	return err
}
