// Package app puts the service together: settings, slices in floor order, routes and jobs.
package app

import (
	"cmp"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"reflect"
	"regexp"
	"strings"
	"time"

	"github.com/kelseyhightower/envconfig"

	"financebot/api-service/internal/auth"
	"financebot/api-service/internal/postgres"
	"financebot/pkg/api"
	"financebot/pkg/secret"
	"financebot/pkg/signing"
)

// Config is every setting of the service; defaults are safe ones.
type Config struct {
	Addr       string        `envconfig:"API_ADDR" default:":8000"`
	DrainDelay time.Duration `envconfig:"API_DRAIN_DELAY" default:"2s"`

	DatabaseURL secret.Text `envconfig:"DATABASE_URL" required:"true"`
	DatabaseMax int         `envconfig:"DATABASE_MAX_CONNS" default:"16"`
	RedisURL    secret.Text `envconfig:"REDIS_URL" required:"true"`
	PublicURL   string      `envconfig:"PUBLIC_URL" required:"true"`
	BotUsername string      `envconfig:"BOT_USERNAME" required:"true"`
	DeepLinkURL string      `envconfig:"DEEP_LINK_URL" default:"https://t.me"`

	JWTKeys          signing.Keys  `envconfig:"JWT_KEYS" required:"true"`
	AccessTokenTTL   time.Duration `envconfig:"ACCESS_TOKEN_TTL" default:"15m"`
	RefreshTokenTTL  time.Duration `envconfig:"REFRESH_TOKEN_TTL" default:"720h"`
	TelegramTokenTTL time.Duration `envconfig:"TELEGRAM_TOKEN_TTL" default:"720h"`

	BotClientKeys    signing.Keys `envconfig:"BOT_CLIENT_KEYS" required:"true"`
	AllowUnsignedBot bool         `envconfig:"ALLOW_UNSIGNED_BOT" default:"false"`

	AuthPerMinute  int      `envconfig:"RATE_LIMIT_AUTH_PER_MINUTE" default:"5"`
	APIPerMinute   int      `envconfig:"RATE_LIMIT_API_PER_MINUTE" default:"100"`
	TrustedProxies Prefixes `envconfig:"TRUSTED_PROXIES"`
	AllowedOrigins Origins  `envconfig:"CORS_ALLOWED_ORIGINS"`

	PasswordMinLength int  `envconfig:"PASSWORD_MIN_LENGTH" default:"8"`
	PasswordBlocklist bool `envconfig:"PASSWORD_BLOCKLIST" default:"true"`

	LogLevel  string `envconfig:"LOG_LEVEL" default:"info"`
	LogFormat string `envconfig:"LOG_FORMAT" default:"json"`

	// What follows is no setting: tests need it, and zero is the usual.

	Patience time.Duration       `ignored:"true"` // the least that a call may take
	HashCost auth.Cost           `ignored:"true"` // of new passwords
	Pause    func(time.Duration) `ignored:"true"` // that drains
}

// maxDrainDelay leaves requests under way their time within the 15 seconds that a stop may take.
const maxDrainDelay = 5 * time.Second

// Prefixes are networks, given as addresses or in CIDR notation.
type Prefixes []netip.Prefix

// Decode reads a comma-separated list.
func (p *Prefixes) Decode(text string) error {
	for i, part := range strings.Split(text, ",") {
		part = strings.TrimSpace(part)
		if part == "" {
			continue
		}
		prefix, err := netip.ParsePrefix(part)
		if err != nil {
			addr, err := netip.ParseAddr(part)
			if err != nil {
				return fmt.Errorf("entry %d is no network", i+1)
			}
			prefix = netip.PrefixFrom(addr, addr.BitLen())
		}
		*p = append(*p, prefix)
	}
	return nil
}

// Origins are other sites as browsers name them in the header Origin.
type Origins []string

// originForm is a scheme, a host, and a port where that is not the usual one. A host may begin with
// "*." for all below it.
var originForm = regexp.MustCompile(`^https?://((\*\.)?[a-z0-9_-]+(\.[a-z0-9_-]+)*|\[[0-9a-f:.]+\])(:[0-9]{1,5})?$`)

// Decode reads a comma-separated list. What a browser would never send is refused: it would let
// nobody in, and nobody would know why.
func (o *Origins) Decode(text string) error {
	for i, part := range strings.Split(text, ",") {
		origin := strings.ToLower(strings.TrimSpace(part))
		if origin == "" {
			continue
		}
		if origin != "*" && !originForm.MatchString(origin) {
			return fmt.Errorf("entry %d is no origin like https://app.example.com, without a path or a slash at its end", i+1)
		}
		usual := map[string]string{"http": ":80", "https": ":443"}
		scheme, _, _ := strings.Cut(origin, ":")
		*o = append(*o, strings.TrimSuffix(origin, usual[scheme])) // browsers leave it out
	}
	return nil
}

