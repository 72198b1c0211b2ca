package web

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/prometheus/client_golang/prometheus"

	"financebot/api-service/internal/actor"
	"financebot/pkg/api"
)

// everybody takes any number for the token of the user with that number.
type everybody struct{}

func (everybody) Verify(token string, _ bool) (actor.Actor, error) {
	id, err := strconv.ParseInt(token, 10, 64)
	if err != nil {
		return actor.Actor{}, ErrNoToken
	}
	return actor.Actor{UserID: id}, nil
}

func (everybody) Check(_ context.Context, a actor.Actor) (actor.Actor, error) { return a, nil }

func TestTwoFilesOfOneUserComeInAtOnce(t *testing.T) {
	t.Parallel()
	cache, err := OpenCache("redis://127.0.0.1:1", RedisBudget)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cache.Close() })
	r := &Router{arrivals: newArrivals(), guard: &Guard{Sessions: everybody{}, Limiter: NewLimiter(cache, time.Now, slog.New(slog.DiscardHandler)), APIPerMinute: 2, Now: time.Now}}
	upload := func(bearer string) (release func(), isFile bool, remaining string, err error) {
		req := httptest.NewRequest(http.MethodPost, "/", http.NoBody)
		req.Header.Set("Authorization", "Bearer "+bearer)
		rec := httptest.NewRecorder()
		c := echo.New().NewContext(req, rec)
		release, err = r.takeFile(c)
		return release, c.Get(arrivalKey) != nil, rec.Header().Get(headerRemaining), err
	}
	held := map[string]func(){}
	for _, step := range []struct {
		bearer string
		err    error
	}{{"1", nil}, {"1", nil}, {"1", errFilesOfOne}, {"2", nil}, {"1", errFilesOfOne}, {"3", nil}, {"2", nil}, {"4", nil}} {
		release, isFile, _, err := upload(step.bearer)
		if !errors.Is(err, step.err) || err == nil && !isFile {
			t.Fatalf("user %s: %v, %v, want %v", step.bearer, isFile, err, step.err)
		}
		if err == nil {
			held[step.bearer] = release
		}
	}
	if _, _, remaining, err := upload("1"); !errors.Is(err, errLimited) || remaining != "0" {
		t.Errorf("the calls refused are not counted: %v, %q are left", err, remaining)
	}
	if release, isFile, _, err := upload("nobody"); err != nil || isFile {
		t.Errorf("a stranger: %v, %v", isFile, err)
	} else {
		release()
	}
	held["1"]()
	if _, _, _, err := upload("1"); err != nil {
		t.Errorf("after another file of the same user: %v", err)
	}
}

// Whoever has two files at work waits behind others, and all get their turn.
func TestPlacesAreGivenInTurn(t *testing.T) {
	t.Parallel()
	ctx, p := context.Background(), newPlaces()
	p.patience = time.Minute
	at := func(user int64) *waiter {
		w, err := p.ask(user)
		if err != nil {
			t.Fatal(err)
		}
		return w
	}
	has := func(w *waiter) bool {
		select {
		case <-w.given:
			return true
		default:
			return false
		}
	}
	first, second, third, other := at(1), at(1), at(1), at(2)
	if !has(first) || !has(second) || has(third) || !has(other) {
		t.Errorf("the third file of one user: %v, another user: %v", has(third), has(other))
	}
	last, late := at(2), at(3)
	if !has(last) || has(late) {
		t.Error("not four at once")
	}
	for range lineOfOne - 1 {
		at(1)
	}
	if _, err := p.ask(1); !errors.Is(err, errWorkOfOne) {
		t.Errorf("one file too many in the line: %v", err)
	}
	gone, cancel := context.WithCancel(ctx)
	cancel()
	if _, err := p.take(gone, 4); !errors.Is(err, context.Canceled) {
		t.Errorf("a caller who hung up: %v", err)
	}
	p.patience = 0
	if _, err := p.take(ctx, 4); !errors.Is(err, errFilesBusy) {
		t.Errorf("a caller who waits for too long: %v", err)
	}
	p.release(2)
	if !has(late) || has(third) {
		t.Error("the place of one was not given to the next who may have it")
	}
	p.release(1)
	if !has(third) {
		t.Error("a user's own place was not given to the next of the same user")
	}
}

// taking is a server whose one route takes files and does with them what h does.
func taking(t *testing.T, patience, line time.Duration, h func(ctx context.Context) (api.Success, error)) (*Router, string) {
	t.Helper()
	e, r := New(Options{Log: quiet(), Metrics: prometheus.NewRegistry(), Guard: &Guard{Sessions: everybody{}, AllowUnsigned: true},
		Outage: func(error) bool { return false }})
	r.linePatience = line
	type file struct {
		File api.Upload `json:"-"`
	}
	route := Route{Method: http.MethodPost, Path: "/file", Access: Bot, Files: []string{"text/csv"}, Timeout: patience}
	Handle(r, route, func(ctx context.Context, _ file) (api.Success, error) { return h(ctx) })
	server := httptest.NewServer(e)
	t.Cleanup(server.Close)
	return r, server.Listener.Addr().String()
}

