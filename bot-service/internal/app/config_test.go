package app

import (
	"bufio"
	"fmt"
	"os"
	"reflect"
	"strings"
	"testing"
)

const canary = "AAHcanary-of-a-secret_0123456789abcdef"

// good is an environment that starts a bot.
var good = map[string]string{
	"REDIS_URL": "redis://:" + canary + "@127.0.0.1:6379/0", "BOT_TOKEN": "700100200:" + canary,
	"API_BASE_URL": "http://127.0.0.1:8000", "BOT_CLIENT_KEY": "k1:" + canary,
}

func load(t *testing.T, changes map[string]string) (Config, error) {
	t.Helper()
	for _, f := range reflect.VisibleFields(reflect.TypeFor[Config]()) {
		name := f.Tag.Get("envconfig")
		t.Setenv(name, "") // puts it back after the test
		if err := os.Unsetenv(name); err != nil {
			t.Fatal(err)
		}
	}
	for _, m := range []map[string]string{good, changes} {
		for name, value := range m {
			t.Setenv(name, value)
		}
	}
	return Load()
}

func TestLeastSettingsSuffice(t *testing.T) {
	c, err := load(t, map[string]string{"LOG_LEVEL": "", "BOT_MODE": "", "TELEGRAM_API_URL": "", "WEBHOOK_URL": ""})
	if err != nil {
		t.Fatal(err)
	}
	if c.Addr != ":8002" || c.Mode != modePolling || c.TelegramURL != "https://api.telegram.org" || c.LogFormat != "json" {
		t.Errorf("defaults: %+v", c)
	}
}

func TestBadSettingIsNamedInOneLineWithoutItsSecret(t *testing.T) {
	for name, value := range map[string]string{
		"REDIS_URL": "", "BOT_TOKEN": "", "API_BASE_URL": "", "BOT_CLIENT_KEY": "",
		"BOT_TOKEN ": canary, "BOT_CLIENT_KEY ": canary, "BOT_CLIENT_KEY  ": "k:short", "API_BASE_URL ": "localhost:8000",
		"REDIS_URL ": "http://" + canary, "TELEGRAM_API_URL": "nowhere", "LOG_LEVEL": "loud", "LOG_FORMAT": "xml",
		"BOT_MODE": "pigeon", "PUBLIC_URL": "money.example.com", "TOKEN_ENCRYPTION_KEY": canary,
	} {
		name = strings.TrimSpace(name)
		_, err := load(t, map[string]string{name: value})
		if err == nil || !strings.Contains(err.Error(), name) || strings.ContainsAny(err.Error(), "\n\r") || strings.Contains(err.Error(), "canary") {
			t.Errorf("%s=%q: %v", name, value, err)
		}
	}
}

func TestWebhookNeedsAddressAndSecret(t *testing.T) {
	hook := map[string]string{"BOT_MODE": "webhook", "WEBHOOK_URL": "https://bot.example/hook", "WEBHOOK_SECRET": "s3cret"}
	if _, err := load(t, hook); err != nil {
		t.Error(err)
	}
	for _, name := range []string{"WEBHOOK_URL", "WEBHOOK_SECRET"} {
		without := map[string]string{}
		for k, v := range hook {
			without[k] = v
		}
		without[name] = ""
		if _, err := load(t, without); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("without %s: %v", name, err)
		}
	}
}

func TestEncryptionKeyMayBeWrittenInTwoWays(t *testing.T) {
	for _, key := range []string{
		strings.Repeat("0a", 32), "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8",
	} {
		c, err := load(t, map[string]string{"TOKEN_ENCRYPTION_KEY": key})
		if err != nil || len(c.EncryptionKey) != 32 {
			t.Errorf("%s: %d bytes, %v", key, len(c.EncryptionKey), err)
		}
	}
}

func TestPrintedSettingsShowNoSecret(t *testing.T) {
	c, err := load(t, map[string]string{
		"TOKEN_ENCRYPTION_KEY": strings.Repeat("63616e61", 8), "BOT_MODE": "webhook",
		"WEBHOOK_URL": "https://bot.example/hook", "WEBHOOK_SECRET": canary,
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s"} {
		if shown := fmt.Sprintf(verb, c); strings.Contains(shown, "canary") || strings.Contains(shown, "99, 97, 110") {
			t.Errorf("%s shows %s", verb, shown)
		}
	}
}

func TestExampleListsEverySetting(t *testing.T) {
	file, err := os.Open("../../../.env.example")
	if os.IsNotExist(err) {
		t.Skip("there is no .env.example yet")
	}
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	listed := map[string]bool{}
	for s := bufio.NewScanner(file); s.Scan(); {
		name, _, _ := strings.Cut(strings.TrimLeft(s.Text(), "# "), "=")
		listed[name] = true
	}
	for _, f := range reflect.VisibleFields(reflect.TypeFor[Config]()) {
		if name := f.Tag.Get("envconfig"); !listed[name] {
			t.Errorf(".env.example does not list %s", name)
		}
	}
}
