package app_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"financebot/api-service/internal/app/apptest"
	"financebot/api-service/internal/web"
	"financebot/deploy/dev/devtest"
	"financebot/pkg/api"
	"financebot/pkg/signing"
)

// botBodies are inputs that every bot route takes, for a chat.
func botRequest(o web.Operation, chat int) apptest.Request {
	body := fmt.Sprintf(`{"chat_id":%d}`, chat)
	if strings.Contains(o.Path, "/telegram/link") {
		body = fmt.Sprintf(`{"chat_id":%d,"code":"ABCDEFGH"}`, chat)
	}
	return apptest.Request{Method: o.Method, Path: "/api/v1" + o.Path, Body: body}
}

// botRoutes are the routes that only the bot may call; there must be some.
func botRoutes(t *testing.T, a *apptest.API) []web.Operation {
	t.Helper()
	var routes []web.Operation
	for _, o := range a.Operations {
		if o.Access == web.Bot {
			routes = append(routes, o)
		}
	}
	if len(routes) < 8 {
		t.Fatalf("only %d bot routes", len(routes))
	}
	return routes
}

// told is what an answer tells its reader, without the name of the request.
func told(got apptest.Answer) string {
	return strings.ReplaceAll(fmt.Sprint(got.Status, got.Text), got.String("request_id"), "")
}

func TestUnsignedBotCallsTellNothing(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	a.Chat(t, 7)
	before := number(t, a, "SELECT count(*) FROM request_nonces")
	for _, o := range botRoutes(t, a) {
		for _, old := range []bool{false, true} {
			known, unknown := botRequest(o, 7), botRequest(o, 8)
			if old {
				known.Path = strings.Replace(known.Path, "/api/v1", "/api", 1)
				unknown.Path = known.Path
			}
			refused(t, o.Path, a.Do(t, known), 401, "signature.required")
			if one, other := told(a.Do(t, known)), told(a.Do(t, unknown)); one != other {
				t.Errorf("%s: a known chat gives %s, an unknown one %s", known.Path, one, other)
			}
			forged := known
			forged.Header = []string{"X-Client-Id", "telegram_bot", "X-Timestamp", fmt.Sprint(a.Now().Unix()),
				"X-Nonce", "0123456789abcdef", "X-Signature", "b1:" + strings.Repeat("0", 64)}
			refused(t, o.Path+", forged", a.Do(t, forged), 401, "signature.invalid")
			odd := known
			odd.Body = "nonsense"
			refused(t, o.Path+", no input", a.Do(t, odd), 401, "signature.required")
		}
	}
	if after := number(t, a, "SELECT count(*) FROM request_nonces"); after != before {
		t.Errorf("unsigned calls left %d nonces behind", after-before)
	}
}

func TestEveryPartOfASignedRequestCounts(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	_, ana := a.Register(t, "ana@example.com")
	_, bob := a.Register(t, "bob@example.com")
	const path, body = "/api/v1/auth/token/get?chat_id=7", `{"chat_id":7}`
	a.Chat(t, 7)
	a.Chat(t, 8)
	flip := func(header string, at int) func(*http.Request) {
		return func(r *http.Request) {
			value := []byte(r.Header.Get(header))
			value[at] ^= 1
			r.Header.Set(header, string(value))
		}
	}
	for name, change := range map[string]func(*http.Request){
		"another body": func(r *http.Request) {
			again := a.Make(t, apptest.Request{Path: path, Body: `{"chat_id":8}`})
			r.Body, r.ContentLength = again.Body, again.ContentLength
		},
		"another query":         func(r *http.Request) { r.URL.RawQuery = "chat_id=8" },
		"the query in addition": func(r *http.Request) { r.URL.RawQuery += "&chat_id=7" },
		"the query otherwise":   func(r *http.Request) { r.URL.RawQuery = "chat%5Fid=7" },
		"another path":          func(r *http.Request) { r.URL.Path = "/api/v1/auth/token/refresh-telegram" },
		"the old path":          func(r *http.Request) { r.URL.Path = "/api/auth/token/get" },
		"another method":        func(r *http.Request) { r.Method = http.MethodPut },
		"another bearer":        func(r *http.Request) { r.Header.Set("Authorization", "Bearer "+bob.AccessToken) },
		"no bearer":             func(r *http.Request) { r.Header.Del("Authorization") },
		"two bearers":           func(r *http.Request) { r.Header.Add("Authorization", "Bearer "+bob.AccessToken) },
		"another idempotency":   func(r *http.Request) { r.Header.Set("Idempotency-Key", "other") },
		"another client":        func(r *http.Request) { r.Header.Set(signing.HeaderClient, "telegram_bot2") },
		"another time":          flip(signing.HeaderTimestamp, 9),
		"another nonce":         flip(signing.HeaderNonce, 0),
		"another kid":           flip(signing.HeaderSignature, 1),
		"another first byte":    flip(signing.HeaderSignature, 3),
		"another last byte":     flip(signing.HeaderSignature, 66),
		"upper case": func(r *http.Request) {
			r.Header.Set(signing.HeaderSignature, strings.ToUpper(r.Header.Get(signing.HeaderSignature)))
		},
		"a signature twice": func(r *http.Request) { r.Header.Add(signing.HeaderSignature, r.Header.Get(signing.HeaderSignature)) },
		"a signature and a half": func(r *http.Request) {
			r.Header.Set(signing.HeaderSignature, r.Header.Get(signing.HeaderSignature)+"00")
		},
		"half a signature": func(r *http.Request) {
			r.Header.Set(signing.HeaderSignature, r.Header.Get(signing.HeaderSignature)[:35])
		},
		"two times":   func(r *http.Request) { r.Header.Add(signing.HeaderTimestamp, r.Header.Get(signing.HeaderTimestamp)) },
		"no nonce":    func(r *http.Request) { r.Header.Del(signing.HeaderNonce) },
		"no time":     func(r *http.Request) { r.Header.Del(signing.HeaderTimestamp) },
		"no client":   func(r *http.Request) { r.Header.Del(signing.HeaderClient) },
		"an encoding": func(r *http.Request) { r.Header.Set("Content-Encoding", "gzip") },
	} {
		req := a.Make(t, apptest.Request{Path: path, Body: body, Bearer: ana.AccessToken, Header: []string{"Idempotency-Key", "one"}})
		apptest.Sign(req, body, a.BotKey, a.Now())
		change(req)
		if got := a.Send(t, req); got.Status != http.StatusUnauthorized && got.Status != http.StatusMethodNotAllowed || got.String("access_token") != "" {
			t.Errorf("%s: got %d %s", name, got.Status, got.Text)
		}
	}
}

