// Package pgtest gives tests a real, migrated database: a transaction that is rolled back, or
// a database of their own.
package pgtest

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"fmt"
	"io/fs"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"

	"financebot/api-service/internal/postgres"
	"financebot/deploy/dev/devtest"
	"financebot/migrations"
)

// templateLock is the advisory lock under which the template is made once for all test processes.
const templateLock = 7401

// shared is the one database whose transactions Tx hands out.
var shared = struct {
	sync.Once
	db *postgres.DB
}{}

// Tx is a database whose every change is rolled back at the test's end. Tests share it in
// parallel and see nothing of each other.
func Tx(t testing.TB) *postgres.DB {
	t.Helper()
	shared.Do(func() {
		db, err := postgres.Open(context.Background(), clone(t))
		if err != nil {
			t.Fatal(err)
		}
		shared.db = db
	})
	if shared.db == nil {
		t.Fatal("pgtest: the shared database did not open")
	}
	db, rollback, err := shared.db.Trial()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(rollback)
	return db
}

// DB is a database of the test's own, for locks, real commits and several connections.
func DB(t testing.TB) *postgres.DB {
	t.Helper()
	db, err := postgres.Open(context.Background(), URL(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(db.Close)
	return db
}

// URL is the address of a database of the test's own.
func URL(t testing.TB) string {
	t.Helper()
	u := clone(t)
	t.Cleanup(func() { drop(t, u) })
	return u
}

// Empty is the address of a database without a schema.
func Empty(t testing.TB) string {
	t.Helper()
	server := devtest.Postgres(t)
	name := "empty_" + unique()
	admin(t, server, "CREATE DATABASE "+name)
	u := within(t, server, name)
	t.Cleanup(func() { drop(t, u) })
	return u
}

// clone copies the migrated template; FILE_COPY is the faster strategy for a small one.
func clone(t testing.TB) string {
	t.Helper()
	server := devtest.Postgres(t)
	name := "t_" + unique()
	admin(t, server, fmt.Sprintf("CREATE DATABASE %s TEMPLATE %s STRATEGY FILE_COPY", name, template(t, server)))
	return within(t, server, name)
}

// unique is fit for an unquoted name.
func unique() string { return strings.ToLower(rand.Text()) }

func drop(t testing.TB, u string) {
	parsed, err := url.Parse(u)
	if err != nil {
		t.Fatal(err)
	}
	admin(t, devtest.Postgres(t), "DROP DATABASE IF EXISTS "+parsed.Path[1:]+" WITH (FORCE)")
}

// template makes the migrated template where no test process made it yet, and names it.
func template(t testing.TB, server string) string {
	t.Helper()
	name := "tpl_" + schemaHash(t)
	ctx := context.Background()
	conn := connect(t, server)
	defer func() { _ = conn.Close(ctx) }()
	exec(t, conn, fmt.Sprintf("SELECT pg_advisory_lock(%d)", templateLock))
	var exists bool
	if err := conn.QueryRow(ctx, "SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1 AND datistemplate)", name).Scan(&exists); err != nil {
		t.Fatal(err)
	}
	if exists {
		return name
	}
	exec(t, conn, "DROP DATABASE IF EXISTS "+name)
	exec(t, conn, "CREATE DATABASE "+name)
	migrate(t, within(t, server, name))
	exec(t, conn, "ALTER DATABASE "+name+" IS_TEMPLATE true")
	return name
}

func migrate(t testing.TB, u string) {
	t.Helper()
	db, err := postgres.Open(context.Background(), u)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	m, err := postgres.NewMigrator(db)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := m.Up(context.Background()); err != nil {
		t.Fatal(err)
	}
	if _, err := m.Optional(context.Background()); err != nil {
		t.Fatal(err)
	}
}

// schemaHash names the template after the migrations, so that a changed one makes another.
func schemaHash(t testing.TB) string {
	t.Helper()
	h := sha256.New()
	names, err := fs.Glob(migrations.Files, "*.sql")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		content, err := fs.ReadFile(migrations.Files, name)
		if err != nil {
			t.Fatal(err)
		}
		h.Write(content)
	}
	return fmt.Sprintf("%x", h.Sum(nil)[:8])
}

func admin(t testing.TB, server, statement string) {
	t.Helper()
	conn := connect(t, server)
	defer func() { _ = conn.Close(context.Background()) }()
	exec(t, conn, statement)
}

func connect(t testing.TB, u string) *pgx.Conn {
	t.Helper()
	conn, err := pgx.Connect(context.Background(), u)
	if err != nil {
		t.Fatal(err)
	}
	return conn
}

func exec(t testing.TB, conn *pgx.Conn, statement string) {
	t.Helper()
	if _, err := conn.Exec(context.Background(), statement); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

func within(t testing.TB, server, database string) string {
	t.Helper()
	u, err := url.Parse(server)
	if err != nil {
		t.Fatal(err)
	}
	u.Path = "/" + database
	return u.String()
}
