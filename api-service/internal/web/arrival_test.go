package web

import (
	"bytes"
	"errors"
	"io"
	"os"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"testing/iotest"
	"time"
)

// stalled is a reader that waits for its end, as that of a sender who sends nothing more.
type stalled struct{ ended chan struct{} }

func (s stalled) Read([]byte) (int, error) {
	<-s.ended
	return 0, os.ErrDeadlineExceeded
}

// begun is a file on its way of which so much has come.
func begun(t *testing.T, r *arrivals, user int64, size int) (cut chan struct{}) {
	t.Helper()
	cut = make(chan struct{})
	a, err := r.begin(user, sync.OnceFunc(func() { close(cut) }))
	if err != nil {
		t.Fatal(err)
	}
	go func() {
		defer a.release()
		_, _ = a.receive(io.MultiReader(bytes.NewReader(make([]byte, size)), stalled{cut}), maxForm)
	}()
	return cut
}

// holding waits until files on their way hold so much.
func holding(t *testing.T, r *arrivals, want int) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); ; runtime.Gosched() {
		r.mu.Lock()
		held := r.held
		r.mu.Unlock()
		if held == want {
			return
		}
		if time.Now().After(end) {
			t.Fatalf("files hold %d bytes, want %d", held, want)
		}
	}
}

// Ten senders who send next to nothing hold next to nothing, and whoever holds much and sends
// no more makes way for others.
func TestSlowSendersMakeWay(t *testing.T) {
	t.Parallel()
	var clock atomic.Int64
	r := newArrivals()
	r.now = func() time.Time { return time.Unix(clock.Load(), 0) }
	r.patience = 20 * time.Second
	for user := range int64(10) {
		begun(t, r, user, 1)
	}
	holding(t, r, 20*piece)
	r.limit = 20*piece + 40*piece
	much := begun(t, r, 20, 15*piece)
	holding(t, r, 20*piece+32*piece)
	clock.Add(60)
	whole, err := r.begin(30, func() { t.Error("the newest was cut") })
	if err != nil {
		t.Fatal(err)
	}
	body, err := whole.receive(bytes.NewReader(make([]byte, 20*piece)), maxForm)
	if err != nil || len(body) != 20*piece {
		t.Fatalf("%d bytes, %v", len(body), err)
	}
	select {
	case <-much:
	default:
		t.Error("whoever holds much and sends nothing was not cut")
	}
	r.mu.Lock()
	if r.held > r.limit || whole.held != 20*piece {
		t.Errorf("files hold %d of %d, this one %d", r.held, r.limit, whole.held)
	}
	r.mu.Unlock()
	whole.release()
}

func TestNoRoomIsToldAndTooMuchIsRefused(t *testing.T) {
	t.Parallel()
	r := newArrivals()
	r.limit, r.patience = 4*piece, time.Millisecond
	a, err := r.begin(1, func() {})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.receive(bytes.NewReader(make([]byte, 5*piece)), maxForm); !errors.Is(err, errFilesBusy) {
		t.Errorf("without room: %v", err)
	}
	a.release()
	if a, err = r.begin(1, func() {}); err != nil {
		t.Fatal(err)
	}
	if _, err := a.receive(bytes.NewReader(make([]byte, piece)), piece-1); !errors.Is(err, ErrFileTooLarge) {
		t.Errorf("too much: %v", err)
	}
	cut := io.MultiReader(bytes.NewReader([]byte("the beginning")), iotest.ErrReader(io.ErrUnexpectedEOF))
	if body, err := a.receive(cut, maxForm); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("a body that was cut off is taken for whole: %q, %v", body, err)
	}
	a.release()
	if r.held != 0 || len(r.of) != 0 || len(r.all) != 0 {
		t.Errorf("left: %d, %v, %v", r.held, r.of, r.all)
	}
}
