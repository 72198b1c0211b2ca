package telegram

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
)

// maxJournal bounds what a server that runs for days remembers.
const maxJournal = 20_000

// Call is something the bot asked for.
type Call struct {
	Method string            // as the bot wrote it
	Params map[string]string // JSON arguments as JSON text
	Files  map[string][]byte // what was uploaded, by argument
	Status int               // of the answer; 0 until it is given
	At     time.Time

	number int // its place since the server began
}

// Chat is the call's chat_id, or 0.
func (c Call) Chat() int64 {
	id, _ := strconv.ParseInt(c.Params["chat_id"], 10, 64)
	return id
}

// Calls lists the bot's calls of a method, oldest first; all if method is "*".
// Letter case does not matter.
func (s *Server) Calls(method string) []Call {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.calls(method)
}

func (s *Server) calls(method string) []Call {
	var found []Call
	for _, c := range s.journal {
		if method == "*" || strings.EqualFold(method, c.Method) {
			c.Params = maps.Clone(c.Params)
			found = append(found, c)
		}
	}
	return found
}

// WaitCalls waits until the bot's calls of a method satisfy done and returns
// them, or gives the context's error.
func (s *Server) WaitCalls(ctx context.Context, method string, done func([]Call) bool) ([]Call, error) {
	var found []Call
	err := s.wait(ctx, func() bool {
		found = s.calls(method)
		return done(found)
	})
	return found, err
}

// ForgetCalls empties the journal.
func (s *Server) ForgetCalls() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.journal = nil
}

// record notes a call and returns its number, by which the answer finds it.
func (s *Server) record(name string, p params) int {
	c := Call{Method: name, Params: p.values, Files: map[string][]byte{}, At: s.opt.Now()}
	for field, f := range p.files {
		c.Files[field] = f.content
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.recorded++
	c.number = s.recorded
	if len(s.journal) >= maxJournal {
		s.journal = slices.Clone(s.journal[maxJournal/2:])
	}
	s.journal = append(s.journal, c)
	s.wake()
	return c.number
}

func (s *Server) recordAnswer(number, status int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	at, found := slices.BinarySearchFunc(s.journal, number, func(c Call, n int) int { return c.number - n })
	if found {
		s.journal[at].Status = status
		s.wake()
	}
}
