package apptest

import (
	"crypto/rand"
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"financebot/pkg/client"
	"financebot/pkg/signing"
)

// Request is a request as somebody without our client would send it.
type Request struct {
	Method string // POST where empty
	Path   string
	Body   string
	Bearer string
	Header []string // names and values in turns
}

// Answer is what came back; Body is nil where it is no JSON object.
type Answer struct {
	Status int
	Header http.Header
	Text   string
	Body   map[string]any
}

// Code is the stable name of a refusal.
func (a Answer) Code() string { return a.String("code") }

// String is a member of the body that is a text, else empty.
func (a Answer) String(name string) string {
	s, _ := a.Body[name].(string)
	return s
}

// Keys are the members of the body in alphabetical order.
func (a Answer) Keys() string {
	var keys []string
	for key := range a.Body {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return strings.Join(keys, " ")
}

// Make builds a plain request.
func (a *API) Make(t testing.TB, in Request) *http.Request {
	t.Helper()
	if in.Method == "" {
		in.Method = http.MethodPost
	}
	req, err := http.NewRequest(in.Method, a.URL+in.Path, strings.NewReader(in.Body))
	if err != nil {
		t.Fatal(err)
	}
	if in.Body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	if in.Bearer != "" {
		req.Header.Set("Authorization", "Bearer "+in.Bearer)
	}
	for i := 0; i+1 < len(in.Header); i += 2 {
		req.Header.Set(in.Header[i], in.Header[i+1])
	}
	return req
}

// Do sends a plain request.
func (a *API) Do(t testing.TB, in Request) Answer {
	t.Helper()
	return a.Send(t, a.Make(t, in))
}

// DoSigned sends a plain request with the bot's signature.
func (a *API) DoSigned(t testing.TB, in Request) Answer {
	t.Helper()
	req := a.Make(t, in)
	Sign(req, in.Body, a.BotKey, a.Now())
	return a.Send(t, req)
}

// Sign signs a request as the bot, with a new nonce.
func Sign(req *http.Request, body string, key signing.Key, now time.Time) {
	signing.Sign(req, []byte(body), client.BotClient, key, rand.Text(), now)
}

// Send sends a request and reads the whole answer. Where none comes the test fails and goes
// on with an empty one, so that Send may be called from any goroutine.
func (a *API) Send(t testing.TB, req *http.Request) Answer {
	t.Helper()
	resp, err := a.http.Do(req)
	if err != nil {
		t.Error(err)
		return Answer{}
	}
	defer func() { _ = resp.Body.Close() }()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Error(err)
	}
	out := Answer{Status: resp.StatusCode, Header: resp.Header, Text: string(text)}
	_ = json.Unmarshal(text, &out.Body)
	return out
}
