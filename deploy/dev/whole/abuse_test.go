package whole_test

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"financebot/deploy/dev/devtest"
)

const mebibyte = 1 << 20

// flood is one request that many make at once.
type flood struct {
	name    string
	callers int
	path    string
	body    func(n int) io.Reader
	wants   []int // statuses; 0 where the connection ends without an answer
	most    int   // of memory, in MiB
}

// floods are of what costs memory, the dearest last: the heap never shrinks in what it has taken.
func floods() []flood {
	const register = "/api/v1/auth/register"
	same := func(body string) func(int) io.Reader {
		return func(int) io.Reader { return strings.NewReader(body) }
	}
	return []flood{
		{
			name: "bodies of 20 MB", callers: 100, path: register, most: 32,
			body:  same(strings.Repeat("a", 20*mebibyte)),
			wants: []int{http.StatusRequestEntityTooLarge, 0}, // who writes on may miss the answer
		},
		{
			name: "JSON of 100,000 levels", callers: 100, path: register, most: 96,
			body:  same(`{"email":` + strings.Repeat("[", 100_000) + strings.Repeat("]", 100_000) + `}`),
			wants: []int{http.StatusBadRequest},
		},
		{
			name: "JSON of 500,000 elements", callers: devtest.Sized(20, 100), path: register, most: devtest.Sized(128, 512),
			body: same(`{"email":[` + strings.Repeat("0,", 500_000) + `0]}`),
			// Who comes too slowly sends a bad request, or is cut off.
			wants: []int{http.StatusUnprocessableEntity, http.StatusServiceUnavailable, http.StatusBadRequest, 0},
		},
		{
			name: "logins", callers: devtest.Sized(100, 500), path: "/api/v1/auth/login", most: 256,
			body: func(n int) io.Reader {
				return strings.NewReader(fmt.Sprintf(`{"email":"nobody%d@example.com","password":"wrong wrong"}`, n))
			},
			wants: []int{http.StatusUnauthorized, http.StatusServiceUnavailable},
		},
	}
}

// Floods of what costs memory take little of it, and who looks in meanwhile is answered.
func TestFloodsTakeLittleMemory(t *testing.T) {
	h := build(t)
	h.unlimited()
	h.startAPI()
	h.api.WaitReady(h.apiURL + "/readyz")
	for _, flood := range floods() {
		t.Run(flood.name, func(t *testing.T) { h.in(t).bears(flood) })
	}
}

// bears lets a flood come and measures what it takes.
func (h *house) bears(flood flood) {
	h.t.Helper()
	before, resides := h.metric(heap), h.metric(resident)
	began := time.Now()
	answers, probes := h.flooded(flood)

	grown := (h.metric(heap) - before) / mebibyte
	slices.Sort(probes)
	h.took(fmt.Sprintf("%d callers, answers %v; the heap grew by %d MiB, the process by %d MiB; /livez, %d times, p99 %v",
		flood.callers, answers, grown, (h.metric(resident)-resides)/mebibyte,
		len(probes), probes[len(probes)*99/100].Round(time.Millisecond)), began)
	if grown > flood.most {
		h.t.Errorf("the heap grew by %d MiB, at most %d are due", grown, flood.most)
	}
	for status := range answers {
		if !slices.Contains(flood.wants, status) {
			h.t.Errorf("%d answers are %d, want %v", answers[status], status, flood.wants)
		}
	}
}

// flooded has many send the same at once, and looks in until all are answered. It tells how many
// answers of a status came, and how long looking in took.
func (h *house) flooded(flood flood) (answers map[int]int, probes []time.Duration) {
	h.t.Helper()
	transport := &http.Transport{}
	defer transport.CloseIdleConnections()
	sender := http.Client{Transport: transport, Timeout: callWithin}
	var mu sync.Mutex
	answers = map[int]int{}
	var sending sync.WaitGroup
	var done atomic.Bool
	for n := range flood.callers {
		sending.Go(func() {
			status := 0
			if resp, err := sender.Post(h.apiURL+flood.path, "application/json", flood.body(n)); err == nil {
				_ = resp.Body.Close() // the status says it all
				status = resp.StatusCode
			}
			mu.Lock()
			defer mu.Unlock()
			answers[status]++
		})
	}
	go func() {
		sending.Wait()
		done.Store(true)
	}()
	for ok := true; ok; ok = !done.Load() {
		began := time.Now()
		h.livesForNewcomers()
		probes = append(probes, time.Since(began))
	}
	return answers, probes
}

