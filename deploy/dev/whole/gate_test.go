package whole_test

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync"
	"testing"
)

// gate stands between the bot and the API and notes what passes. It can make the API an older
// one, which lacks some paths.
type gate struct {
	url   string
	lacks func(path string) bool

	mu    sync.Mutex
	calls []passed
}

// passed is one call that was answered.
type passed struct {
	Path, Body string
	Status     int
}

// standBetween makes the bot reach the API through a gate.
func (h *house) standBetween(lacks func(path string) bool) *gate {
	h.t.Helper()
	target, err := url.Parse(h.apiURL)
	if err != nil {
		h.t.Fatal(err)
	}
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.MaxIdleConnsPerHost = 128 // chats that are served at once
	g := &gate{lacks: lacks}
	g.url = listen(h.t, g.handler(&httputil.ReverseProxy{
		Rewrite:   func(r *httputil.ProxyRequest) { r.SetURL(target) },
		Transport: transport,
		ErrorHandler: func(w http.ResponseWriter, _ *http.Request, _ error) {
			w.WriteHeader(http.StatusBadGateway) // the test ends, or the API is not there
		},
	}))
	h.botEnv["API_BASE_URL"] = g.url
	return g
}

func (g *gate) handler(through http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if g.lacks != nil && g.lacks(r.URL.Path) {
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(http.StatusNotFound)
			_, _ = io.WriteString(w, `{"message":"Not Found"}`) // as routers say it by themselves
			g.note(passed{Path: r.URL.Path, Status: http.StatusNotFound})
			return
		}
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		seen := &watched{ResponseWriter: w}
		through.ServeHTTP(seen, r)
		g.note(passed{Path: r.URL.Path, Body: string(body), Status: seen.status})
	})
}

func (g *gate) note(p passed) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.calls = append(g.calls, p)
}

// count tells how many calls there were of a kind.
func (g *gate) count(like func(passed) bool) int {
	g.mu.Lock()
	defer g.mu.Unlock()
	n := 0
	for _, p := range g.calls {
		if like(p) {
			n++
		}
	}
	return n
}

// perChat counts the granted calls of a path by the chat that they are about.
func (g *gate) perChat(path string) map[string]int {
	g.mu.Lock()
	defer g.mu.Unlock()
	counts := map[string]int{}
	for _, p := range g.calls {
		if strings.HasSuffix(p.Path, path) && p.Status == http.StatusOK {
			counts[p.Body]++
		}
	}
	return counts
}

func limited(p passed) bool { return p.Status == http.StatusTooManyRequests }

func failed(p passed) bool { return p.Status >= http.StatusInternalServerError }

// watched remembers the status of an answer.
type watched struct {
	http.ResponseWriter
	status int
}

func (w *watched) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}

func (w *watched) Unwrap() http.ResponseWriter { return w.ResponseWriter }

func TestGateTellsWhatPassed(t *testing.T) {
	g := &gate{lacks: func(path string) bool { return path == "/old" }}
	url := listen(t, g.handler(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusTooManyRequests)
	})))
	for _, path := range []string{"/old", "/new"} {
		resp, err := http.Post(url+path, "text/plain", strings.NewReader("7"))
		if err != nil {
			t.Fatal(err)
		}
		_ = resp.Body.Close() // only the note matters
	}
	if g.count(limited) != 1 || g.count(func(p passed) bool { return p.Status == http.StatusNotFound }) != 1 {
		t.Errorf("noted %+v", g.calls)
	}
}
