package web

import (
	"sync"
	"time"

	"financebot/pkg/api"
	"financebot/pkg/errs"
)

// How many files one process holds in memory.
const (
	filesAtOnce = 4
	filesOfOne  = 2 // of one user: who sends slowly leaves room for others, and for a second try
)

// Why there is no place for a file.
var (
	errFilesBusy  = errs.New(errs.Unavailable, api.CodeUnavailable, "Too many files are coming in; please try again").After(5 * time.Second)
	errFilesOfOne = errLimited.Saying("Two of your files are coming in already; please wait until they are in").After(5 * time.Second)
)

// places are the room for files in memory. Users count, not addresses: the bot sends for many.
type places struct {
	mu    sync.Mutex
	taken int
	of    map[int64]int // by user
}

func newPlaces() *places { return &places{of: map[int64]int{}} }

// take gives a user a place until it is released, or errFilesOfOne or errFilesBusy.
func (p *places) take(userID int64) (release func(), err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case p.of[userID] >= filesOfOne:
		return nil, errFilesOfOne
	case p.taken >= filesAtOnce:
		return nil, errFilesBusy
	}
	p.taken++
	p.of[userID]++
	return func() { p.release(userID) }, nil
}

func (p *places) release(userID int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.taken--
	if p.of[userID]--; p.of[userID] == 0 {
		delete(p.of, userID)
	}
}