// begin sends the head of an upload of ten bytes, and waits until there is room for it.
func begin(t *testing.T, address string) (net.Conn, *bufio.Reader) {
	t.Helper()
	conn, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	_ = conn.SetDeadline(time.Now().Add(20 * time.Second))
	_, err = io.WriteString(conn, "POST /api/v1/file HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer 7\r\n"+
		"Content-Type: text/csv\r\nContent-Length: 10\r\nExpect: 100-continue\r\n\r\n")
	if err != nil {
		t.Fatal(err)
	}
	read := bufio.NewReader(conn)
	line, err := read.ReadString('\n')
	if err != nil || !strings.HasPrefix(line, "HTTP/1.1 100 ") {
		t.Fatalf("%q, %v", line, err)
	}
	_, _ = read.ReadString('\n')
	return conn, read
}

// taken is how many files are on their way or at work.
func taken(r *Router) int {
	r.places.mu.Lock()
	defer r.places.mu.Unlock()
	r.arrivals.mu.Lock()
	defer r.arrivals.mu.Unlock()
	return len(r.arrivals.all) + r.places.taken
}

// finished is the status of the answer.
func finished(t *testing.T, conn net.Conn, read *bufio.Reader) int {
	t.Helper()
	if _, err := io.WriteString(conn, "0123456789"); err != nil {
		t.Fatal(err)
	}
	return status(t, read)
}

func status(t *testing.T, read *bufio.Reader) int {
	t.Helper()
	resp, err := http.ReadResponse(read, nil)
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	return resp.StatusCode
}

func TestPlaceOfAFileIsGivenBack(t *testing.T) {
	t.Parallel()
	done := func(context.Context) (api.Success, error) { return api.Done, nil }
	late := func(ctx context.Context) (api.Success, error) {
		<-ctx.Done()
		return api.Success{}, ctx.Err()
	}
	for name, step := range map[string]struct {
		patience, line time.Duration
		h              func(context.Context) (api.Success, error)
		end            func(t *testing.T, conn net.Conn, read *bufio.Reader) (status int)
		status         int
	}{
		"taken":    {time.Minute, time.Minute, done, finished, 200},
		"refused":  {time.Minute, time.Minute, func(context.Context) (api.Success, error) { return api.Success{}, errFileMedia }, finished, 415},
		"a panic":  {time.Minute, time.Minute, func(context.Context) (api.Success, error) { panic("no") }, finished, 500},
		"too late": {10 * time.Millisecond, time.Minute, late, finished, 500},
		"a slow line": {time.Minute, 10 * time.Millisecond, done,
			func(t *testing.T, _ net.Conn, read *bufio.Reader) int { return status(t, read) }, 400},
		"cut on its way": {time.Minute, time.Minute, done,
			func(_ *testing.T, conn net.Conn, _ *bufio.Reader) int { _ = conn.Close(); return 0 }, 0},
		"cut before the answer": {time.Minute, time.Minute, late,
			func(_ *testing.T, conn net.Conn, _ *bufio.Reader) int {
				_, _ = io.WriteString(conn, "0123456789")
				_ = conn.Close()
				return 0
			}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r, address := taking(t, step.patience, step.line, step.h)
			for i := range placesAtOnce + 1 {
				conn, read := begin(t, address)
				if n := taken(r); n != 1 && step.line == time.Minute {
					t.Errorf("time %d: %d places are taken", i, n)
				}
				if got := step.end(t, conn, read); got != step.status {
					t.Errorf("time %d: got %d, want %d", i, got, step.status)
				}
				_ = conn.Close()
				for end := time.Now().Add(20 * time.Second); taken(r) != 0; runtime.Gosched() {
					if time.Now().After(end) {
						t.Fatal(fmt.Sprint("time ", i, ": the place is still taken"))
					}
				}
			}
			if len(r.places.of)+len(r.arrivals.of) != 0 || r.arrivals.held != 0 {
				t.Errorf("left: %v, %v, %d bytes", r.places.of, r.arrivals.of, r.arrivals.held)
			}
		})
	}
}

// A kept file that is read again takes a place as one that comes does, and gives it back.
func TestReadingAKeptFileTakesAPlace(t *testing.T) {
	t.Parallel()
	e, r := New(Options{Log: quiet(), Metrics: prometheus.NewRegistry(), Guard: &Guard{Sessions: everybody{}, AllowUnsigned: true},
		Outage: func(error) bool { return false }})
	begun, end := make(chan struct{}, 4), make(chan struct{})
	route := Route{Method: http.MethodPost, Path: "/again", Access: Bot, Reads: true, Timeout: time.Minute}
	Handle(r, route, func(context.Context, api.None) (api.Success, error) {
		begun <- struct{}{}
		<-end
		return api.Done, nil
	})
	server := httptest.NewServer(e)
	t.Cleanup(server.Close)
	var calls sync.WaitGroup
	for range placesOfOne + 1 {
		calls.Go(func() {
			resp, err := http.Post(server.URL+"/api/v1/again", "application/json", http.NoBody)
			if err != nil {
				t.Error(err)
				return
			}
			if _ = resp.Body.Close(); resp.StatusCode != http.StatusOK {
				t.Errorf("got %d", resp.StatusCode)
			}
		})
	}
	for range placesOfOne {
		<-begun
	}
	for waiting := 0; waiting != 1; runtime.Gosched() { // the third call stands in the line
		r.places.mu.Lock()
		waiting = len(r.places.line)
		r.places.mu.Unlock()
	}
	close(end)
	calls.Wait()
	if n := taken(r); n != 0 || len(r.places.of) != 0 {
		t.Errorf("%d places are taken by %v", n, r.places.of)
	}
}
