// Package app puts the bot together and runs it. It is the only one that knows every feature.
package app

import (
	"context"
	"io"
	"log/slog"
	"os"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"

	"financebot/bot-service/internal/account"
	"financebot/bot-service/internal/category"
	"financebot/bot-service/internal/dialog"
	"financebot/bot-service/internal/event"
	"financebot/bot-service/internal/file"
	"financebot/bot-service/internal/key"
	"financebot/bot-service/internal/photo"
	"financebot/bot-service/internal/profile"
	"financebot/bot-service/internal/rate"
	"financebot/bot-service/internal/report"
	"financebot/bot-service/internal/start"
	"financebot/bot-service/internal/telegram"
	"financebot/bot-service/internal/text"
	"financebot/bot-service/internal/token"
	"financebot/bot-service/internal/transaction"
	"financebot/bot-service/internal/workspace"
)

// menu lists the commands that Telegram shows, in this order: what people use every day comes first.
var menu = []string{
	"balance", "month", "add", "transactions", "find", "accounts", "income", "transfer", "today", "undo", "categories",
	"export", "rates", "settings", "currency", "timezone", "language", "workspaces", "referral", "qr", "cancel", "start", "help",
	"link", "unlink",
}

// App is the bot with all its features.
type App struct {
	config  Config
	log     *slog.Logger
	metrics *prometheus.Registry
	redis   redisClient
	catalog *text.Catalog
	bot     *telegram.Bot
	events  event.Feature
	photos  *photo.Feature
	health  *health
}

// New puts the bot together; nothing is contacted before Run.
func New(c Config, version string, logTo io.Writer) (*App, error) {
	a := &App{config: c, log: newLog(logTo, c), metrics: prometheus.NewRegistry()}
	a.metrics.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	var err error
	if a.catalog, err = text.Load(); err != nil {
		return nil, err
	}
	if a.redis, err = openRedis(c.RedisURL); err != nil {
		return nil, err
	}
	if err := a.build(openAPI(c, a.metrics)); err != nil {
		return nil, err
	}
	a.health = newHealth(version, a.log, map[string]func(context.Context) error{
		"telegram": func(context.Context) error { return a.bot.Ready() },
		"api":      pingAPI(c.APIURL),
		"redis":    pingRedis(a.redis),
	}, "telegram", "api")
	return a, nil
}

