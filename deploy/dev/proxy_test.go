package dev_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"financebot/deploy/dev/devtest"
	"financebot/deploy/dev/port"
	"financebot/pkg/api"
)

// replicas are the addresses of two copies of the API, on one port as in a network of containers.
var replicas = [2]string{"127.0.0.2", "127.0.0.3"}

// proxied is the real proxy before two replicas that answer what they were asked.
type proxied struct {
	url     string
	names   *names
	process *devtest.Process
	down    atomic.Bool // whether the replicas drop every connection
}

// seen is a request as a replica got it.
type seen struct {
	Replica, Target string
	Header          http.Header
	Body            int64
}

func startProxy(t *testing.T) *proxied {
	t.Helper()
	caddy, err := exec.LookPath("caddy")
	if err != nil {
		t.Skip("caddy is not installed")
	}
	p := &proxied{names: startNames(t, replicas[:]...)}
	upstream := p.startReplicas(t)
	own, err := port.Pick()
	if err != nil {
		t.Fatal(err)
	}
	config := strings.NewReplacer(
		"admin off", "admin off\n\tdefault_bind 127.0.0.1",
		"port 8000", fmt.Sprintf("port %d\n\t\t\tresolvers %s", upstream, p.names.addr),
		"port 8002", fmt.Sprintf("port %d\n\t\t\tresolvers %s", upstream, p.names.addr),
	).Replace(read(t, "deploy", "proxy", "Caddyfile"))
	file := filepath.Join(t.TempDir(), "Caddyfile")
	if err := os.WriteFile(file, []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	env := []string{fmt.Sprintf("SITE_ADDRESS=:%d", own), "XDG_CONFIG_HOME=" + t.TempDir(), "XDG_DATA_HOME=" + t.TempDir()}
	p.process = devtest.Start(t, caddy, env, "run", "--config", file, "--adapter", "caddyfile")
	p.url = fmt.Sprintf("http://127.0.0.1:%d", own)
	p.process.WaitReady(p.url)
	return p
}

func (p *proxied) startReplicas(t *testing.T) int {
	t.Helper()
	shared, err := port.Pick()
	if err != nil {
		t.Fatal(err)
	}
	first, err := net.Listen("tcp", fmt.Sprintf("%s:%d", replicas[0], shared))
	if err != nil {
		t.Skip("this system has one loopback address only")
	}
	second, err := net.Listen("tcp", fmt.Sprintf("%s:%d", replicas[1], shared))
	if err != nil {
		t.Fatal(err)
	}
	for i, l := range []net.Listener{first, second} {
		server := &http.Server{Handler: p.replica(replicas[i]), ReadHeaderTimeout: time.Minute}
		go func() { _ = server.Serve(l) }()
		t.Cleanup(func() { _ = server.Close() })
	}
	return shared
}

func (p *proxied) replica(name string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		n, err := io.Copy(io.Discard, r.Body)
		if p.down.Load() || err != nil {
			panic(http.ErrAbortHandler)
		}
		if r.URL.Path == "/fails" {
			w.Header().Set("Content-Type", api.ProblemType)
			w.WriteHeader(http.StatusServiceUnavailable)
			_, _ = io.WriteString(w, `{"code":"its.own"}`)
			return
		}
		_ = json.NewEncoder(w).Encode(seen{Replica: name, Target: r.RequestURI, Header: r.Header, Body: n})
	}
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
	p := startProxy(t)
	t.Run("ReplacesForwardedFor", p.replacesForwardedFor)
	t.Run("LeavesTheTargetAlone", p.leavesTheTargetAlone)
	t.Run("UsesEveryReplica", p.usesEveryReplica)
	t.Run("HidesMetrics", p.hidesMetrics)
	t.Run("RefusesHugeBodies", p.refusesHugeBodies)
	t.Run("AnswersForADeadAPI", p.answersForADeadAPI)
	t.Run("KeepsCodesOutOfItsLog", p.keepsCodesOutOfItsLog)
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
	if len(served) != len(replicas) {
		t.Errorf("served by %v", served)
	}
	p.rename("127.0.0.4", replicas[1]) // the first is gone, another is listed that is not there yet
	for range 10 {
		if got := p.get(t, "/").Replica; got != replicas[1] {
			t.Errorf("served by %s, which is gone", got)
		}
	}
	p.rename(replicas[:]...)
}

// rename changes what the name of the API stands for, and waits until the proxy has asked again.
func (p *proxied) rename(answers ...string) {
	p.names.set(answers...)
	time.Sleep(3 * time.Second)
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
	// Caddy before 2.7 sometimes takes the body it cut off for a failure of the API.
	if s := resp.StatusCode; s != http.StatusRequestEntityTooLarge && s != http.StatusServiceUnavailable {
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
	p.down.Store(true)
	p.isDown(t, "connections dropped")
	p.down.Store(false)
	p.rename("127.0.0.4")
	p.isDown(t, "nobody listens")
	p.rename()
	p.isDown(t, "no address")
	p.rename(replicas[:]...)
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

func (p *proxied) keepsCodesOutOfItsLog(t *testing.T) {
	if log := p.process.Log(); strings.Contains(log, "open-sesame") {
		t.Errorf("the log tells a code or a token:\n%s", log)
	}
}
