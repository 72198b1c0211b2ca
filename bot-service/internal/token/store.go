package token

import (
	"context"
	"crypto/rand"
	"log/slog"
	"strconv"
	"time"

	"github.com/redis/go-redis/v9"

	"financebot/bot-service/internal/cache"
	"financebot/bot-service/internal/key"
)

const (
	life         = 30 * 24 * time.Hour
	lockLife     = 20 * time.Second // longer than a call of the API takes
	firstGlance  = 10 * time.Millisecond
	seldomGlance = 200 * time.Millisecond
	maxKept      = 100_000 // tokens and languages in memory, for when Redis is away
)

// unlockScript lets go of a lock only while it is still one's own.
const unlockScript = `if redis.call("GET", KEYS[1]) == ARGV[1] then return redis.call("DEL", KEYS[1]) end return 0`

// Store keeps tokens and chosen languages in Redis, and in memory for as long as Redis is away.
type Store struct {
	redis     redis.Cmdable
	bot       key.Bot
	box       *box
	log       *slog.Logger
	tokens    cache.Map[int64, string]
	languages cache.Map[int64, string]
}

// NewStore keeps tokens as they are where secret is empty, else encrypted with its 32 bytes.
// It gives an error where the key has another length.
func NewStore(client redis.Cmdable, bot key.Bot, secret []byte, log *slog.Logger) (*Store, error) {
	box, err := newBox(secret)
	if err != nil {
		return nil, err
	}
	return &Store{redis: client, bot: bot, box: box, log: log,
		tokens: cache.New[int64, string](maxKept, 0), languages: cache.New[int64, string](maxKept, 0)}, nil
}

func tokenKey(chat int64) string { return "chat_id:" + strconv.FormatInt(chat, 10) + ":jwt" }

// get is the chat's token in Redis, whatever this update has seen; empty where there is none.
func (s *Store) get(ctx context.Context, chat int64) string {
	token, _, _ := s.read(ctx, chat)
	return token
}

// opened is a token as it was kept; empty where it cannot be opened.
func (s *Store) opened(ctx context.Context, chat int64, kept string) string {
	if kept == "" {
		s.tokens.Drop(chat)
		return ""
	}
	token, err := s.box.open(tokenKey(chat), kept)
	if err != nil {
		s.log.WarnContext(ctx, "a kept token cannot be opened and counts as missing", "chat", chat)
		return ""
	}
	s.tokens.Set(chat, token)
	return token
}

func (s *Store) put(ctx context.Context, chat int64, token string) {
	defer changed(ctx)
	s.tokens.Set(chat, token)
	kept, err := s.box.seal(tokenKey(chat), token)
	if err == nil {
		err = s.redis.Set(ctx, tokenKey(chat), kept, life).Err()
	}
	if err != nil {
		s.log.DebugContext(ctx, "a token is kept in memory only", "chat", chat, "error", err)
	}
}

func (s *Store) drop(ctx context.Context, chat int64) {
	defer changed(ctx)
	s.tokens.Drop(chat)
	if err := s.redis.Del(ctx, tokenKey(chat)).Err(); err != nil {
		s.log.DebugContext(ctx, "a token could not be deleted in Redis", "chat", chat, "error", err)
	}
}

// lock gives the right to refresh the chat's token and a function that returns it. Who has to
// wait for it goes on as soon as enough holds: then the holder has done the work. Without
// Redis everybody has the right. It gives the context's error.
func (s *Store) lock(ctx context.Context, chat int64, enough func() bool) (unlock func(), err error) {
	name, mine := s.bot.Name("refresh", chat), rand.Text()
	free := func() {}
	for glance := firstGlance; ; glance = min(2*glance, seldomGlance) {
		got, err := s.redis.SetNX(ctx, name, mine, lockLife).Result()
		if err != nil {
			return free, ctx.Err()
		}
		if got {
			return func() {
				_ = s.redis.Eval(context.WithoutCancel(ctx), unlockScript, []string{name}, mine).Err() // it ends by itself too
			}, nil
		}
		if enough() {
			return free, nil
		}
		select {
		case <-time.After(glance):
		case <-ctx.Done():
			return free, ctx.Err()
		}
	}
}

func (s *Store) languageKey(chat int64) string { return s.bot.Name("language", chat) }

func (s *Store) putLanguage(ctx context.Context, chat int64, lang string) {
	defer changed(ctx)
	s.languages.Set(chat, lang)
	if err := s.redis.Set(ctx, s.languageKey(chat), lang, life).Err(); err != nil {
		s.log.DebugContext(ctx, "a language is kept in memory only", "chat", chat, "error", err)
	}
}
