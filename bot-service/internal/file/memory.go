package file

import (
	"context"
	"encoding/json"
	"log/slog"
	"time"

	"github.com/redis/go-redis/v9"

	"financebot/bot-service/internal/key"
	"financebot/bot-service/internal/note"
	"financebot/pkg/api"
)

const (
	// kept is as long as a file that nobody books waits in the API, and a little more, so that what
	// is said of it then is the API's to say.
	kept = 25 * time.Hour

	maxKept = 10_000
)

// answers is what a person has said about a file, and what the buttons under it refer to.
type answers struct {
	Step int            `json:"step"` // grows with each answer: buttons of earlier steps are old
	Plan api.ImportPlan `json:"plan"`
	Left []string       `json:"left,omitempty"` // names of accounts whose lines are to stay out
	New  int            `json:"new,omitempty"`  // entries that were to be booked when the file was last shown

	Options []api.ImportMapping `json:"options,omitempty"` // the ways to read the file that are asked about
	Base    *api.ImportMapping  `json:"base,omitempty"`    // the mapping that a choice of columns begins from
	Wanted  wanted              `json:"wanted,omitzero"`
	Sides   map[int][]int64     `json:"sides,omitempty"`   // by line: the entries that may be its other side
	Booking bool                `json:"booking,omitempty"` // the plan is final: it was sent to be booked
	Done    *api.Import         `json:"done,omitempty"`
}

// wanted is an account that lines of a file name and nobody has.
type wanted struct {
	Name     string `json:"name"` // as the file has it
	Currency string `json:"currency,omitempty"`
}

// first is what is known of a file that was only looked at.
func first(id string) answers { return answers{Step: 1, Plan: api.ImportPlan{ID: id}} }

// Memory keeps what people said about their files until these are booked, also while Redis is away.
type Memory struct {
	notes *note.Notes
	bot   key.Bot
	log   *slog.Logger
}

// NewMemory is a memory of nothing.
func NewMemory(client redis.Cmdable, bot key.Bot, log *slog.Logger) *Memory {
	return &Memory{notes: note.New(client, maxKept, kept, log), bot: bot, log: log}
}

// save keeps the answers about a file of a chat.
func (m *Memory) save(ctx context.Context, chat int64, a answers) {
	kept, err := json.Marshal(a)
	if err != nil {
		m.log.ErrorContext(ctx, "answers about a file cannot be noted", "error", err)
		return
	}
	m.notes.Put(ctx, m.bot.Name("import", chat, a.Plan.ID), kept)
}

// load is what was saved about a file, and whether it is still known.
func (m *Memory) load(ctx context.Context, chat int64, id string) (answers, bool) {
	a := first(id)
	text, known := m.notes.Get(ctx, m.bot.Name("import", chat, id))
	if !known || json.Unmarshal(text, &a) != nil {
		return first(id), false
	}
	a.Plan.ID = id // it is no part of what a plan says
	return a, true
}

// want notes that the account which a button of a message opens is wanted by a file.
func (m *Memory) want(ctx context.Context, chat int64, message int, id string) {
	m.notes.Put(ctx, m.bot.Name("importwants", chat, message), []byte(id))
}

// wants is the file that want noted, and whether it did.
func (m *Memory) wants(ctx context.Context, chat int64, message int) (a answers, known bool) {
	id, known := m.notes.Get(ctx, m.bot.Name("importwants", chat, message))
	if !known {
		return a, false
	}
	return m.load(ctx, chat, string(id))
}
