package whole_test

import (
	"fmt"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"financebot/deploy/dev/devtest"
	"financebot/pkg/client"
)

// rotation hands calls to replicas of the API in turn, as a proxy does.
type rotation struct {
	transport http.RoundTripper

	mu   sync.RWMutex // held for reading until a call is sent
	in   []*url.URL   // that are in the rotation
	next atomic.Int64
}

func (r *rotation) RoundTrip(req *http.Request) (*http.Response, error) {
	r.mu.RLock()
	sent := sync.OnceFunc(r.mu.RUnlock)
	defer sent()
	trace := &httptrace.ClientTrace{WroteRequest: func(httptrace.WroteRequestInfo) { sent() }}
	to := r.in[int(r.next.Add(1))%len(r.in)]
	again := req.Clone(httptrace.WithClientTrace(req.Context(), trace))
	again.URL.Scheme, again.URL.Host = to.Scheme, to.Host
	return r.transport.RoundTrip(again)
}

// set changes the rotation. What is sent from then on goes to the new one, and nothing is about to
// be sent to the old one any more.
func (r *rotation) set(in ...*url.URL) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.in = in
}

// replica is one of several processes of the API.
type replica struct {
	*devtest.Process
	url *url.URL
}

// A new version comes while people work: one replica after the other stops and starts again, and
// no call is broken off.
func TestReplicasAreReplacedUnderLoadWithoutAFailedCall(t *testing.T) {
	h := build(t)
	h.unlimited()
	h.startAPI()
	h.api.WaitReady(h.apiURL + "/readyz")
	first, second := replica{h.api, parsed(t, h.apiURL)}, h.anotherAPI()
	const clients = 16
	transport := &http.Transport{MaxIdleConnsPerHost: clients}
	t.Cleanup(transport.CloseIdleConnections)
	r := &rotation{transport: transport}
	r.set(first.url, second.url)

	entries, rounds := devtest.Sized(200, 10_000), devtest.Sized(1, 10)
	var broken, busy atomic.Int64
	c := h.bookerOver("rolling", r).Watched(func(c client.Call) {
		switch c.Status {
		case 0:
			broken.Add(1)
		case http.StatusServiceUnavailable:
			busy.Add(1)
		}
	})
	began := time.Now()
	var next, acknowledged atomic.Int64
	var working sync.WaitGroup
	for range clients {
		working.Go(func() {
			for n := next.Add(1); n <= int64(entries); n = next.Add(1) {
				h.book(c, fmt.Sprint(n), false)
				acknowledged.Add(1)
			}
		})
	}
	slowest := time.Duration(0)
	for n := range 2 * rounds {
		due := int64(entries * (n + 1) / (2*rounds + 1))
		h.eventually("entries are booked", func() bool { return acknowledged.Load() >= due })
		slowest = max(slowest, r.replace(first, second))
		first, second = second, first
	}
	working.Wait()

	rate := float64(entries) / time.Since(began).Seconds()
	h.took(fmt.Sprintf("%d entries, %d replicas replaced, %.0f calls a second; the slowest stop took %v; %d busy",
		entries, 2*rounds, rate, slowest.Round(time.Millisecond), busy.Load()), began)
	if broken.Load() > 0 {
		t.Errorf("%d calls were broken off", broken.Load())
	}
	if slowest > stopWithin {
		t.Errorf("a stop took %v", slowest)
	}
	h.bookedOnce(entries)
}

// replace stops a replica and starts it again while the other one does the work. It tells how long
// the stop took.
func (r *rotation) replace(goes, stays replica) time.Duration {
	r.set(stays.url)
	began := time.Now()
	goes.Stop() // fails the test where it ends badly
	took := time.Since(began)

	goes.Restart()
	goes.WaitReady(goes.url.String() + "/readyz")
	r.set(goes.url, stays.url)
	return took
}

// anotherAPI is a replica beside the first.
func (h *house) anotherAPI() replica {
	h.t.Helper()
	addr := freeAddress(h.t)
	env := append(pairs(h.apiEnv), "API_ADDR="+addr)
	r := replica{devtest.Start(h.t, devtest.Binary(h.t, "api"), env), parsed(h.t, "http://"+addr)}
	r.WaitReady(r.url.String() + "/readyz")
	return r
}

func parsed(t *testing.T, address string) *url.URL {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	return u
}
