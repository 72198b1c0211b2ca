// Package telegram is a Telegram of one's own: a Bot API server on this
// machine with people who can be played from tests or from a chat page.
//
// It answers as the real one does, refusals included, so that a bot that works
// here works there. Nothing it does leaves the machine.
package telegram

import (
	"context"
	"encoding/json"
	"net/http"
	"sync"
	"time"
)

// Options say which bot the server knows and how it behaves. Only Token is
// needed.
type Options struct {
	Token    string // as BotFather would give it: the bot's id, a colon, a secret
	Username string // of the bot; "finance_local_bot" if empty
	Name     string // of the bot; "Finance" if empty
	StateDir string // where Open keeps everything

	// Privacy hides from the bot what is said in groups, except commands,
	// mentions of it and replies to it.
	Privacy bool
	// Deliveries tells each update up to so many times, as Telegram does when
	// a confirmation is lost.
	Deliveries int
	// Flood limits how fast the bot may write. The zero value does not.
	Flood Flood
	// WebhookBackoff is the pause after a webhook's first failure, doubled
	// after each further one; a second if zero.
	WebhookBackoff time.Duration
	// Now is the clock; time.Now if nil.
	Now func() time.Time
}

// Server is one Telegram with one bot. All its methods may be called from
// several goroutines.
type Server struct {
	opt     Options
	bot     User
	methods map[string]method
	pages   http.Handler

	mu        sync.Mutex
	state     state
	queries   map[string]*query     // taps, by the id of their query
	tapped    int                   // taps since the start
	journal   []Call                // what the bot asked, oldest first
	recorded  int                   // calls noted since the start
	faults    []*Fault              // to come
	refused   map[string]bool       // methods this server is too old for
	past      []Update              // the last ones confirmed
	again     []Update              // confirmed, yet to be told once more
	poll      *polling              // the getUpdates that is waiting
	hook      *hook                 // pushes to the webhook, if one is set
	sent      map[int64][]time.Time // when the bot wrote lately, by chat
	changed   chan struct{}         // closed at the next change
	listeners map[chan Event]bool   // chat pages
	saving    chan struct{}         // wakes the saver
	keeps     bool                  // opened with a StateDir
	closed    bool

	background sync.WaitGroup  // the saver and the pushes
	alive      context.Context // until Close
	stop       context.CancelFunc
}

// New makes a server that keeps nothing, whatever StateDir says. Close it when
// done.
func New(opt Options) *Server {
	opt = opt.withDefaults()
	s := &Server{
		opt:       opt,
		queries:   map[string]*query{},
		refused:   map[string]bool{},
		sent:      map[int64][]time.Time{},
		changed:   make(chan struct{}),
		listeners: map[chan Event]bool{},
		saving:    make(chan struct{}, 1),
	}
	s.bot = User{ID: botID(opt.Token), IsBot: true, FirstName: opt.Name, Username: opt.Username}
	s.alive, s.stop = context.WithCancel(context.Background())
	s.methods = methods()
	s.pages = s.pageHandler()
	s.state = newState(opt.Now())
	return s
}

// Open makes a server that goes on where the one that kept its state in
// StateDir left off. Close it when done.
func Open(opt Options) (*Server, error) {
	s := New(opt)
	if err := s.load(); err != nil {
		s.stop()
		return nil, err
	}
	s.keeps = true
	s.background.Go(s.keepSaving)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.startHook()
	return s, nil
}

func (opt Options) withDefaults() Options {
	if opt.Username == "" {
		opt.Username = "finance_local_bot"
	}
	if opt.Name == "" {
		opt.Name = "Finance"
	}
	if opt.WebhookBackoff == 0 {
		opt.WebhookBackoff = time.Second
	}
	if opt.Now == nil {
		opt.Now = time.Now
	}
	return opt
}

// Close ends waiting calls and pages, stops pushing, and writes what is to be
// kept. It returns the error of that last write.
func (s *Server) Close() error {
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		return nil
	}
	s.closed = true
	for events := range s.listeners {
		close(events)
		delete(s.listeners, events)
	}
	s.mu.Unlock()
	s.stop()
	s.background.Wait()
	return s.saveLast()
}

// Handler serves the Bot API under /bot<token>/ and /file/bot<token>/, and the
// chat page everywhere else.
func (s *Server) Handler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch token, rest, kind := splitPath(r.URL.Path); kind {
		case callPath:
			s.serveCall(w, r, token, rest)
		case filePath:
			s.serveFile(w, r, token, rest)
		default:
			s.pages.ServeHTTP(w, r)
		}
	})
}

// Token is the bot's.
func (s *Server) Token() string { return s.opt.Token }

// Bot is what getMe says of the bot.
func (s *Server) Bot() User { return s.bot }

// now is the time as the Bot API counts it.
func (s *Server) now() int64 { return s.opt.Now().Unix() }

// tell announces a change to everyone who waits, to the chat pages and to the
// saver. The caller holds the lock.
func (s *Server) tell(events ...Event) {
	s.wake()
	for _, event := range events {
		s.push(event)
	}
	select {
	case s.saving <- struct{}{}:
	default: // it will see this change too
	}
}

// wake makes everyone who waits look again. The caller holds the lock.
func (s *Server) wake() {
	close(s.changed)
	s.changed = make(chan struct{})
}

// wait returns nil once done holds, looking again after each change, or the
// context's error. done runs under the lock.
func (s *Server) wait(ctx context.Context, done func() bool) error {
	for {
		s.mu.Lock()
		ok, changed := done(), s.changed
		s.mu.Unlock()
		if ok {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return ctx.Err()
		case <-s.alive.Done():
			return errClosed
		}
	}
}

// mustJSON writes what this package made itself and therefore can be written.
func mustJSON(v any) []byte {
	data, err := json.Marshal(v)
	if err != nil {
		panic("telegram: " + err.Error())
	}
	return data
}
