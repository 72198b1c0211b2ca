package account

import "sync"

// remembered bounds how many workspaces' accounts one process keeps in mind.
const remembered = 10_000

// Ref names an account with what is true of it for good.
type Ref struct {
	ID       int64
	Currency string
	First    bool // whether it was not named, but is the first that is not archived
	Recalled bool // whether nobody looked just now: a first account may be another one by now
}

type refKey struct{ familyID, id int64 } // id is zero for the first account

// memory keeps what was looked up before, so that booking on an account needs no look at it.
type memory struct {
	mu   sync.Mutex
	refs map[refKey]Ref
}

func (m *memory) get(familyID, id int64) (Ref, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	ref, ok := m.refs[refKey{familyID, id}]
	ref.Recalled = true
	return ref, ok
}

func (m *memory) put(familyID, id int64, ref Ref) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.refs == nil || len(m.refs) >= remembered {
		m.refs = map[refKey]Ref{}
	}
	m.refs[refKey{familyID, id}] = ref
}
