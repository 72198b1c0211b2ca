package dev_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"financebot/deploy/dev/devtest"
	"financebot/deploy/dev/port"
	"financebot/pkg/api"
)

// proxied is the real proxy before two replicas that answer what they were asked.
type proxied struct {
	url      string
	process  *devtest.Process
	replicas [2]*replica
}

// startProxy runs the Caddyfile, changed by pairs of old and new, before addresses of which the
// last one has no replica.
func startProxy(t *testing.T, changes ...string) *proxied {
	t.Helper()
	caddy := builtCaddy(t)
	shared, err := port.Pick()
	if err != nil {
		t.Fatal(err)
	}
	own, err := port.Pick()
	if err != nil {
		t.Fatal(err)
	}

	p := &proxied{url: fmt.Sprintf("http://127.0.0.1:%d", own)}
	p.replicas = [2]*replica{startReplica(t, "127.0.0.2", shared), startReplica(t, "127.0.0.3", shared)}

	changes = append(changes, "admin off", "admin off\n\tdefault_bind 127.0.0.1")
	config := strings.NewReplacer(changes...).Replace(read(t, "deploy", "proxy", "Caddyfile"))
	file := filepath.Join(t.TempDir(), "Caddyfile")
	if err := os.WriteFile(file, []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	env := []string{
		fmt.Sprintf("SITE_ADDRESS=:%d", own), "XDG_CONFIG_HOME=" + t.TempDir(), "XDG_DATA_HOME=" + t.TempDir(),
		fmt.Sprintf("API_ADDRESSES=127.0.0.2:%[1]d 127.0.0.3:%[1]d 127.0.0.4:%[1]d", shared),
		fmt.Sprintf("BOT_ADDRESSES=127.0.0.5:%d", shared),
	}
	p.process = devtest.Start(t, caddy, env, "run", "--config", file, "--adapter", "caddyfile")
	p.process.WaitReady(p.url)
	return p
}

// builtCaddy is the proxy's program, of the version that compose runs; any other one drops calls
// that this one does not.
func builtCaddy(t *testing.T) string {
	t.Helper()
	path, err := filepath.Abs(top("bin", "caddy"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path); err != nil {
		t.Skip("the proxy is not built: make bin/caddy")
	}
	return path
}

// get is what a replica saw of a request for target.
func (p *proxied) get(t *testing.T, target string, header ...string) seen {
	t.Helper()
	req, err := http.NewRequest(http.MethodGet, p.url+target, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(header); i += 2 {
		req.Header.Add(header[i], header[i+1])
	}
	return answer[seen](t, req, http.StatusOK)
}

func answer[T any](t *testing.T, req *http.Request, status int) (out T) {
	t.Helper()
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != status {
		t.Fatalf("%s: got %s %s, %v, want %d", req.URL, resp.Status, body, err, status)
	}
	if err := json.Unmarshal(body, &out); err != nil {
		t.Fatalf("%s: %v in %q", req.URL, err, body)
	}
	return out
}

func TestProxy(t *testing.T) {
	t.Parallel()
	p := startProxy(t, "lb_try_duration 15s", "lb_try_duration 3s") // a call is waited out below
	t.Run("ReplacesForwardedFor", p.replacesForwardedFor)
	t.Run("LeavesTheTargetAlone", p.leavesTheTargetAlone)
	t.Run("UsesEveryReplica", p.usesEveryReplica)
	t.Run("AsksNoneThatLeaves", p.asksNoneThatLeaves)
	t.Run("HidesMetrics", p.hidesMetrics)
	t.Run("RefusesHugeBodies", p.refusesHugeBodies)
	t.Run("AnswersForADeadAPI", p.answersForADeadAPI)
	t.Run("LogsWhatItDidAndNoSecret", p.logsWhatItDidAndNoSecret)
}

func (p *proxied) replacesForwardedFor(t *testing.T) {
	got := p.get(t, "/", "X-Forwarded-For", "1.2.3.4", "X-Forwarded-For", "5.6.7.8",
		"X-Real-Ip", "1.2.3.4", "Forwarded", "for=1.2.3.4", "X-Signature", "k1:00").Header
	if list := got.Values("X-Forwarded-For"); len(list) != 1 || list[0] != "127.0.0.1" {
		t.Errorf("X-Forwarded-For: got %q", list)
	}
	if got.Get("X-Real-Ip")+got.Get("Forwarded") != "" {
		t.Errorf("a caller's word about himself went on: %v", got)
	}
	if got.Get("X-Signature") != "k1:00" {
		t.Error("the signature did not go on")
	}
}

func (p *proxied) leavesTheTargetAlone(t *testing.T) {
	for _, target := range []string{
		"/api/v1/x?a=%2F&b=1", "/api/v1/x?b=1&a=%2f", "/a%2Fb/c", "/a%20b?c=d+e", "/a//b", "/x?", "/x?a=1;b=2",
		"/%D1%8F?q=%D1%8F", "/x?a=[1]&a=2", "/a/../b", "/x?url=http://h/p?q=1",
	} {
		if got := p.sent(t, target); got != target {
			t.Errorf("sent %s, the API got %s", target, got)
		}
	}
}

// sent writes the request by hand, because a client would tidy the target up.
func (p *proxied) sent(t *testing.T, target string) string {
	t.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(p.url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	_, _ = fmt.Fprintf(conn, "GET %s HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n", target)
	resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	var got seen
	if err := json.NewDecoder(resp.Body).Decode(&got); err != nil {
		t.Fatalf("%s: %s, %v", target, resp.Status, err)
	}
	return got.Target
}

func (p *proxied) usesEveryReplica(t *testing.T) {
	served := map[string]int{}
	for range 10 {
		served[p.get(t, "/").Replica]++
	}
	if len(served) != len(p.replicas) {
		t.Errorf("served by %v", served)
	}

	p.replicas[0].stop()
	for range 10 {
		if got := p.get(t, "/").Replica; got != p.replicas[1].name {
			t.Errorf("served by %s, which is gone", got)
		}
	}
	p.replicas[0].start(t)
}

// asksNoneThatLeaves holds that a replica which says that it will stop gets no new call, though it
// would still answer.
func (p *proxied) asksNoneThatLeaves(t *testing.T) {
	leaving := p.replicas[0]
	leaving.leave()
	for range 10 {
		if got := p.get(t, "/").Replica; got == leaving.name {
			t.Errorf("served by %s, which leaves", got)
		}
	}
	leaving.stop()
	leaving.start(t)
}

func (p *proxied) hidesMetrics(t *testing.T) {
	for _, path := range []string{"/metrics", "/metrics/", "/%6detrics", "//metrics", "/x/../metrics", "/METRICS"} {
		req, _ := http.NewRequest(http.MethodGet, p.url+path, nil)
		got := answer[api.Problem](t, req, http.StatusNotFound)
		if got.Code != api.CodeRouteUnknown || got.RequestID == "" {
			t.Errorf("%s: got %+v", path, got)
		}
	}
}

func (p *proxied) refusesHugeBodies(t *testing.T) {
	post := func(size int64) *http.Request {
		req, _ := http.NewRequest(http.MethodPost, p.url+"/", io.LimitReader(zeros{}, size))
		req.ContentLength = size
		return req
	}
	const file = 10 << 20 // what the API accepts at most
	if got := answer[seen](t, post(file), http.StatusOK); got.Body != file {
		t.Errorf("of %d bytes %d arrived", file, got.Body)
	}
	resp, err := http.DefaultClient.Do(post(2 * file))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	if resp.StatusCode != http.StatusRequestEntityTooLarge {
		t.Errorf("got %s", resp.Status)
	}
}

type zeros struct{}

func (zeros) Read(b []byte) (int, error) { clear(b); return len(b), nil }

func (p *proxied) answersForADeadAPI(t *testing.T) {
	req, _ := http.NewRequest(http.MethodGet, p.url+"/fails", nil)
	if got := answer[api.Problem](t, req, http.StatusServiceUnavailable); got.Code != "its.own" {
		t.Errorf("the API's own answer became %+v", got)
	}
	for _, r := range p.replicas {
		r.drops.Store(true)
	}
	p.isDown(t, "connections dropped")
	for _, r := range p.replicas {
		r.drops.Store(false)
		r.stop()
	}
	p.isDown(t, "nobody listens")
	for _, r := range p.replicas {
		r.start(t)
	}
	p.get(t, "/")
}

func (p *proxied) isDown(t *testing.T, why string) {
	t.Helper()
	req, _ := http.NewRequest(http.MethodPost, p.url+"/x?code=open-sesame", strings.NewReader("{}"))
	req.Header.Set("Authorization", "Bearer open-sesame")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	var got api.Problem
	if err := json.NewDecoder(resp.Body).Decode(&got); err != nil {
		t.Fatalf("%s: %s, %v", why, resp.Status, err)
	}
	if resp.StatusCode != http.StatusServiceUnavailable || got.Code != api.CodeUnavailable ||
		resp.Header.Get("Content-Type") != api.ProblemType || resp.Header.Get("Retry-After") == "" {
		t.Errorf("%s: got %s %v %+v", why, resp.Status, resp.Header, got)
	}
}

func (p *proxied) logsWhatItDidAndNoSecret(t *testing.T) {
	const secret = "open-sesame"
	passed := p.get(t, "/passed?code="+secret, "Authorization", "Bearer "+secret, "Cookie", "session="+secret)
	if got := passed.Header.Get("Authorization"); got != "Bearer "+secret {
		t.Errorf("the API got %q", got)
	}
	log := p.logWith(t, "/passed")
	if strings.Contains(log, secret) {
		t.Errorf("the log tells a code or a token:\n%s", log)
	}

	type entry struct {
		Logger  string
		Status  int
		ID      string `json:"request_id"`
		OwnID   string `json:"uuid"` // of an answer of the proxy's own
		Request struct{ URI string }
	}
	found := map[string]entry{}
	for line := range strings.Lines(log) {
		var e entry
		if json.Unmarshal([]byte(line), &e) == nil && strings.HasPrefix(e.Logger, "http.log.access") {
			found[fmt.Sprint(e.Request.URI, " ", e.Status)] = e
		}
	}
	if e := found["/passed?... 200"]; e.ID != requestOf("/passed") || e.OwnID != "" {
		t.Errorf("of what was passed on the log says %+v", e)
	}
	if e := found["/x?... 503"]; e.OwnID == "" || e.ID != "" {
		t.Errorf("of its own answer the log says %+v, of all %v", e, found)
	}
}

// logWith is the log once it tells of something: the proxy answers first and writes then.
func (p *proxied) logWith(t *testing.T, what string) string {
	t.Helper()
	for range 1000 {
		if log := p.process.Log(); strings.Contains(log, what) {
			return log
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatalf("the log never tells of %s", what)
	return ""
}
