package event

import (
	"cmp"
	"context"
	"time"

	"financebot/api-service/internal/actor"
	"financebot/api-service/internal/postgres"
	"financebot/pkg/api"
	"financebot/pkg/client"
)

// Bounds of a read.
const (
	MaxWait      = 50 * time.Second
	defaultLimit = 50
	kept         = 7 * 24 * time.Hour
)

// look is how often a waiting reader looks by itself: a notice may come while an older
// transaction still hides the event, or be lost with its connection.
const look = time.Second

// Service keeps the outbox.
type Service struct {
	store store
	now   func() time.Time
	bell  *bell
}

// New keeps the outbox in db.
func New(db *postgres.DB, now func() time.Time) *Service {
	return &Service{store: store{db}, now: now, bell: newBell()}
}

// Publish writes an event in the transaction of ctx; readers hear of it at the commit.
func (s *Service) Publish(ctx context.Context, e Event) error {
	e.CreatedAt = s.now()
	if e.Data == nil {
		e.Data = map[string]string{}
	}
	return s.store.add(ctx, e)
}

// After lists events after a cursor: those of the one who acts, or, for the bot, those that a
// chat should hear of. Where there is none it waits for the first as long as asked. The bot
// need not remember its cursor: the last one it asked for is kept.
func (s *Service) After(ctx context.Context, in api.EventsAfter) ([]Event, error) {
	// A code sent to the chat proves who holds the chat: the chat alone may learn it.
	condition, value := "user_id = @user AND kind <> @secret", any(map[string]any{
		"user": actor.From(ctx).UserID, "secret": api.EventConfirmDeletion,
	})
	if actor.From(ctx).UserID == 0 {
		condition, value = "chat_id IS NOT NULL AND ?", any(true)
		var err error
		if in.After, err = s.remember(ctx, in.After); err != nil {
			return nil, err
		}
	}
	from, err := parseCursor(in.After)
	if err != nil {
		return nil, err
	}
	limit := cmp.Or(in.Limit, defaultLimit)
	return s.wait(ctx, time.Duration(in.Wait)*time.Second, func() ([]Event, error) {
		return s.store.after(ctx, from, condition, value, limit)
	})
}

// remember keeps the bot's cursor, once it is known to be one.
func (s *Service) remember(ctx context.Context, after string) (string, error) {
	if _, err := parseCursor(after); err != nil {
		return "", err
	}
	return s.store.readUpTo(ctx, client.BotClient, after, s.now())
}

// wait asks again whenever there may be something new, until there is or the time is up.
func (s *Service) wait(ctx context.Context, patience time.Duration, ask func() ([]Event, error)) ([]Event, error) {
	deadline := time.NewTimer(min(patience, MaxWait))
	defer deadline.Stop()
	tick := time.NewTicker(look)
	defer tick.Stop()
	for {
		rung := s.bell.next()
		events, err := ask()
		if err != nil || len(events) > 0 || patience <= 0 {
			return events, err
		}
		select {
		case <-rung:
		case <-tick.C:
		case <-deadline.C:
			return events, nil
		case <-s.bell.closed:
			return events, nil
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// Close lets all waiting readers go.
func (s *Service) Close() { s.bell.close() }

// Listen wakes waiting readers at each commit of an event, until ctx ends or the connection
// is lost; readers then still look by themselves.
func (s *Service) Listen(ctx context.Context) error {
	return s.store.db.Listen(ctx, channel, s.bell.ring)
}

// Sweep removes events that nobody waits for any more.
func (s *Service) Sweep(ctx context.Context) error { return s.store.sweep(ctx, s.now().Add(-kept)) }
