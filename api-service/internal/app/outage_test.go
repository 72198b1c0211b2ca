package app_test

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgconn"

	"financebot/api-service/internal/app"
	"financebot/api-service/internal/app/apptest"
	"financebot/api-service/internal/postgres/pgtest"
	"financebot/pkg/api"
	"financebot/pkg/secret"
)

// proxy stands before a PostgreSQL server: it can be cut, and counts what is asked.
type proxy struct {
	URL        string
	statements atomic.Int64 // executed

	network, address string // of the server
	mu               sync.Mutex
	cut              bool
	open             map[net.Conn]bool
}

func newProxy(t *testing.T) *proxy {
	t.Helper()
	to, err := pgconn.ParseConfig(pgtest.URL(t))
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := &proxy{open: map[net.Conn]bool{}}
	p.network, p.address = pgconn.NetworkAddress(to.Host, to.Port)
	u := url.URL{Scheme: "postgres", User: url.UserPassword(to.User, to.Password), Host: l.Addr().String(),
		Path: to.Database, RawQuery: "sslmode=disable"}
	p.URL = u.String()
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			go p.carry(conn)
		}
	}()
	t.Cleanup(func() { _ = l.Close(); p.Cut(true) })
	return p
}

// Cut ends every connection and takes no more, or takes them again.
func (p *proxy) Cut(cut bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.cut = cut
	if cut {
		for conn := range p.open {
			_ = conn.Close()
		}
	}
}

// keep notes a connection, unless there may be none.
func (p *proxy) keep(conn net.Conn) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.cut {
		_ = conn.Close()
		return false
	}
	p.open[conn] = true
	return true
}

func (p *proxy) carry(client net.Conn) {
	if !p.keep(client) {
		return
	}
	server, err := net.Dial(p.network, p.address)
	if err != nil || !p.keep(server) {
		_ = client.Close()
		return
	}
	go func() {
		_, _ = io.Copy(client, server)
		_ = client.Close()
	}()
	_ = p.listen(client, server)
	_ = server.Close()
}

// listen hands the client's messages on and counts those that execute (PostgreSQL, 55.7): the
// first has a length only, every other one a letter before it.
func (p *proxy) listen(client io.Reader, server io.Writer) error {
	for first := true; ; {
		head := make([]byte, 5)
		if first {
			head = head[:4]
		}
		if _, err := io.ReadFull(client, head); err != nil {
			return err
		}
		length := binary.BigEndian.Uint32(head[len(head)-4:])
		rest := make([]byte, length-4)
		if _, err := io.ReadFull(client, rest); err != nil {
			return err
		}
		if !first && (head[0] == 'E' || head[0] == 'Q') {
			p.statements.Add(1)
		}
		first = false
		if _, err := server.Write(slices.Concat(head, rest)); err != nil {
			return err
		}
	}
}

func behind(p *proxy) apptest.Option {
	return func(c *app.Config) { c.DatabaseURL = secret.Text(p.URL) }
}

func TestOutageOfPostgresIsToldAndGottenOver(t *testing.T) {
	t.Parallel()
	p := newProxy(t)
	a := apptest.New(t, behind(p))
	ana, who := a.Register(t, "ana@example.com")
	p.Cut(true)
	for name, in := range map[string]apptest.Request{
		"a read":     {Method: http.MethodGet, Path: "/api/v1/accounts", Bearer: who.AccessToken},
		"a login":    logIn(a, "ana@example.com", apptest.Password),
		"a register": {Path: "/api/v1/auth/register", Body: `{"email":"bob@example.com","password":` + password + `}`},
		"a refresh":  {Path: "/api/v1/auth/refresh", Body: `{"refresh_token":"` + who.RefreshToken + `"}`},
	} {
		for range 3 { // the first may find a connection that was cut, the others none
			began := time.Now()
			got := a.Do(t, in)
			refused(t, name, got, 503, api.CodeUnavailable)
			if took := time.Since(began); got.Header.Get("Retry-After") == "" || took > 3*time.Second {
				t.Errorf("%s: after %v, Retry-After %q", name, took, got.Header.Get("Retry-After"))
			}
		}
	}
	p.Cut(false)
	// Connections that died in the pool are found out by those who draw them.
	var err error
	for range 40 {
		if _, err = ana.Accounts(context.Background()); err == nil {
			break
		}
	}
	if err != nil {
		t.Fatalf("it does not come back: %v", err)
	}
	if _, err := a.Client().Refresh(context.Background(), who.RefreshToken); err != nil {
		t.Errorf("the refresh token was lost: %v", err)
	}
	login(t, a, "ana@example.com")
	whole(t, a, 1)
}