// LoadConfig reads the settings from the environment. Its error is one line that names the
// setting, and never its value.
func LoadConfig() (Config, error) {
	var c Config
	if err := envconfig.Process("", &c); err != nil {
		var parse *envconfig.ParseError
		if errors.As(err, &parse) {
			return c, fmt.Errorf("%s does not parse as %s: %s", parse.KeyName, parse.TypeName, reason(parse))
		}
		return c, err
	}
	return c, c.validate()
}

// reason tells why a setting does not parse where a type of ours says so: other errors may
// repeat the value.
func reason(e *envconfig.ParseError) string {
	switch e.TypeName {
	case "signing.Keys", "app.Prefixes", "app.Origins":
		return e.Err.Error()
	}
	return "not a valid value"
}

func (c Config) validate() error {
	// envconfig takes a variable that is set but empty for given.
	v := reflect.ValueOf(c)
	for i := range v.NumField() {
		f := v.Type().Field(i)
		if f.Tag.Get("required") == "true" && v.Field(i).IsZero() {
			return fmt.Errorf("%s is required", f.Tag.Get("envconfig"))
		}
	}
	if u, err := url.Parse(c.PublicURL); err != nil || u.Host == "" || !takesPaths(u) {
		return errors.New("PUBLIC_URL must be an address people can open, such as https://money.example.com")
	}
	if !usernameForm.MatchString(c.BotUsername) {
		return errors.New("BOT_USERNAME must be the bot's name in Telegram, without the @: letters, digits and underscores")
	}
	if u, err := url.Parse(c.DeepLinkURL); err != nil || u.Host == "" {
		return errors.New("DEEP_LINK_URL must be an address like https://t.me")
	}
	if c.AuthPerMinute < 1 || c.APIPerMinute < 1 {
		return errors.New("RATE_LIMIT_AUTH_PER_MINUTE and RATE_LIMIT_API_PER_MINUTE must be at least 1")
	}
	if c.DrainDelay < 0 || c.DrainDelay > maxDrainDelay {
		return fmt.Errorf("API_DRAIN_DELAY must be from 0s to %v", maxDrainDelay)
	}
	if c.DatabaseMax < postgres.LeastConnections || c.DatabaseMax > postgres.MostConnections {
		return fmt.Errorf("DATABASE_MAX_CONNS must be %d to %d", postgres.LeastConnections, postgres.MostConnections)
	}
	if c.PasswordMinLength < 1 || c.PasswordMinLength > longestMinimum {
		return fmt.Errorf("PASSWORD_MIN_LENGTH must be 1 to %d", longestMinimum)
	}
	if c.AccessTokenTTL <= 0 || c.RefreshTokenTTL <= 0 || c.TelegramTokenTTL <= 0 {
		return errors.New("ACCESS_TOKEN_TTL, REFRESH_TOKEN_TTL and TELEGRAM_TOKEN_TTL must be positive")
	}
	if c.RefreshTokenTTL < c.AccessTokenTTL {
		return errors.New("REFRESH_TOKEN_TTL must not be shorter than ACCESS_TOKEN_TTL")
	}
	if c.AllowUnsignedBot && !loopback(c.Addr) {
		return errors.New("ALLOW_UNSIGNED_BOT lets anybody act for any chat: it is only taken where API_ADDR is a loopback address")
	}
	return nil
}

// longestMinimum leaves room below the longest password there can be.
const longestMinimum = api.MaxPassword / 2

// usernameForm is that of a bot's username (core.telegram.org/bots/features, Creating a new bot).
var usernameForm = regexp.MustCompile(`^[A-Za-z0-9_]{3,32}$`)

// takesPaths reports whether paths can be put behind an address.
func takesPaths(u *url.URL) bool {
	return (u.Scheme == "http" || u.Scheme == "https") && u.RawQuery == "" && !u.ForceQuery && u.Fragment == "" && u.User == nil
}

// pages is where people open the web pages, and chat opens the bot.
func (c Config) pages() string { return strings.TrimRight(c.PublicURL, "/") }
func (c Config) chat() string {
	return strings.TrimRight(cmp.Or(c.DeepLinkURL, "https://t.me"), "/") + "/" + c.BotUsername
}

// loopback reports whether a listener at addr is reached from this machine only.
func loopback(addr string) bool {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return false
	}
	if host == "localhost" {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.IsLoopback()
}
