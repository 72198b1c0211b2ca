package web

import (
	"sync"
	"time"
)

// memoryKeys bounds what a flood of keys can cost while Redis is down.
const memoryKeys = 100_000

// memory counts keys within one process, each for its own while.
type memory struct {
	mu   sync.Mutex
	keys map[string]*tally
}

type tally struct {
	n    int
	ends time.Time
}

func newMemory() *memory { return &memory{keys: map[string]*tally{}} }

// count adds one to key and tells the count and when it starts anew.
func (m *memory) count(key string, now time.Time, life time.Duration) (int, time.Time) {
	m.mu.Lock()
	defer m.mu.Unlock()
	t := m.keys[key]
	if t == nil || !now.Before(t.ends) {
		m.makeRoom(now)
		t = &tally{ends: now.Add(life)}
		m.keys[key] = t
	}
	t.n++
	return t.n, t.ends
}

// makeRoom forgets what has ended, and everything where that is not enough: a bound that
// sometimes starts anew is better than none.
func (m *memory) makeRoom(now time.Time) {
	if len(m.keys) < memoryKeys {
		return
	}
	for key, t := range m.keys {
		if !now.Before(t.ends) {
			delete(m.keys, key)
		}
	}
	if len(m.keys) >= memoryKeys {
		clear(m.keys)
	}
}