func TestSignatureIsGoodOnceEverywhere(t *testing.T) {
	t.Parallel()
	a, ctx := apptest.New(t), context.Background()
	a.Freeze()
	b := a.Replica(t)
	a.Chat(t, 7)
	ana, _ := a.Register(t, "ana@example.com")
	code, err := ana.GenerateCode(ctx, api.PurposeTelegramLink)
	if err != nil {
		t.Fatal(err)
	}
	requests := map[string]apptest.Request{}
	for _, o := range botRoutes(t, a) {
		in := botRequest(o, 7)
		in.Body = strings.Replace(in.Body, "ABCDEFGH", code.Code, 1)
		requests[o.Path] = in
	}
	unknown := apptest.Request{Path: "/api/v1/auth/token/get", Body: `{"chat_id":99}`}
	requests["a refused one"] = unknown
	type sent struct {
		header http.Header
		in     apptest.Request
	}
	all := map[string]sent{}
	for name, in := range requests {
		req := a.Make(t, in)
		apptest.Sign(req, in.Body, a.BotKey, a.Now())
		if got := a.Send(t, req); got.Status == http.StatusUnauthorized {
			t.Fatalf("%s: %d %s", name, got.Status, got.Text)
		}
		all[name] = sent{req.Header, in}
	}
	replay := func(when string, on *apptest.API) {
		t.Helper()
		for name, s := range all {
			req := on.Make(t, s.in)
			req.Header = s.header.Clone()
			refused(t, when+": "+name, on.Send(t, req), 401, "signature.replayed")
		}
	}
	replay("the same replica", a)
	replay("another replica", b)
	a.Redis.FlushAll()
	replay("Redis emptied", b)
	replay("a new process", a.Replica(t))
	a.Redis.Close()
	replay("Redis gone", a)
	replay("Redis gone, another replica", b)
	replay("Redis gone, a new process", a.Replica(t))
	many(devtest.Sized(20, 120), func(int) {
		for name, s := range all {
			req := b.Make(t, s.in)
			req.Header = s.header.Clone()
			refused(t, "many at once: "+name, b.Send(t, req), 401, "signature.replayed")
		}
	})
}

func TestSignatureIsGoodOnceAmongMany(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	a.Chat(t, 7)
	const body = `{"chat_id":7}`
	req := a.Make(t, apptest.Request{Path: "/api/v1/auth/token/get", Body: body})
	apptest.Sign(req, body, a.BotKey, a.Now())
	admitted := make(chan int, 50)
	many(50, func(int) {
		again := a.Make(t, apptest.Request{Path: "/api/v1/auth/token/get", Body: body})
		again.Header = req.Header.Clone()
		if got := a.Send(t, again); got.Status == http.StatusOK {
			admitted <- 1
		} else {
			refused(t, "the others", got, 401, "signature.replayed")
		}
	})
	if len(admitted) != 1 {
		t.Errorf("%d were admitted, want 1", len(admitted))
	}
}

func TestReplayOfABearersCallIsRefused(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	_, chat := a.Chat(t, 7)
	for _, redis := range []string{"up", "down"} {
		if redis == "down" {
			a.Redis.Close()
		}
		req := a.Make(t, apptest.Request{Method: http.MethodGet, Path: "/api/v1/accounts", Bearer: chat.JWTToken})
		apptest.Sign(req, "", a.BotKey, a.Now())
		if got := a.Send(t, req); got.Status != http.StatusOK {
			t.Fatalf("Redis %s: %d %s", redis, got.Status, got.Text)
		}
		refused(t, "Redis "+redis, a.Send(t, req), 401, "signature.replayed")
	}
}
