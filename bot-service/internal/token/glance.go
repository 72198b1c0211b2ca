package token

import (
	"context"
	"sync"
)

// glance is what one update has seen of its chat in Redis.
type glance struct {
	mu              sync.Mutex
	seen            bool
	chat            int64
	token, language string
}

type glanceKey struct{}

// Glance lets the calls under the context, which is that of one update, read the chat's token and
// language once.
func Glance(ctx context.Context) context.Context {
	return context.WithValue(ctx, glanceKey{}, &glance{})
}

// look is the chat's token and the language it chose, each empty where there is none: as this
// update saw them, or else as Redis has them.
func (s *Store) look(ctx context.Context, chat int64) (token, language string) {
	g, _ := ctx.Value(glanceKey{}).(*glance)
	if g == nil {
		token, language, _ = s.read(ctx, chat)
		return token, language
	}

	g.mu.Lock()
	defer g.mu.Unlock()
	if !g.seen || g.chat != chat {
		var err error
		g.token, g.language, err = s.read(ctx, chat)
		g.chat, g.seen = chat, err == nil
	}
	return g.token, g.language
}

// read is look past what was seen. While Redis answers it alone knows: another replica may have
// dropped what this one remembers.
func (s *Store) read(ctx context.Context, chat int64) (token, language string, err error) {
	kept, err := s.redis.MGet(ctx, tokenKey(chat), s.languageKey(chat)).Result()
	if err != nil {
		token, _ = s.tokens.Get(chat)
		language, _ = s.languages.Get(chat)
		return token, language, err
	}
	sealed, _ := kept[0].(string)
	language, _ = kept[1].(string)
	return s.opened(ctx, chat, sealed), language, nil
}

// changed has the update look again, because it knows better now.
func changed(ctx context.Context) {
	g, _ := ctx.Value(glanceKey{}).(*glance)
	if g == nil {
		return
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	g.seen = false
}
