package app_test

import (
	"encoding/binary"
	"errors"
	"io"
	"net"
	"net/url"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"financebot/api-service/internal/app"
	"financebot/api-service/internal/app/apptest"
	"financebot/api-service/internal/postgres/pgtest"
	"financebot/pkg/secret"
)

// proxy stands before a PostgreSQL server: it can be cut, and counts what is asked.
type proxy struct {
	URL        string
	statements atomic.Int64 // executed
	fuse       fuse

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
	var deaf atomic.Bool
	go func() {
		_, _ = io.Copy(answers{client, &deaf}, server)
		_ = client.Close()
	}()
	_ = p.listen(client, server, &deaf)
	_ = server.Close()
}

// listen hands the client's messages on and counts those that execute (PostgreSQL, 55.7): the
// first has a length only, every other one a letter before it. Where the fuse blows, the question
// gets lost, or its answer does: the client is deaf then.
func (p *proxy) listen(client io.Reader, server io.Writer, deaf *atomic.Bool) error {
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
		if !first && (head[0] == 'S' || head[0] == 'Q') {
			switch p.fuse.step() {
			case questionLost:
				return errLost
			case answerLost:
				deaf.Store(true)
			}
		}
		first = false
		if _, err := server.Write(slices.Concat(head, rest)); err != nil {
			return err
		}
	}
}

// What gets lost where a connection breaks.
const (
	nothingLost = iota
	questionLost
	answerLost
)

var errLost = errors.New("lost")

// fuse breaks one connection after so many questions.
type fuse struct {
	mu   sync.Mutex
	left int
	what int
}

// set makes the fuse blow at a question to come, the first being 1.
func (f *fuse) set(left, what int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.left, f.what = left, what
}

// step counts a question and tells what gets lost of it.
func (f *fuse) step() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.left--
	if f.left != 0 {
		return nothingLost
	}
	return f.what
}

// answers are handed on to a client until it is deaf.
type answers struct {
	net.Conn
	deaf *atomic.Bool
}

func (a answers) Write(piece []byte) (int, error) {
	if a.deaf.Load() {
		return 0, errLost
	}
	return a.Conn.Write(piece)
}

func behind(p *proxy) apptest.Option {
	return func(c *app.Config) { c.DatabaseURL = secret.Text(p.URL) }
}
