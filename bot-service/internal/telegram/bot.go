package telegram

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"gopkg.in/telebot.v3"

	"financebot/bot-service/internal/key"
	"financebot/bot-service/internal/text"
	"financebot/pkg/background"
	"financebot/pkg/client"
	"financebot/pkg/errs"
	"financebot/pkg/secret"
)

const (
	handleTimeout = 2 * time.Minute // for one update, all waiting included
	drainTimeout  = 4 * time.Second // of the ten that a stop may take; last words and goodbyes follow
	recoverEvery  = 10 * time.Second
	maxReplaced   = 10_000
)

// errNotMet says that Telegram has not answered yet.
var errNotMet = errors.New("telegram: no contact yet")

// Options are what a Bot needs.
type Options struct {
	URL     string // of the Bot API
	Token   secret.Text
	Webhook Webhook // its zero value means polling
	Inbox   *Inbox
	Leader  *Leader // of those that poll: Telegram lets one do so
	Log     *slog.Logger
	Metrics prometheus.Registerer
	Links   string // what links to bots begin with; empty means Telegram's own

	// Begin prepares the context of each update; nil where there is nothing to prepare.
	Begin func(context.Context) context.Context
	// Words finds the language of a chat; the last argument is what Telegram says of it.
	Words func(ctx context.Context, chat int64, tag string) text.Words
	// Explain says what went wrong. The error may be anything, also a panic.
	Explain func(text.Words, error) Reply
}

// Bot takes updates in and hands them to the features that registered for them.
type Bot struct {
	id           key.Bot
	api          *caller
	sender       *sender
	intake       *intake
	poller       *poller
	hook         Webhook
	hookPatience time.Duration
	status       *status
	metrics      *metrics
	log          *slog.Logger
	begin        func(context.Context) context.Context
	words        func(context.Context, int64, string) text.Words
	explain      func(text.Words, error) Reply
	replaced     *recent[place] // buttons whose message shows the answer by now
	noticeAfter  time.Duration

	me       atomic.Pointer[telebot.User]
	links    string
	open     atomic.Bool // what was left behind is taken in, and deliveries are taken
	commands map[string]Handler
	taps     map[string]Handler
	texts    []TextHandler
	replied  TextHandler
	attached func(*Turn) (Handler, bool)
	edited   Handler
	document Handler
	location Handler
	unknown  Handler
	first    TextHandler
}

// New is a bot without features; nothing is sent before Run.
func New(o Options) *Bot {
	m := newMetrics(o.Metrics)
	api := newCaller(o.URL, o.Token)
	b := &Bot{
		id:           key.Of(o.Token),
		api:          api,
		sender:       &sender{api: api, pacer: newPacer(time.Now), pause: Sleep, lastWord: lastWord, metrics: m},
		intake:       newIntake(o.Inbox, o.Log, m),
		hook:         o.Webhook,
		hookPatience: hookPatience,
		status:       &status{err: errNotMet},
		metrics:      m,
		log:          o.Log,
		begin:        o.Begin,
		words:        o.Words,
		explain:      o.Explain,
		links:        strings.TrimRight(cmp.Or(o.Links, "https://t.me"), "/"),
		replaced:     newRecent[place](maxReplaced),
		noticeAfter:  noticeAfter,
		commands:     map[string]Handler{},
		taps:         map[string]Handler{},
	}
	b.intake.dispatch = newDispatcher(b.handle, o.Log)
	b.poller = &poller{
		api: api, intake: b.intake, leader: o.Leader, status: b.status, metrics: m, log: o.Log, pause: Sleep,
	}
	return b
}

// Command registers the handler of a command, named without its slash, and of its spellings.
func (b *Bot) Command(name string, h Handler) { b.commands[name] = h }

// Tap registers the handler of the buttons with that name.
func (b *Bot) Tap(name string, h Handler) { b.taps[name] = h }

// Text registers a handler of plain text; those registered first are asked first.
func (b *Bot) Text(h TextHandler) { b.texts = append(b.texts, h) }

