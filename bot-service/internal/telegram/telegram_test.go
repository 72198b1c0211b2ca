package telegram

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/redis/go-redis/v9"
	"gopkg.in/telebot.v3"

	"financebot/bot-service/internal/key"
	"financebot/bot-service/internal/text"
)

const (
	testToken = "700100200:AAHcanary-of-the-telegram-token_0123"
	testBot   = key.Bot("700100200")
)

// ctx ends a test that waits in vain.
func ctx(t *testing.T) context.Context {
	t.Helper()
	c, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	t.Cleanup(cancel)
	return c
}

// newTestBot is a bot that takes updates in and answers nothing yet.
func newTestBot(t *testing.T, url string, inbox *Inbox) *Bot {
	t.Helper()
	catalog, err := text.Load()
	if err != nil {
		t.Fatal(err)
	}
	b := New(Options{
		URL: url, Token: testToken, Inbox: inbox, Leader: NewLeader(inbox.redis, testBot, "poll", inbox.replica), Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
		Metrics: prometheus.NewRegistry(),
		Words:   func(context.Context, int64, string) text.Words { return catalog.In("en") },
		Explain: func(w text.Words, err error) Reply { return Reply{Text: w.Error(err)} },
	})
	b.me.Store(&telebot.User{ID: 700100200, Username: "finance_test_bot", IsBot: true})
	b.open.Store(true)
	return b
}

// left counts the updates in the inbox of replica "a" that are not done.
func left(t *testing.T, client redis.Cmdable) (n int) {
	t.Helper()
	for _, id := range client.HKeys(ctx(t), testBot.Name("inbox", "a")).Val() {
		if client.Get(ctx(t), testBot.Name("update", id)).Val() != stateDone {
			n++
		}
	}
	return n
}

// pauses records how long the bot wanted to wait, and lets it go on at once.
type pauses struct {
	mu   sync.Mutex
	all  []time.Duration
	stop func() // called at the last of limit
	max  int
}

func (p *pauses) pause(ctx context.Context, d time.Duration) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.all = append(p.all, d)
	if p.stop != nil && len(p.all) >= p.max {
		p.stop()
	}
	return ctx.Err()
}

func (p *pauses) seen() []time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]time.Duration(nil), p.all...)
}

// script answers the calls of each method in order, the last answer for good.
type script struct {
	mu      sync.Mutex
	answers map[string][]http.HandlerFunc
	calls   map[string][]string // bodies
}

func newScript() *script {
	return &script{answers: map[string][]http.HandlerFunc{}, calls: map[string][]string{}}
}

func (s *script) on(method string, answers ...http.HandlerFunc) *script {
	s.answers[method] = answers
	return s
}

func (s *script) serve(t *testing.T) string {
	t.Helper()
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	return server.URL
}

func (s *script) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	method := r.URL.Path[strings.LastIndex(r.URL.Path, "/")+1:]
	body, _ := io.ReadAll(r.Body)
	s.mu.Lock()
	s.calls[method] = append(s.calls[method], string(body))
	answer := says(http.StatusOK, `{"ok":true,"result":true}`)
	if left := s.answers[method]; len(left) > 0 {
		answer = left[0]
		if len(left) > 1 {
			s.answers[method] = left[1:]
		}
	}
	s.mu.Unlock()
	answer(w, r)
}

func (s *script) seen(method string) []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string(nil), s.calls[method]...)
}

func says(status int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

// updates is an answer of getUpdates with texts of chats.
func updates(all ...string) http.HandlerFunc {
	return says(http.StatusOK, `{"ok":true,"result":[`+strings.Join(all, ",")+`]}`)
}

func textUpdate(id, chat int64, words string) string {
	return fmt.Sprintf(`{"update_id":%d,"message":{"message_id":%d,"date":1,"text":%q,
		"from":{"id":%d,"first_name":"A"},"chat":{"id":%d,"type":"private"}}}`, id, id, words, chat, chat)
}

// idle answers when the bot hangs up, as a long poll does.
func idle(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }

// collector notes the texts that reach the features.
type collector struct {
	mu   sync.Mutex
	got  []string
	more chan struct{}
}

func collect(b *Bot, then func(*Turn)) *collector {
	c := &collector{more: make(chan struct{}, 10_000)}
	b.Text(func(_ context.Context, t *Turn) (bool, error) {
		if then != nil {
			then(t)
		}
		c.mu.Lock()
		c.got = append(c.got, t.Text)
		c.mu.Unlock()
		c.more <- struct{}{}
		return true, nil
	})
	return c
}

func (c *collector) wait(t *testing.T, n int) []string {
	t.Helper()
	limit := ctx(t)
	for {
		c.mu.Lock()
		got := append([]string(nil), c.got...)
		c.mu.Unlock()
		if len(got) >= n {
			return got
		}
		select {
		case <-c.more:
		case <-limit.Done():
			t.Fatalf("got %d of %d: %v", len(got), n, got)
		}
	}
}

var errBoom = errors.New("boom")
