package telegram

import "sync"

// recent remembers the last so many keys that were added.
type recent[K comparable] struct {
	mu    sync.Mutex
	known map[K]bool
	ring  []K
	next  int
}

func newRecent[K comparable](size int) *recent[K] {
	return &recent[K]{known: make(map[K]bool, size), ring: make([]K, 0, size)}
}

func (r *recent[K]) add(key K) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.known[key] {
		return
	}
	r.known[key] = true
	if len(r.ring) < cap(r.ring) {
		r.ring = append(r.ring, key)
		return
	}
	delete(r.known, r.ring[r.next])
	r.ring[r.next] = key
	r.next = (r.next + 1) % len(r.ring)
}

func (r *recent[K]) has(key K) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.known[key]
}
