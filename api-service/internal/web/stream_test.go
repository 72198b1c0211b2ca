package web

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/labstack/echo/v4"
	"github.com/prometheus/client_golang/prometheus"

	"financebot/pkg/api"
)

// journal is a log that is read while it is written.
type journal struct {
	mu    sync.Mutex
	lines bytes.Buffer
}

func (j *journal) Write(line []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.lines.Write(line)
}

func (j *journal) String() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.lines.String()
}

// streaming is a server whose one address gives a stream, and its log.
func streaming(t *testing.T, s Stream) (get func() (*http.Response, string, error), log *journal) {
	t.Helper()
	log = &journal{}
	e, _ := New(Options{Log: slog.New(slog.NewJSONHandler(log, nil)), Guard: &Guard{}, Metrics: prometheus.NewRegistry(),
		Outage: func(error) bool { return false }})
	e.GET("/file", func(c echo.Context) error { return stream(c, Route{Status: http.StatusOK}, s) })
	server := httptest.NewServer(e)
	t.Cleanup(server.Close)
	return func() (*http.Response, string, error) {
		resp, err := server.Client().Get(server.URL + "/file")
		if err != nil {
			return nil, "", err
		}
		defer func() { _ = resp.Body.Close() }()
		content, err := io.ReadAll(resp.Body)
		return resp, string(content), err
	}, log
}

func TestStreamArrivesWholeWithItsName(t *testing.T) {
	t.Parallel()
	want := strings.Repeat("line\n", 100_000)
	get, _ := streaming(t, Stream{Media: "text/csv", Name: "Выписка.csv", Write: func(_ context.Context, w io.Writer) error {
		_, err := io.WriteString(w, want)
		return err
	}})
	resp, got, err := get()
	if err != nil || got != want || resp.Header.Get("Content-Type") != "text/csv" ||
		!strings.HasPrefix(resp.Header.Get("Content-Disposition"), "attachment; filename*=utf-8''%D0%92") {
		t.Errorf("%v, %d bytes, %v", err, len(got), resp.Header)
	}
	empty, _ := streaming(t, Stream{Media: "text/csv", Write: func(context.Context, io.Writer) error { return nil }})
	if resp, got, err := empty(); err != nil || resp.StatusCode != http.StatusOK || got != "" {
		t.Errorf("nothing: %v %v %q", err, resp, got)
	}
}

// Nobody takes the beginning of a file for the whole.
func TestBrokenStreamIsCutOff(t *testing.T) {
	t.Parallel()
	broken := errors.New("the database is gone")
	get, log := streaming(t, Stream{Media: "text/csv", Write: func(_ context.Context, w io.Writer) error {
		_, _ = io.WriteString(w, strings.Repeat("x", 100<<10))
		return broken
	}})
	if _, got, err := get(); err == nil || len(got) == 0 {
		t.Errorf("%d bytes came and then %v", len(got), err)
	}
	if !strings.Contains(log.String(), "answer cut off") {
		t.Errorf("the log has no word of it: %s", log)
	}
	early, _ := streaming(t, Stream{Media: "text/csv", Name: "x.csv", Write: func(_ context.Context, w io.Writer) error {
		_, _ = io.WriteString(w, "x")
		return broken
	}})
	resp, got, err := early()
	if err != nil || resp.StatusCode != http.StatusInternalServerError || resp.Header.Get("Content-Disposition") != "" || !strings.Contains(got, api.CodeInternal) {
		t.Errorf("before anything was sent: %v %v %s", err, resp, got)
	}
}