// Replied registers the handler of plain text that answers a message of the bot's with buttons; it
// is asked before all others.
func (b *Bot) Replied(h TextHandler) { b.replied = h }

// Attached registers what finds the handler of a picture or a file that answers a message of the
// bot's with buttons; not ok where that message takes none.
func (b *Bot) Attached(find func(*Turn) (Handler, bool)) { b.attached = find }

// Edited registers the handler of what was written anew in its place, commands too.
func (b *Bot) Edited(h Handler) { b.edited = h }

// Document registers the handler of files.
func (b *Bot) Document(h Handler) { b.document = h }

// Location registers the handler of places that are shared.
func (b *Bot) Location(h Handler) { b.location = h }

// First registers who is asked before any other handler of what is written in a private chat.
func (b *Bot) First(h TextHandler) { b.first = h }

// Unknown registers the handler of commands that nobody registered.
func (b *Bot) Unknown(h Handler) { b.unknown = h }

// Send writes to a chat by the bot's own wish. It gives ErrBlocked where the chat refuses for
// good, a *Refusal where Telegram does, or another error where trying later may help.
func (b *Bot) Send(ctx context.Context, chat int64, r Reply) error {
	_, err := b.sender.send(ctx, chat, r)
	return err
}

// Ready is nil while Telegram answers.
func (b *Bot) Ready() error { return b.status.get() }

// Run works until ctx ends, then finishes what it began.
func (b *Bot) Run(ctx context.Context) {
	if b.meet(ctx) == nil {
		b.recover(ctx) // what came first is handled first
		b.open.Store(true)
		var looking sync.WaitGroup
		looking.Go(func() { background.Keep(ctx, b.log, "look after the inbox", b.lookAfter) })
		if b.route(ctx) == nil && b.hook.URL == "" {
			b.poller.run(ctx)
		}
		<-ctx.Done()
		looking.Wait()
	}
	end, cancel := context.WithTimeout(context.WithoutCancel(ctx), drainTimeout)
	defer cancel()
	b.intake.dispatch.drain(end)
	if err := b.intake.inbox.tidy(context.WithoutCancel(ctx)); err != nil {
		b.log.Debug("what is done stays in the inbox until the next start", "error", err)
	}
	b.poller.stop(context.WithoutCancel(ctx))
}

// meet learns the bot's own name, without which commands in groups cannot be understood.
func (b *Bot) meet(ctx context.Context) error {
	return b.insist(ctx, "getMe", func(ctx context.Context) error {
		var me telebot.User
		if err := b.api.call(ctx, "getMe", nil, &me); err != nil {
			return err
		}
		b.me.Store(&me)
		b.log.Info("telegram knows the bot", "username", me.Username)
		return nil
	})
}

// insist repeats a call until it succeeds; it gives only ctx's error.
func (b *Bot) insist(ctx context.Context, what string, do func(context.Context) error) error {
	for failures := 1; ; failures++ {
		attempt, cancel := context.WithTimeout(ctx, callTimeout)
		err := do(attempt)
		cancel()
		b.status.heard(err)
		if err == nil || ctx.Err() != nil {
			return ctx.Err()
		}
		delay := b.poller.delay(failures, err)
		b.log.Warn("telegram does not answer", "call", what, "attempt", failures,
			"next_in", delay.Round(time.Millisecond).String(), "error", err)
		if err := b.poller.pause(ctx, delay); err != nil {
			return err
		}
	}
}

// recover takes in what a crash, here or elsewhere, left behind.
func (b *Bot) recover(ctx context.Context) {
	if err := b.intake.recover(ctx); err != nil && ctx.Err() == nil {
		b.log.Debug("the inbox cannot be looked at", "error", err)
	}
}

// lookAfter recovers now and then until ctx ends.
func (b *Bot) lookAfter(ctx context.Context) {
	for Sleep(ctx, recoverEvery) == nil {
		b.recover(ctx)
	}
}

