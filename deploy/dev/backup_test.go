package dev_test

import (
	"context"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"financebot/deploy/dev/devtest"
)

// The last step of the older schema, and what was in its books.
const olderSchema = "0005_transactions.sql"

// operator is somebody at the machine, with a database in DATABASE_URL.
type operator struct {
	t        *testing.T
	database string
	api      string
}

func newOperator(t *testing.T) operator {
	t.Helper()
	for _, program := range []string{"bash", "pg_dump", "pg_restore", "psql"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skip(program + " is not installed")
		}
	}
	return operator{t: t, database: database(t), api: devtest.Binary(t, "api")}
}

func (o operator) try(program string, args ...string) (string, error) {
	o.t.Helper()
	cmd := exec.Command(program, args...) // #nosec G204 -- our own programs
	cmd.Env = append(os.Environ(), "DATABASE_URL="+o.database, "API="+o.api)
	out, err := cmd.CombinedOutput()
	return string(out), err
}

func (o operator) run(program string, args ...string) string {
	o.t.Helper()
	out, err := o.try(program, args...)
	if err != nil {
		o.t.Fatalf("%s %v: %v\n%s", program, args, err, out)
	}
	return out
}

// ask gives the one value that a question to the database answers.
func (o operator) ask(question string) (value string) {
	o.t.Helper()
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, o.database)
	if err != nil {
		o.t.Fatal(err)
	}
	defer func() { _ = conn.Close(ctx) }()
	if err := conn.QueryRow(ctx, question).Scan(&value); err != nil {
		o.t.Fatalf("%s: %v", question, err)
	}
	return value
}

// books tells people and money, in words that every schema since the older one understands.
func (o operator) books() string {
	return o.ask(`SELECT (SELECT count(*) FROM users) || ' people, ' || (SELECT count(*) FROM transactions) ||
		' entries, accounts: ' || (SELECT string_agg(id || '=' || balance, ' ' ORDER BY id) FROM accounts)`)
}

// age takes the schema back to the older one, with the rows in it.
func (o operator) age() {
	o.t.Helper()
	for !strings.Contains(o.run(o.api, "migrate", "down", "--yes"), "0006_") {
		continue
	}
	if status := o.run(o.api, "migrate", "status"); !strings.Contains(status, "applied  "+olderSchema) ||
		!strings.Contains(status, "pending  0006_") {
		o.t.Fatalf("this is not the older schema:\n%s", status)
	}
}

// dropFormer removes the databases that restoring left beside the present one.
func (o operator) dropFormer() {
	at, err := url.Parse(o.database)
	if err != nil {
		o.t.Fatal(err)
	}
	name := strings.TrimPrefix(at.Path, "/")
	list := o.ask("SELECT coalesce(string_agg(datname, ' '), '') FROM pg_database WHERE datname LIKE '" + name + "\\_%'")
	for _, former := range strings.Fields(list) {
		o.run("psql", "-qc", "DROP DATABASE "+former, o.database)
	}
}

// A dump of an older schema comes back whole, is brought up to date, checked, and serves; it costs
// nothing that came meanwhile, for that stays beside it.
func TestAnOlderDumpComesBack(t *testing.T) {
	t.Parallel()
	o := newOperator(t)
	t.Cleanup(o.dropFormer)
	o.run(o.api, "migrate", "up")
	o.run(o.api, "seed", "--families", "2", "--transactions", "60")
	o.age()
	before, dump := o.books(), filepath.Join(t.TempDir(), "a dump")
	o.run(top("deploy", "backup"), dump)
	if info, err := os.Stat(dump); err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("the dump is readable by others: %v, %v", info, err)
	}
	if out, err := o.try(top("deploy", "backup"), dump); err == nil {
		t.Errorf("it writes over a dump:\n%s", out)
	}

	o.run(o.api, "migrate", "up") // the update, after which somebody writes
	o.run("psql", "-qc", "UPDATE accounts SET name = 'since ' || id", o.database)
	out := o.run(top("deploy", "restore"), dump)

	if got := o.books(); got != before {
		t.Errorf("got %s, want %s", got, before)
	}
	if n := o.ask("SELECT count(*)::text FROM accounts WHERE name LIKE 'since%'"); n != "0" {
		t.Errorf("%s accounts are from after the dump", n)
	}
	if status := o.run(o.api, "migrate", "status"); strings.Contains(status, "pending") {
		t.Errorf("it was not brought up to date:\n%s", status)
	}
	if !strings.Contains(out, "the books are sound") || !strings.Contains(out, "_until_") {
		t.Errorf("it says too little:\n%s", out)
	}
	serve(t, o.database)
}

// What cannot be restored changes nothing.
func TestABadDumpChangesNothing(t *testing.T) {
	t.Parallel()
	o := newOperator(t)
	o.run(o.api, "migrate", "up")
	o.run(o.api, "seed", "--families", "1", "--transactions", "20")
	before, dir := o.books(), t.TempDir()
	whole := filepath.Join(dir, "whole")
	o.run(top("deploy", "backup"), whole)
	bytes, err := os.ReadFile(whole)
	if err != nil {
		t.Fatal(err)
	}
	half := filepath.Join(dir, "half")
	if err := os.WriteFile(half, bytes[:len(bytes)/2], 0o600); err != nil {
		t.Fatal(err)
	}
	unsound := filepath.Join(dir, "unsound")
	o.run("psql", "-qc", "UPDATE accounts SET balance = balance + 1", o.database)
	o.run(top("deploy", "backup"), unsound)
	o.run("psql", "-qc", "UPDATE accounts SET balance = balance - 1", o.database)

	for _, bad := range []string{half, unsound, filepath.Join(dir, "missing")} {
		if out, err := o.try(top("deploy", "restore"), bad); err == nil || !strings.Contains(out, "restore: ") {
			t.Errorf("%s: got %v\n%s", bad, err, out)
		}
		if got := o.books(); got != before {
			t.Errorf("%s: got %s, want %s", bad, got, before)
		}
	}
	if left := o.ask("SELECT count(*)::text FROM pg_database WHERE datname LIKE current_database() || '\\_%'"); left != "0" {
		t.Errorf("%s databases are left over", left)
	}
}
