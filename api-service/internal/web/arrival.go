package web

import (
	"errors"
	"io"
	"sync"
	"time"
)

// How much memory the files have that are on their way, or wait for a place.
const (
	arrivingBytes = 96 << 20
	filesOfOne    = 2        // of one user, on their way
	piece         = 64 << 10 // what is read at a time
	slowPiece     = 2 * time.Second
	roomPatience  = 5 * time.Second
)

// arrivals is the room for files on their way. A file holds twice what has come of it, because
// its pieces are joined once it is whole, so that slow senders hold next to nothing. Where room
// is short, the sender whose piece is the latest makes way for others.
type arrivals struct {
	limit    int
	patience time.Duration // for room
	now      func() time.Time

	mu    sync.Mutex
	held  int
	of    map[int64]int // files, by user
	all   map[*arrival]bool
	freed chan struct{} // closed and made anew as room is freed
}

// arrival is a file on its way.
type arrival struct {
	room *arrivals
	user int64
	end  func() // ends its sender's connection for reading

	held    int
	since   time.Time // when the piece began that is awaited
	arrived bool
	cut     bool // to make way for others
}

func newArrivals() *arrivals {
	return &arrivals{
		limit: arrivingBytes, patience: roomPatience, now: time.Now,
		of: map[int64]int{}, all: map[*arrival]bool{}, freed: make(chan struct{}),
	}
}

// begin takes a file of a user in, or gives errFilesOfOne or errFilesBusy.
func (r *arrivals) begin(user int64, end func()) (*arrival, error) {
	a := &arrival{room: r, user: user, end: end}
	r.mu.Lock()
	if r.of[user] >= filesOfOne {
		r.mu.Unlock()
		return nil, errFilesOfOne
	}
	r.of[user]++
	r.all[a] = true
	r.mu.Unlock()
	if err := a.grow(); err != nil {
		a.release()
		return nil, err
	}
	return a, nil
}

// receive reads the whole of a body of up to limit bytes. It gives ErrFileTooLarge, errFilesBusy
// where there is no room for it, or what broke it off.
func (a *arrival) receive(body io.Reader, limit int64) ([]byte, error) {
	var pieces [][]byte
	size := 0
	for {
		next, err := readPiece(body)
		pieces, size = append(pieces, next), size+len(next)
		switch {
		case int64(size) > limit:
			return nil, ErrFileTooLarge
		case errors.Is(err, io.EOF):
			return a.join(pieces, size), nil
		case err != nil:
			return nil, err
		}
		if err := a.grow(); err != nil {
			return nil, err
		}
	}
}

// readPiece reads until a piece is full, or gives what ended it. A body that was cut off does
// not end as a whole one does, which io.ReadFull cannot tell apart.
func readPiece(body io.Reader) ([]byte, error) {
	next, n := make([]byte, piece), 0
	for n < piece {
		m, err := body.Read(next[n:])
		n += m
		if err != nil {
			return next[:n], err
		}
	}
	return next, nil
}

// join makes one of all pieces; from then on the file holds no more than itself.
func (a *arrival) join(pieces [][]byte, size int) []byte {
	whole := make([]byte, 0, size)
	for _, p := range pieces {
		whole = append(whole, p...)
	}
	a.room.mu.Lock()
	defer a.room.mu.Unlock()
	a.arrived = true
	a.room.give(a, size)
	return whole
}

// grow makes room for a piece. Where there is none, the slowest sender makes way.
func (a *arrival) grow() error {
	r := a.room
	patience := time.NewTimer(r.patience)
	defer patience.Stop()
	for {
		r.mu.Lock()
		a.since = r.now()
		if r.held+2*piece <= r.limit {
			r.held += 2 * piece
			a.held += 2 * piece
			r.mu.Unlock()
			return nil
		}
		slowest, freed := r.slowest(a), r.freed
		if slowest != nil {
			slowest.cut = true
			slowest.end()
		}
		r.mu.Unlock()
		select {
		case <-freed:
		case <-patience.C:
			return errFilesBusy
		}
	}
}

// slowest is the file, but for one, whose next piece is awaited for longest, if for too long.
// There is none while another makes way already.
func (r *arrivals) slowest(but *arrival) *arrival {
	var found *arrival
	for a := range r.all {
		if a.cut {
			return nil
		}
		slow := a != but && !a.arrived && r.now().Sub(a.since) > slowPiece
		if slow && (found == nil || a.since.Before(found.since)) {
			found = a
		}
	}
	return found
}

// give frees what a file holds beyond so much.
func (r *arrivals) give(a *arrival, keep int) {
	r.held += keep - a.held
	a.held = keep
	close(r.freed)
	r.freed = make(chan struct{})
}

// release frees what a file holds.
func (a *arrival) release() {
	r := a.room
	r.mu.Lock()
	defer r.mu.Unlock()
	r.give(a, 0)
	delete(r.all, a)
	if r.of[a.user]--; r.of[a.user] == 0 {
		delete(r.of, a.user)
	}
}