// handle is the way of one update through the features. It gives a respite where it is open what
// came of it, and nil where it is over.
func (b *Bot) handle(ctx context.Context, j *job) *respite {
	began := time.Now()
	if j.began.IsZero() {
		j.began = began
	}
	turn, cancel := context.WithTimeout(client.WithRequestID(ctx, rand.Text()), handleTimeout)
	defer cancel()
	if b.begin != nil {
		turn = b.begin(turn)
	}
	kind := "message"
	switch {
	case j.update.Callback != nil:
		kind = "tap"
	case j.update.EditedMessage != nil:
		kind = "edit"
	}
	err := background.Contain(func() error { return b.process(turn, j) })
	if err != nil && ctx.Err() != nil {
		b.log.InfoContext(turn, "an update waits for the next start", "update", j.id)
		return nil
	}
	var open *unclear
	if errors.As(err, &open) {
		b.log.WarnContext(turn, "an update's outcome is not clear", "update", j.id, "chat", j.chat(), "kind", kind, "asked", j.asked,
			"attempt", j.tries, "next_in", open.again.most.Round(time.Millisecond).String(), "error", err)
		b.metrics.update(kind, "unclear")
		return &open.again
	}
	var later *unshown
	if errors.As(err, &later) {
		if delay, postponed := b.intake.postpone(j, later.after); postponed {
			b.log.WarnContext(turn, "an answer could not be shown", "update", j.id, "chat", j.chat(), "asked", j.asked,
				"next_in", delay.String(), "error", err)
			b.metrics.update(kind, "postponed")
			return nil
		}
	}
	b.intake.finish(j)
	b.metrics.update(kind, b.report(turn, j, kind, err, time.Since(began)))
	return nil
}

// report logs how an update ended and gives the outcome in a word.
func (b *Bot) report(ctx context.Context, j *job, kind string, err error, took time.Duration) string {
	log := b.log.With("update", j.id, "chat", j.chat(), "kind", kind, "asked", j.asked, "took", took.String())
	var p *background.Panic
	switch {
	case err == nil:
		log.InfoContext(ctx, "update handled")
		return "ok"
	case errors.Is(err, errIgnored):
		return "ignored"
	case errors.As(err, &p):
		log.ErrorContext(ctx, "update panicked", "panic", p.Error(), "stack", string(p.Stack))
		return "panic"
	case errors.Is(err, ErrBlocked):
		log.InfoContext(ctx, "the chat has blocked the bot")
		return "blocked"
	case errs.As(err) != nil && errs.As(err).Kind != errs.Internal && errs.As(err).Kind != errs.Unavailable:
		log.InfoContext(ctx, "update refused", "error", err)
		return "refused"
	default:
		log.ErrorContext(ctx, "update failed", "error", err)
		return "failed"
	}
}

// process lets telebot tell what kind of update it is. telebot carries no context, so each
// update has a router of its own; that costs a few microseconds and shares nothing.
func (b *Bot) process(ctx context.Context, j *job) error {
	outcome := errIgnored // unless something is routed, and then what comes of it
	router, err := telebot.NewBot(telebot.Settings{Offline: true, Synchronous: true, Updates: 1})
	if err != nil {
		return err
	}
	router.Me = b.me.Load()
	for _, kind := range written {
		router.Handle(kind, func(c telebot.Context) error {
			outcome = b.message(ctx, j, c.Message())
			return nil
		})
	}
	router.Handle(telebot.OnAddedToGroup, func(c telebot.Context) error {
		outcome = b.added(ctx, j, c.Message())
		return nil
	})
	router.Handle(telebot.OnEdited, func(c telebot.Context) error {
		outcome = b.edit(ctx, j, c.Message())
		return nil
	})
	router.Handle(telebot.OnCallback, func(c telebot.Context) error {
		outcome = b.tap(ctx, j, c.Callback())
		return nil
	})
	router.ProcessUpdate(j.update)
	return outcome
}
