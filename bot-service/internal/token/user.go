package token

import (
	"context"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"financebot/bot-service/internal/cache"
	"financebot/bot-service/internal/text"
	"financebot/pkg/api"
	"financebot/pkg/client"
)

const (
	maxUsers   = 10_000
	userLife   = 5 * time.Minute
	nobodyLife = time.Minute
	// findTimeout is how long a chat that has a language waits to hear whether it has another now.
	findTimeout = 2 * time.Second
)

// Users remembers for a short time who stands behind each chat.
type Users struct {
	manager *Manager
	catalog *text.Catalog
	known   cache.Map[int64, api.User]
	nobody  cache.Map[int64, struct{}] // chats without a user; asked about for their language only
	asked   *prometheus.CounterVec
}

// NewUsers is an empty memory of users.
func NewUsers(m *Manager, catalog *text.Catalog, metrics prometheus.Registerer) *Users {
	u := &Users{manager: m, catalog: catalog,
		known: cache.New[int64, api.User](maxUsers, userLife), nobody: cache.New[int64, struct{}](maxUsers, nobodyLife),
		asked: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "bot_user_cache_total", Help: "Look-ups in the cache of users, by outcome.",
		}, []string{"outcome"})}
	metrics.MustRegister(u.asked)
	return u
}

// User is the chat's user; at most five minutes old. It gives the errors of Manager.Do.
func (u *Users) User(ctx context.Context, chat int64) (api.User, error) {
	if user, ok := u.known.Get(chat); ok {
		u.asked.WithLabelValues("hit").Inc()
		return user, nil
	}
	u.asked.WithLabelValues("miss").Inc()
	var user api.User
	err := u.manager.Do(ctx, chat, func(c *client.Client) (err error) {
		user, err = c.User(ctx)
		return err
	})
	if err != nil {
		return api.User{}, err
	}
	u.Changed(ctx, chat, user)
	return user, nil
}

// Today is the day it is for the chat's user, at midnight UTC. It gives the errors of User.
func (u *Users) Today(ctx context.Context, chat int64) (time.Time, error) {
	user, err := u.User(ctx, chat)
	return text.Today(user.Timezone, u.manager.now()), err
}

// Now is the moment that Today is told by.
func (u *Users) Now() time.Time { return u.manager.now() }

// Changed remembers what a user is now.
func (u *Users) Changed(ctx context.Context, chat int64, user api.User) {
	u.nobody.Drop(chat)
	u.known.Set(chat, user)
	if user.Language != "" {
		u.manager.store.putLanguage(ctx, chat, user.Language)
	}
}

// Forget drops the copy, because the user changed or is another one now.
func (u *Users) Forget(chat int64) {
	u.known.Drop(chat)
	u.nobody.Drop(chat)
}

// Words speaks the language of the chat: its user's, else the one it chose before it had a
// user, else the one that Telegram's tag asks for. What another replica has learned of the
// chat's language counts more than a user who was known before.
func (u *Users) Words(ctx context.Context, chat int64, tag string) text.Words {
	user, found := u.find(ctx, chat)
	if _, chosen := u.manager.store.look(ctx, chat); chosen != "" {
		return u.catalog.In(chosen)
	}
	if found {
		return u.catalog.In(user.Language)
	}
	return u.catalog.In(tag)
}

// Undecided reports whether a chat has no user, chose no language, and its app speaks none that the
// bot does.
func (u *Users) Undecided(ctx context.Context, chat int64, tag string) bool {
	if tag == "" || u.catalog.Speaks(tag) {
		return false
	}
	if _, chosen := u.manager.store.look(ctx, chat); chosen != "" {
		return false
	}
	if _, none := u.nobody.Get(chat); none {
		return true
	}
	_, err := u.User(ctx, chat)
	return Stranger(err)
}

// Catalog is the words of all languages.
func (u *Users) Catalog() *text.Catalog { return u.catalog }

// Choose keeps the language of a chat that has no user yet.
func (u *Users) Choose(ctx context.Context, chat int64, lang string) {
	u.manager.store.putLanguage(ctx, chat, lang)
}

func (u *Users) find(ctx context.Context, chat int64) (api.User, bool) {
	if _, none := u.nobody.Get(chat); none || chat <= 0 {
		return api.User{}, false
	}
	if _, chosen := u.manager.store.look(ctx, chat); chosen != "" { // it has a language, if an older one
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, findTimeout)
		defer cancel()
	}
	user, err := u.User(ctx, chat)
	if Stranger(err) {
		u.nobody.Set(chat, struct{}{})
	}
	return user, err == nil
}
