package pgboot_test

import (
	"context"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"financebot/deploy/dev/pgboot"
	"financebot/deploy/dev/port"
)

func start(t *testing.T, o pgboot.Options) *pgboot.Server {
	t.Helper()
	s, err := pgboot.Start(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Stop() })
	return s
}

func query(t *testing.T, s *pgboot.Server, sql string) string {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), s.URL)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close(context.Background()) }()
	rows, err := conn.Query(t.Context(), sql)
	if err != nil {
		t.Fatal(err)
	}
	got, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(got, " ")
}

// newHome is a place for a durable server with a port of its own: the usual
// one goes to whichever of the parallel tests comes first.
func newHome(t *testing.T) string {
	t.Helper()
	home := filepath.Join(folder(t), "postgres")
	if err := os.Mkdir(home, 0o700); err != nil {
		t.Fatal(err)
	}
	if _, err := port.Keep(filepath.Join(home, "port")); err != nil {
		t.Fatal(err)
	}
	return home
}

const whoAndWhere = `select current_user || ' in ' || current_database()`

func TestThrowawayServerLeavesNothing(t *testing.T) {
	t.Parallel()
	s := start(t, pgboot.Options{Throwaway: true})
	if got, want := query(t, s, whoAndWhere), "finance_user in finance_db"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if err := s.Stop(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Dir(s.DataDir)); !os.IsNotExist(err) {
		t.Errorf("the folder is still there: %v", err)
	}
}

func TestDurableServerKeepsDataOverStopAndKill(t *testing.T) {
	t.Parallel()
	home := newHome(t)
	s := start(t, pgboot.Options{Dir: home})
	query(t, s, "create table kept (word text)")
	query(t, s, "insert into kept values ('one')")

	s.Kill()
	<-s.Done()
	if err := s.Restart(t.Context()); err != nil {
		t.Fatal(err)
	}
	query(t, s, "insert into kept values ('two')")
	if err := s.Stop(); err != nil {
		t.Fatal(err)
	}

	again := start(t, pgboot.Options{Dir: home})
	if again.URL != s.URL {
		t.Errorf("the address changed from %s to %s", s.URL, again.URL)
	}
	if got, want := query(t, again, "select word from kept order by word"), "one two"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestDurableServerWantsItsPassword(t *testing.T) {
	t.Parallel()
	s := start(t, pgboot.Options{Dir: newHome(t)})
	config, err := pgx.ParseConfig(s.URL)
	if err != nil {
		t.Fatal(err)
	}
	config.Password = "guessed"
	if _, err := pgx.ConnectConfig(t.Context(), config); err == nil {
		t.Error("a wrong password was accepted")
	}
}

func TestDataInUseIsRefused(t *testing.T) {
	t.Parallel()
	home := newHome(t)
	start(t, pgboot.Options{Dir: home})
	_, err := pgboot.Start(t.Context(), pgboot.Options{Dir: home})
	if err == nil || !strings.Contains(err.Error(), "in use") {
		t.Errorf("got %v, want a sentence about the data being in use", err)
	}
}

func TestDataOfAnotherMajorIsRefusedAndKept(t *testing.T) {
	t.Parallel()
	home := newHome(t)
	s := start(t, pgboot.Options{Dir: home})
	if err := s.Stop(); err != nil {
		t.Fatal(err)
	}
	version := filepath.Join(s.DataDir, "PG_VERSION")
	if err := os.WriteFile(version, []byte("9\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := pgboot.Start(t.Context(), pgboot.Options{Dir: home})
	if err == nil || !strings.Contains(err.Error(), "PostgreSQL 9") {
		t.Errorf("got %v, want a sentence about PostgreSQL 9", err)
	}
	if _, err := os.Stat(filepath.Join(s.DataDir, "base")); err != nil {
		t.Errorf("the data is gone: %v", err)
	}
}

func TestPidFileOfSomebodyElseDoesNotMatter(t *testing.T) {
	t.Parallel()
	home := newHome(t)
	s := start(t, pgboot.Options{Dir: home})
	s.Kill()
	if err := s.Stop(); err != nil {
		t.Fatal(err)
	}
	// After a reboot the noted process id may be anybody's: say, this test's.
	pidFile := filepath.Join(s.DataDir, "postmaster.pid")
	text, err := os.ReadFile(pidFile)
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(text), "\n")
	if err := os.WriteFile(pidFile, []byte(strconv.Itoa(os.Getpid())+"\n"+rest), 0o600); err != nil {
		t.Fatal(err)
	}
	start(t, pgboot.Options{Dir: home})
}
