package transaction

import (
	"context"
	"encoding/json"
	"log/slog"
	"strconv"
	"time"

	"github.com/redis/go-redis/v9"

	"financebot/bot-service/internal/key"
)

// kept is how long the bot knows what its messages were about.
const kept = 48 * time.Hour

// Memory keeps, for each chat, what its buttons and commands refer to and cannot carry. It is a
// comfort: without Redis nothing is remembered, and nothing fails.
type Memory struct {
	redis redis.Cmdable
	bot   key.Bot
	log   *slog.Logger
}

// NewMemory is a memory in Redis.
func NewMemory(client redis.Cmdable, bot key.Bot, log *slog.Logger) *Memory {
	return &Memory{redis: client, bot: bot, log: log}
}

// place is where the chat sees an operation.
type place struct {
	Message int `json:"message,omitempty"` // of the person, whose entries it made or changed, or
	Card    int `json:"card,omitempty"`    // of the bot, on which it was tapped
}

// did notes where the chat sees an operation of its own.
func (m *Memory) did(ctx context.Context, chat int64, operation string, at place) {
	m.write(ctx, m.name("operation", chat, operation), at)
}

// placeOf is what did noted; zero where it did not.
func (m *Memory) placeOf(ctx context.Context, chat int64, operation string) (at place) {
	_ = json.Unmarshal([]byte(m.get(ctx, m.name("operation", chat, operation))), &at) // nothing is nothing
	return at
}

// began notes what a message of the chat became, and reports whether nothing newer is known of it.
func (m *Memory) began(ctx context.Context, chat int64, id int, was message) (latest bool) {
	note, err := json.Marshal(was)
	if err != nil {
		m.log.DebugContext(ctx, "something cannot be noted", "error", err)
		return false
	}

	pipe := m.redis.Pipeline()
	first := pipe.SetNX(ctx, m.name("entry", chat, strconv.Itoa(id)), note, kept)
	if was.Made != "" {
		at, _ := json.Marshal(place{Message: id}) // of numbers: it cannot fail
		pipe.Set(ctx, m.name("operation", chat, was.Made), at, kept)
	}
	if _, err := pipe.Exec(ctx); err != nil {
		m.log.DebugContext(ctx, "something is not remembered", "error", err)
		return true
	}
	if first.Val() {
		return true
	}
	is, known := m.became(ctx, chat, id)
	return !known || is.Edition <= was.Edition
}

// typed notes the category that was typed for an entry and does not exist.
func (m *Memory) typed(ctx context.Context, chat, entry int64, category string) {
	m.put(ctx, m.name("category", chat, strconv.FormatInt(entry, 10)), category)
}

// category is what typed noted; empty where it did not.
func (m *Memory) category(ctx context.Context, chat, entry int64) string {
	return m.get(ctx, m.name("category", chat, strconv.FormatInt(entry, 10)))
}

// show notes a list, so that its pages can be turned.
func (m *Memory) show(ctx context.Context, chat int64, l list) {
	m.write(ctx, m.name("list", chat, l.ID), l)
}

// shown is the list of that id, and whether it is still known.
func (m *Memory) shown(ctx context.Context, chat int64, id string) (l list, known bool) {
	err := json.Unmarshal([]byte(m.get(ctx, m.name("list", chat, id))), &l)
	return l, err == nil
}

// keep notes what a message of the chat became.
func (m *Memory) keep(ctx context.Context, chat int64, id int, was message) {
	m.write(ctx, m.name("entry", chat, strconv.Itoa(id)), was)
}

// became is what keep noted, and whether it is still known.
func (m *Memory) became(ctx context.Context, chat int64, id int) (was message, known bool) {
	err := json.Unmarshal([]byte(m.get(ctx, m.name("entry", chat, strconv.Itoa(id)))), &was)
	return was, err == nil
}

