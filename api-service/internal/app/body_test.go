package app_test

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"financebot/api-service/internal/app/apptest"
	"financebot/pkg/api"
)

// Whatever is sent, the answer is a problem document that says what is wrong, and never that
// the service broke.
func TestBadBodiesAreExplained(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	const credentials = `"email":"ana@example.com","password":"a long enough passphrase"`
	deep := strings.Repeat("[", 100_000)
	for name, step := range map[string]struct {
		body   string
		media  string
		status int
		code   string
	}{
		"broken":                  {`{"email":`, "application/json", 400, api.CodeBadJSON},
		"no JSON":                 {`email=ana`, "application/json", 400, api.CodeBadJSON},
		"trailing garbage":        {`{` + credentials + `} x`, "application/json", 400, api.CodeBadJSON},
		"two values":              {`{` + credentials + `}{}`, "application/json", 400, api.CodeBadJSON},
		"deep":                    {deep, "application/json", 400, api.CodeBadJSON},
		"deep in a field":         {`{"email":` + deep, "application/json", 400, api.CodeBadJSON},
		"deep and whole":          {`{"email":` + deep + strings.Repeat("]", 100_000) + `}`, "application/json", 400, api.CodeBadJSON},
		"bad UTF-8":               {"{\"email\":\"\xff\xfe@example.com\"}", "application/json", 400, api.CodeBadJSON},
		"a NUL":                   {"{\"email\":\"a\x00@example.com\"}", "application/json", 400, api.CodeBadJSON},
		"a NUL in disguise":       {`{"email":"ana@example.com","password":"a long enough\u0000 passphrase"}`, "application/json", 422, "request.invalid"},
		"unknown field":           {`{` + credentials + `,"is_admin":true}`, "application/json", 422, "request.invalid"},
		"wrong type":              {`{"email":7,"password":"x"}`, "application/json", 422, "request.invalid"},
		"a list":                  {`[]`, "application/json", 422, "request.invalid"},
		"a number":                {`7`, "application/json", 422, "request.invalid"},
		"null":                    {`null`, "application/json", 422, "request.invalid"},
		"empty":                   {``, "application/json", 422, "request.invalid"},
		"blank":                   {"  \n", "", 422, "request.invalid"},
		"an empty object":         {`{}`, "application/json", 422, "request.invalid"},
		"a form":                  {`email=a&password=b`, "application/x-www-form-urlencoded", 415, api.CodeMediaType},
		"text":                    {`{` + credentials + `}`, "text/plain", 415, api.CodeMediaType},
		"no media type":           {`{` + credentials + `}`, "", 415, api.CodeMediaType},
		"a media type in pieces":  {`{` + credentials + `}`, ";;", 415, api.CodeMediaType},
		"a million elements":      {`{"email":[` + strings.Repeat("0,", 500_000) + `0]}`, "application/json", 422, "request.invalid"},
		"a little over the limit": {`{"email":"` + strings.Repeat("a", 1<<20) + `"}`, "application/json", 413, api.CodeTooLarge},
		"twenty megabytes":        {`{"email":"` + strings.Repeat("a", 20<<20) + `"}`, "application/json", 413, api.CodeTooLarge},
		"no address":              {`{"email":"ana","password":"a long enough passphrase"}`, "application/json", 422, "request.invalid"},
		"a short password":        {`{"email":"ana@example.com","password":"short"}`, "application/json", 422, "request.invalid"},
		"a common password":       {`{"email":"ana@example.com","password":"password1"}`, "application/json", 422, "request.invalid"},
		"the address as password": {`{"email":"long.enough@example.com","password":"long.enough"}`, "application/json", 422, "request.invalid"},
		"a password too long":     {`{"email":"ana@example.com","password":"` + strings.Repeat("a", 257) + `"}`, "application/json", 422, "request.invalid"},
		"an unknown language":     {`{` + credentials + `,"language":"xx"}`, "application/json", 422, "request.invalid"},
		"an unknown referral":     {`{` + credentials + `,"referral_code":"UP-ABCDEF"}`, "application/json", 400, api.CodeReferralUnknown},
	} {
		req := a.Make(t, apptest.Request{Path: "/api/v1/auth/register", Body: step.body})
		req.Header.Del("Content-Type")
		if step.media != "" {
			req.Header.Set("Content-Type", step.media)
		}
		got := a.Send(t, req)
		refused(t, name, got, step.status, step.code)
		if faults, _ := got.Body["errors"].([]any); (len(faults) > 0) != (step.status == 422) {
			t.Errorf("%s: the faults told are %v", name, got.Body["errors"])
		}
	}
	for _, table := range []string{"users", "families", "accounts", "categories", "sessions", "audit_log", "events"} {
		if n := number(t, a, "SELECT count(*) FROM "+table); n != 0 {
			t.Errorf("failed registrations left %d rows in %s", n, table)
		}
	}
}

