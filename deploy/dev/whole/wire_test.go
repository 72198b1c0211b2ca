package whole_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// wire is a network between the bot and the API that can be bad.
type wire struct {
	through   http.Handler
	transport *http.Transport

	mu    sync.Mutex
	fault func(w http.ResponseWriter, r *http.Request) // nil where it is good
	ended chan struct{}                                // closed when another way of going begins
	wrote map[string]bool                              // bearers who changed something and have read nothing since

	readsFailed, changes, answersCut, givenUp, failed atomic.Int64
}

// wireBetween makes the bot reach the API over a wire.
func (h *house) wireBetween() *wire {
	h.t.Helper()
	target, err := url.Parse(h.apiURL)
	if err != nil {
		h.t.Fatal(err)
	}
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.MaxIdleConnsPerHost = 128 // chats that are served at once
	n := &wire{wrote: map[string]bool{}, ended: make(chan struct{}), transport: transport, through: &httputil.ReverseProxy{
		Rewrite:   func(r *httputil.ProxyRequest) { r.SetURL(target) },
		Transport: transport,
		ErrorHandler: func(w http.ResponseWriter, _ *http.Request, _ error) {
			w.WriteHeader(http.StatusBadGateway) // the test ends, or the bot has hung up
		},
	}}
	h.botEnv["API_BASE_URL"] = listen(h.t, n)
	return n
}

// goes makes the wire bad in a way, or well again.
func (n *wire) goes(fault func(w http.ResponseWriter, r *http.Request)) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.fault = fault
	close(n.ended)
	n.ended = make(chan struct{})
}

func (n *wire) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	n.mu.Lock()
	fault := n.fault
	n.mu.Unlock()
	if fault != nil && strings.HasPrefix(r.URL.Path, "/api/") && !strings.HasSuffix(r.URL.Path, "/events") {
		fault(w, r)
		return
	}
	n.through.ServeHTTP(w, r)
}

// failReads fails what is read first after something was changed.
func (n *wire) failReads(w http.ResponseWriter, r *http.Request) {
	who := r.Header.Get("Authorization")
	n.mu.Lock()
	fails := r.Method == http.MethodGet && n.wrote[who]
	n.wrote[who] = r.Method != http.MethodGet
	n.mu.Unlock()
	if fails {
		n.readsFailed.Add(1)
		w.WriteHeader(http.StatusServiceUnavailable)
		return
	}
	n.through.ServeHTTP(w, r)
}

// cutAnswers lets the API do what it is asked for, and every other time ends the connection then.
func (n *wire) cutAnswers(w http.ResponseWriter, r *http.Request) {
	answer := httptest.NewRecorder()
	n.through.ServeHTTP(answer, r)
	if r.Method != http.MethodGet && n.changes.Add(1)%2 == 1 {
		n.answersCut.Add(1)
		panic(http.ErrAbortHandler)
	}
	for name, values := range answer.Header() {
		w.Header()[name] = values
	}
	w.WriteHeader(answer.Code)
	_, _ = w.Write(answer.Body.Bytes()) // who hung up asks again
}

// away takes every call and says nothing, until whoever calls gives up or the wire is well again.
func (n *wire) away(_ http.ResponseWriter, r *http.Request) {
	_, _ = io.Copy(io.Discard, r.Body) // a server notices only then that the caller hangs up
	n.mu.Lock()
	ended := n.ended
	n.mu.Unlock()
	select {
	case <-r.Context().Done():
		n.givenUp.Add(1)
	case <-ended:
		panic(http.ErrAbortHandler)
	}
}

// slow lets everything pass, each call after a while.
func (n *wire) slow(w http.ResponseWriter, r *http.Request) {
	const latency = 200 * time.Millisecond
	if pause(r.Context(), latency) == nil {
		n.through.ServeHTTP(w, r)
	}
}

// rest ends the connections to the API that are not in use.
func (n *wire) rest() { n.transport.CloseIdleConnections() }

// count lets everything pass and counts what the API could not do.
func (n *wire) count(w http.ResponseWriter, r *http.Request) {
	seen := &watched{ResponseWriter: w}
	n.through.ServeHTTP(seen, r)
	if seen.status >= http.StatusInternalServerError {
		n.failed.Add(1)
	}
}
