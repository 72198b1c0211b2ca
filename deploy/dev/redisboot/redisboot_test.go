package redisboot_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/url"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"financebot/deploy/dev/redisboot"
)

func start(t *testing.T, o redisboot.Options) *redisboot.Server {
	t.Helper()
	s, err := redisboot.Start(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Stop)
	return s
}

// ask sends one command and returns the last line of a short answer.
func ask(t *testing.T, s *redisboot.Server, command string) string {
	t.Helper()
	u, err := url.Parse(s.URL)
	if err != nil {
		t.Fatal(err)
	}
	conn, err := net.Dial("tcp", u.Host)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	words := strings.Fields(command)
	request := fmt.Sprintf("*%d\r\n", len(words))
	for _, word := range words {
		request += fmt.Sprintf("$%d\r\n%s\r\n", len(word), word)
	}
	if _, err := io.WriteString(conn, request); err != nil {
		t.Fatal(err)
	}
	r := bufio.NewReader(conn)
	line, err := r.ReadString('\n')
	if err == nil && strings.HasPrefix(line, "$") && !strings.HasPrefix(line, "$-1") {
		line, err = r.ReadString('\n')
	}
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(line)
}

func TestDurableServerKeepsDataOverKillAndStop(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("redis-server"); err != nil {
		t.Skip("no redis-server on this machine")
	}
	dir := filepath.Join(t.TempDir(), "redis")
	free := redisboot.Options{Dir: dir, Port: 1} // nobody may listen there, so any port is taken
	s := start(t, free)
	ask(t, s, "SET word one")
	s.Kill()
	<-s.Done()
	if err := s.Restart(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := ask(t, s, "GET word"); got != "one" {
		t.Errorf("after a kill: got %q, want one", got)
	}
	s.Stop()
	again := start(t, free)
	if got := ask(t, again, "GET word"); got != "one" {
		t.Errorf("after a stop: got %q, want one", got)
	}
	if again.URL != s.URL {
		t.Errorf("the address changed from %s to %s", s.URL, again.URL)
	}
}

func TestInProcessServerExpiresKeysByTheClock(t *testing.T) {
	t.Parallel()
	s := start(t, redisboot.Options{InProcess: true})
	if s.Durable {
		t.Error("a server in this process is not durable")
	}
	ask(t, s, "SET word one PX 50")
	deadline := time.After(5 * time.Second)
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for ask(t, s, "GET word") != "$-1" {
		select {
		case <-deadline:
			t.Fatal("the key does not expire")
		case <-tick.C:
		}
	}
}

func TestInProcessServerComesBack(t *testing.T) {
	t.Parallel()
	s := start(t, redisboot.Options{InProcess: true})
	s.Kill()
	<-s.Done()
	if err := s.Restart(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := ask(t, s, "PING"); got != "+PONG" {
		t.Errorf("got %q, want +PONG", got)
	}
}