func TestEveryFaultIsNamed(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	got := a.Do(t, apptest.Request{Path: "/api/v1/auth/register", Body: `{"language":"xx","first_name":"` + strings.Repeat("a", 200) + `"}`})
	refused(t, "register", got, 422, "request.invalid")
	var fields []string
	faults, _ := got.Body["errors"].([]any)
	for _, f := range faults {
		fault, _ := f.(map[string]any)
		fields = append(fields, fmt.Sprint(fault["field"]))
		if len(fault) != 3 || fault["code"] == "" || fault["message"] == "" {
			t.Errorf("a fault is told as %v", fault)
		}
	}
	if told := strings.Join(fields, " "); told != "email password first_name language" {
		t.Errorf("the faults are told of %s", told)
	}
}

func TestCompressedBodiesAreNoJSON(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	_, _ = io.WriteString(w, `{"email":"ana@example.com","password":`+password+`}`)
	_ = w.Close()
	got := a.Do(t, apptest.Request{Path: "/api/v1/auth/register", Body: packed.String(), Header: []string{"Content-Encoding", "gzip"}})
	refused(t, "gzip", got, 400, api.CodeBadJSON)
}

// raw writes bytes to the service as they are and reads the answer.
func raw(t *testing.T, a *apptest.API, text string) (*http.Response, string) {
	t.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(a.URL, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	_ = conn.SetDeadline(time.Now().Add(20 * time.Second))
	if _, err := io.WriteString(conn, text); err != nil {
		t.Fatal(err)
	}
	if tcp, ok := conn.(*net.TCPConn); ok {
		_ = tcp.CloseWrite()
	}
	resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatal(err)
	}
	body, _ := io.ReadAll(resp.Body)
	_ = resp.Body.Close()
	return resp, string(body)
}

func TestLyingAboutTheLengthIsRefused(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	const head = "POST /api/v1/auth/register HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
	for name, text := range map[string]string{
		"a chunk shorter than it says": head + "Transfer-Encoding: chunked\r\n\r\nff\r\n{\"email\":1}\r\n0\r\n\r\n",
		"a chunk of no size":           head + "Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
		"a body shorter than it says":  head + "Content-Length: 500\r\n\r\n{}",
		"both lengths":                 head + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /livez HTTP/1.1\r\n\r\n",
		"two lengths":                  head + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
	} {
		resp, body := raw(t, a, text)
		if resp.StatusCode < 400 || resp.StatusCode > 499 {
			t.Errorf("%s: %d %s", name, resp.StatusCode, body)
		}
	}
	many := head + "Transfer-Encoding: chunked\r\n\r\n" + strings.Repeat("10000\r\n"+strings.Repeat("a", 1<<16)+"\r\n", 20)
	if resp, body := raw(t, a, many+"0\r\n\r\n"); resp.StatusCode != http.StatusRequestEntityTooLarge {
		t.Errorf("chunks without end: %d %s", resp.StatusCode, body)
	}
}

