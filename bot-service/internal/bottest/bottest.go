// Package bottest runs the whole bot in a test, between a local Telegram and a stand-in for
// the API, so that features are tested by what goes in and what words come out.
package bottest

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"financebot/bot-service/internal/app"
	"financebot/bot-service/internal/redistest"
	"financebot/deploy/dev/telegram"
	"financebot/pkg/secret"
	"financebot/pkg/signing"
)

// Token is the bot's, for the local Telegram.
const Token = "700100200:AAHcanary-of-the-telegram-token_0123"

// patience is how long a test waits for what should come at once.
const patience = 20 * time.Second

// Bot is a running bot and its surroundings.
type Bot struct {
	Telegram *telegram.Server
	API      *API
	Redis    redis.Cmdable
	Config   app.Config

	t    testing.TB
	log  *Log
	stop context.CancelFunc
	done chan error
}

// Start runs a bot with everything it needs. The options change its settings.
func Start(t testing.TB, options ...func(*app.Config)) *Bot {
	t.Helper()
	b := Prepare(t, options...)
	b.Run()
	return b
}

// Prepare makes the surroundings of a bot that does not run yet.
func Prepare(t testing.TB, options ...func(*app.Config)) *Bot {
	t.Helper()
	url := redistest.URL(t)
	server := telegram.New(telegram.Options{Token: Token, Username: "finance_test_bot"})
	listening := httptest.NewServer(server.Handler())
	t.Cleanup(func() {
		_ = server.Close() // it keeps nothing
		listening.Close()
	})
	b := &Bot{Telegram: server, API: NewAPI(t), Redis: redistest.Open(t, url), t: t, log: &Log{}}
	keys, err := signing.ParseKeys(KeyText)
	if err != nil {
		t.Fatal(err)
	}
	b.Config = app.Config{
		LogFormat: "json", Addr: "127.0.0.1:0", RedisURL: secret.Text(url), Token: Token,
		TelegramURL: listening.URL, APIURL: b.API.URL, PublicURL: "https://finance.example/", ClientKey: keys, Mode: "polling",
	}
	for _, change := range options {
		change(&b.Config)
	}
	t.Cleanup(func() {
		b.Stop()
		if t.Failed() {
			t.Logf("the bot's log:\n%s", b.log)
		}
	})
	return b
}

// Counted has a bot's commands to Redis written down.
func Counted(t testing.TB, to *Commands) func(*app.Config) {
	return func(c *app.Config) { c.RedisURL = secret.Text(to.between(t, c.RedisURL.Reveal())) }
}

// Run starts the bot, for the first time or again.
func (b *Bot) Run() {
	b.t.Helper()
	bot, err := app.New(b.Config, "test", b.log)
	if err != nil {
		b.t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- bot.Run(ctx) }()
	b.stop, b.done = cancel, done
}

// Beside runs a second replica of the bot, with the same Redis and API. It gets its updates by
// webhook, because Telegram lets one poll only, and none arrive.
func (b *Bot) Beside() *Bot {
	b.t.Helper()
	second := &Bot{Telegram: b.Telegram, API: b.API, Redis: b.Redis, Config: b.Config, t: b.t, log: &Log{}}
	second.Config.Addr = "localhost:0" // another name
	elsewhere := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, `{"ok":true,"result":{"id":700100200,"username":"finance_test_bot"}}`)
	}))
	b.t.Cleanup(elsewhere.Close)
	second.Config.Mode, second.Config.TelegramURL = "webhook", elsewhere.URL
	second.Config.WebhookURL, second.Config.WebhookSecret = "https://bot.example/hook", "s3cret"
	second.Run()
	b.t.Cleanup(second.Stop)
	return second
}

// StopUnheard stops the bot while Telegram takes none of its messages, once it has made the call.
func (b *Bot) StopUnheard(call string, then func()) {
	b.t.Helper()
	made := b.API.Calls(call)
	b.Telegram.Fault(telegram.Fault{Method: "sendMessage", Times: -1, Status: http.StatusBadGateway})
	then()
	if err := b.API.WaitCalled(b.Context(), call, made+1); err != nil {
		b.t.Fatalf("never called %s", call)
	}
	b.Stop()
	b.Telegram.ClearFaults()
}

// Stop ends the bot and fails the test where that takes longer than it may.
func (b *Bot) Stop() {
	b.t.Helper()
	if b.stop == nil {
		return
	}
	b.stop()
	b.stop = nil
	select {
	case err := <-b.done:
		if err != nil {
			b.t.Errorf("the bot stopped badly: %v", err)
		}
	case <-time.After(10 * time.Second):
		b.t.Error("the bot did not stop within ten seconds")
	}
}

