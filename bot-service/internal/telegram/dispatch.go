package telegram

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"sync"
	"time"

	"gopkg.in/telebot.v3"

	"financebot/pkg/background"
	"financebot/pkg/client"
)

const (
	maxBusyChats = 64     // chats whose update is being handled right now
	maxWaiting   = 10_000 // updates taken in and not yet handled
)

// errStopping says that nothing more is taken in.
var errStopping = errors.New("telegram: the bot is stopping")

// job is one update on its way through the bot.
type job struct {
	id     int64
	raw    json.RawMessage
	update telebot.Update
	safe   bool   // in the inbox
	asked  string // the command or button that it is, for the log; never what was typed

	// What is known of it while it is handled, again and again until its outcome is clear.
	began    time.Time
	task     *client.Task
	tries    int
	broken   int        // times that the API said it is its own fault
	saying   sync.Mutex // held while the chat is told something of what follows
	told     bool       // the chat knows that it takes long
	goesOn   string     // what the chat is told then, where not the usual
	passed   bool       // whether newer updates of the chat may then go ahead of it
	answered bool       // the tap got its answer
	kept     map[any]any

	settling, ending sync.Once
	settled          chan struct{} // closed once Telegram may forget the update
	ended            chan struct{} // closed once nobody here has to do with it any more
}

func newJob(id int64, raw json.RawMessage) *job {
	return &job{id: id, raw: raw, settled: make(chan struct{}), ended: make(chan struct{})}
}

func (j *job) settle() { j.settling.Do(func() { close(j.settled) }) }

func (j *job) end() {
	j.settle()
	j.ending.Do(func() { close(j.ended) })
}

// chat is where the update belongs; zero for those that have no chat.
func (j *job) chat() int64 {
	u := j.update
	switch {
	case u.Message != nil && u.Message.Chat != nil:
		return u.Message.Chat.ID
	case u.EditedMessage != nil && u.EditedMessage.Chat != nil:
		return u.EditedMessage.Chat.ID
	case u.Callback != nil && u.Callback.Message != nil && u.Callback.Message.Chat != nil:
		return u.Callback.Message.Chat.ID
	case u.Callback != nil && u.Callback.Sender != nil:
		return u.Callback.Sender.ID
	default:
		return 0
	}
}

// respite is how long a job rests before it is handled again: at least that long, and at most,
// where nothing shows meanwhile that it is worth a try. One that is passed keeps nobody behind it.
type respite struct {
	least, most time.Duration
	passed      bool
}

// dispatcher handles each chat's jobs one after the other and many chats at once. A chat has a
// queue of its own, so that a slow one keeps nobody waiting but itself. A job whose outcome is not
// clear keeps its chat's others behind it.
type dispatcher struct {
	handle func(context.Context, *job) *respite // nil where the job is over
	room   chan struct{}                        // one token for each job taken in
	busy   chan struct{}                        // one token for each job being handled

	mu      sync.Mutex
	queues  map[int64][]*job // of chats with a worker
	closed  bool
	through chan struct{} // closed, and made anew, when a job got through that had rested
	work    sync.WaitGroup

	stopping chan struct{} // closed when no job is worth waiting for any more
	timer    func(time.Duration) *time.Timer
	log      *slog.Logger

	ctx    context.Context // of the handlers: it outlives the polling
	cancel context.CancelFunc
}

func newDispatcher(handle func(context.Context, *job) *respite, log *slog.Logger) *dispatcher {
	d := &dispatcher{
		handle:   handle,
		room:     make(chan struct{}, maxWaiting),
		busy:     make(chan struct{}, maxBusyChats),
		queues:   map[int64][]*job{},
		through:  make(chan struct{}),
		stopping: make(chan struct{}),
		timer:    time.NewTimer,
		log:      log,
	}
	d.ctx, d.cancel = context.WithCancel(context.Background())
	return d
}

// submit queues a job behind its chat's others; it blocks while too many are waiting.
// It gives errStopping, or the context's error.
func (d *dispatcher) submit(ctx context.Context, j *job) error {
	select {
	case d.room <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.closed {
		return errStopping
	}
	chat := j.chat()
	queue, working := d.queues[chat]
	d.queues[chat] = append(queue, j)
	if !working {
		d.work.Go(func() { background.Run(d.log, "serve a chat", func() { d.serve(chat) }) })
	}
	return nil
}

// serve handles a chat's jobs until there are none.
func (d *dispatcher) serve(chat int64) {
	for {
		j := d.next(chat)
		if j == nil {
			return
		}
		through := d.news()
		again := d.once(j)
		switch {
		case again == nil:
			<-d.room
		case again.passed:
			d.work.Go(func() { background.Run(slog.Default(), "finish an update", func() { d.finish(j, *again, through) }) })
		case !d.finish(j, *again, through):
			return
		}
	}
}

// finish handles a job that rests until it is over; false where the bot stops before. Its chat's
// other jobs are left alone then: the next start finds all of them, in order.
func (d *dispatcher) finish(j *job, again respite, through <-chan struct{}) bool {
	for d.rest(again, through) {
		through = d.news()
		next := d.once(j)
		if next == nil {
			d.encourage()
			<-d.room
			return true
		}
		again = *next
	}
	return false
}

func (d *dispatcher) once(j *job) *respite {
	d.busy <- struct{}{}
	defer func() { <-d.busy }()
	if d.ctx.Err() != nil {
		return nil
	}

	// What breaks beside the features must not leave the chat's other jobs without a worker.
	var again *respite
	background.Run(d.log, "handle an update", func() { again = d.handle(d.ctx, j) })
	return again
}

// rest lets a respite pass; false where the bot stops meanwhile.
func (d *dispatcher) rest(r respite, through <-chan struct{}) bool {
	if !d.pause(r.least, nil) {
		return false
	}
	return d.pause(r.most-r.least, through)
}

// pause waits for a while or for a signal; false where the bot stops meanwhile.
func (d *dispatcher) pause(within time.Duration, signal <-chan struct{}) bool {
	timer := d.timer(within)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-signal:
		return true
	case <-d.stopping:
		return false
	}
}

// news is closed when a job gets through that had rested.
func (d *dispatcher) news() <-chan struct{} {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.through
}

// encourage tells those that rest that a try is worth it.
func (d *dispatcher) encourage() {
	d.mu.Lock()
	defer d.mu.Unlock()
	close(d.through)
	d.through = make(chan struct{})
}

// next takes the chat's first job; without one the chat has no worker any more.
func (d *dispatcher) next(chat int64) *job {
	d.mu.Lock()
	defer d.mu.Unlock()
	queue := d.queues[chat]
	if len(queue) == 0 {
		delete(d.queues, chat)
		return nil
	}
	d.queues[chat] = queue[1:]
	return queue[0]
}

// drain takes nothing more and waits for what was submitted; when ctx ends first, the rest is called off.
func (d *dispatcher) drain(ctx context.Context) {
	d.mu.Lock()
	if !d.closed {
		close(d.stopping)
	}
	d.closed = true
	d.mu.Unlock()
	done := make(chan struct{})
	background.Go(d.log, "wait for the chats", func() {
		d.work.Wait()
		close(done)
	})
	select {
	case <-done:
	case <-ctx.Done():
	}
	d.cancel()
	<-done
}