func TestUnknownRoutesAndMethodsAreExplained(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	bearer := signUp(t, a, "ana@example.com").String("access_token")
	for _, step := range []struct {
		method, path string
		status       int
		code         string
	}{
		{"GET", "/nothing", 404, api.CodeRouteUnknown},
		{"GET", "/api", 404, api.CodeRouteUnknown},
		{"GET", "/api/v1", 404, api.CodeRouteUnknown},
		{"GET", "/api/v1/", 404, api.CodeRouteUnknown},
		{"GET", "/api/v2/users/me", 404, api.CodeRouteUnknown},
		{"GET", "/api/v1/users/me/", 404, api.CodeRouteUnknown},
		{"GET", "/api/v1/users/../users/me", 404, api.CodeRouteUnknown},
		{"GET", "/api/v1/users%2Fme", 404, api.CodeRouteUnknown},
		{"POST", "/%61pi/v1/auth/login", 404, api.CodeRouteUnknown},
		{"GET", "/api/v1/auth/login", 405, api.CodeMethodNotAllowed},
		{"PUT", "/api/v1/users/me", 405, api.CodeMethodNotAllowed},
		{"TRACE", "/api/v1/users/me", 405, api.CodeMethodNotAllowed},
		{"BREW", "/api/v1/users/me", 405, api.CodeMethodNotAllowed},
		{"DELETE", "/api/v1/auth/sessions/not-a-uuid", 404, "auth.session_unknown"},
		{"DELETE", "/api/v1/auth/sessions/a%2Fb", 404, "auth.session_unknown"},
		{"DELETE", "/api/v1/auth/sessions/%00", 422, "request.invalid"},
		{"GET", "/api/v1/users/public/%27%20OR%201=1--", 404, api.CodeUserUnknown},
		{"GET", "/api/v1/events?after=x", 422, "event.cursor"},
		{"GET", "/api/v1/transactions?cursor=x", 422, "transaction.cursor"},
		{"GET", "/api/v1/transactions?cursor=20260230.1", 422, "transaction.cursor"},
		{"GET", "/api/v1/exchange-rates?cursor=20260203.0", 422, "rate.cursor"},
		{"GET", "/api/v1/events?wait=x", 422, "request.invalid"},
		{"GET", "/api/v1/events?limit=99999999999999999999", 422, "request.invalid"},
	} {
		got := a.Do(t, apptest.Request{Method: step.method, Path: step.path, Bearer: bearer})
		refused(t, step.method+" "+step.path, got, step.status, step.code)
	}
	head := a.Do(t, apptest.Request{Method: http.MethodHead, Path: "/api/v1/users/me", Bearer: bearer})
	if head.Status != http.StatusOK || head.Text != "" {
		t.Errorf("HEAD: %d %q", head.Status, head.Text)
	}
	options := a.Do(t, apptest.Request{Method: http.MethodOptions, Path: "/api/v1/users/me"})
	if allow := options.Header.Get("Allow"); options.Status != http.StatusNoContent || !strings.Contains(allow, "PATCH") {
		t.Errorf("OPTIONS: %d, allowed is %q", options.Status, allow)
	}
}

// Many large bodies at once are refused without being kept.
func TestLargeBodiesAreNotRead(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	many(100, func(int) {
		conn, err := net.Dial("tcp", strings.TrimPrefix(a.URL, "http://"))
		if err != nil {
			t.Error(err)
			return
		}
		defer func() { _ = conn.Close() }()
		_, _ = io.WriteString(conn, "POST /api/v1/auth/register HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 20971520\r\n\r\n{")
		resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
		if err != nil {
			t.Error(err)
			return
		}
		_ = resp.Body.Close()
		if resp.StatusCode != http.StatusRequestEntityTooLarge {
			t.Errorf("got %d", resp.StatusCode)
		}
	})
}

// A field is named as the caller named it, wherever our types have it.
func TestFaultsNameFieldsAsTheyWereSent(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	got := a.DoSigned(t, apptest.Request{Path: "/api/v1/auth/telegram/register", Body: `{"chat_id":"seven"}`})
	refused(t, "a text for a number", got, 422, "request.invalid")
	if !strings.Contains(got.Text, `"field":"chat_id"`) {
		t.Errorf("got %s", got.Text)
	}
}