// Some things are asked for all the time: what they may cost is written down here.
func TestFrequentCallsAreFewStatements(t *testing.T) {
	t.Parallel()
	p := newProxy(t)
	a := apptest.New(t, behind(p))
	a.Freeze()
	ana, _ := a.Register(t, "ana@example.com")
	chat := a.Bot().As(a.Link(t, ana, 7))
	ctx := context.Background()
	entry := api.CreateTransaction{Kind: api.Expense, Amount: "5", Note: "bread"}
	posted, err := ana.CreateTransaction(ctx, entry)
	if err != nil {
		t.Fatal(err)
	}
	for range 60 { // more than a page
		if _, err := ana.CreateTransaction(ctx, entry); err != nil {
			t.Fatal(err)
		}
	}
	message := api.QuickAdd{Text: "5 bread\n6 milk\n7 ~Lidl"} // whose categories are looked up at once
	literal := api.QuickAdd{Text: message.Text, Literal: true}
	for name, step := range map[string]struct {
		call func() error
		most int64
	}{
		"accounts":                  {func() error { return failure(ana.Accounts(ctx)) }, 1},
		"accounts, by a chat":       {func() error { return failure(chat.Accounts(ctx)) }, 1},
		"categories":                {func() error { return failure(ana.Categories(ctx)) }, 1},
		"families":                  {func() error { return failure(ana.Families(ctx)) }, 1},
		"the user":                  {func() error { return failure(ana.User(ctx)) }, 1},
		"an entry":                  {func() error { return failure(ana.Transaction(ctx, posted.ID)) }, 1},
		"entries":                   {func() error { return failure(ana.Transactions(ctx, api.TransactionFilter{})) }, 1},
		"entries found":             {func() error { return failure(ana.Transactions(ctx, api.TransactionFilter{Text: "bread"})) }, 1},
		"an entry more":             {func() error { return failure(ana.CreateTransaction(ctx, entry)) }, 4},
		"a message":                 {func() error { return failure(ana.QuickAdd(ctx, message)) }, 9}, // with the balances after it
		"a message, read":           {func() error { return failure(ana.ParseEntries(ctx, message)) }, 3},
		"a message, read by itself": {func() error { return failure(ana.ParseEntries(ctx, literal)) }, 2},
		"the same, keyed": {func() error {
			return failure(ana.Once(rand.Text()).CreateTransaction(ctx, entry))
		}, 4},
		"on a certain account, keyed": {func() error {
			entry := entry
			entry.AccountID, entry.Date = posted.AccountID, "2026-05-04"
			return failure(ana.Once(rand.Text()).CreateTransaction(ctx, entry))
		}, 4},
	} {
		if err := step.call(); err != nil { // the first use of a session is noted
			t.Fatal(err)
		}
		least := int64(1 << 62) // of several: jobs in the background ask now and then
		for range 5 {
			before := p.statements.Load()
			if err := step.call(); err != nil {
				t.Fatal(err)
			}
			least = min(least, p.statements.Load()-before)
		}
		if least == 0 || least > step.most {
			t.Errorf("%s: %d statements, at most %d are due", name, least, step.most)
		}
	}
}
