package telegram

import "sync"

// status is how the bot gets on with Telegram.
type status struct {
	mu  sync.Mutex
	err error
}

func (s *status) heard(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.err = err
}

func (s *status) get() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.err
}
