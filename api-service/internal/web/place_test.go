package web

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strconv"
	"strings"
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

func TestFewFilesAreHeldAtOnce(t *testing.T) {
	t.Parallel()
	cache, err := OpenCache("redis://127.0.0.1:1", RedisBudget)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cache.Close() })
	r := &Router{places: newPlaces(), guard: &Guard{Sessions: everybody{}, Limiter: NewLimiter(cache, time.Now), APIPerMinute: 2, Now: time.Now}}
	upload := func(bearer string) (release func(), limit int64, remaining string, err error) {
		req := httptest.NewRequest(http.MethodPost, "/", http.NoBody)
		req.Header.Set("Authorization", "Bearer "+bearer)
		rec := httptest.NewRecorder()
		c := echo.New().NewContext(req, rec)
		release, err = r.takeFile(c)
		return release, limitOf(c), rec.Header().Get(headerRemaining), err
	}
	held := map[string]func(){}
	for _, step := range []struct {
		bearer string
		err    error
	}{{"1", nil}, {"1", nil}, {"1", errFilesOfOne}, {"2", nil}, {"1", errFilesOfOne}, {"3", nil}, {"2", errFilesBusy}, {"4", errFilesBusy}} {
		release, limit, _, err := upload(step.bearer)
		if !errors.Is(err, step.err) || err == nil && limit != maxForm {
			t.Fatalf("user %s: %d, %v, want %v", step.bearer, limit, err, step.err)
		}
		if err == nil {
			held[step.bearer] = release
		}
	}
	if _, _, remaining, err := upload("1"); !errors.Is(err, errLimited) || remaining != "0" {
		t.Errorf("the calls refused are not counted: %v, %q are left", err, remaining)
	}
	if release, limit, _, err := upload("nobody"); err != nil || limit != maxBody {
		t.Errorf("a stranger: %d, %v", limit, err)
	} else {
		release()
	}
	held["2"]()
	if _, _, _, err := upload("4"); err != nil {
		t.Errorf("after another's: %v", err)
	}
	held["1"]()
	if _, _, _, err := upload("1"); err != nil {
		t.Errorf("after his own: %v", err)
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

func taken(r *Router) int {
	r.places.mu.Lock()
	defer r.places.mu.Unlock()
	return r.places.taken
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
			for i := range filesAtOnce + 1 {
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
			if len(r.places.of) != 0 {
				t.Errorf("users are left: %v", r.places.of)
			}
		})
	}
}
