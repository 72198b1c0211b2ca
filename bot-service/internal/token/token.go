// Package token holds what the bot knows of each chat's owner: the JWT that speaks for him,
// refreshed once however many updates wait for it, and a short-lived copy of the user.
package token

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"log/slog"
	"strconv"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"golang.org/x/sync/singleflight"

	"financebot/pkg/api"
	"financebot/pkg/client"
	"financebot/pkg/errs"
	"financebot/pkg/signing"
)

const (
	// early is how long before its end a token is replaced, so that none ends on the way.
	early = time.Minute
	// refreshTimeout bounds one refresh, waiting for another replica's included.
	refreshTimeout = 25 * time.Second
)

// Manager gives every chat its token.
type Manager struct {
	api     *client.Client
	store   *Store
	log     *slog.Logger
	now     func() time.Time
	flights singleflight.Group
	refresh *prometheus.CounterVec
}

// New is a Manager whose tokens come from the signed client.
func New(signed *client.Client, store *Store, log *slog.Logger, metrics prometheus.Registerer) *Manager {
	m := &Manager{api: signed, store: store, log: log, now: time.Now,
		refresh: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "bot_token_refreshes_total", Help: "Tokens asked of the API, by outcome.",
		}, []string{"outcome"})}
	metrics.MustRegister(m.refresh)
	return m
}

// Do runs fn with a client that speaks for the chat's user. Where the API does not accept the
// token, fn runs a second time with a new one: a call refused for its token has done nothing.
// It gives fn's error; that of the API where there is no token to be had, which is
// api.CodeChatUnknown where nobody registered the chat.
func (m *Manager) Do(ctx context.Context, chat int64, fn func(*client.Client) error) error {
	token, err := m.token(ctx, chat, "")
	if err != nil {
		return err
	}
	err = fn(m.api.As(token))
	if !spent(err) {
		return err
	}
	if token, err = m.token(ctx, chat, token); err != nil {
		return err
	}
	if err = fn(m.api.As(token)); spent(err) {
		m.Drop(ctx, chat)
	}
	return err
}

// Stranger reports whether an error says that nobody registered the chat.
func Stranger(err error) bool {
	e := errs.As(err)
	return e != nil && e.Code == api.CodeChatUnknown
}

// spent reports whether a call was refused for its token, not for its signature.
func spent(err error) bool {
	return errs.Is(err, errs.Unauthenticated) && !errors.Is(err, signing.ErrMissing) &&
		!errors.Is(err, signing.ErrBad) && !errors.Is(err, signing.ErrClock) && !errors.Is(err, signing.ErrReplay)
}

// Keep remembers a token that a registration or a link gave.
func (m *Manager) Keep(ctx context.Context, chat int64, token string) {
	m.store.put(ctx, chat, token)
}

// Drop forgets the chat's token.
func (m *Manager) Drop(ctx context.Context, chat int64) {
	m.store.drop(ctx, chat)
}

// Renew replaces the chat's token whatever it is. It gives the API's error.
func (m *Manager) Renew(ctx context.Context, chat int64) error {
	m.store.drop(ctx, chat)
	_, err := m.token(ctx, chat, "")
	return err
}

// token is a token of the chat other than the refused one.
func (m *Manager) token(ctx context.Context, chat int64, refused string) (string, error) {
	seen, _ := m.store.look(ctx, chat)
	if token := m.lasting(seen); token != "" && token != refused {
		return token, nil
	}
	// The flight belongs to all who wait for it: it goes on when the first of them gives up.
	flight := m.flights.DoChan(strconv.FormatInt(chat, 10)+" "+refused, func() (any, error) {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), refreshTimeout)
		defer cancel()
		return m.renew(ctx, chat, refused)
	})
	select {
	case done := <-flight:
		if done.Err != nil {
			return "", done.Err
		}
		return done.Val.(string), nil
	case <-ctx.Done():
		return "", ctx.Err()
	}
}

// cached is the chat's token where it is good for some time yet, else nothing.
func (m *Manager) cached(ctx context.Context, chat int64) string {
	return m.lasting(m.store.get(ctx, chat))
}

// lasting is a token that is good for some time yet, else nothing.
func (m *Manager) lasting(token string) string {
	if token == "" || m.now().Add(early).After(expiry(token)) {
		return ""
	}
	return token
}

// renew asks the API for a token, unless another replica does so first.
func (m *Manager) renew(ctx context.Context, chat int64, refused string) (string, error) {
	unlock, err := m.store.lock(ctx, chat, func() bool {
		token := m.cached(ctx, chat)
		return token != "" && token != refused
	})
	if err != nil {
		return "", err
	}
	defer unlock()
	// Between the look at the cache and the lock somebody else may have been through here.
	if token := m.cached(ctx, chat); token != "" && token != refused {
		return token, nil
	}
	fresh, err := m.api.RefreshChatToken(ctx, chat)
	if err != nil {
		m.failed(ctx, chat, err)
		return "", err
	}
	m.refresh.WithLabelValues("ok").Inc()
	m.store.put(ctx, chat, fresh.AccessToken)
	return fresh.AccessToken, nil
}

func (m *Manager) failed(ctx context.Context, chat int64, err error) {
	m.refresh.WithLabelValues("failed").Inc()
	if Stranger(err) {
		m.store.drop(ctx, chat)
		return
	}
	m.log.WarnContext(ctx, "a chat's token could not be refreshed", "chat", chat, "error", err)
}

// expiry reads when a token ends, without checking it: that is the API's to do. What is no
// token ended long ago.
func expiry(token string) time.Time {
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		return time.Time{}
	}
	payload, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil {
		return time.Time{}
	}
	var claims struct {
		Expires int64 `json:"exp"`
	}
	if json.Unmarshal(payload, &claims) != nil {
		return time.Time{}
	}
	return time.Unix(claims.Expires, 0)
}
