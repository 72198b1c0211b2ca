// Package dialog remembers questions that the bot has asked and nobody has answered yet, as
// plain data, by chat and by the person who was asked.
package dialog

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"log/slog"
	"time"

	"github.com/redis/go-redis/v9"

	"financebot/bot-service/internal/cache"
	"financebot/bot-service/internal/key"
	"financebot/bot-service/internal/telegram"
)

const (
	// Life is how long a question waits for its answer.
	Life = 15 * time.Minute

	maxKept = 100_000
)

// Question is one step of a dialog.
type Question struct {
	ID   string            `json:"id"`   // tells this question's buttons from those of older ones
	Kind string            `json:"kind"` // what is asked
	Data map[string]string `json:"data,omitempty"`
}

// Person is who was asked, and where.
type Person struct{ Chat, User int64 }

// Who is the person of a turn.
func Who(t *telegram.Turn) Person { return Person{Chat: t.Chat, User: t.Sender.ID} }

func (s *Store) key(p Person) string { return s.bot.Name("dialog", p.Chat, p.User) }

// Store keeps the one open question of each person: in Redis, so that it outlives the bot, and
// in memory for as long as Redis is away.
type Store struct {
	redis redis.Cmdable
	bot   key.Bot
	local cache.Map[Person, Question]
	log   *slog.Logger
}

// NewStore is a store without questions.
func NewStore(client redis.Cmdable, bot key.Bot, log *slog.Logger) *Store {
	return &Store{redis: client, bot: bot, local: cache.New[Person, Question](maxKept, Life), log: log}
}

// Ask opens a question and closes the one before it.
func (s *Store) Ask(ctx context.Context, p Person, kind string, data map[string]string) Question {
	q := Question{ID: rand.Text()[:8], Kind: kind, Data: data}
	s.local.Set(p, q)
	kept, err := json.Marshal(q)
	if err == nil {
		err = s.redis.Set(ctx, s.key(p), kept, Life).Err()
	}
	if err != nil {
		s.log.DebugContext(ctx, "a question is kept in memory only", "error", err)
	}
	return q
}

// Open is the question that waits for the person's answer, and whether there is one.
func (s *Store) Open(ctx context.Context, p Person) (Question, bool) {
	kept, err := s.redis.Get(ctx, s.key(p)).Bytes()
	if errors.Is(err, redis.Nil) {
		s.local.Drop(p)
		return Question{}, false
	}
	if err != nil {
		return s.local.Get(p)
	}
	var q Question
	if err := json.Unmarshal(kept, &q); err != nil {
		return Question{}, false // of another version; it is asked again
	}
	return q, true
}

// Waiting is what Open was when a turn first asked: however many features look whether a text is
// the answer to a question of theirs, Redis is asked once.
func (s *Store) Waiting(ctx context.Context, t *telegram.Turn) (Question, bool) {
	type look struct {
		question Question
		open     bool
	}
	first := telegram.Find(t, s, func() look {
		q, open := s.Open(ctx, Who(t))
		return look{q, open}
	})
	return first.question, first.open
}

// Close ends the person's question and reports whether there was one.
func (s *Store) Close(ctx context.Context, p Person) bool {
	_, open := s.local.Drop(p)
	deleted, err := s.redis.Del(ctx, s.key(p)).Result()
	if err != nil {
		s.log.DebugContext(ctx, "a question could not be closed in Redis", "error", err)
		return open
	}
	return deleted > 0
}

// CloseOnly ends the person's question where it is the one of that id, and no newer one.
func (s *Store) CloseOnly(ctx context.Context, p Person, id string) {
	if q, open := s.Open(ctx, p); open && q.ID == id {
		s.Close(ctx, p)
	}
}
