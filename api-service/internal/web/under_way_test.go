package web

import (
	"context"
	"errors"
	"log/slog"
	"net/http/httptest"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/prometheus/client_golang/prometheus"
)

// plainAnswers keeps nothing.
type plainAnswers struct{}

func (plainAnswers) Once(ctx context.Context, _ string, _ []byte, status int, f func(context.Context) ([]byte, error)) (int, []byte, error) {
	answer, err := f(ctx)
	return status, answer, err
}

// finisher is a router whose work is told to end by its caller, with the calls under a key.
func finisher() (*Router, func(ctx context.Context, f answering) ([]byte, error)) {
	r := &Router{guard: &Guard{Answers: plainAnswers{}}, places: newPlaces(), works: newWorks(quiet())}
	r.works.later = func(time.Duration, func()) {}
	return r, func(ctx context.Context, f answering) ([]byte, error) {
		req := httptest.NewRequest("POST", "/", nil).WithContext(ctx)
		c := echo.New().NewContext(req, httptest.NewRecorder())
		_, answer, err := r.finish(c, Route{Finishes: true, Timeout: time.Hour}, "key", []byte("what is asked"), f)
		return answer, err
	}
}

func TestWorkGoesOnWithoutItsCaller(t *testing.T) {
	t.Parallel()
	_, finish := finisher()
	caller, hangUp := context.WithCancel(context.Background())
	begun, goOn, times := make(chan struct{}), make(chan struct{}), 0
	work := func(ctx context.Context) ([]byte, error) {
		times++
		close(begun)
		<-goOn
		return []byte("done"), ctx.Err()
	}
	first := make(chan error, 1)
	go func() {
		_, err := finish(caller, work)
		first <- err
	}()
	<-begun
	hangUp()

	gone, leave := context.WithCancel(context.Background())
	leave()
	if _, err := finish(gone, work); !errors.Is(err, context.Canceled) {
		t.Errorf("who waits and hangs up: %v", err)
	}
	close(goOn)
	answer, err := finish(context.Background(), work)
	if string(answer) != "done" || err != nil || times != 1 {
		t.Errorf("asked again: %q, %v, after %d times", answer, err, times)
	}
	if err := <-first; err != nil {
		t.Errorf("the work itself: %v", err)
	}
}

// Who hung up in the line before the work was begun leaves it to those who wait for it.
func TestWorkThatWasNotBegunIsLeftToWhoWaits(t *testing.T) {
	t.Parallel()
	r, finish := finisher()
	full := make([]func(), placesAtOnce)
	for n := range full {
		release, err := r.places.take(context.Background(), int64(n+1))
		if err != nil {
			t.Fatal(err)
		}
		full[n] = release
	}
	work := func(context.Context) ([]byte, error) { return []byte("done"), nil }

	caller, hangUp := context.WithCancel(context.Background())
	first := make(chan error, 1)
	go func() {
		_, err := finish(caller, work)
		first <- err
	}()
	inLine(r.places, 1)

	waits := &noticed{Context: context.Background(), asked: make(chan struct{})}
	type told struct {
		answer []byte
		err    error
	}
	second := make(chan told, 1)
	go func() {
		answer, err := finish(waits, work)
		second <- told{answer, err}
	}()
	<-waits.asked // it waits for the first
	hangUp()
	if err := <-first; !errors.Is(err, context.Canceled) {
		t.Errorf("who hung up: %v", err)
	}
	inLine(r.places, 1)
	for _, release := range full {
		release()
	}
	if got := <-second; string(got.answer) != "done" || got.err != nil {
		t.Errorf("who waited: %q, %v", got.answer, got.err)
	}
}

// inLine returns when so many wait for a place.
func inLine(p *places, n int) {
	for {
		p.mu.Lock()
		waiting := len(p.line)
		p.mu.Unlock()
		if waiting == n {
			return
		}
		runtime.Gosched()
	}
}

// noticed is a context that tells when somebody waits for its end.
type noticed struct {
	context.Context
	once  sync.Once
	asked chan struct{}
}

func (n *noticed) Done() <-chan struct{} {
	n.once.Do(func() { close(n.asked) })
	return n.Context.Done()
}

func TestOnlyWhatIsDoneOrTooLongIsKept(t *testing.T) {
	t.Parallel()
	broken := errors.New("broken")
	for _, err := range []error{nil, errTooLong, broken} {
		_, finish := finisher()
		times := 0
		work := func(context.Context) ([]byte, error) {
			times++
			return []byte("answer"), err
		}
		_, first := finish(context.Background(), work)
		_, again := finish(context.Background(), work)
		want := 1
		if errors.Is(err, broken) {
			want = 2
		}
		if times != want || !errors.Is(first, err) || !errors.Is(again, err) {
			t.Errorf("%v: done %d times, %v and %v", err, times, first, again)
		}
	}
}

func TestWorkThatPanicsEnds(t *testing.T) {
	t.Parallel()
	r, finish := finisher()
	func() {
		defer func() { _ = recover() }()
		_, _ = finish(context.Background(), func(context.Context) ([]byte, error) { panic("oh") })
	}()
	if _, err := finish(context.Background(), func(context.Context) ([]byte, error) { return nil, nil }); err != nil {
		t.Errorf("after a panic: %v", err)
	}
	if r.places.taken != 0 {
		t.Errorf("%d places are taken", r.places.taken)
	}
}

// lines gives what is written to it.
type lines chan string

func (l lines) Write(line []byte) (int, error) {
	l <- string(line)
	return len(line), nil
}

func TestWorksLogWhereTheServerDoes(t *testing.T) {
	t.Parallel()
	log := make(lines, 1)
	_, r := New(Options{Log: slog.New(slog.NewTextHandler(log, nil)), Guard: &Guard{}, Metrics: prometheus.NewRegistry()})
	r.works.later(0, func() { panic("oh") })
	if line := <-log; !strings.Contains(line, "forget work that ended") {
		t.Errorf("logged: %s", line)
	}
}

func TestWorkHasItsTime(t *testing.T) {
	t.Parallel()
	slow := limited(time.Nanosecond, func(ctx context.Context) ([]byte, error) {
		<-ctx.Done()
		return nil, ctx.Err()
	})
	if _, err := slow(context.Background()); !errors.Is(err, errTooLong) {
		t.Errorf("too long: %v", err)
	}
	ended, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := slow(ended); !errors.Is(err, context.Canceled) && !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("the server ends: %v", err)
	}
}

func TestWorkEndsWithTheServer(t *testing.T) {
	t.Parallel()
	life, cutOff := context.WithCancel(context.Background())
	ctx, cancel := undisturbed(context.WithValue(context.Background(), lifeKey{}, life), time.Hour)
	defer cancel()
	if ctx.Err() != nil {
		t.Error("it ended before")
	}
	cutOff()
	<-ctx.Done()
}
