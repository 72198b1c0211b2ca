package app_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"financebot/api-service/internal/app"
	"financebot/api-service/internal/app/apptest"
	"financebot/api-service/internal/auth"
	"financebot/pkg/secret"
)

// enough are settings with which the service starts.
var enough = map[string]string{
	"DATABASE_URL": "postgres://user:canary-database@127.0.0.1:1/x", "REDIS_URL": "redis://:canary-redis@127.0.0.1:1",
	"PUBLIC_URL": "https://money.example.com", "BOT_USERNAME": "bot",
	"JWT_KEYS": "j1:canary-jwt-0123456789-0123456789-0123456789", "BOT_CLIENT_KEYS": "b1:canary-bot-0123456789-0123456789-0123456789",
	"API_ADDR": ":8000", "ACCESS_TOKEN_TTL": "15m", "REFRESH_TOKEN_TTL": "720h", "TELEGRAM_TOKEN_TTL": "720h",
	"ALLOW_UNSIGNED_BOT": "false", "RATE_LIMIT_AUTH_PER_MINUTE": "5", "RATE_LIMIT_API_PER_MINUTE": "100",
	"PASSWORD_MIN_LENGTH": "8", "PASSWORD_BLOCKLIST": "true", "CORS_ALLOWED_ORIGINS": "", "DATABASE_MAX_CONNS": "16",
}

// load reads the configuration from these settings and no others that matter here.
func load(t *testing.T, change map[string]string) (app.Config, error) {
	t.Helper()
	for name, value := range enough {
		t.Setenv(name, value)
	}
	for name, value := range change {
		t.Setenv(name, value)
	}
	return app.LoadConfig()
}

func TestSettingsSuffice(t *testing.T) {
	c, err := load(t, map[string]string{"TRUSTED_PROXIES": "10.0.0.0/8, 192.168.1.1", "BOT_CLIENT_KEYS": "b1:" + strings.Repeat("x", 32) + ",b2:" + strings.Repeat("y", 32)})
	if err != nil || len(c.TrustedProxies) != 2 || c.TrustedProxies[1].Bits() != 32 || len(c.BotClientKeys) != 2 || c.BotClientKeys.First().ID != "b1" {
		t.Errorf("got %+v, %v", c.TrustedProxies, err)
	}
}

func TestOriginsAreReadAsBrowsersNameThem(t *testing.T) {
	c, err := load(t, map[string]string{
		"CORS_ALLOWED_ORIGINS": "https://App.Example.com:443, http://localhost:5173,https://*.example.com, http://[::1]:80,",
		"DATABASE_MAX_CONNS":   "25",
	})
	want := app.Origins{"https://app.example.com", "http://localhost:5173", "https://*.example.com", "http://[::1]"}
	if err != nil || !slices.Equal(c.AllowedOrigins, want) || c.DatabaseMax != 25 {
		t.Errorf("got %q, %d, %v", c.AllowedOrigins, c.DatabaseMax, err)
	}
}

// What only tests may choose has no name outside, and the usual is the strong one.
func TestPasswordsAreHashedStrongly(t *testing.T) {
	c, err := load(t, map[string]string{"HASH_COST": "1", "HASHCOST": "1", "PATIENCE": "1h"})
	if err != nil || c.HashCost != (auth.Cost{}) || c.Patience != 0 {
		t.Errorf("got %+v, %v, %v", c.HashCost, c.Patience, err)
	}
	a := apptest.New(t, func(made *app.Config) { made.HashCost = c.HashCost })
	a.Register(t, "ana@example.com")
	if n := number(t, a, "SELECT count(*) FROM users WHERE password_hash LIKE '$argon2id$v=19$m=19456,t=2,p=1$%'"); n != 1 {
		t.Error("the hash is another")
	}
}