// What slow clients do: they begin something and do not go on.
const (
	slowHead   = "GET /livez HTTP/1.1\r\nHost: x\r\nX-Slow: "
	slowBody   = "POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"
	neverReads = "GET /openapi.json HTTP/1.1\r\nHost: x\r\n\r\n"
)

// Clients who send slowly, or ask for much and read nothing, take all descriptors that the API may
// have. Others get in again as soon as the time of those is up, and whoever was connected before is
// served all the while.
func TestSlowClientsStopNobody(t *testing.T) {
	h := build(t)
	h.unlimited()
	h.migrate()
	allowed := devtest.Sized(200, 1_024)
	limit := fmt.Sprintf(`ulimit -n %d && exec "$0"`, allowed)
	h.api = devtest.Start(t, "/bin/sh", pairs(h.apiEnv), "-c", limit, devtest.Binary(t, "api"))
	h.api.WaitReady(h.apiURL + "/readyz")
	early := h.booker("early", 1)
	h.must(second(early.Accounts(h.ctx)))
	base := h.metric(descriptors)

	slow := append(h.connects(20, strings.Repeat(neverReads, 200)), h.connects(20, slowBody)...)
	slow = append(slow, h.connects(allowed, slowHead)...)
	defer func() {
		for _, conn := range slow {
			_ = conn.Close()
		}
	}()
	began := time.Now()
	h.eventually("all descriptors are taken", func() bool { return h.openFiles() >= allowed })
	h.took(fmt.Sprintf("%d slow connections, all of %d descriptors taken", len(slow), allowed), began)
	again, err := h.untilAnswered(func() error { return second(early.Accounts(h.ctx)) })
	h.must(err)
	t.Logf("somebody who was connected before asked %d times again", again)

	h.livesForNewcomers()
	h.took("until somebody new was answered", began)
	began = time.Now()
	h.livesForNewcomers()
	h.took("the next one", began)
	t.Logf("resident: %d MiB", h.metric(resident)/mebibyte)
	if devtest.Sized(0, 1) == 1 {
		h.settles(descriptors, base, 5)
		h.took("until all slow ones were cut off", began)
	}
}

// openFiles is how many descriptors the API's process has.
func (h *house) openFiles() int {
	h.t.Helper()
	open, err := os.ReadDir(fmt.Sprintf("/proc/%d/fd", h.api.PID()))
	if err != nil {
		h.t.Skip("only Linux tells how many descriptors a process has")
	}
	return len(open)
}

// livesForNewcomers asks over a connection of its own.
func (h *house) livesForNewcomers() {
	h.t.Helper()
	newcomer := http.Client{Timeout: callWithin, Transport: &http.Transport{DisableKeepAlives: true}}
	resp, err := newcomer.Get(h.apiURL + "/livez")
	if err != nil {
		h.t.Fatal(err)
	}
	_ = resp.Body.Close() // the status says it all
	if resp.StatusCode != http.StatusOK {
		h.t.Errorf("/livez: %d", resp.StatusCode)
	}
}

// connects opens connections that send a text and then nothing.
func (h *house) connects(n int, text string) (all []net.Conn) {
	h.t.Helper()
	for range n {
		conn, err := net.Dial("tcp", strings.TrimPrefix(h.apiURL, "http://"))
		if err != nil {
			h.t.Fatal(err)
		}
		all = append(all, conn)
		_ = conn.SetWriteDeadline(time.Now().Add(time.Second))
		_, _ = io.WriteString(conn, text) // what is not taken in the buffers is not needed
	}
	return all
}
