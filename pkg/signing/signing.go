// Package signing proves which client sent a request: an HMAC over all that gives the request
// its meaning. Sign and Verify stand side by side because they must agree on every byte.
package signing

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"financebot/pkg/errs"
)

// The headers that carry a signature.
const (
	HeaderClient    = "X-Client-Id"
	HeaderTimestamp = "X-Timestamp"
	HeaderNonce     = "X-Nonce"
	HeaderSignature = "X-Signature"
)

// Window is how far the clocks of the two sides may be apart.
const Window = 60 * time.Second

// NonceLife is how long a nonce must be remembered so that no replay fits into the window.
const NonceLife = 2*Window + 10*time.Second

// ErrMissing says that a request carries no signature at all; every other refusal is ErrBad
// (the caller learns no more) or ErrClock (a client may mend its clock from the Date header).
var (
	ErrMissing = errs.New(errs.Unauthenticated, CodeRequired, "A client signature is required")
	ErrBad     = errs.New(errs.Unauthenticated, CodeInvalid, "The client signature is not valid")
	ErrClock   = errs.New(errs.Unauthenticated, CodeTimestamp, "The client's clock is off")
	ErrReplay  = errs.New(errs.Unauthenticated, CodeReplayed, "The client signature was used before")
)

// Signature is what a verified request proves.
type Signature struct {
	Client string // who signed
	Key    string // with which key
	Nonce  string // good for one request
}

// Signed reports whether the request claims to be signed.
func Signed(r *http.Request) bool { return r.Header.Get(HeaderSignature) != "" }

// Sign puts a signature of r and its body into r's headers. Authorization and
// Idempotency-Key must be set before; the nonce must be new for each attempt.
func Sign(r *http.Request, body []byte, client string, key Key, nonce string, now time.Time) {
	r.Header.Set(HeaderClient, client)
	r.Header.Set(HeaderTimestamp, strconv.FormatInt(now.Unix(), 10))
	r.Header.Set(HeaderNonce, nonce)
	mac := hex.EncodeToString(key.mac(canonical(r, r.URL.RequestURI(), body)))
	r.Header.Set(HeaderSignature, key.ID+":"+mac)
}

// Verify checks everything but whether the nonce is new, which its caller remembers.
// It gives ErrMissing, ErrClock or ErrBad.
func Verify(r *http.Request, body []byte, client string, keys Keys, now time.Time) (Signature, error) {
	if !Signed(r) {
		return Signature{}, ErrMissing
	}
	if !wellFormed(r) || r.Header.Get(HeaderClient) != client {
		return Signature{}, ErrBad
	}
	kid, sum, _ := strings.Cut(r.Header.Get(HeaderSignature), ":")
	key, known := keys.Find(kid)
	given, err := hex.DecodeString(sum)
	// An unknown key costs the same work as a known one.
	if !hmac.Equal(key.mac(canonical(r, r.RequestURI, body)), given) || !known || err != nil || strings.ToLower(sum) != sum {
		return Signature{}, ErrBad
	}
	// The clock is looked at last: only the holder of a key is told that it is off.
	sent, err := strconv.ParseInt(r.Header.Get(HeaderTimestamp), 10, 64)
	if err != nil {
		return Signature{}, ErrBad
	}
	if now.Sub(time.Unix(sent, 0)).Abs() > Window {
		return Signature{}, ErrClock
	}
	return Signature{Client: client, Key: kid, Nonce: r.Header.Get(HeaderNonce)}, nil
}

// wellFormed refuses what could be read in two ways before anything is computed.
func wellFormed(r *http.Request) bool {
	for _, h := range []string{HeaderClient, HeaderTimestamp, HeaderNonce, HeaderSignature} {
		if len(r.Header.Values(h)) != 1 || len(r.Header.Get(h)) > 128 {
			return false
		}
	}
	if len(r.Header.Values("Authorization")) > 1 || len(r.Header.Values("Idempotency-Key")) > 1 {
		return false
	}
	nonce := len(r.Header.Get(HeaderNonce))
	return len(r.Header.Get(HeaderTimestamp)) == 10 && nonce >= 16 && nonce <= 64 &&
		strings.HasPrefix(r.RequestURI, "/") && r.Header.Get("Content-Encoding") == ""
}

// canonical is what is signed; the target stands as it was sent, neither decoded nor sorted.
func canonical(r *http.Request, target string, body []byte) string {
	return strings.Join([]string{
		r.Method,
		target,
		r.Header.Get(HeaderTimestamp),
		r.Header.Get(HeaderNonce),
		hexSum(body),
		r.Header.Get(HeaderClient),
		hexSum([]byte(r.Header.Get("Authorization"))),
		r.Header.Get("Idempotency-Key"),
	}, "\n")
}

func hexSum(b []byte) string {
	sum := sha256.Sum256(b)
	return fmt.Sprintf("%x", sum)
}
