package start

import (
	"context"
	"encoding/json"
	"log/slog"
	"time"

	"github.com/redis/go-redis/v9"

	"financebot/bot-service/internal/key"
	"financebot/bot-service/internal/note"
)

const (
	// earlyLife is how long the bot keeps what a chat wrote before it had a user.
	earlyLife = 7 * 24 * time.Hour
	// maxEarly is how many messages it keeps of one chat.
	maxEarly = 10
	// maxChats is of how many chats it keeps some while Redis is away.
	maxChats = 10_000
)

// early is a message that came before its chat had a user.
type early struct {
	ID   int    `json:"id"`
	Text string `json:"text"`
}

// Early keeps what chats wrote before they had a user, so that nothing of it is lost.
type Early struct {
	notes *note.Notes
	bot   key.Bot
}

// NewEarly is a memory of early messages.
func NewEarly(client redis.Cmdable, bot key.Bot, log *slog.Logger) *Early {
	return &Early{notes: note.New(client, maxChats, earlyLife, log), bot: bot}
}

func (e *Early) kept(chat int64) string   { return e.bot.Name("early", chat) }
func (e *Early) booked(chat int64) string { return e.bot.Name("early-booked", chat) }

// keep keeps a message, once, and reports whether it is kept. Of more than maxEarly the first stay.
func (e *Early) keep(ctx context.Context, chat int64, m early) bool {
	there := e.all(ctx, chat)
	for _, other := range there {
		if other.ID == m.ID {
			return true // delivered again
		}
	}
	if len(there) >= maxEarly {
		return false
	}
	return e.put(ctx, e.kept(chat), append(there, m))
}

func (e *Early) put(ctx context.Context, name string, all []early) bool {
	text, err := json.Marshal(all)
	if err != nil {
		return false
	}
	e.notes.Put(ctx, name, text)
	return true
}

// all are the messages that are kept of a chat, in their order.
func (e *Early) all(ctx context.Context, chat int64) []early { return e.get(ctx, e.kept(chat)) }

func (e *Early) get(ctx context.Context, name string) []early {
	var all []early
	text, known := e.notes.Get(ctx, name)
	if !known || json.Unmarshal(text, &all) != nil {
		return nil
	}
	return all
}

// settle notes that what was kept is booked: it may still be read anew, in another currency.
func (e *Early) settle(ctx context.Context, chat int64, all []early) {
	e.put(ctx, e.booked(chat), all)
	e.notes.Drop(ctx, e.kept(chat))
}

// Booked are the texts of the messages, by their ids, that were booked when the chat got its user.
func (e *Early) Booked(ctx context.Context, chat int64) map[int]string {
	texts := map[int]string{}
	for _, m := range e.get(ctx, e.booked(chat)) {
		texts[m.ID] = m.Text
	}
	return texts
}
