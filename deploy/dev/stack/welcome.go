package stack

import (
	"path/filepath"
	"strings"
	"time"

	"financebot/deploy/dev/rundir"
)

func (s *stack) envFile() string { return filepath.Join(s.dir, "env") }

// writeEnv tells other programs the settings in force. The file appears when
// everything is ready.
func (s *stack) writeEnv() error {
	return rundir.Write(s.envFile(), s.settings.lines())
}

// welcome tells what to open and how to stop.
func (s *stack) welcome(took time.Duration) {
	web := s.settings.get("PUBLIC_URL")
	lines := []string{"", "Everything runs, after " + took.Round(100*time.Millisecond).String() + ". Open:", ""}
	if s.telegram != nil {
		lines = append(lines, "  Chat      "+addressOf(s.settings.get("TELEGRAM_ADDR"))+"  (a Telegram of your own: send /start)")
	} else {
		lines = append(lines, "  Chat      https://t.me/"+s.settings.get("BOT_USERNAME"))
	}
	lines = append(lines,
		"  Web       "+web,
		"  API docs  "+web+"/docs",
		"  Health    "+web+"/health",
		"",
	)
	if s.postgres != nil {
		lines = append(lines, "PostgreSQL "+s.postgres.Version+" keeps its data in "+s.postgres.DataDir+".")
	}
	if s.redis != nil {
		lines = append(lines, s.redisLine())
	}
	lines = append(lines, "The settings in force are in "+s.envFile()+".", "Ctrl-C stops everything.", "")
	s.console.say("%s", strings.Join(lines, "\n"))
}

func (s *stack) redisLine() string {
	if s.redis.Durable {
		return "Redis keeps its data in " + filepath.Join(s.dir, "redis") + "."
	}
	return "Redis runs inside this program and forgets everything at the end, which costs users nothing; install redis-server to keep it."
}
