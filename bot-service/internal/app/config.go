package app

import (
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"reflect"
	"regexp"

	"github.com/kelseyhightower/envconfig"
	"github.com/redis/go-redis/v9"

	"financebot/bot-service/internal/token"
	"financebot/pkg/secret"
	"financebot/pkg/signing"
)

// Modes of getting updates.
const (
	modePolling = "polling"
	modeWebhook = "webhook"
)

// Config is every setting of the bot.
type Config struct {
	LogLevel  slog.Level `envconfig:"LOG_LEVEL" default:"info"`
	LogFormat string     `envconfig:"LOG_FORMAT" default:"json"`

	Addr     string      `envconfig:"BOT_ADDR" default:":8002"`
	RedisURL secret.Text `envconfig:"REDIS_URL" required:"true"`

	Token       secret.Text `envconfig:"BOT_TOKEN" required:"true"`
	TelegramURL string      `envconfig:"TELEGRAM_API_URL" default:"https://api.telegram.org"`

	APIURL    string       `envconfig:"API_BASE_URL" required:"true"`
	PublicURL string       `envconfig:"PUBLIC_URL"` // of the web pages; without it the bot sends no links to them
	ClientKey signing.Keys `envconfig:"BOT_CLIENT_KEY" required:"true"`

	DeepLinkURL string `envconfig:"DEEP_LINK_URL" default:"https://t.me"`

	Mode          string      `envconfig:"BOT_MODE" default:"polling"`
	WebhookURL    string      `envconfig:"WEBHOOK_URL"`
	WebhookSecret secret.Text `envconfig:"WEBHOOK_SECRET"`

	EncryptionKey encryptionKey `envconfig:"TOKEN_ENCRYPTION_KEY"`
}

// Load reads the settings from the environment. Its error is one line that names the setting
// and never shows a secret.
func Load() (Config, error) {
	var c Config
	if err := dropEmpty(); err != nil {
		return Config{}, err
	}
	var unreadable *envconfig.ParseError
	err := envconfig.Process("", &c)
	if errors.As(err, &unreadable) {
		return Config{}, fmt.Errorf("%s cannot be read: %w", unreadable.KeyName, unreadable.Err)
	}
	if err != nil {
		return Config{}, err
	}
	return c, c.Validate()
}

// dropEmpty makes an empty setting one that was not made, as compose files leave many empty.
// It gives an error for those that must be made.
func dropEmpty() error {
	for _, f := range reflect.VisibleFields(reflect.TypeFor[Config]()) {
		name := f.Tag.Get("envconfig")
		value, set := os.LookupEnv(name)
		if value != "" {
			continue
		}
		if f.Tag.Get("required") != "" {
			return fmt.Errorf("%s is required and missing", name)
		}
		if set {
			if err := os.Unsetenv(name); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
		}
	}
	return nil
}

// tokenForm is how BotFather writes tokens; what differs would only be refused later.
var tokenForm = regexp.MustCompile(`^[0-9]+:[A-Za-z0-9_-]+$`)

// hookSecretForm is what setWebhook accepts (Bot API, setWebhook).
var hookSecretForm = regexp.MustCompile(`^[A-Za-z0-9_-]{1,256}$`)

// Validate checks what a type alone does not. Its error names the setting.
func (c Config) Validate() error {
	if c.LogFormat != "json" && c.LogFormat != "text" {
		return errors.New("LOG_FORMAT is json or text")
	}
	if !tokenForm.MatchString(c.Token.Reveal()) {
		return errors.New("BOT_TOKEN is not a bot's token")
	}
	if !web(c.TelegramURL) {
		return errors.New("TELEGRAM_API_URL is not an address like https://api.telegram.org")
	}
	if c.DeepLinkURL != "" && !web(c.DeepLinkURL) {
		return errors.New("DEEP_LINK_URL is not an address like https://t.me")
	}
	if !web(c.APIURL) {
		return errors.New("API_BASE_URL is not an address like http://127.0.0.1:8000")
	}
	if c.PublicURL != "" && !web(c.PublicURL) {
		return errors.New("PUBLIC_URL is not an address like https://money.example.com")
	}
	if _, err := redis.ParseURL(c.RedisURL.Reveal()); err != nil {
		return errors.New("REDIS_URL is not an address like redis://127.0.0.1:6379/0")
	}
	switch c.Mode {
	case modePolling:
		return nil
	case modeWebhook:
		return c.validateWebhook()
	default:
		return errors.New("BOT_MODE is polling or webhook")
	}
}

func (c Config) validateWebhook() error {
	if !web(c.WebhookURL) {
		return errors.New("WEBHOOK_URL is required in webhook mode: the address that Telegram delivers to")
	}
	if !hookSecretForm.MatchString(c.WebhookSecret.Reveal()) {
		return errors.New("WEBHOOK_SECRET is required in webhook mode: 1 to 256 of A-Z a-z 0-9 _ -")
	}
	return nil
}

// web reports whether text is an absolute http or https address.
func web(text string) bool {
	u, err := url.Parse(text)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != ""
}

// encryptionKey is empty or has the size that the token store wants.
type encryptionKey []byte

// Decode reads the key in base64 or hexadecimal. Its error does not show it.
func (k *encryptionKey) Decode(text string) error {
	for _, read := range []func(string) ([]byte, error){
		hex.DecodeString, base64.StdEncoding.DecodeString, base64.RawStdEncoding.DecodeString,
		base64.URLEncoding.DecodeString, base64.RawURLEncoding.DecodeString,
	} {
		if key, err := read(text); err == nil && len(key) == token.KeySize {
			*k = key
			return nil
		}
	}
	return fmt.Errorf("want %d bytes in base64 or hexadecimal", token.KeySize)
}

// String keeps the key out of logs.
func (encryptionKey) String() string { return "[redacted]" }

// GoString keeps the key out of %#v too.
func (encryptionKey) GoString() string { return "[redacted]" }

// LogValue keeps the key out of structured logs.
func (encryptionKey) LogValue() slog.Value { return slog.StringValue("[redacted]") }