// Log is what the bot has logged so far.
func (b *Bot) Log() string { return b.log.String() }

// Logs waits until the bot has logged words.
func (b *Bot) Logs(words string) {
	b.t.Helper()
	ctx := b.Context()
	for {
		text, more := b.log.look()
		if strings.Contains(text, words) {
			return
		}
		select {
		case <-more:
		case <-ctx.Done():
			b.t.Fatalf("never logged %q", words)
		}
	}
}

// Context ends before the test does, so that what does not come is told.
func (b *Bot) Context() context.Context {
	ctx, cancel := context.WithTimeout(b.t.Context(), patience)
	b.t.Cleanup(cancel)
	return ctx
}

// Ask sends a text and gives the bot's next message.
func (b *Bot) Ask(p *telegram.Person, text string) telegram.Message {
	b.t.Helper()
	return b.After(p, p.Send(text).ID)
}

// After waits for the bot's first message behind another.
func (b *Bot) After(p *telegram.Person, message int) telegram.Message {
	b.t.Helper()
	m, err := p.Chat().WaitReply(b.Context(), message)
	if err != nil {
		b.t.Fatalf("no answer: %v", err)
	}
	return m
}

// Tap presses a button and waits until its message says something that holds words.
func (b *Bot) Tap(p *telegram.Person, m telegram.Message, button, words string) telegram.Message {
	b.t.Helper()
	if _, err := p.TapIn(p.Chat(), m.ID, data(m, button)); err != nil {
		b.t.Fatalf("tap %q on %q: %v", button, m.Text, err)
	}
	return b.Says(p, words)
}

// Toast presses a button that a message has, or had, and wants it answered by a note that holds words.
func (b *Bot) Toast(p *telegram.Person, m telegram.Message, button, words string) {
	b.t.Helper()
	had, ok := m.Button(button)
	if !ok {
		b.t.Fatalf("%q has no %q", m.Text, button)
	}
	tap, err := p.Forge(p.Chat(), m.ID, had.CallbackData)
	if err != nil {
		b.t.Fatal(err)
	}
	if a, err := tap.Wait(b.Context()); err != nil || !strings.Contains(a.Text, words) {
		b.t.Errorf("%q: %q, %v", button, a.Text, err)
	}
}

func data(m telegram.Message, button string) string {
	if found, ok := m.Button(button); ok {
		return found.CallbackData
	}
	return button
}

// Says waits until the newest message of the bot that holds words is there, and gives it.
func (b *Bot) Says(p *telegram.Person, words string) telegram.Message {
	b.t.Helper()
	var found telegram.Message
	_, err := p.Chat().Wait(b.Context(), func(all []telegram.Message) bool {
		for _, m := range all {
			if m.FromBot() && strings.Contains(m.Text, words) {
				found = m
			}
		}
		return found.ID != 0
	})
	if err != nil {
		b.t.Fatalf("never said %q, but: %s", words, said(p.Chat().Messages()))
	}
	return found
}

func said(all []telegram.Message) string {
	var out strings.Builder
	for _, m := range all {
		fmt.Fprintf(&out, "\n- %q", m.Text)
	}
	return out.String()
}

// User is a person whom the API knows.
func (b *Bot) User(lang string) *telegram.Person {
	p := b.Telegram.Person(telegram.Person{FirstName: "Ana", Language: lang})
	b.API.User(p.ID, "Ana", lang, "")
	return p
}

// Holds fails where a text lacks words; spaces that do not break count as spaces.
func Holds(t testing.TB, said string, words ...string) {
	t.Helper()
	said = strings.ReplaceAll(said, "\u00a0", " ")
	for _, w := range words {
		if !strings.Contains(said, w) {
			t.Errorf("%q lacks %q", said, w)
		}
	}
}

// Log gathers what the bot logs.
type Log struct {
	mu   sync.Mutex
	text bytes.Buffer
	more chan struct{} // closed at the next line, where somebody waits for it
}

func (l *Log) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.more != nil {
		close(l.more)
		l.more = nil
	}
	return l.text.Write(p)
}

func (l *Log) String() string {
	text, _ := l.look()
	return text
}

// look gives what is logged so far, and what tells of more.
func (l *Log) look() (text string, more <-chan struct{}) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.more == nil {
		l.more = make(chan struct{})
	}
	return l.text.String(), l.more
}
