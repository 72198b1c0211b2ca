package auth

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"financebot/api-service/internal/postgres"
	"financebot/pkg/signing"
)

// Who gives tokens out, and for whom.
const (
	issuer   = "finance-bot"
	audience = "finance-bot-api"
)

// Types of tokens; one never passes for another.
const (
	typeAccess   = "access"
	typeRefresh  = "refresh"
	typeTelegram = "telegram"
	typeDevice   = "device"
)

// maxToken bounds what is parsed at all.
const maxToken = 4096

// claims are those of every token (RFC 7519 §4.1 and ours).
type claims struct {
	jwt.RegisteredClaims
	SessionID  string `json:"sid"`
	Type       string `json:"typ"`
	Generation int64  `json:"gen"` // how often the session's tokens were refreshed before
}

// user is the subject as a number.
func (c claims) user() (int64, error) {
	id, err := strconv.ParseInt(c.Subject, 10, 64)
	if err != nil || id <= 0 || strconv.FormatInt(id, 10) != c.Subject {
		return 0, ErrTokenInvalid
	}
	return id, nil
}

// tokens makes and reads JSON Web Tokens.
type tokens struct {
	keys  signing.Keys
	now   func() time.Time
	known *known
}

// access signs a token that opens the API for a while, at most as long as the session lives.
func (t tokens) access(s Session, life time.Duration) (string, error) {
	return t.bearer(s, typeAccess, life)
}

// telegram signs a token that opens the API together with a client's signature.
func (t tokens) telegram(s Session, life time.Duration) (string, error) {
	return t.bearer(s, typeTelegram, life)
}

func (t tokens) bearer(s Session, typ string, life time.Duration) (string, error) {
	now := t.now()
	ends := now.Add(life)
	if ends.After(s.ExpiresAt) {
		ends = s.ExpiresAt
	}
	return t.sign(s, typ, rand.Text(), now, ends)
}

// refresh signs the refresh token of the session's generation: always the same one, so that
// an answer that was lost can be given again although only hashes are kept.
func (t tokens) refresh(s Session) (string, error) {
	return t.sign(s, typeRefresh, s.refreshID(), s.RefreshedAt, s.ExpiresAt)
}

// device signs what a device is known by, for as long as its session is kept.
func (t tokens) device(s Session) (string, error) {
	return t.sign(s, typeDevice, s.ID, s.CreatedAt, s.ExpiresAt.Add(sessionKept))
}

func (t tokens) sign(s Session, typ, id string, from, to time.Time) (string, error) {
	key := t.keys.First()
	token := jwt.NewWithClaims(jwt.SigningMethodHS256, claims{
		RegisteredClaims: jwt.RegisteredClaims{
			Issuer: issuer, Audience: jwt.ClaimStrings{audience}, Subject: strconv.FormatInt(s.UserID, 10), ID: id,
			IssuedAt: jwt.NewNumericDate(from), NotBefore: jwt.NewNumericDate(from), ExpiresAt: jwt.NewNumericDate(to),
		},
		SessionID: s.ID, Type: typ, Generation: s.RefreshCounter,
	})
	token.Header["kid"] = key.ID
	signed, err := token.SignedString([]byte(key.Secret.Reveal()))
	if err != nil {
		return "", fmt.Errorf("auth: sign: %w", err)
	}
	return signed, nil
}

// read verifies a token of one of the types. It gives ErrTokenInvalid, whatever the fault.
func (t tokens) read(text string, types ...string) (claims, error) {
	c, ok := t.known.find(text, t.now())
	if !ok {
		var err error
		if c, err = t.parse(text); err != nil {
			return claims{}, err
		}
		if c.Type != typeRefresh { // which is read once
			t.known.keep(text, c)
		}
	}
	for _, typ := range types {
		if c.Type == typ && postgres.IsUUID(c.SessionID) {
			return c, nil
		}
	}
	return claims{}, ErrTokenInvalid
}

// parse verifies all of a token but its type.
func (t tokens) parse(text string) (claims, error) {
	var c claims
	if len(text) > maxToken {
		return c, ErrTokenInvalid
	}
	token, err := jwt.ParseWithClaims(text, &c, t.key,
		jwt.WithValidMethods([]string{jwt.SigningMethodHS256.Name}),
		jwt.WithIssuer(issuer), jwt.WithAudience(audience), jwt.WithExpirationRequired(), jwt.WithIssuedAt(),
		jwt.WithLeeway(leeway), jwt.WithTimeFunc(t.now), jwt.WithStrictDecoding())
	if err != nil || !unambiguous(token.Raw) {
		return claims{}, ErrTokenInvalid
	}
	return c, nil
}

// unambiguous reports whether everybody reads the same in a token: its header and its claims
// name nothing twice, in whatever case, and tell time in numbers.
func unambiguous(token string) bool {
	parts := strings.Split(token, ".")
	for _, part := range parts[:len(parts)-1] {
		text, err := base64.RawURLEncoding.DecodeString(part)
		if err != nil || !plainObject(text) {
			return false
		}
	}
	return true
}

func plainObject(text []byte) bool {
	d := json.NewDecoder(bytes.NewReader(text))
	if open, err := d.Token(); err != nil || open != json.Delim('{') {
		return false
	}
	seen := map[string]bool{}
	for d.More() {
		token, err := d.Token()
		if err != nil {
			return false
		}
		name := strings.ToLower(fmt.Sprint(token))
		var value json.RawMessage
		if seen[name] || d.Decode(&value) != nil {
			return false
		}
		seen[name] = true
		if (name == "exp" || name == "nbf" || name == "iat") && value[0] == '"' {
			return false
		}
	}
	return true
}

// key finds the key by its id, in memory and nowhere else.
func (t tokens) key(token *jwt.Token) (any, error) {
	kid, _ := token.Header["kid"].(string)
	key, known := t.keys.Find(kid)
	if _, critical := token.Header["crit"]; critical || !known {
		return nil, ErrTokenInvalid
	}
	return []byte(key.Secret.Reveal()), nil
}

// digest is how secrets are kept: what is drawn at random needs no salt.
func digest(text string) []byte {
	sum := sha256.Sum256([]byte(text))
	return sum[:]
}

func hexDigest(text string) string { return hex.EncodeToString(digest(text)) }
