package stack_test

import (
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"financebot/deploy/dev/devtest"
	"financebot/deploy/dev/port"
)

// clone is a repository in which only stand-ins run.
type clone struct {
	dir string
	api string // addresses
	env []string
}

func newClone(t *testing.T) *clone {
	t.Helper()
	dir, err := os.MkdirTemp("", "a stack's place-") //nolint:usetesting // others have to pass through
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	if err := os.Chmod(dir, 0o711); err != nil { // the database's user passes through
		t.Fatal(err)
	}
	for _, name := range []string{"dev", "api", "bot", "telegram"} {
		if err := os.Symlink(program(t), filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	c := &clone{dir: dir, api: freeAddress(t)}
	c.env = []string{
		standIns + "=" + dir,
		"API_ADDR=" + c.api,
		"BOT_ADDR=" + freeAddress(t),
		"TELEGRAM_ADDR=" + freeAddress(t),
	}
	return c
}

// withoutServers saves the start of databases in tests that need none.
func (c *clone) withoutServers() *clone {
	c.env = append(c.env, "DATABASE_URL=postgres://given", "REDIS_URL=redis://given")
	return c
}

func (c *clone) run(t *testing.T, env ...string) *devtest.Process {
	t.Helper()
	return devtest.Start(t, filepath.Join(c.dir, "dev"), append(c.env, env...))
}

// awaitEnv returns the settings in force once everything runs.
func (c *clone) awaitEnv(t *testing.T, p *devtest.Process) map[string]string {
	t.Helper()
	var text []byte
	eventually(t, "the settings in force", func() bool {
		select {
		case <-p.Done():
			t.Fatalf("the run ended:\n%s", p.Log())
		default:
		}
		var err error
		text, err = os.ReadFile(filepath.Join(c.dir, ".run", "env"))
		return err == nil
	})
	env := map[string]string{}
	for line := range strings.Lines(string(text)) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), "=")
		env[name] = strings.ReplaceAll(strings.Trim(value, "'"), `'\''`, "'")
	}
	return env
}

// pid is the process that answers at addr, zero when none does.
func pid(addr string) int {
	client := http.Client{Timeout: time.Second}
	resp, err := client.Get("http://" + addr)
	if err != nil {
		return 0
	}
	defer func() { _ = resp.Body.Close() }()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		return 0
	}
	n, _ := strconv.Atoi(string(text))
	return n
}

func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	deadline := time.After(20 * time.Second)
	for !holds() {
		select {
		case <-tick.C:
		case <-deadline:
			t.Fatalf("in vain: %s", what)
		}
	}
}

func program(t *testing.T) string {
	t.Helper()
	path, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return path
}

func freeAddress(t *testing.T) string {
	t.Helper()
	p, err := port.Pick()
	if err != nil {
		t.Fatal(err)
	}
	return port.Loopback(p)
}

func TestRunStartsEverythingAndKeepsData(t *testing.T) {
	t.Parallel()
	c := newClone(t)
	p := c.run(t)
	first := c.awaitEnv(t, p)
	for _, name := range []string{
		"DATABASE_URL", "REDIS_URL", "API_BASE_URL", "TELEGRAM_API_URL", "BOT_TOKEN", "PUBLIC_URL", "PGDATA",
		"JWT_KEYS", "BOT_CLIENT_KEYS", "BOT_CLIENT_KEY", "BOT_USERNAME",
	} {
		if first[name] == "" {
			t.Errorf(".run/env has no %s", name)
		}
	}
	p.Stop()
	second := c.awaitEnv(t, c.run(t))
	for _, name := range []string{"PGDATA", "JWT_KEYS", "BOT_TOKEN", "BOT_CLIENT_KEY"} {
		if first[name] != second[name] {
			t.Errorf("%s changed from %s to %s", name, first[name], second[name])
		}
	}
}

// What is written down can be read by a shell, whatever is in the path.
func TestShellReadsTheSettingsInForce(t *testing.T) {
	t.Parallel()
	c := newClone(t)
	env := c.awaitEnv(t, c.run(t))
	if !strings.Contains(env["PGDATA"], "a stack's place") {
		t.Fatalf("the path has no space: %s", env["PGDATA"])
	}
	out, err := exec.Command("sh", "-euc", `. "$1"; printf %s "$PGDATA"`, "sh", filepath.Join(c.dir, ".run", "env")).Output()
	if err != nil || string(out) != env["PGDATA"] {
		t.Errorf("got %q, %v, want %q", out, err, env["PGDATA"])
	}
}

