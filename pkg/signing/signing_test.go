package signing

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

var (
	now  = time.Unix(1767225600, 0)
	key  = Key{ID: "k1", Secret: "0123456789abcdef0123456789abcdef"}
	keys = Keys{key, {ID: "k2", Secret: "fedcba9876543210fedcba9876543210"}}
	body = []byte(`{"chat_id":42}`)
)

// signed is a request as a server receives it.
func signed(by Key, at time.Time) *http.Request {
	r := httptest.NewRequest(http.MethodPost, "/api/v1/auth/token/get?a=%2F&b=2", nil)
	r.Header.Set("Authorization", "Bearer abc")
	r.Header.Set("Idempotency-Key", "idem-1")
	Sign(r, body, "telegram_bot", by, "nonce-nonce-nonce-1", at)
	return r
}

func TestSignatureHasItsPublishedForm(t *testing.T) {
	t.Parallel()
	// Computed by hand with `openssl dgst -sha256 -hmac`, so that another client can check itself.
	const want = "k1:fbdda42e9197714bd489c6e0ae1892d381b5eb793db6b815478f6b585063c468"
	if got := signed(key, now).Header.Get(HeaderSignature); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestEveryKeyOfTheRingVerifies(t *testing.T) {
	t.Parallel()
	for _, k := range keys {
		for _, skew := range []time.Duration{0, 59 * time.Second, -59 * time.Second} {
			got, err := Verify(signed(k, now.Add(skew)), body, "telegram_bot", keys, now)
			if err != nil || got != (Signature{Client: "telegram_bot", Key: k.ID, Nonce: "nonce-nonce-nonce-1"}) {
				t.Errorf("key %s, skew %v: %+v, %v", k.ID, skew, got, err)
			}
		}
	}
}

func TestClockOutsideTheWindowIsRefused(t *testing.T) {
	t.Parallel()
	for _, skew := range []time.Duration{61 * time.Second, -61 * time.Second} {
		if _, err := Verify(signed(key, now.Add(skew)), body, "telegram_bot", keys, now); !errors.Is(err, ErrClock) {
			t.Errorf("skew %v: got %v", skew, err)
		}
	}
}

func TestEveryChangedByteIsRefused(t *testing.T) {
	t.Parallel()
	for i := range body {
		changed := append([]byte(nil), body...)
		changed[i] ^= 1
		if _, err := Verify(signed(key, now), changed, "telegram_bot", keys, now); !errors.Is(err, ErrBad) {
			t.Fatalf("body byte %d: got %v", i, err)
		}
	}
	for _, name := range []string{HeaderClient, HeaderTimestamp, HeaderNonce, HeaderSignature, "Authorization", "Idempotency-Key"} {
		for i := range signed(key, now).Header.Get(name) {
			r := signed(key, now)
			value := []byte(r.Header.Get(name))
			value[i] ^= 1
			r.Header.Set(name, string(value))
			if _, err := Verify(r, body, "telegram_bot", keys, now); err == nil {
				t.Fatalf("%s byte %d was accepted", name, i)
			}
		}
	}
}

func TestWhatCanBeReadInTwoWaysIsRefused(t *testing.T) {
	t.Parallel()
	for name, spoil := range map[string]func(*http.Request){
		"method":          func(r *http.Request) { r.Method = http.MethodPut },
		"path":            func(r *http.Request) { r.RequestURI = "/api/v1/auth/token/get?a=/&b=2" },
		"order of query":  func(r *http.Request) { r.RequestURI = "/api/v1/auth/token/get?b=2&a=%2F" },
		"absolute target": func(r *http.Request) { r.RequestURI = "http://h" + r.RequestURI },
		"two nonces":      func(r *http.Request) { r.Header.Add(HeaderNonce, "nonce-nonce-nonce-2") },
		"two bearers":     func(r *http.Request) { r.Header.Add("Authorization", "Bearer x") },
		"two keys":        func(r *http.Request) { r.Header.Add("Idempotency-Key", "x") },
		"no bearer":       func(r *http.Request) { r.Header.Del("Authorization") },
		"compressed":      func(r *http.Request) { r.Header.Set("Content-Encoding", "gzip") },
		"upper-case mac": func(r *http.Request) {
			r.Header.Set(HeaderSignature, "k1:"+strings.ToUpper(strings.TrimPrefix(r.Header.Get(HeaderSignature), "k1:")))
		},
		"no key id":        func(r *http.Request) { r.Header.Set(HeaderSignature, r.Header.Get(HeaderSignature)[3:]) },
		"unknown key":      func(r *http.Request) { r.Header.Set(HeaderSignature, "k9"+r.Header.Get(HeaderSignature)[2:]) },
		"other key's name": func(r *http.Request) { r.Header.Set(HeaderSignature, "k2"+r.Header.Get(HeaderSignature)[2:]) },
		"short nonce":      func(r *http.Request) { Sign(r, body, "telegram_bot", key, "short", now) },
		"huge nonce":       func(r *http.Request) { Sign(r, body, "telegram_bot", key, strings.Repeat("n", 4096), now) },
		"other client":     func(r *http.Request) { Sign(r, body, "someone", key, "nonce-nonce-nonce-1", now) },
		"empty mac":        func(r *http.Request) { r.Header.Set(HeaderSignature, "k1:") },
		"revoked key":      func(r *http.Request) { Sign(r, body, "telegram_bot", Key{"k0", "x"}, "nonce-nonce-nonce-1", now) },
		"timestamp digits": func(r *http.Request) { r.Header.Set(HeaderTimestamp, "01767225600") },
	} {
		r := signed(key, now)
		spoil(r)
		if _, err := Verify(r, body, "telegram_bot", keys, now); !errors.Is(err, ErrBad) {
			t.Errorf("%s: got %v, want ErrBad", name, err)
		}
	}
	if _, err := Verify(httptest.NewRequest(http.MethodGet, "/", nil), nil, "telegram_bot", keys, now); !errors.Is(err, ErrMissing) {
		t.Errorf("unsigned: got %v", err)
	}
}

func TestUnknownKeyIsNoDoor(t *testing.T) {
	t.Parallel()
	// An empty secret is what an unknown key is checked with; it must not open anything.
	r := signed(Key{ID: "nobody", Secret: ""}, now)
	if _, err := Verify(r, body, "telegram_bot", keys, now); !errors.Is(err, ErrBad) {
		t.Errorf("got %v", err)
	}
}

func TestParseKeysNamesTheFaultNotTheSecret(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("s", MinSecret)
	good, err := ParseKeys("a:" + long + ", b:" + long)
	if err != nil || len(good) != 2 || good.First().ID != "a" {
		t.Fatalf("got %v, %v", good, err)
	}
	for _, text := range []string{"", "a", "a:short", ":" + long, "a:" + long + ",a:" + long, "a:" + long + ","} {
		if _, err := ParseKeys(text); err == nil || strings.Contains(err.Error(), long) || strings.Contains(err.Error(), "short") && strings.Contains(err.Error(), "a:short") {
			t.Errorf("ParseKeys(%q) = %v", text, err)
		}
	}
}

func FuzzVerify(f *testing.F) {
	f.Add("k1:00", "1767225600", "nonce-nonce-nonce-1", "telegram_bot")
	f.Fuzz(func(t *testing.T, signature, timestamp, nonce, client string) {
		r := signed(key, now)
		r.Header[HeaderSignature] = []string{signature}
		r.Header[HeaderTimestamp] = []string{timestamp}
		r.Header[HeaderNonce] = []string{nonce}
		r.Header["X-Client-Id"] = []string{client}
		if _, err := Verify(r, []byte("other"), "telegram_bot", keys, now); err == nil {
			t.Error("a forgery was accepted")
		}
	})
}
