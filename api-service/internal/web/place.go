package web

import (
	"context"
	"slices"
	"sync"
	"time"

	"financebot/pkg/api"
	"financebot/pkg/errs"
)

// How many files one process works on. A place is taken when a file is there as a whole, so
// that nobody who sends slowly has one.
const (
	placesAtOnce  = 4
	placesOfOne   = 2 // of one user
	lineAtMost    = 64
	lineOfOne     = 8                // of one user, in the line
	placePatience = 10 * time.Second // in the line
)

// Why there is no place for a file.
var (
	errFilesBusy  = errs.New(errs.Unavailable, api.CodeUnavailable, "Too many files are coming in; please try again").After(5 * time.Second)
	errFilesOfOne = errLimited.Saying("Two of your files are coming in already; please wait until they are in").After(5 * time.Second)
	errWorkOfOne  = errLimited.Saying("Your other files are being read; please wait until that is done").After(5 * time.Second)
)

// places are for files that are read, whether they have just come or were kept. Users count,
// not addresses: the bot sends for many.
type places struct {
	patience time.Duration

	mu    sync.Mutex
	taken int
	of    map[int64]int // taken, by user
	line  []*waiter     // in the order in which they came
}

// waiter is a call that waits for a place.
type waiter struct {
	user  int64
	given chan struct{}
}

func newPlaces() *places { return &places{patience: placePatience, of: map[int64]int{}} }

// take gives a user a place until it is released, as soon as there is one. It gives
// errWorkOfOne or errFilesBusy where the line is too long, or what ended ctx.
func (p *places) take(ctx context.Context, user int64) (release func(), err error) {
	w, err := p.ask(user)
	if err != nil {
		return nil, err
	}
	patience := time.NewTimer(p.patience)
	defer patience.Stop()
	select {
	case <-w.given:
	case <-ctx.Done():
		err = ctx.Err()
	case <-patience.C:
		err = errFilesBusy
	}
	if err != nil && p.leave(w) {
		return nil, err
	}
	return func() { p.release(user) }, nil
}

// ask stands in the line, and is given a place at once where one is free.
func (p *places) ask(user int64) (*waiter, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	waiting := 0
	for _, w := range p.line {
		if w.user == user {
			waiting++
		}
	}
	switch {
	case waiting >= lineOfOne:
		return nil, errWorkOfOne
	case len(p.line) >= lineAtMost:
		return nil, errFilesBusy
	}
	w := &waiter{user, make(chan struct{})}
	p.line = append(p.line, w)
	p.serve()
	return w, nil
}

// leave goes out of the line; false where a place was given meanwhile.
func (p *places) leave(w *waiter) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	at := slices.Index(p.line, w)
	if at < 0 {
		return false
	}
	p.line = slices.Delete(p.line, at, at+1)
	return true
}

// serve gives free places to those in the line who may have one more.
func (p *places) serve() {
	p.line = slices.DeleteFunc(p.line, func(w *waiter) bool {
		if p.taken >= placesAtOnce || p.of[w.user] >= placesOfOne {
			return false
		}
		p.taken++
		p.of[w.user]++
		close(w.given)
		return true
	})
}

func (p *places) release(user int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.taken--
	if p.of[user]--; p.of[user] == 0 {
		delete(p.of, user)
	}
	p.serve()
}
