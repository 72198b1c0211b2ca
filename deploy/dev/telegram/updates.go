package telegram

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"
)

const (
	maxUpdates = 100
	maxPoll    = 50 * time.Second
)

// post queues an update for the bot, unless it asked not to be told. The
// caller holds the lock and tells afterwards.
func (s *Server) post(u Update) {
	if s.state.Allowed != nil && !slices.Contains(s.state.Allowed, u.kind()) {
		return
	}
	u.ID = s.state.NextUpdate
	s.state.NextUpdate++
	s.state.Updates = append(s.state.Updates, u)
}

// getUpdates is the Bot API method: it waits until there is something to tell.
// A newer getUpdates ends it, as does the end of the request.
func (s *Server) getUpdates(ctx context.Context, p params) (any, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	begun, err := s.beginPoll(p, cancel)
	if err != nil {
		return nil, err
	}
	defer s.endPoll(begun)

	patience := min(time.Duration(p.number("timeout"))*time.Second, maxPoll)
	timed, stopTimer := context.WithTimeout(ctx, max(patience, 0))
	defer stopTimer()
	found := []Update{}
	err = s.wait(timed, func() bool {
		if s.poll != begun {
			return true
		}
		found = s.pending(int(p.number("limit")))
		return len(found) > 0 || patience <= 0
	})
	if errors.Is(context.Cause(ctx), errTerminated) {
		return nil, errTerminated
	}
	if err != nil { // time is up, the bot hung up, or the server closes
		return []Update{}, nil
	}
	return found, nil
}

// polling is one getUpdates that runs.
type polling struct{ end context.CancelCauseFunc }

// beginPoll makes this getUpdates the only one and heeds what it confirms.
func (s *Server) beginPoll(p params, end context.CancelCauseFunc) (*polling, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.state.Webhook.URL != "" {
		return nil, errHookIsSet
	}
	if s.poll != nil {
		s.poll.end(errTerminated)
	}
	if p.has("allowed_updates") {
		var kinds []string
		if err := p.decode("allowed_updates", &kinds); err != nil {
			return nil, err
		}
		s.allow(kinds)
	}
	s.confirm(int(p.number("offset")))
	s.poll = &polling{end: end}
	s.wake()
	return s.poll, nil
}

func (s *Server) endPoll(p *polling) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.poll == p {
		s.poll = nil
	}
}

// allow sets which updates come from now on; an empty list means all.
func (s *Server) allow(kinds []string) {
	s.state.Allowed = kinds
	if len(kinds) == 0 {
		s.state.Allowed = nil
	}
}

// confirm forgets what lies before offset; a negative offset keeps so many of
// the last.
func (s *Server) confirm(offset int) {
	queue := s.state.Updates
	keep := 0
	switch {
	case offset < 0:
		keep = max(0, len(queue)+offset)
	case offset > 0:
		keep, _ = slices.BinarySearchFunc(queue, offset, func(u Update, id int) int { return cmp.Compare(u.ID, id) })
	}
	if keep == 0 {
		return
	}
	for _, u := range queue[:keep] {
		s.delivered(u)
	}
	s.state.Updates = slices.Clone(queue[keep:])
	s.tell()
}

// delivered notes that the bot has an update, and plans to tell it again if
// the server is to do so.
func (s *Server) delivered(u Update) {
	s.past = append(s.past, u)
	if len(s.past) > maxUpdates {
		s.past = slices.Clone(s.past[1:])
	}
	if s.opt.Deliveries > 1 {
		for range u.ID % s.opt.Deliveries {
			s.again = append(s.again, u)
		}
	}
}

// pending is what the next getUpdates answers.
func (s *Server) pending(limit int) []Update {
	if limit < 1 || limit > maxUpdates {
		limit = maxUpdates
	}
	found := slices.Concat(s.again, s.state.Updates)
	found = found[:min(limit, len(found))]
	s.again = s.again[min(limit, len(s.again)):]
	return found
}

// Redeliver tells the bot its last n confirmed updates once more, as Telegram
// does when a confirmation is lost.
func (s *Server) Redeliver(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.again = append(s.again, s.past[max(0, len(s.past)-n):]...)
	s.tell()
}

// Pending counts the updates the bot has not confirmed.
func (s *Server) Pending() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.state.Updates)
}

// WaitConfirmed waits until the bot has confirmed every update, or gives the
// context's error.
func (s *Server) WaitConfirmed(ctx context.Context) error {
	return s.wait(ctx, func() bool { return len(s.state.Updates) == 0 && len(s.again) == 0 })
}

// WaitPolling waits until a getUpdates waits for something to tell, or gives
// the context's error.
func (s *Server) WaitPolling(ctx context.Context) error {
	return s.wait(ctx, func() bool { return s.poll != nil })
}