func TestAnotherFolderIsUsedWhereItIsNamed(t *testing.T) {
	t.Parallel()
	c := newClone(t).withoutServers()
	place := filepath.Join(t.TempDir(), "else where")
	p := c.run(t, "RUN_DIR="+place)
	eventually(t, "the settings in force", func() bool {
		_, err := os.Stat(filepath.Join(place, "env"))
		return err == nil
	})
	p.Stop()
	if _, err := os.Stat(filepath.Join(c.dir, ".run")); !os.IsNotExist(err) {
		t.Errorf("something is kept in the clone all the same: %v", err)
	}
}

func TestFolderThatCannotBeUsedIsNamedInASentence(t *testing.T) {
	t.Parallel()
	p := newClone(t).withoutServers().run(t, "RUN_DIR=/dev/null/run")
	<-p.Done()
	if got := strings.TrimSpace(p.Log()); strings.Contains(got, "\n") || !strings.Contains(got, "RUN_DIR=") {
		t.Errorf("got %q, want one sentence that names RUN_DIR", got)
	}
}

func TestStopIsCleanAndQuick(t *testing.T) {
	t.Parallel()
	c := newClone(t).withoutServers()
	p := c.run(t)
	c.awaitEnv(t, p)
	began := time.Now()
	p.Stop()
	if took := time.Since(began); took > 10*time.Second {
		t.Errorf("it took %v", took)
	}
	if got := pid(c.api); got != 0 {
		t.Errorf("process %d still answers", got)
	}
}

func TestKilledServiceComesBack(t *testing.T) {
	t.Parallel()
	c := newClone(t).withoutServers()
	p := c.run(t)
	c.awaitEnv(t, p)
	first := pid(c.api)
	if err := syscall.Kill(first, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	eventually(t, "another process answers", func() bool {
		now := pid(c.api)
		return now != 0 && now != first
	})
	if !strings.Contains(p.Log(), "api ended unexpectedly") {
		t.Errorf("it is not told:\n%s", p.Log())
	}
}

func TestKilledDatabaseComesBack(t *testing.T) {
	t.Parallel()
	c := newClone(t)
	p := c.run(t)
	env := c.awaitEnv(t, p)
	noted := func() int {
		text, _ := os.ReadFile(filepath.Join(env["PGDATA"], "postmaster.pid"))
		line, rest, _ := strings.Cut(string(text), "\n")
		n, _ := strconv.Atoi(line)
		if !strings.Contains(rest, "ready") {
			return 0
		}
		return n
	}
	first := noted()
	if err := syscall.Kill(first, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	eventually(t, "another server is ready", func() bool {
		now := noted()
		return now != 0 && now != first
	})
}

func TestSecondRunIsRefused(t *testing.T) {
	t.Parallel()
	c := newClone(t).withoutServers()
	first := c.run(t)
	c.awaitEnv(t, first)
	second := c.run(t)
	<-second.Done()
	for _, want := range []string{"already runs", strconv.Itoa(first.PID()), c.api} {
		if !strings.Contains(second.Log(), want) {
			t.Errorf("got %q, want %q in it", second.Log(), want)
		}
	}
}

func TestTakenPortIsNamed(t *testing.T) {
	t.Parallel()
	c := newClone(t).withoutServers()
	l, err := net.Listen("tcp", c.api)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	p := c.run(t)
	<-p.Done()
	if got := strings.TrimSpace(p.Log()); strings.Contains(got, "\n") || !strings.Contains(got, c.api) || !strings.Contains(got, "API_ADDR") {
		t.Errorf("got %q, want one sentence with the address and API_ADDR", got)
	}
}

func TestBrokenServiceIsExplained(t *testing.T) {
	t.Parallel()
	c := newClone(t).withoutServers()
	p := c.run(t, "STAND_IN_BROKEN=1")
	<-p.Done()
	if !strings.Contains(p.Log(), "the api ended right after its start: JWT_KEYS does not parse") {
		t.Errorf("got:\n%s", p.Log())
	}
}

func TestKilledRunLeavesNothingInTheWay(t *testing.T) {
	t.Parallel()
	c := newClone(t)
	p := c.run(t)
	before := c.awaitEnv(t, p)
	p.Kill()
	eventually(t, "the service dies with the run", func() bool { return pid(c.api) == 0 })
	if err := os.Remove(filepath.Join(c.dir, ".run", "env")); err != nil {
		t.Fatal(err)
	}
	after := c.awaitEnv(t, c.run(t))
	if before["PGDATA"] != after["PGDATA"] {
		t.Errorf("the data moved from %s to %s", before["PGDATA"], after["PGDATA"])
	}
}
