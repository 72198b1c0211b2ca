package telegram

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"time"
)

const (
	pollWait    = 25 // seconds that Telegram may hold an answer back
	pollTimeout = (pollWait + 10) * time.Second
	pollLimit   = 100
	// patience is how long a poll waits for updates that only Telegram keeps.
	patience = 500 * time.Millisecond
)

// kinds of updates that the bot acts on.
var wanted = []string{"message", "edited_message", "callback_query"}

// poller fetches updates and moves past those that are safe.
type poller struct {
	api     *caller
	intake  *intake
	leader  *Leader
	status  *status
	metrics *metrics
	log     *slog.Logger
	pause   pause

	offset int64
}

// run polls until ctx ends.
func (p *poller) run(ctx context.Context) {
	failures := 0
	for ctx.Err() == nil {
		err := p.once(ctx)
		if ctx.Err() != nil {
			return
		}
		if errors.Is(err, ErrNotLeader) {
			p.offset = 0 // another replica goes on from here
			_ = p.pause(ctx, Aside)
			continue
		}
		p.status.heard(err)
		if err == nil {
			failures = 0
			continue
		}
		failures++
		if _, conflict := refused(err, http.StatusConflict); conflict {
			p.reclaim(ctx)
		}
		delay := p.delay(failures, err)
		p.metrics.pollErrors.Inc()
		p.log.Warn("polling failed", "attempt", failures, "next_in", delay.Round(time.Millisecond).String(), "error", err)
		_ = p.pause(ctx, delay) // the loop looks at ctx itself
	}
}

func (p *poller) delay(failures int, err error) time.Duration {
	if r, ok := refused(err, http.StatusTooManyRequests); ok && r.RetryAfter > 0 {
		return r.RetryAfter
	}
	return backoff(failures)
}

// once fetches one batch and takes it in; it gives ErrNotLeader where another replica polls. The
// inbox knows what another one has fetched too, so that each update is handled once.
func (p *poller) once(ctx context.Context) error {
	var batch []json.RawMessage
	err := p.leader.Lead(ctx, func(ctx context.Context) (err error) {
		batch, err = p.fetch(ctx, pollWait, pollTimeout)
		return err
	})
	if err != nil {
		return err
	}

	jobs, err := p.intake.take(ctx, batch)
	if err != nil {
		return err
	}
	p.settle(ctx, jobs)
	return nil
}

func (p *poller) fetch(ctx context.Context, wait int, timeout time.Duration) ([]json.RawMessage, error) {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	var batch []json.RawMessage
	err := p.api.call(ctx, "getUpdates", map[string]any{
		"offset": p.offset, "limit": pollLimit, "timeout": wait, "allowed_updates": wanted,
	}, &batch)
	return batch, err
}

// settle moves the offset past updates that Telegram may forget. Where one is slow it returns
// after a while all the same, so that what came after it is fetched meanwhile.
func (p *poller) settle(ctx context.Context, jobs []*job) {
	timer := time.NewTimer(patience)
	defer timer.Stop()
	for _, j := range jobs {
		select {
		case <-j.settled:
			p.offset = j.id + 1
			continue
		default:
		}
		select {
		case <-j.settled:
			p.offset = j.id + 1
		case <-timer.C:
			return
		case <-ctx.Done():
			return
		}
	}
}

// reclaim takes away a webhook that was set meanwhile; against another poller nothing helps
// but to wait for it to end.
func (p *poller) reclaim(ctx context.Context) {
	if err := p.api.call(ctx, "deleteWebhook", map[string]any{}, nil); err != nil && ctx.Err() == nil {
		p.log.Info("the webhook could not be deleted", "error", err)
	}
}

// stop tells Telegram how far the bot got, so that the next start is not told again, and makes
// way for another replica.
func (p *poller) stop(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	p.confirm(ctx)
	p.leader.Release(ctx)
}

func (p *poller) confirm(ctx context.Context) {
	if p.offset == 0 {
		return
	}
	if err := p.api.call(ctx, "getUpdates", map[string]any{"offset": p.offset, "limit": 1, "timeout": 0}, nil); err != nil {
		p.log.Debug("the last updates could not be confirmed", "error", err)
	}
}
