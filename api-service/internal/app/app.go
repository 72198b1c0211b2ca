package app

import (
	"cmp"
	"context"
	"log/slog"
	"net/http"
	"runtime"
	"strings"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"

	"financebot/api-service/internal/account"
	"financebot/api-service/internal/audit"
	"financebot/api-service/internal/auth"
	"financebot/api-service/internal/event"
	"financebot/api-service/internal/family"
	"financebot/api-service/internal/idempotency"
	"financebot/api-service/internal/postgres"
	"financebot/api-service/internal/rate"
	"financebot/api-service/internal/report"
	"financebot/api-service/internal/transaction"
	"financebot/api-service/internal/user"
	"financebot/api-service/internal/web"
)

// App is the service, put together.
type App struct {
	Handler    http.Handler
	Operations []web.Operation // what it answers

	config   Config
	log      *slog.Logger
	db       *postgres.DB
	slices   slices
	passes   *web.Passes
	draining atomic.Bool
}

// slices are all domains, ground first.
type slices struct {
	users        *user.Service
	audit        *audit.Service
	answers      *idempotency.Service
	accounts     *account.Service
	auth         *auth.Service
	families     *family.Service
	transactions *transaction.Service
	rates        *rate.Service
	reports      *report.Service
	events       *event.Service
}

// New puts the service together over a database and a cache.
func New(c Config, db *postgres.DB, cache *web.Cache, log *slog.Logger, now func() time.Time) *App {
	now = asKept(now)
	a := &App{config: c, log: log, db: db, slices: build(c, db, now)}
	a.passes = web.NewPasses(cache, c.JWTKeys.First().Secret.Reveal(), now)
	a.slices.connect()
	a.slices.revoke(a.passes)
	metrics := registry(db)
	e, router := web.New(web.Options{
		Log: log, Metrics: metrics, Outage: postgres.Outage,
		TrustedProxies: c.TrustedProxies, AllowedOrigins: c.AllowedOrigins, Patience: c.Patience,
		Secure: strings.HasPrefix(c.PublicURL, "https:"), Draining: a.draining.Load,
		Guard: &web.Guard{
			Sessions: a.slices.auth, Workspaces: a.slices.families,
			Answers: a.slices.answers, Limiter: web.NewLimiter(cache, now, log), Passes: a.passes, Cache: cache,
			Keys: c.BotClientKeys, AllowUnsigned: c.AllowUnsignedBot,
			AuthPerMinute: c.AuthPerMinute, APIPerMinute: c.APIPerMinute, Now: now,
		},
	})
	a.slices.mount(router, user.Links{Chat: c.chat(), Pages: c.pages()})
	web.Health{
		Version:  Version(),
		Required: map[string]func(context.Context) error{"postgres": db.Ping, "schema": schemaReady(db)},
		Optional: map[string]func(context.Context) error{"redis": cache.Ping},
		Draining: a.draining.Load,
	}.Mount(e, metrics)
	web.MountDocs(e, func() ([]byte, error) { return web.Document(router.Operations(), Version(), c.PublicURL) })
	web.MountPages(e, c.chat())
	a.Handler, a.Operations = e, router.Operations()
	return a
}

// schemaReady is the probe that fails where the schema lacks what this program needs.
func schemaReady(db *postgres.DB) func(context.Context) error {
	return func(ctx context.Context) error {
		lacking, err := db.Lacking(ctx)
		if err == nil && len(lacking) > 0 {
			return web.Unwell("behind: lacks " + strings.Join(lacking, ", "))
		}
		return err
	}
}

// asKept is a clock as fine as the database's, so that an answer tells the time that is kept.
func asKept(now func() time.Time) func() time.Time {
	return func() time.Time { return now().UTC().Truncate(time.Microsecond) }
}

// build makes every slice from those on the floors below.
func build(c Config, db *postgres.DB, now func() time.Time) slices {
	s := slices{
		users:    user.New(db, now),
		audit:    audit.New(db, now),
		answers:  idempotency.New(db, now),
		accounts: account.New(db, now),
		families: family.New(db, now),
		events:   event.New(db, now),
	}
	s.transactions = transaction.New(db, s.accounts, s.users.Today, now)
	s.rates = rate.New(db, s.users.Today, now)
	s.reports = report.New(db, s.users.Today)
	s.auth = auth.New(db, auth.Options{
		Users: s.users, Audit: s.audit, Keys: c.JWTKeys,
		Life:      auth.Life{Access: c.AccessTokenTTL, Refresh: c.RefreshTokenTTL, Telegram: c.TelegramTokenTTL},
		Hasher:    auth.NewHasher(runtime.NumCPU(), cmp.Or(c.HashCost, auth.StrongCost)),
		Policy:    auth.NewPolicy(c.PasswordMinLength, c.PasswordBlocklist),
		PublicURL: c.pages(), ChatURL: c.chat(), Now: now,
		Holdings: s.holdings,
		Tell: func(ctx context.Context, h auth.Happening) error {
			return s.events.Publish(ctx, event.Event{Kind: h.Kind, UserID: h.UserID, ChatID: h.ChatID, Data: h.Data})
		},
	})
	return s
}

// connect lets lower floors reach upper ones: what a new user and a new workspace begin with.
func (s slices) connect() {
	s.auth.OnRegistered(s.families.OpenPersonal)
	s.auth.OnMerging(s.merge)
	s.auth.OnDeleting(func(ctx context.Context, u user.User) error { return s.families.Release(ctx, u.ID) })
	s.families.OnEnding(s.transactions.Clear)
	s.families.OnOpened(func(ctx context.Context, f family.Family, language string) error {
		return s.accounts.OpenCash(ctx, f.ID, f.BaseCurrency, language)
	})
	s.families.OnRebasing(func(ctx context.Context, f family.Family) error { return s.transactions.Empty(ctx, f.ID) })
	s.families.OnRebasing(func(ctx context.Context, f family.Family) error {
		return s.accounts.Rebase(ctx, f.ID, f.BaseCurrency)
	})
	s.families.OnOpened(func(ctx context.Context, f family.Family, language string) error {
		return s.transactions.StartCategories(ctx, f.ID, language)
	})
	s.users.OnLanguage(func(ctx context.Context, userID int64, language string) error {
		alone, err := s.families.Alone(ctx, userID)
		for _, id := range alone {
			if err == nil {
				err = s.transactions.TranslateCategories(ctx, id, language)
			}
		}
		return err
	})
}

// revoke makes passes worthless when what they say changes.
func (s slices) revoke(passes *web.Passes) {
	void := func(ctx context.Context, userID int64) {
		postgres.AfterCommit(ctx, func() { passes.Void(ctx, userID) })
	}
	s.users.OnChanged(void)
	s.auth.OnRevoked(void)
	s.families.OnMoved(void)
}

func (s slices) mount(r *web.Router, links user.Links) {
	auth.Mount(r, s.auth)
	user.Mount(r, s.users, links)
	mountExport(r, s)
	family.Mount(r, s.families)
	account.Mount(r, s.accounts)
	transaction.Mount(r, s.transactions)
	rate.Mount(r, s.rates)
	report.Mount(r, s.reports)
	event.Mount(r, s.events)
}

// registry measures the process and its connections beside what web measures.
func registry(db *postgres.DB) *prometheus.Registry {
	r := prometheus.NewRegistry()
	r.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	for _, m := range db.Measures() {
		if m.Grows {
			r.MustRegister(prometheus.NewCounterFunc(prometheus.CounterOpts{Name: m.Name, Help: m.Help}, m.Value))
		} else {
			r.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: m.Name, Help: m.Help}, m.Value))
		}
	}
	return r
}