// build makes the features and lets each register for what it answers.
func (a *App) build(to apis) error {
	bot := key.Of(a.config.Token)
	store, err := token.NewStore(a.redis, bot, a.config.EncryptionKey, a.log)
	if err != nil {
		return err
	}
	tokens := token.New(to.quick, store, a.log, a.metrics)
	users := token.NewUsers(tokens, a.catalog, a.metrics)
	dialogs := dialog.NewStore(a.redis, bot, a.log)
	a.bot = telegram.New(telegram.Options{
		URL: a.config.TelegramURL, Token: a.config.Token, Webhook: a.webhook(),
		Inbox: telegram.NewInbox(a.redis, bot, a.replica()), Leader: telegram.NewLeader(a.redis, bot, "poll", a.replica()),
		Log: a.log, Metrics: a.metrics, Links: a.config.DeepLinkURL,
		Begin: token.Glance, Words: users.Words, Explain: start.Explain,
	})
	a.photos = photo.New(a.bot, tokens, users, photo.NewMemory(a.redis, bot), a.log)
	reports := report.Feature{Tokens: tokens, Users: users, Dialogs: dialogs}
	workspaces := workspace.Feature{Tokens: tokens}
	starts := start.Feature{
		API: to.quick, Tokens: tokens, Users: users, Dialogs: dialogs, Commands: a.bot.Commands,
		Pages: strings.TrimRight(a.config.PublicURL, "/"), Place: workspaces.Name, Photos: a.photos,
		Early: start.NewEarly(a.redis, bot, a.log),
		Spell: telegram.Spell, Entry: transaction.Entry, Month: reports.Month,
	}
	a.bot.First(starts.First)
	memory := transaction.NewMemory(a.redis, bot, a.log)
	transactions := transaction.Feature{Tokens: tokens, Users: users, Memory: memory, Dialogs: dialogs, Busy: starts.Awaits}
	starts.Book = transactions.Early
	profile.Feature{
		Tokens: tokens, Users: users, Dialogs: dialogs, Catalog: a.catalog, Menu: a.setMenu, Now: time.Now,
		Retract: retract(starts, transactions),
	}.Register(a.bot)
	workspaces.Register(a.bot)
	// The texts of these two may look like entries.
	files := file.Feature{
		Tokens: tokens, Users: users, Dialogs: dialogs, Entries: transactions, Memory: file.NewMemory(a.redis, bot, a.log),
	}
	account.Feature{
		Tokens: tokens, Dialogs: dialogs, Entries: transactions, Place: workspaces.Name,
		Wanted: wantedBy(files, memory), Again: again(files, transactions),
	}.Register(a.bot)
	category.Feature{Tokens: tokens, Dialogs: dialogs, Entries: transactions}.Register(a.bot)
	files.Register(a.bot)
	rate.Feature{Tokens: tokens}.Register(a.bot)
	reports.Register(a.bot)
	transactions.Register(a.bot)
	starts.Register(a.bot)
	a.events = event.Feature{
		API: to.patient, Tokens: tokens, Users: users, Leader: telegram.NewLeader(a.redis, bot, "events", a.replica()),
		Linked: a.linked(starts), Place: workspaces.Name, Send: a.bot.Send, Log: a.log, Pause: telegram.Sleep,
	}
	a.events.Register(a.bot)
	return nil
}

// linked is what follows where a chat was linked to an account on the web.
func (a *App) linked(starts start.Feature) func(context.Context, int64) {
	return func(ctx context.Context, chat int64) {
		starts.Known(ctx, chat)
		a.photos.Fresh(chat)
	}
}

// retract takes back what a chat wrote before it had a user, to be booked anew.
func retract(starts start.Feature, messages transaction.Feature) func(context.Context, *telegram.Turn) (
	func(context.Context, *telegram.Turn) error, bool, error) {
	return func(ctx context.Context, t *telegram.Turn) (func(context.Context, *telegram.Turn) error, bool, error) {
		return messages.Retract(ctx, t, starts.Early.Booked(ctx, t.Chat))
	}
}

// wantedBy tells which account a file or a refused message wants.
func wantedBy(files file.Feature, messages *transaction.Memory) func(context.Context, int64, int) (name, currency string) {
	return func(ctx context.Context, chat int64, message int) (name, currency string) {
		if name, currency, mine := files.Wanted(ctx, chat, message); mine {
			return name, currency
		}
		return messages.Wanted(ctx, chat, message)
	}
}

// again goes on with the file or the refused message that wanted an account.
func again(files file.Feature, messages transaction.Feature) func(context.Context, *telegram.Turn, int) error {
	return func(ctx context.Context, t *telegram.Turn, message int) error {
		if mine, err := files.Again(ctx, t, message); mine || err != nil {
			return err
		}
		return messages.Again(ctx, t, message)
	}
}

func (a *App) setMenu(ctx context.Context, chat int64, w text.Words) {
	a.bot.SetMenu(ctx, chat, w, menu)
}

// replica names this process among others; a restart in the same place keeps the name.
func (a *App) replica() string {
	host, err := os.Hostname()
	if err != nil {
		host = "bot"
	}
	return host + a.config.Addr
}

func (a *App) webhook() telegram.Webhook {
	if a.config.Mode != modeWebhook {
		return telegram.Webhook{}
	}
	return telegram.Webhook{URL: a.config.WebhookURL, Secret: a.config.WebhookSecret}
}