// A setting that cannot be used ends the start with one line that names it, and never its value.
func TestBadSettingsAreNamed(t *testing.T) {
	const long = "0123456789-0123456789-0123456789"
	for _, step := range []struct{ name, value string }{
		{"DATABASE_URL", ""}, {"REDIS_URL", ""}, {"PUBLIC_URL", ""}, {"BOT_USERNAME", ""}, {"JWT_KEYS", ""}, {"BOT_CLIENT_KEYS", ""},
		{"JWT_KEYS", "canary"}, {"JWT_KEYS", "j1:canary"}, {"JWT_KEYS", ":canary" + long}, {"JWT_KEYS", "j1:canary" + long + ",j1:canary" + long},
		{"BOT_CLIENT_KEYS", "b1:canary"}, {"BOT_CLIENT_KEYS", "b1:canary" + long + ",canary"},
		{"PUBLIC_URL", "canary"}, {"PUBLIC_URL", "://canary"}, {"PUBLIC_URL", "/canary"},
		{"ACCESS_TOKEN_TTL", "canary"}, {"ACCESS_TOKEN_TTL", "15"}, {"ACCESS_TOKEN_TTL", "0s"}, {"REFRESH_TOKEN_TTL", "-1h"}, {"TELEGRAM_TOKEN_TTL", "canary\ncanary"},
		{"ALLOW_UNSIGNED_BOT", "canary"}, {"RATE_LIMIT_AUTH_PER_MINUTE", "canary"}, {"RATE_LIMIT_AUTH_PER_MINUTE", "0"},
		{"RATE_LIMIT_API_PER_MINUTE", "1e3canary"}, {"RATE_LIMIT_API_PER_MINUTE", "-1"}, {"TRUSTED_PROXIES", "10.0.0.0/8,canary"}, {"TRUSTED_PROXIES", "10.0.0.0/99"},
		{"API_DRAIN_DELAY", "canary"}, {"API_DRAIN_DELAY", "2"}, {"API_DRAIN_DELAY", "-1s"}, {"API_DRAIN_DELAY", "6s"},
		{"CORS_ALLOWED_ORIGINS", "canary"}, {"CORS_ALLOWED_ORIGINS", "https://canary.example/"},
		{"CORS_ALLOWED_ORIGINS", "https://canary.example/app"}, {"CORS_ALLOWED_ORIGINS", "https://canary.example?x=1"},
		{"CORS_ALLOWED_ORIGINS", "https://canary.example#x"}, {"CORS_ALLOWED_ORIGINS", "https://me:canary@a.example"},
		{"CORS_ALLOWED_ORIGINS", "https://a.example,canary.example"}, {"CORS_ALLOWED_ORIGINS", "ftp://canary.example"},
		{"CORS_ALLOWED_ORIGINS", "null"}, {"CORS_ALLOWED_ORIGINS", "https://"},
		{"DATABASE_MAX_CONNS", "canary"}, {"DATABASE_MAX_CONNS", "0"}, {"DATABASE_MAX_CONNS", "3"}, {"DATABASE_MAX_CONNS", "1e9"},
		{"PUBLIC_URL", "https://canary.example/?x"}, {"PUBLIC_URL", "ftp://canary.example"}, {"PUBLIC_URL", "https://me:canary@a.example"},
		{"BOT_USERNAME", "@canary"}, {"BOT_USERNAME", "canary bot"}, {"REFRESH_TOKEN_TTL", "1s"}, {"PASSWORD_MIN_LENGTH", "5000"},
		{"PASSWORD_MIN_LENGTH", "canary"}, {"PASSWORD_MIN_LENGTH", "0"}, {"PASSWORD_BLOCKLIST", "canary"},
	} {
		t.Run(step.name+"="+step.value, func(t *testing.T) {
			_, err := load(t, map[string]string{step.name: step.value})
			if err == nil || !strings.Contains(err.Error(), step.name) || strings.Contains(err.Error(), "\n") ||
				strings.Contains(err.Error(), "canary") || strings.Contains(err.Error(), long) {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestMissingSettingsAreNamed(t *testing.T) {
	for name := range enough {
		t.Setenv(name, "") // none of them from the machine
	}
	_, err := app.LoadConfig()
	if err == nil || strings.Contains(err.Error(), "\n") {
		t.Errorf("got %v", err)
	}
}

// What only shows when the service starts names its setting too, and keeps its secrets.
func TestUnusableSettingsEndTheStart(t *testing.T) {
	for name, change := range map[string]func(*app.Config){
		"DATABASE_URL": func(c *app.Config) { c.DatabaseURL = "postgres://user:canary@host:port/x" },
		"REDIS_URL":    func(c *app.Config) { c.RedisURL = secret.Text("canary://canary") },
		"API_ADDR":     func(c *app.Config) { c.Addr = "nowhere" },
		"LOG_LEVEL":    func(c *app.Config) { c.LogLevel = "canary" },
		"LOG_FORMAT":   func(c *app.Config) { c.LogFormat = "canary" },
	} {
		c, err := load(t, nil)
		if err != nil {
			t.Fatal(err)
		}
		change(&c)
		over, stop := context.WithCancel(context.Background())
		stop()
		if err := app.Run(over, c); err == nil || !strings.Contains(err.Error(), name) || strings.Contains(err.Error(), "canary") {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func TestUnsignedBotIsForThisMachineOnly(t *testing.T) {
	for addr, ok := range map[string]bool{
		"127.0.0.1:8000": true, "127.8.8.8:1": true, "[::1]:8000": true, "localhost:8000": true,
		":8000": false, "0.0.0.0:8000": false, "[::]:8000": false, "10.0.0.1:8000": false, "example.com:8000": false,
		"localhost.example.com:8000": false, "127.0.0.1": false, "nonsense": false,
	} {
		_, err := load(t, map[string]string{"ALLOW_UNSIGNED_BOT": "true", "API_ADDR": addr})
		if (err == nil) != ok || err != nil && !strings.Contains(err.Error(), "ALLOW_UNSIGNED_BOT") {
			t.Errorf("%s: got %v", addr, err)
		}
	}
}
