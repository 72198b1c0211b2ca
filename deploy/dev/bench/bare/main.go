// Command bare answers some calls of the API in the shortest way there is: net/http, one
// statement by pgx, encoding/json. It counts nothing, logs nothing, asks for no session and
// forgives nothing; "make bench" measures the API beside it, to tell what all that costs.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
)

const connections = 16 // as many as the API has

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "bare:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	config, err := pgxpool.ParseConfig(os.Getenv("DATABASE_URL"))
	if err != nil {
		return errors.New("DATABASE_URL does not parse")
	}
	config.MaxConns = connections
	config.ConnConfig.RuntimeParams["timezone"] = "UTC"
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return err
	}
	defer pool.Close()
	kid, secret, ok := strings.Cut(os.Getenv("JWT_KEYS"), ":")
	if !ok {
		return errors.New("JWT_KEYS must be kid:secret")
	}
	s := server{db: pool, tokens: tokens{kid: kid, secret: []byte(secret)}, hashing: make(chan struct{}, 2)}
	web := &http.Server{Addr: os.Getenv("API_ADDR"), Handler: s.routes(), ReadHeaderTimeout: 5 * time.Second}
	context.AfterFunc(ctx, func() { _ = web.Close() })
	if err := web.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

type server struct {
	db      *pgxpool.Pool
	tokens  tokens
	hashing chan struct{} // two passwords at once
}

// handler gives the answer to a call of a user, zero where nobody signed in yet.
type handler func(r *http.Request, userID int64) (any, error)

func (s server) routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /readyz", func(http.ResponseWriter, *http.Request) {})
	mux.HandleFunc("GET /api/v1/users/me", s.user(http.StatusOK, s.me))
	mux.HandleFunc("GET /api/v1/accounts", s.user(http.StatusOK, s.accounts))
	mux.HandleFunc("GET /api/v1/transactions", s.user(http.StatusOK, s.list))
	mux.HandleFunc("GET /api/v1/reports/summary", s.user(http.StatusOK, s.summary))
	mux.HandleFunc("POST /api/v1/transactions", s.user(http.StatusCreated, s.create))
	mux.HandleFunc("POST /api/v1/auth/refresh", answer(http.StatusOK, s.refresh))
	mux.HandleFunc("POST /api/v1/auth/login", answer(http.StatusOK, s.login))
	return mux
}

// user lets in who bears an access token.
func (s server) user(status int, h handler) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		c, err := s.tokens.read(strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer "), "access")
		if err != nil {
			http.Error(w, err.Error(), http.StatusUnauthorized)
			return
		}
		answer(status, func(r *http.Request, _ int64) (any, error) { return h(r, c.user()) })(w, r)
	}
}

func answer(status int, h handler) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		out, err := h(r, 0)
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		_ = json.NewEncoder(w).Encode(out) // the caller may be gone
	}
}