// wanted is a refused text, and the account that it wants and nobody has.
type wanted struct {
	Text     string `json:"text"`
	Name     string `json:"name,omitempty"`     // as it was typed, or
	Currency string `json:"currency,omitempty"` // that of the amount

	Choices []string `json:"choices,omitempty"` // texts that it may have been meant as
}

// refuse notes that a message of the chat was refused for want of an account.
func (m *Memory) refuse(ctx context.Context, chat int64, id int, w wanted) {
	m.write(ctx, m.name("wanted", chat, strconv.Itoa(id)), w)
}

// refused is what refuse noted, and whether it is still known.
func (m *Memory) refused(ctx context.Context, chat int64, id int) (w wanted, known bool) {
	err := json.Unmarshal([]byte(m.get(ctx, m.name("wanted", chat, strconv.Itoa(id)))), &w)
	return w, err == nil
}

// unread notes that a message of the chat could not be read as an entry, and was not booked.
func (m *Memory) unread(ctx context.Context, chat int64, id int) {
	m.put(ctx, m.name("unread", chat, strconv.Itoa(id)), "yes")
}

// wasUnread is whether unread was noted.
func (m *Memory) wasUnread(ctx context.Context, chat int64, id int) bool {
	return m.get(ctx, m.name("unread", chat, strconv.Itoa(id))) != ""
}

// Wanted is the account, by its name or its currency, that a refused message wants.
func (m *Memory) Wanted(ctx context.Context, chat int64, id int) (name, currency string) {
	w, _ := m.refused(ctx, chat, id)
	return w.Name, w.Currency
}

// opened notes that a card of the chat shows one entry of a message of several.
func (m *Memory) opened(ctx context.Context, chat int64, card, message int) {
	m.put(ctx, m.name("opened", chat, strconv.Itoa(card)), strconv.Itoa(message))
}

// openedFrom is the message that opened noted; zero where it did not.
func (m *Memory) openedFrom(ctx context.Context, chat int64, card int) int {
	message, _ := strconv.Atoi(m.get(ctx, m.name("opened", chat, strconv.Itoa(card)))) // nothing is zero
	return message
}

// step is what a message was before an operation changed its entries.
type step struct {
	Message int     `json:"message"`
	Was     message `json:"was"`
}

// replaced notes what a message was before an operation.
func (m *Memory) replaced(ctx context.Context, chat int64, operation string, s step) {
	m.write(ctx, m.name("step", chat, operation), s)
}

// undone notes that an operation was taken back: its message is again what it was before, unless
// it was changed since. Its edition stays, because that was taken in. It gives the message, and
// not ok where the operation was no change of one.
func (m *Memory) undone(ctx context.Context, chat int64, operation string) (id int, was message, ok bool) {
	var s step
	if err := json.Unmarshal([]byte(m.get(ctx, m.name("step", chat, operation))), &s); err != nil {
		return 0, was, false
	}
	is, known := m.became(ctx, chat, s.Message)
	if !known {
		return 0, was, false
	}
	if is.Made == operation {
		s.Was.Edition, s.Was.Card = is.Edition, is.Card
		m.keep(ctx, chat, s.Message, s.Was)
		is = s.Was
	}
	return s.Message, is, true
}

func (m *Memory) write(ctx context.Context, key string, value any) {
	note, err := json.Marshal(value)
	if err != nil {
		m.log.DebugContext(ctx, "something cannot be noted", "error", err)
		return
	}
	m.put(ctx, key, string(note))
}

func (m *Memory) name(what string, chat int64, id string) string { return m.bot.Name(what, chat, id) }

func (m *Memory) put(ctx context.Context, key, value string) {
	if err := m.redis.Set(ctx, key, value, kept).Err(); err != nil {
		m.log.DebugContext(ctx, "something is not remembered", "error", err)
	}
}

func (m *Memory) get(ctx context.Context, key string) string {
	value, err := m.redis.Get(ctx, key).Result()
	if err != nil {
		return "" // never noted, too old, or out of reach: all the same here
	}
	return value
}
