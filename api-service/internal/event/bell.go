package event

import "sync"

// bell wakes everybody who waits for it.
type bell struct {
	mu     sync.Mutex
	rung   chan struct{} // closed at the next ring
	closed chan struct{}
	once   sync.Once
}

func newBell() *bell {
	return &bell{rung: make(chan struct{}), closed: make(chan struct{})}
}

// next is closed when the bell rings next.
func (b *bell) next() <-chan struct{} {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.rung
}

func (b *bell) ring() {
	b.mu.Lock()
	defer b.mu.Unlock()
	close(b.rung)
	b.rung = make(chan struct{})
}

func (b *bell) close() { b.once.Do(func() { close(b.closed) }) }
