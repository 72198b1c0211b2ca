package stack

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"financebot/deploy/dev/pgboot"
	"financebot/deploy/dev/port"
	"financebot/deploy/dev/redisboot"
	"financebot/deploy/dev/rundir"
)

// The stop takes ten seconds at most, the servers' two included.
const (
	serviceGrace  = 3 * time.Second
	telegramGrace = time.Second

	readyWithin    = time.Minute
	botReadyWithin = 15 * time.Second
)

// checkPorts fails before anything is started, naming the setting to change.
func (s *stack) checkPorts() error {
	names := []string{"API_ADDR", "BOT_ADDR"}
	if s.settings.localTelegram() {
		names = append(names, "TELEGRAM_ADDR")
	}
	for _, name := range names {
		addr := s.settings.get(name)
		err := port.Check(addr)
		if errors.Is(err, port.ErrTaken) {
			return fmt.Errorf("another program listens on %s: stop it, or set %s to another address, as in %s=127.0.0.1:8010 make run", addr, name, name)
		}
		if err != nil {
			return fmt.Errorf("%s is %s, which cannot be listened on: %w", name, addr, err)
		}
	}
	return nil
}

// build compiles the services, all in one go so that they share the work.
func (s *stack) build(ctx context.Context, root string) error {
	if s.bin != "" {
		return nil
	}
	s.bin = filepath.Join(s.dir, "bin")
	s.console.say("Building the services (the first time takes a minute or two)…")
	cmd := exec.CommandContext(ctx, "go", "build", stamping(ctx, root), "-o", s.bin+string(filepath.Separator),
		"financebot/api-service/cmd/api",
		"financebot/bot-service/cmd/bot",
		"financebot/deploy/dev/cmd/telegram")
	cmd.Dir = root
	var said bytes.Buffer
	out := io.MultiWriter(&said, s.console.under("build", blue))
	cmd.Stdout, cmd.Stderr = out, out
	if err := cmd.Run(); err != nil {
		if rundir.Full(said.String()) {
			return syscall.ENOSPC
		}
		return errors.New("the services do not build; the lines above say why")
	}
	return nil
}

// stamping lets a build name its commit, unless git does not speak of it: of a clone that belongs to
// somebody else it does not.
func stamping(ctx context.Context, root string) string {
	cmd := exec.CommandContext(ctx, "git", "rev-parse", "HEAD")
	cmd.Dir = root
	if cmd.Run() != nil {
		return "-buildvcs=false"
	}
	return "-buildvcs=auto"
}

func (s *stack) startPostgres(ctx context.Context) error {
	if s.settings.given("DATABASE_URL") {
		return nil
	}
	s.console.say("Starting PostgreSQL…")
	log, err := s.logFile("postgres")
	if err != nil {
		return err
	}
	server, err := pgboot.Start(ctx, pgboot.Options{Dir: s.postgresDir(), Log: log})
	if err != nil {
		return err
	}
	s.postgres = server
	return nil
}

func (s *stack) startRedis(ctx context.Context) error {
	if s.settings.given("REDIS_URL") {
		return nil
	}
	s.console.say("Starting Redis…")
	log, err := s.logFile("redis")
	if err != nil {
		return err
	}
	server, err := redisboot.Start(ctx, redisboot.Options{Dir: filepath.Join(s.dir, "redis"), Log: log})
	if err != nil {
		return err
	}
	s.redis = server
	return nil
}

// logFile takes the log of a server nobody wants to watch.
func (s *stack) logFile(name string) (*os.File, error) {
	file, err := os.OpenFile(filepath.Join(s.dir, name+".log"), os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open a log: %w", err)
	}
	return file, nil
}

// migrate brings the database up to date. It is the first that needs the
// servers, so their addresses come into force here.
func (s *stack) migrate(ctx context.Context) error {
	if s.postgres != nil {
		s.settings.values["DATABASE_URL"] = s.postgres.URL
		s.settings.values["PGDATA"] = s.postgres.DataDir
	}
	if s.redis != nil {
		s.settings.values["REDIS_URL"] = s.redis.URL
	}
	cmd := exec.CommandContext(ctx, filepath.Join(s.bin, "api"), "migrate", "up")
	cmd.Env = s.settings.environ(apiSettings)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("the database could not be brought up to date: %s", strings.TrimSpace(string(out)))
	}
	return nil
}

func (s *stack) startServices(ctx context.Context) error {
	s.console.say("Starting the services…")
	s.nameBot(ctx)
	if s.settings.localTelegram() {
		s.telegram = s.newTelegram()
		if err := s.startService(ctx, s.telegram); err != nil {
			return err
		}
	}
	s.api = s.newService("api", green, "API_ADDR", apiSettings)
	if err := s.startService(ctx, s.api); err != nil {
		return err
	}
	s.bot = s.newService("bot", cyan, "BOT_ADDR", botSettings)
	if err := s.bot.Restart(ctx); err != nil {
		return err
	}
	// Telegram may be out of reach just now; the bot waits for it by itself.
	ready, err := s.bot.awaitReady(ctx, botReadyWithin)
	if err == nil && !ready {
		s.console.say("The bot is not connected yet; it keeps trying.")
	}
	return err
}

func (s *stack) startService(ctx context.Context, svc *service) error {
	if err := svc.Restart(ctx); err != nil {
		return err
	}
	ready, err := svc.awaitReady(ctx, readyWithin)
	if err == nil && !ready {
		return fmt.Errorf("the %s is not ready after %v: %s does not answer 200", svc.name, readyWithin, svc.ready)
	}
	return err
}

func (s *stack) newService(name string, in colour, addr string, names []string) *service {
	return &service{
		name:  name,
		path:  filepath.Join(s.bin, name),
		env:   s.settings.environ(names),
		out:   s.console.under(name, in),
		ready: addressOf(s.settings.get(addr)) + "/readyz",
		grace: serviceGrace,
	}
}

func (s *stack) newTelegram() *service {
	addr := s.settings.get("TELEGRAM_ADDR")
	return &service{
		name: "telegram",
		path: filepath.Join(s.bin, "telegram"),
		args: []string{
			"-addr", addr,
			"-token", s.settings.get("BOT_TOKEN"),
			"-state", filepath.Join(s.dir, "telegram"),
		},
		out:   s.console.under("telegram", blue),
		ready: addressOf(addr) + "/",
		grace: telegramGrace,
	}
}

func (s *stack) postgresDir() string { return filepath.Join(s.dir, "postgres") }
