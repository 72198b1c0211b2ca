package telegram

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"sync"
	"time"

	"financebot/pkg/background"
)

const (
	maxSeen = 10_000 // handled updates that are remembered for the time that Redis is away
	// maxDelays is how often an update is put off, each time for longer: three hours in all, or
	// more where Telegram asks for it.
	maxDelays     = 10
	postponeDelay = time.Minute
)

// errNonsense says that a batch held nothing that could be told apart by an id.
var errNonsense = errors.New("telegram: updates without an id")

// intake takes every update in once, however often it is delivered.
type intake struct {
	inbox    *Inbox
	dispatch *dispatcher
	log      *slog.Logger
	metrics  *metrics

	mu       sync.Mutex
	inFlight map[int64]*job
	handled  *recent[int64]
	delays   map[int64]int // of the updates that were put off

	again func(time.Duration, func()) // calls later
}

func newIntake(box *Inbox, log *slog.Logger, m *metrics) *intake {
	return &intake{inbox: box, log: log, metrics: m,
		inFlight: map[int64]*job{}, handled: newRecent[int64](maxSeen), delays: map[int64]int{},
		again: func(d time.Duration, f func()) {
			time.AfterFunc(d, func() { background.Run(log, "handle an update again", f) })
		}}
}

// take hands new updates to their chats and gives all of them, in the order in which they came:
// those that are kept safe, handled or of no use are settled, the others will be.
// It gives errNonsense, or the context's error where not all could be handed over.
func (in *intake) take(ctx context.Context, batch []json.RawMessage) ([]*job, error) {
	jobs, fresh := in.sort(batch)
	if len(jobs) == 0 && len(batch) > 0 {
		return nil, errNonsense
	}
	fresh = in.keep(ctx, fresh)
	for i, j := range fresh {
		if err := in.dispatch.submit(ctx, j); err != nil {
			in.forget(fresh[i:])
			return jobs, err
		}
	}
	return jobs, nil
}

// sort tells the updates that nobody has handled or is handling from the rest.
func (in *intake) sort(batch []json.RawMessage) (jobs, fresh []*job) {
	in.mu.Lock()
	defer in.mu.Unlock()
	for _, raw := range batch {
		var head struct {
			ID *int64 `json:"update_id"`
		}
		if err := json.Unmarshal(raw, &head); err != nil || head.ID == nil {
			in.metrics.update("unknown", "unreadable")
			continue
		}
		id := *head.ID
		if known := in.inFlight[id]; known != nil {
			jobs = append(jobs, known)
			in.metrics.update("unknown", "duplicate")
			continue
		}
		j := newJob(id, raw)
		jobs = append(jobs, j)
		if in.handled.has(id) {
			j.end()
			in.metrics.update("unknown", "duplicate")
			continue
		}
		in.inFlight[id] = j
		fresh = append(fresh, j)
	}
	return jobs, fresh
}

// keep makes the fresh jobs durable where Redis lets it, and gives those that are to be handled here.
func (in *intake) keep(ctx context.Context, fresh []*job) []*job {
	if len(fresh) == 0 {
		return nil
	}
	mine, err := in.inbox.add(ctx, fresh)
	if err != nil {
		in.log.Debug("updates are kept by Telegram until they are handled", "error", err)
	}
	var here []*job
	for _, j := range fresh {
		switch {
		case err == nil && !mine[j.id]:
			j.end()
			in.forget([]*job{j})
			in.metrics.update("unknown", "duplicate")
		case json.Unmarshal(j.raw, &j.update) != nil:
			in.log.Warn("an update cannot be read", "update", j.id)
			in.metrics.update("unknown", "unreadable")
			in.finish(j)
		default:
			if err == nil {
				j.safe = true
				j.settle()
			}
			here = append(here, j)
		}
	}
	return here
}

// finish says that a job is done for good.
func (in *intake) finish(j *job) {
	in.handled.add(j.id)
	// The handler's context may be over by now; this mark is what keeps it from running again.
	ctx, cancel := context.WithTimeout(context.Background(), callTimeout)
	defer cancel()
	if err := in.inbox.done(ctx, j.id); err != nil {
		in.log.Debug("an update's end is known to this process only", "update", j.id, "error", err)
	}
	j.end()
	in.forget([]*job{j})
	in.mu.Lock()
	defer in.mu.Unlock()
	delete(in.delays, j.id)
}

// postpone leaves a job in the inbox to be taken out again after a while, at least the one asked
// for. It reports false where that would not keep it, or was done often enough.
func (in *intake) postpone(j *job, atLeast time.Duration) (delay time.Duration, ok bool) {
	in.mu.Lock()
	defer in.mu.Unlock()
	if !j.safe || in.delays[j.id] == maxDelays {
		return 0, false
	}
	delay = max(atLeast, postponeDelay<<min(in.delays[j.id], 5))
	in.delays[j.id]++
	j.end()
	in.again(delay, func() { in.forget([]*job{j}) }) // until then it is still known as being handled
	return delay, true
}

func (in *intake) forget(jobs []*job) {
	in.mu.Lock()
	defer in.mu.Unlock()
	for _, j := range jobs {
		delete(in.inFlight, j.id)
	}
}

// recover takes in what a crash, here or elsewhere, left behind.
func (in *intake) recover(ctx context.Context) error {
	batch, err := in.inbox.leftover(ctx)
	if err != nil {
		return err
	}
	in.release(ctx, batch)
	_, err = in.take(ctx, batch)
	return err
}

// release drops from the inbox what was handled while Redis was away.
func (in *intake) release(ctx context.Context, batch []json.RawMessage) {
	for _, raw := range batch {
		var head struct {
			ID int64 `json:"update_id"`
		}
		if json.Unmarshal(raw, &head) == nil && in.handled.has(head.ID) {
			if err := in.inbox.done(ctx, head.ID); err != nil {
				return // the next round will
			}
		}
	}
}
