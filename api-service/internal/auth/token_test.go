package auth

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/hmac"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"financebot/pkg/secret"
	"financebot/pkg/signing"
)

var noon = time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)

func testTokens(secrets ...string) tokens {
	t := tokens{now: func() time.Time { return noon }}
	for _, s := range secrets {
		t.keys = append(t.keys, signing.Key{ID: s[:2], Secret: secret.Text(s)})
	}
	return t
}

const (
	firstKey  = "k1-is-a-secret-of-more-than-32-bytes-in-all"
	secondKey = "k2-is-a-secret-of-more-than-32-bytes-in-all"
)

func session(t *testing.T) Session {
	t.Helper()
	s, err := newSession(42, "web", "device", "ip", noon, 720*time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// forge signs any header and payload with HMAC-SHA256.
func forge(header, payload, key string) string {
	b64 := base64.RawURLEncoding.EncodeToString
	text := b64([]byte(header)) + "." + b64([]byte(payload))
	mac := hmac.New(sha256.New, []byte(key))
	mac.Write([]byte(text))
	return text + "." + b64(mac.Sum(nil))
}

const goodHeader = `{"alg":"HS256","kid":"k1","typ":"JWT"}`

// payload is a good one with members replaced or, by an empty value, left out.
func payload(change ...string) string {
	members := [][2]string{
		{"iss", `"finance-bot"`}, {"aud", `["finance-bot-api"]`}, {"sub", `"42"`}, {"sid", `"0198c5d2-0a3c-7c44-9a5e-5d1a5f6f2b10"`}, {"typ", `"access"`}, {"jti", `"j"`},
		{"iat", fmt.Sprint(noon.Unix())}, {"nbf", fmt.Sprint(noon.Unix())}, {"exp", fmt.Sprint(noon.Add(time.Minute).Unix())},
	}
	var out []string
	for _, m := range members {
		for i := 0; i+1 < len(change); i += 2 {
			if change[i] == m[0] {
				m[1] = change[i+1]
			}
		}
		if m[1] != "" {
			out = append(out, fmt.Sprintf("%q:%s", m[0], m[1]))
		}
	}
	return "{" + strings.Join(out, ",") + "}"
}

// accepts reads a token as the guard does.
func accepts(tk tokens, text string, types ...string) error {
	c, err := tk.read(text, types...)
	if err == nil {
		_, err = c.user()
	}
	return err
}

func TestForgedTokensAreRefusedAlike(t *testing.T) {
	t.Parallel()
	tk := testTokens(firstKey)
	if err := accepts(tk, forge(goodHeader, payload(), firstKey), typeAccess); err != nil {
		t.Fatalf("the pattern of all forgeries must be good: %v", err)
	}
	b64 := base64.RawURLEncoding.EncodeToString
	unsigned := func(header string) string { return b64([]byte(header)) + "." + b64([]byte(payload())) + "." }
	good := strings.Split(forge(goodHeader, payload(), firstKey), ".")
	in := func(d time.Duration) string { return fmt.Sprint(noon.Add(d).Unix()) }
	for name, text := range map[string]string{
		"empty":                  "",
		"dots":                   "..",
		"alg none":               unsigned(`{"alg":"none","kid":"k1"}`),
		"alg None":               unsigned(`{"alg":"None","kid":"k1"}`),
		"alg none, signed":       forge(`{"alg":"none","kid":"k1"}`, payload(), firstKey),
		"no alg":                 forge(`{"kid":"k1"}`, payload(), firstKey),
		"alg HS512":              hs512(firstKey),
		"alg RS256 by HMAC":      forge(`{"alg":"RS256","kid":"k1"}`, payload(), firstKey),
		"alg RS256":              rs256(t),
		"alg ES256":              es256(t),
		"no kid":                 forge(`{"alg":"HS256"}`, payload(), firstKey),
		"empty kid":              forge(`{"alg":"HS256","kid":""}`, payload(), firstKey),
		"unknown kid":            forge(`{"alg":"HS256","kid":"k9"}`, payload(), firstKey),
		"unknown kid, empty key": forge(`{"alg":"HS256","kid":"k9"}`, payload(), ""),
		"kid a path":             forge(`{"alg":"HS256","kid":"../../dev/null"}`, payload(), ""),
		"kid SQL":                forge(`{"alg":"HS256","kid":"' UNION SELECT 'x"}`, payload(), "x"),
		"kid a number":           forge(`{"alg":"HS256","kid":1}`, payload(), firstKey),
		"crit":                   forge(`{"alg":"HS256","kid":"k1","crit":["x"],"x":1}`, payload(), firstKey),
		"another key":            forge(goodHeader, payload(), secondKey),
		"another's payload":      good[0] + "." + b64([]byte(payload("sub", `"43"`))) + "." + good[2],
		"no signature":           good[0] + "." + good[1] + ".",
		"a changed signature":    good[0] + "." + good[1] + "." + "A" + good[2][1:],
		"padding":                good[0] + "." + good[1] + "." + good[2] + "=",
		"a fourth part":          strings.Join(good, ".") + ".x",
		"other last bits":        strings.Join(good, ".")[:len(strings.Join(good, "."))-1] + lastBits(good[2]),
		"numeric sub":            forge(goodHeader, payload("sub", "42"), firstKey),
		"no sub":                 forge(goodHeader, payload("sub", ""), firstKey),
		"sub a name":             forge(goodHeader, payload("sub", `"ana"`), firstKey),
		"sub negative":           forge(goodHeader, payload("sub", `"-1"`), firstKey),
		"sub with a sign":        forge(goodHeader, payload("sub", `"+42"`), firstKey),
		"sub huge":               forge(goodHeader, payload("sub", `"99999999999999999999"`), firstKey),
		"no exp":                 forge(goodHeader, payload("exp", ""), firstKey),
		"exp null":               forge(goodHeader, payload("exp", "null"), firstKey),
		"exp a text":             forge(goodHeader, payload("exp", `"`+in(time.Minute)+`"`), firstKey),
		"exp endless":            forge(goodHeader, payload("exp", "1e400"), firstKey),
		"expired":                forge(goodHeader, payload("exp", in(-6*time.Second)), firstKey),
		"nbf ahead":              forge(goodHeader, payload("nbf", in(time.Minute)), firstKey),
		"iat ahead":              forge(goodHeader, payload("iat", in(time.Minute)), firstKey),
		"no iss":                 forge(goodHeader, payload("iss", ""), firstKey),
		"another iss":            forge(goodHeader, payload("iss", `"other"`), firstKey),
		"no aud":                 forge(goodHeader, payload("aud", ""), firstKey),
		"another aud":            forge(goodHeader, payload("aud", `["other"]`), firstKey),
		"no sid":                 forge(goodHeader, payload("sid", ""), firstKey),
		"a sid that is no UUID":  forge(goodHeader, payload("sid", `"s"`), firstKey),
		"a sid in braces":        forge(goodHeader, payload("sid", `"{0198c5d2-0a3c-7c44-9a5e-5d1a5f6f2b10}"`), firstKey),
		"a sid as a URN":         forge(goodHeader, payload("sid", `"urn:uuid:0198c5d2-0a3c-7c44-9a5e-5d1a5f6f2b10"`), firstKey),
		"no typ":                 forge(goodHeader, payload("typ", ""), firstKey),
		"typ a list":             forge(goodHeader, payload("typ", `["access"]`), firstKey),
		"typ in the header only": forge(`{"alg":"HS256","kid":"k1","typ":"access"}`, payload("typ", ""), firstKey),
		"a claim twice":          forge(goodHeader, strings.Replace(payload(), "{", `{"sub":"1",`, 1), firstKey),
		"a claim twice, in case": forge(goodHeader, strings.Replace(payload(), "{", `{"SUB":"1",`, 1), firstKey),
		"a header twice":         forge(`{"alg":"none","alg":"HS256","kid":"k1"}`, payload(), firstKey),
		"payload a list":         forge(goodHeader, "[]", firstKey),
		"payload and more":       forge(goodHeader, payload()+"{}", firstKey),
		"8 KiB":                  forge(goodHeader, payload("jti", `"`+strings.Repeat("j", 8<<10)+`"`), firstKey),
		"8 KiB of nothing":       strings.Repeat(".", 8<<10),
	} {
		if err := accepts(tk, text, typeAccess); err != ErrTokenInvalid { //nolint:errorlint // nothing may be wrapped around it
			t.Errorf("%s: got %v, want exactly ErrTokenInvalid", name, err)
		}
	}
}

// lastBits are other spare bits in the last letter of a signature: 32 bytes leave two unused.
func lastBits(signature string) string {
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
	return string(letters[strings.IndexByte(letters, signature[len(signature)-1])^1])
}

func hs512(key string) string {
	b64 := base64.RawURLEncoding.EncodeToString
	text := b64([]byte(`{"alg":"HS512","kid":"k1"}`)) + "." + b64([]byte(payload()))
	mac := hmac.New(sha512.New, []byte(key))
	mac.Write([]byte(text))
	return text + "." + b64(mac.Sum(nil))
}

func rs256(t *testing.T) string {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	b64 := base64.RawURLEncoding.EncodeToString
	text := b64([]byte(`{"alg":"RS256","kid":"k1"}`)) + "." + b64([]byte(payload()))
	sum := sha256.Sum256([]byte(text))
	sig, err := rsa.SignPKCS1v15(rand.Reader, key, crypto.SHA256, sum[:])
	if err != nil {
		t.Fatal(err)
	}
	return text + "." + b64(sig)
}

func es256(t *testing.T) string {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	b64 := base64.RawURLEncoding.EncodeToString
	text := b64([]byte(`{"alg":"ES256","kid":"k1"}`)) + "." + b64([]byte(payload()))
	sum := sha256.Sum256([]byte(text))
	r, s, err := ecdsa.Sign(rand.Reader, key, sum[:])
	if err != nil {
		t.Fatal(err)
	}
	var sig [64]byte
	r.FillBytes(sig[:32])
	s.FillBytes(sig[32:])
	return text + "." + b64(sig[:])
}

func TestOneTypeNeverPassesForAnother(t *testing.T) {
	t.Parallel()
	tk, s := testTokens(firstKey), session(t)
	made := map[string]string{}
	for typ, sign := range map[string]func() (string, error){
		typeAccess:   func() (string, error) { return tk.access(s, time.Minute) },
		typeTelegram: func() (string, error) { return tk.telegram(s, time.Minute) },
		typeRefresh:  func() (string, error) { return tk.refresh(s) },
	} {
		text, err := sign()
		if err != nil {
			t.Fatal(err)
		}
		made[typ] = text
	}
	for typ, text := range made {
		for _, as := range []string{typeAccess, typeTelegram, typeRefresh, "", "Access"} {
			c, err := tk.read(text, as)
			if (err == nil) != (typ == as) {
				t.Errorf("%s read as %q: %v", typ, as, err)
			}
			if err == nil && (c.SessionID != s.ID || c.Subject != "42") {
				t.Errorf("%s tells %+v", typ, c)
			}
		}
	}
}

func TestKeysOfTokensRotate(t *testing.T) {
	t.Parallel()
	old, both, next := testTokens(firstKey), testTokens(secondKey, firstKey), testTokens(secondKey)
	s := session(t)
	byOld, err := old.access(s, time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	byNew, err := both.access(s, time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	for name, step := range map[string]struct {
		with tokens
		text string
		ok   bool
	}{
		"the old, while both are known":  {both, byOld, true},
		"the new, while both are known":  {both, byNew, true},
		"the new, before it is known":    {old, byNew, false},
		"the old, after it is withdrawn": {next, byOld, false},
		"the new, after":                 {next, byNew, true},
	} {
		if _, err := step.with.read(step.text, typeAccess); (err == nil) != step.ok {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestTokenDoesNotOutliveItsSession(t *testing.T) {
	t.Parallel()
	tk, s := testTokens(firstKey), session(t)
	s.ExpiresAt = noon.Add(time.Minute)
	text, err := tk.access(s, time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	c, err := tk.read(text, typeAccess)
	if err != nil || !c.ExpiresAt.Equal(s.ExpiresAt) {
		t.Errorf("ends %v, %v", c.ExpiresAt, err)
	}
	if !errors.Is(accepts(tokens{keys: tk.keys, now: func() time.Time { return noon.Add(time.Minute + 6*time.Second) }}, text, typeAccess), ErrTokenInvalid) {
		t.Error("it is read after its end")
	}
}

func FuzzTokensAreNeverTakenUnsigned(f *testing.F) {
	tk := testTokens(firstKey)
	for _, seed := range []string{"", "a.b.c", forge(goodHeader, payload(), secondKey), forge(`{"alg":"none"}`, payload(), "")} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if _, err := tk.read(text, typeAccess, typeTelegram, typeRefresh); err == nil {
			t.Errorf("%q was taken", text)
		}
	})
}
