package stack

import (
	"fmt"
	"maps"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"financebot/deploy/dev/rundir"
)

// settings are the ones in force: what the environment gives, and for the rest
// what suits a developer's machine.
type settings struct {
	values map[string]string
	lookup func(name string) (string, bool)
}

func (s settings) get(name string) string { return s.values[name] }

// given reports whether the environment sets name.
func (s settings) given(name string) bool {
	value, ok := s.lookup(name)
	return ok && value != ""
}

// or puts the given value in force, or else this one.
func (s settings) or(name, value string) {
	if s.given(name) {
		value, _ = s.lookup(name)
	}
	s.values[name] = value
}

// What each service is told beside the environment: its own settings, and none
// of the other one's secrets.
var (
	apiSettings = []string{
		"API_ADDR", "DATABASE_URL", "REDIS_URL", "PUBLIC_URL", "BOT_USERNAME", "DEEP_LINK_URL", "JWT_KEYS", "BOT_CLIENT_KEYS",
		"API_DRAIN_DELAY", "ALLOW_UNSIGNED_BOT", "PASSWORD_MIN_LENGTH", "PASSWORD_BLOCKLIST", "LOG_FORMAT",
	}
	botSettings = []string{
		"BOT_ADDR", "REDIS_URL", "BOT_TOKEN", "TELEGRAM_API_URL", "API_BASE_URL", "PUBLIC_URL", "BOT_CLIENT_KEY",
		"BOT_MODE", "LOG_FORMAT", "DEEP_LINK_URL",
	}
)

// environ is this process's environment with the named settings in force.
func (s settings) environ(names []string) []string {
	env := os.Environ()
	for _, name := range names {
		if value, ok := s.values[name]; ok {
			env = append(env, name+"="+value)
		}
	}
	return env
}

// lines are KEY=value, in order of the names, as a shell reads them too.
func (s settings) lines() string {
	var text strings.Builder
	for _, name := range slices.Sorted(maps.Keys(s.values)) {
		fmt.Fprintf(&text, "%s=%s\n", name, quoted(s.values[name]))
	}
	return text.String()
}

// bare are the values that mean themselves to a shell.
var bare = regexp.MustCompile(`^[A-Za-z0-9_./:@%+,=?-]*$`)

// quoted is a value as a shell takes it for itself, in quotes only where it needs them.
func quoted(value string) string {
	if bare.MatchString(value) {
		return value
	}
	return "'" + strings.ReplaceAll(value, "'", `'\''`) + "'"
}

// resolve finds the settings that can be known before anything runs. Secrets
// it has to make up are kept in dir, so that sessions outlive a restart.
func resolve(dir string, lookup func(string) (string, bool)) (settings, error) {
	s := settings{values: map[string]string{}, lookup: lookup}
	s.or("API_ADDR", "127.0.0.1:8000")
	s.or("BOT_ADDR", "127.0.0.1:8002")
	for _, name := range []string{"DATABASE_URL", "REDIS_URL"} {
		if s.given(name) {
			s.or(name, "")
		}
	}
	s.or("API_BASE_URL", addressOf(s.get("API_ADDR")))
	s.or("PUBLIC_URL", addressOf(s.get("API_ADDR")))

	s.or("API_DRAIN_DELAY", "0s") // nothing balances here, and Ctrl-C shall be quick
	s.or("LOG_FORMAT", "text")
	s.or("BOT_MODE", "polling")
	s.or("ALLOW_UNSIGNED_BOT", "true") // the examples for curl sign nothing
	s.or("PASSWORD_MIN_LENGTH", "6")   // and register with a simple password
	s.or("PASSWORD_BLOCKLIST", "false")
	s.resolveTelegram()
	return s, s.resolveSecrets(dir)
}

// resolveTelegram settles for the local Telegram unless a token or another
// server is given.
func (s settings) resolveTelegram() {
	if s.localTelegram() {
		s.or("TELEGRAM_ADDR", "127.0.0.1:8003")
		s.or("TELEGRAM_API_URL", addressOf(s.get("TELEGRAM_ADDR")))
		s.or("DEEP_LINK_URL", addressOf(s.get("TELEGRAM_ADDR")))
	} else {
		s.or("TELEGRAM_API_URL", "https://api.telegram.org")
		s.or("DEEP_LINK_URL", "https://t.me")
	}
	if s.given("BOT_USERNAME") || !s.given("BOT_TOKEN") {
		s.or("BOT_USERNAME", "finance_local_bot")
	}
}

func (s settings) localTelegram() bool {
	return !s.given("BOT_TOKEN") && !s.given("TELEGRAM_API_URL")
}

func (s settings) resolveSecrets(dir string) error {
	keep := func(name, file string, create func() string) error {
		secret, err := rundir.Secret(filepath.Join(dir, file), create)
		s.or(name, secret)
		return err
	}
	if err := keep("JWT_KEYS", "jwt-keys", func() string { return "dev:" + rundir.Random(32) }); err != nil {
		return err
	}
	if err := keep("BOT_TOKEN", "bot-token", localToken); err != nil {
		return err
	}
	if err := keep("BOT_CLIENT_KEY", "bot-client-key", func() string { return "dev:" + rundir.Random(32) }); err != nil {
		return err
	}
	if s.given("BOT_CLIENT_KEYS") && !s.given("BOT_CLIENT_KEY") {
		keys, _ := s.lookup("BOT_CLIENT_KEYS")
		s.values["BOT_CLIENT_KEY"], _, _ = strings.Cut(keys, ",")
	}
	s.or("BOT_CLIENT_KEYS", s.get("BOT_CLIENT_KEY"))
	return nil
}

// localToken looks like the ones Telegram gives out.
func localToken() string {
	const length = 35
	return "100000001:" + rundir.Random(length)[:length]
}

// addressOf is where a browser on this machine finds what listens at addr;
// empty where addr is.
func addressOf(addr string) string {
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return ""
	}
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	return "http://" + net.JoinHostPort(host, port)
}
