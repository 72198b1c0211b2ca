package dev_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"financebot/pkg/api"
)

// replica stands for a copy of the API: it answers what it was asked.
type replica struct {
	name    string // its address, one of this machine's own
	addr    string
	drops   atomic.Bool // every connection
	leaving atomic.Bool
	server  *http.Server
	ended   chan struct{}

	probed chan struct{} // a message at each probe, where somebody listens
	mu     sync.Mutex
	bodies map[string]int // how often each was posted
}

// seen is a request as a replica got it.
type seen struct {
	Replica, Target string
	Header          http.Header
	Body            int64
}

// startReplica skips the test where this system has one loopback address only.
func startReplica(t *testing.T, name string, port int) *replica {
	t.Helper()
	r := &replica{name: name, addr: fmt.Sprintf("%s:%d", name, port), probed: make(chan struct{}), bodies: map[string]int{}}
	r.start(t)
	t.Cleanup(r.stop)
	return r
}

func (r *replica) start(t *testing.T) {
	t.Helper()
	listener, err := net.Listen("tcp", r.addr)
	if err != nil {
		t.Skipf("no replica can listen at %s: %v", r.addr, err)
	}
	r.leaving.Store(false)
	r.server = &http.Server{Handler: r, ReadHeaderTimeout: time.Minute}
	r.ended = make(chan struct{})
	go func() {
		_ = r.server.Serve(listener)
		close(r.ended)
	}()
}

// leave has the replica say that it will stop, and returns when the proxy has heard it.
func (r *replica) leave() {
	r.leaving.Store(true)
	for range 2 { // at the second the proxy has the answer to the first
		<-r.probed
	}
}

// stop ends the replica as the API does: what is under way is finished.
func (r *replica) stop() {
	_ = r.server.Shutdown(context.Background())
	<-r.ended
}

func (r *replica) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	if req.URL.Path == "/health" {
		r.health(w)
		return
	}

	body, err := io.ReadAll(req.Body)
	if r.drops.Load() || err != nil {
		panic(http.ErrAbortHandler)
	}
	if req.URL.Path == "/fails" {
		w.Header().Set("Content-Type", api.ProblemType)
		w.WriteHeader(http.StatusServiceUnavailable)
		_, _ = io.WriteString(w, `{"code":"its.own"}`)
		return
	}
	if req.Method == http.MethodPost {
		r.mu.Lock()
		r.bodies[string(body)]++
		r.mu.Unlock()
	}
	if r.leaving.Load() {
		w.Header().Set("Connection", "close")
	}
	w.Header().Set("X-Request-Id", requestOf(req.URL.Path))
	_ = json.NewEncoder(w).Encode(seen{Replica: r.name, Target: req.RequestURI, Header: req.Header, Body: int64(len(body))})
}

// requestOf is the name that a replica gives to the requests of a path.
func requestOf(path string) string { return "request-of-" + path[1:] }

func (r *replica) health(w http.ResponseWriter) {
	select {
	case r.probed <- struct{}{}:
	default:
	}
	status := "degraded" // which is well enough
	if r.leaving.Load() {
		status = "stopping"
	}
	_ = json.NewEncoder(w).Encode(api.Health{Status: status})
}
