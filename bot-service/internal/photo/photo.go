// Package photo brings the photo that a person shows in Telegram to the person's public page. Nobody
// waits for it and nobody is told: it looks when a chat gets a user, and now and then afterwards,
// because Telegram does not say when a photo changes.
package photo

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"financebot/bot-service/internal/telegram"
	"financebot/bot-service/internal/token"
	"financebot/pkg/api"
	"financebot/pkg/background"
	"financebot/pkg/client"
)

const (
	width    = 320 // of a photo in pixels; the page shows a third of it, and phones have three in one
	patience = 30 * time.Second
	atOnce   = 2   // looks
	maxQueue = 256 // looks to come; what has no room is looked at another time
)

// Feature looks at photos.
type Feature struct {
	tokens *token.Manager
	users  *token.Users
	from   Source
	memory *Memory
	log    *slog.Logger
	queue  chan look
}

// Source is where photos are.
type Source interface {
	Photo(ctx context.Context, person int64, width int) (telegram.Photo, error)
	FetchPhoto(ctx context.Context, p telegram.Photo, limit int64) ([]byte, error)
}

// look is a chat whose person's photo is to be looked at.
type look struct {
	chat  int64
	again bool // although it was looked at lately
}

// New is a Feature that looks at nothing before Run.
func New(from Source, tokens *token.Manager, users *token.Users, memory *Memory, log *slog.Logger) *Feature {
	return &Feature{
		tokens: tokens, users: users, from: from, memory: memory, log: log, queue: make(chan look, maxQueue),
	}
}

// Fresh has the photo of a chat looked at, because its user is a new one.
func (f *Feature) Fresh(chat int64) { f.enqueue(look{chat: chat, again: true}) }

// Glance has the photo of a chat looked at, unless that was done lately.
func (f *Feature) Glance(chat int64) { f.enqueue(look{chat: chat}) }

// enqueue never waits: it is called where somebody waits for an answer.
func (f *Feature) enqueue(l look) {
	select {
	case f.queue <- l:
	default:
		f.log.Debug("too many photos to look at; this one another time", "chat", l.chat)
	}
}

// Run looks until ctx ends.
func (f *Feature) Run(ctx context.Context) {
	var looking sync.WaitGroup
	for range atOnce {
		looking.Go(func() { background.Keep(ctx, f.log, "look at photos", f.lookAtEach) })
	}
	looking.Wait()
}

func (f *Feature) lookAtEach(ctx context.Context) {
	for {
		select {
		case l := <-f.queue:
			f.look(ctx, l)
		case <-ctx.Done():
			return
		}
	}
}

// look keeps the user's photo as the person shows it. What fails is tried again at the next occasion.
func (f *Feature) look(ctx context.Context, l look) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	user, err := f.users.User(ctx, l.chat)
	if err == nil {
		// What nobody sees is not fetched.
		if !user.PublicProfile || !f.memory.Due(ctx, l.chat, l.again) {
			return
		}
		err = f.bring(ctx, l.chat, user.PhotoFileID)
	}
	if err != nil && !token.Stranger(err) { // a chat may be unlinked meanwhile
		f.log.WarnContext(ctx, "a photo could not be brought to its page", "chat", l.chat, "error", err)
		f.memory.Sooner(context.WithoutCancel(ctx), l.chat)
	}
}

// bring makes the photo that is shown in Telegram the user's, where it is not so already.
func (f *Feature) bring(ctx context.Context, chat int64, known *string) error {
	shown, err := f.from.Photo(ctx, chat, width) // a private chat has its person's id
	if err != nil {
		return err
	}
	if known == nil && shown.Name == "" || known != nil && *known == shown.Name {
		return nil
	}

	in := api.SetPhoto{FileID: shown.Name, File: api.Upload{Media: "image/jpeg"}}
	if shown.Name != "" {
		if in.File.Content, err = f.from.FetchPhoto(ctx, shown, api.MaxPhoto); err != nil {
			return err
		}
	}

	var user api.User
	err = f.tokens.Do(ctx, chat, func(c *client.Client) (err error) {
		if shown.Name == "" {
			user, err = c.DeletePhoto(ctx)
			return err
		}
		user, err = c.SetPhoto(ctx, in)
		return err
	})
	if err == nil {
		f.users.Changed(ctx, chat, user)
	}
	return err
}
