package rehearse

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"financebot/deploy/dev/rundir"
	"financebot/pkg/client"
)

// address is where the proxy listens: a loopback of the rehearsal's own.
const address = "http://127.0.0.1:8080"

// stage is the project on an engine.
type stage struct {
	Options
	dir      string
	engine   *engine
	settings map[string]string
}

// say tells what was seen, and how long it took.
func (s *stage) say(began time.Time, format string, values ...any) {
	took := time.Since(began).Round(100 * time.Millisecond)
	_, _ = fmt.Fprintf(s.Out, "%s (%v)\n", fmt.Sprintf(format, values...), took)
}

// set writes the settings that compose reads.
func (s *stage) set(changes map[string]string) error {
	for name, value := range changes {
		s.settings[name] = value
	}
	lines := make([]string, 0, len(s.settings))
	for name, value := range s.settings {
		lines = append(lines, name+"="+value)
	}
	slices.Sort(lines)
	return os.WriteFile(s.env(), []byte(strings.Join(lines, "\n")+"\n"), 0o600)
}

func (s *stage) env() string { return filepath.Join(s.dir, "env") }

// firstSettings are those of .env, with limits that the rehearsal's own calls do not reach.
func firstSettings(telegram, token string) map[string]string {
	botKey := "b1:" + rundir.Random(32)
	return map[string]string{
		"POSTGRES_PASSWORD": rundir.Random(32), "JWT_KEYS": "j1:" + rundir.Random(32), "TOKEN_ENCRYPTION_KEY": strings.Repeat("5e", 32),
		"BOT_CLIENT_KEY": botKey, "BOT_CLIENT_KEYS": botKey, "BOT_TOKEN": token, "BOT_USERNAME": "finance_local_bot",
		"TELEGRAM_API_URL": telegram, "PUBLIC_URL": address, "API_REPLICAS": "3", "BOT_REPLICAS": "2",
		"RATE_LIMIT_AUTH_PER_MINUTE": "1000", "RATE_LIMIT_API_PER_MINUTE": "1000000",
	}
}

// compose runs one command of Docker Compose.
func (s *stage) compose(ctx context.Context, args ...string) (string, error) {
	fixed := []string{"--project-directory", s.Root, "--env-file", s.env(), "--ansi", "never", "--progress", "plain"}
	return output(s.composeCommand(ctx, append(fixed, args...)))
}

func (s *stage) composeCommand(ctx context.Context, args []string) *exec.Cmd {
	return s.engine.command(ctx, filepath.Join(s.Root, "bin", "docker-compose"), args...)
}

// up brings everything up and returns when all is healthy.
func (s *stage) up(ctx context.Context) error {
	_, err := s.compose(ctx, "up", "--detach", "--wait", "--wait-timeout", "180")
	return err
}

// api is the API as people reach it, through the proxy.
func (s *stage) api() *client.Client { return client.New(address, patientClient()) }
