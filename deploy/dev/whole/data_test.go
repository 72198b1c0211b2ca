package whole_test

import (
	"fmt"
	"strings"

	"github.com/alicebob/miniredis/v2/proto"
	"github.com/jackc/pgx/v5"

	"financebot/deploy/dev/telegram"
)

// exec runs a statement on a connection of its own: one that was open before a crash would
// tell of itself, not of the data.
func (h *house) exec(statement string, args ...any) {
	h.t.Helper()
	conn := h.connect()
	defer func() { _ = conn.Close(h.ctx) }()
	if _, err := conn.Exec(h.ctx, statement, args...); err != nil {
		h.t.Fatal(err)
	}
}

// rows gives what a query finds; into makes something of a row.
func rows[T any](h *house, into pgx.RowToFunc[T], query string, args ...any) []T {
	h.t.Helper()
	conn := h.connect()
	defer func() { _ = conn.Close(h.ctx) }()
	found, err := conn.Query(h.ctx, query, args...)
	if err != nil {
		h.t.Fatal(err)
	}
	all, err := pgx.CollectRows(found, into)
	if err != nil {
		h.t.Fatal(err)
	}
	return all
}

func (h *house) connect() *pgx.Conn {
	h.t.Helper()
	conn, err := pgx.Connect(h.ctx, h.postgres.URL)
	if err != nil {
		h.t.Fatal(err)
	}
	return conn
}

// get is what Redis holds under a key, empty where there is nothing.
func (h *house) get(key string) string {
	h.t.Helper()
	reply := h.redisDo("GET", key)
	if reply == proto.Nil {
		return ""
	}
	text, err := proto.ReadString(reply)
	if err != nil {
		h.t.Fatal(err)
	}
	return text
}

// redisDo asks Redis for something and gives its answer as it came.
func (h *house) redisDo(command ...string) string {
	h.t.Helper()
	conn, err := proto.Dial(strings.TrimSuffix(strings.TrimPrefix(h.redis.URL, "redis://"), "/0"))
	if err != nil {
		h.t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	reply, err := conn.Do(command...)
	if err != nil || strings.HasPrefix(reply, "-") {
		h.t.Fatalf("%v: %s %v", command, reply, err)
	}
	return reply
}

func tokenKey(p *telegram.Person) string { return fmt.Sprintf("chat_id:%d:jwt", p.ID) }
