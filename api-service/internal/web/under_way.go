package web

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"github.com/labstack/echo/v4"

	"financebot/api-service/internal/actor"
	"financebot/pkg/api"
	"financebot/pkg/background"
	"financebot/pkg/errs"
)

const (
	// lingering is how long it is remembered how work ended: longer than a caller pauses between
	// two tries.
	lingering = 5 * time.Minute
	// farewell is left for the commit of work whose time is up, so that it is always known whether
	// anything was done.
	farewell = 10 * time.Second
)

// errTooLong says that work took longer than its route gives it: nothing of it was kept.
var errTooLong = errs.New(errs.Refused, api.CodeTooLong, "This took too long and was given up; nothing was changed")

// workKey names work: who asked for what under which key.
type workKey struct {
	family, user     int64
	key, fingerprint string
}

// work is what is done for a caller and goes on to its end though the caller may hang up.
type work struct {
	done   chan struct{}
	status int
	answer []byte
	err    error

	unbegun bool // its caller hung up before it was begun: whoever waits for it may do it
}

// works are those under way, and those that ended a moment ago: whoever asks again under the same
// key waits for the one that was begun, and gets what came of it. Elsewhere, on another replica, the
// database lets only one of them through.
type works struct {
	mu    sync.Mutex
	known map[workKey]*work
	later func(time.Duration, func()) // calls after a while
}

func newWorks(log *slog.Logger) *works {
	return &works{known: map[workKey]*work{}, later: func(d time.Duration, f func()) {
		time.AfterFunc(d, func() { background.Run(log, "forget work that ended", f) })
	}}
}

// begin gives the work of a key, and whether it is the caller's to do and end.
func (w *works) begin(key workKey) (one *work, mine bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if known := w.known[key]; known != nil {
		return known, false
	}
	one = &work{done: make(chan struct{})}
	w.known[key] = one
	return one, true
}

// end tells those who wait what came of work. What a repetition may change is forgotten at once.
func (w *works) end(key workKey, one *work) {
	forget := func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		delete(w.known, key)
	}
	if one.err != nil && !errors.Is(one.err, errTooLong) {
		forget() // first: those who wait may begin anew at once
	} else {
		w.later(lingering, forget)
	}
	close(one.done)
}

// await waits for work that somebody else does, as long as the caller does not hang up.
func (one *work) await(ctx context.Context) (int, []byte, error) {
	select {
	case <-one.done:
		return one.status, one.answer, one.err
	case <-ctx.Done():
		return 0, nil, ctx.Err()
	}
}

// abandoned reports whether work is over that was never begun, because its caller hung up.
func (one *work) abandoned() bool {
	select {
	case <-one.done:
		return one.unbegun
	default:
		return false
	}
}

// answering is work that gives an answer as it is sent.
type answering func(context.Context) ([]byte, error)

// finish does the work of a route that is ended though its caller hangs up, and keeps its answer.
func (r *Router) finish(c echo.Context, route Route, key string, fingerprint []byte, f answering) (int, []byte, error) {
	caller := c.Request().Context()
	who := actor.From(caller)
	named := workKey{who.FamilyID, who.UserID, key, string(fingerprint)}

	one, mine := r.works.begin(named)
	for !mine {
		status, answer, err := one.await(caller)
		if caller.Err() != nil || !one.abandoned() {
			return status, answer, err
		}
		one, mine = r.works.begin(named)
	}
	one.err = ErrInternal // where f panics
	defer r.works.end(named, one)

	done, err := r.work(c, route)
	if one.err = err; err != nil {
		one.unbegun = caller.Err() != nil
		return 0, nil, err
	}
	defer done()
	ctx, cancel := undisturbed(caller, route.Timeout+farewell)
	defer cancel()
	one.err = ErrInternal
	one.status, one.answer, one.err = r.guard.Answers.Once(ctx, key, fingerprint, route.Status, limited(route.Timeout, f))
	return one.status, one.answer, one.err
}

// lifeKey holds the context of the server, which ends when it cuts off what is under way.
type lifeKey struct{}

// undisturbed is the context of work that goes on though its caller hangs up, until the server ends.
func undisturbed(caller context.Context, patience time.Duration) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(caller), patience)
	life, ok := caller.Value(lifeKey{}).(context.Context)
	if !ok { // in a test, without a server
		return ctx, cancel
	}
	stop := context.AfterFunc(life, cancel)
	return ctx, func() { stop(); cancel() }
}

// limited gives work the time of its route. What it did is taken back then, because the transaction
// around it lives longer: so it is sure that nothing of it was kept.
func limited(patience time.Duration, f answering) answering {
	return func(whole context.Context) ([]byte, error) {
		ctx, cancel := context.WithTimeout(whole, patience)
		defer cancel()
		answer, err := f(ctx)
		if err != nil && ctx.Err() != nil && whole.Err() == nil {
			return nil, errTooLong
		}
		return answer, err
	}
}
