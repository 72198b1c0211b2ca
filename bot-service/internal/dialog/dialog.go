// Package dialog remembers questions that the bot has asked and nobody has answered yet, as
// plain data, by chat and by the person who was asked.
package dialog

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"log/slog"
	"time"

	"github.com/redis/go-redis/v9"

	"financebot/bot-service/internal/key"
	"financebot/bot-service/internal/note"
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

// Store keeps the one open question of each person, also while Redis is away.
type Store struct {
	notes *note.Notes
	bot   key.Bot
	log   *slog.Logger
}

// NewStore is a store without questions.
func NewStore(client redis.Cmdable, bot key.Bot, log *slog.Logger) *Store {
	return &Store{notes: note.New(client, maxKept, Life, log), bot: bot, log: log}
}

// Ask opens a question and closes the one before it.
func (s *Store) Ask(ctx context.Context, p Person, kind string, data map[string]string) Question {
	q := Question{ID: rand.Text()[:8], Kind: kind, Data: data}
	s.keep(ctx, p, q)
	return q
}

// keep notes a question. One of the same id stays the one that it is, and so do its buttons.
func (s *Store) keep(ctx context.Context, p Person, q Question) {
	kept, err := json.Marshal(q)
	if err != nil {
		s.log.ErrorContext(ctx, "a question cannot be noted", "error", err)
		return
	}
	s.notes.Put(ctx, s.key(p), kept)
}

// Open is the question that waits for the person's answer, and whether there is one.
func (s *Store) Open(ctx context.Context, p Person) (Question, bool) {
	kept, known := s.notes.Get(ctx, s.key(p))
	var q Question
	if !known || json.Unmarshal(kept, &q) != nil {
		return Question{}, false // what cannot be read is of another version; it is asked again
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

// Note keeps a word about a person for as long as a question would wait: what a later message may
// refer to.
func (s *Store) Note(ctx context.Context, p Person, what, word string) {
	s.notes.Put(ctx, s.bot.Name("note", what, p.Chat, p.User), []byte(word))
}

// Noted is what Note kept, and whether it is still known.
func (s *Store) Noted(ctx context.Context, p Person, what string) (word string, known bool) {
	text, known := s.notes.Get(ctx, s.bot.Name("note", what, p.Chat, p.User))
	return string(text), known
}

// Close ends the person's question and reports whether there was one.
func (s *Store) Close(ctx context.Context, p Person) bool { return s.notes.Drop(ctx, s.key(p)) }

// CloseOnly ends the person's question where it is the one of that id, and no newer one.
func (s *Store) CloseOnly(ctx context.Context, p Person, id string) {
	if q, open := s.Open(ctx, p); open && q.ID == id {
		s.Close(ctx, p)
	}
}
