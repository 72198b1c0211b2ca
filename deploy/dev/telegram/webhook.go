package telegram

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"sync"
	"time"
)

const (
	maxBackoff     = time.Minute
	pushPatience   = 60 * time.Second
	maxConnections = 100

	// wrongResponse is how Telegram begins what getWebhookInfo tells of a refused push.
	wrongResponse = "Wrong response from the webhook"
)

// webhook is where updates are pushed to, if URL is set.
type webhook struct {
	URL            string
	Secret         string
	MaxConnections int
	ErrorDate      int64
	Error          string
}

// hook is the webhook at work: pushes of different chats run side by side,
// those of one chat one after another.
type hook struct {
	webhook
	client *http.Client
	busy   map[int64]bool // chats with a push under way or waiting to retry
	stop   context.CancelFunc
}

var secretForm = regexp.MustCompile(`^[A-Za-z0-9_-]{1,256}$`)

// setWebhook is the Bot API method. Plain http is let pass, as Telegram's own
// local server does.
func (s *Server) setWebhook(p params) (any, error) {
	next := webhook{URL: p.str("url"), Secret: p.str("secret_token"), MaxConnections: int(p.number("max_connections"))}
	if next.URL == "" {
		return s.deleteWebhook(p)
	}
	if u, err := url.Parse(next.URL); err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil, bad("bad webhook: invalid URL")
	}
	if next.Secret != "" && !secretForm.MatchString(next.Secret) {
		return nil, bad("secret token contains unallowed characters")
	}
	if next.MaxConnections < 1 || next.MaxConnections > maxConnections {
		next.MaxConnections = 40
	}
	if p.has("allowed_updates") {
		var kinds []string
		if err := p.decode("allowed_updates", &kinds); err != nil {
			return nil, err
		}
		s.allow(kinds)
	}
	s.dropPending(p)
	s.stopHook()
	s.state.Webhook = next
	if s.poll != nil {
		s.poll.end(errTerminated)
	}
	s.startHook()
	s.tell()
	return true, nil
}

// deleteWebhook is the Bot API method.
func (s *Server) deleteWebhook(p params) (any, error) {
	s.dropPending(p)
	s.stopHook()
	s.state.Webhook = webhook{}
	s.tell()
	return true, nil
}

// webhookInfo is the Bot API's WebhookInfo.
type webhookInfo struct {
	URL            string   `json:"url"`
	Certificate    bool     `json:"has_custom_certificate"`
	Pending        int      `json:"pending_update_count"`
	ErrorDate      int64    `json:"last_error_date,omitempty"`
	Error          string   `json:"last_error_message,omitempty"`
	MaxConnections int      `json:"max_connections,omitempty"`
	Allowed        []string `json:"allowed_updates,omitempty"`
}

func (s *Server) getWebhookInfo(params) (any, error) {
	w := s.state.Webhook
	return webhookInfo{
		URL: w.URL, Pending: len(s.state.Updates), MaxConnections: w.MaxConnections,
		ErrorDate: w.ErrorDate, Error: w.Error, Allowed: s.state.Allowed,
	}, nil
}

func (s *Server) dropPending(p params) {
	if p.flag("drop_pending_updates") {
		s.state.Updates = nil
	}
}

// startHook begins pushing, if there is where to.
func (s *Server) startHook() {
	if s.state.Webhook.URL == "" || s.closed {
		return
	}
	ctx, cancel := context.WithCancel(s.alive)
	h := &hook{
		webhook: s.state.Webhook,
		client:  &http.Client{Timeout: pushPatience},
		busy:    map[int64]bool{},
		stop:    cancel,
	}
	s.hook = h
	s.background.Go(func() { s.runHook(ctx, h) })
}

func (s *Server) stopHook() {
	if s.hook != nil {
		s.hook.stop()
		s.hook = nil
	}
}

// runHook pushes whatever may be pushed until it is stopped, and waits for
// what is under way.
func (s *Server) runHook(ctx context.Context, h *hook) {
	var pushes sync.WaitGroup
	defer pushes.Wait()
	for {
		var next *Update
		if s.wait(ctx, func() bool { next = s.nextPush(h); return next != nil }) != nil {
			return
		}
		pushes.Go(func() { s.pushUntilTaken(ctx, h, *next) })
	}
}

// nextPush takes the oldest update whose chat is not busy, while there are
// connections left.
func (s *Server) nextPush(h *hook) *Update {
	if s.hook != h || len(h.busy) >= h.MaxConnections {
		return nil
	}
	for _, u := range slices.Concat(s.again, s.state.Updates) {
		if !h.busy[u.chat()] {
			h.busy[u.chat()] = true
			return &u
		}
	}
	return nil
}

// pushUntilTaken repeats a push, with growing pauses, until the bot takes it.
func (s *Server) pushUntilTaken(ctx context.Context, h *hook, u Update) {
	backoff := s.opt.WebhookBackoff
	for ctx.Err() == nil {
		reply, wait, err := h.push(ctx, u)
		if err == nil {
			s.taken(h, u)
			s.obey(ctx, reply)
			return
		}
		s.notePushError(h, err)
		s.pause(ctx, max(backoff, wait))
		backoff = min(2*backoff, maxBackoff)
	}
}

// push tells the bot one update. It returns what the bot replied, or how long
// the bot asks to wait and what went wrong.
func (h *hook) push(ctx context.Context, u Update) (reply []byte, wait time.Duration, err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, h.URL, bytes.NewReader(mustJSON(u)))
	if err != nil {
		return nil, 0, err
	}
	req.Header.Set("Content-Type", "application/json")
	if h.Secret != "" {
		req.Header.Set("X-Telegram-Bot-Api-Secret-Token", h.Secret)
	}
	res, err := h.client.Do(req)
	if err != nil {
		return nil, 0, err
	}
	defer res.Body.Close()
	reply, err = io.ReadAll(io.LimitReader(res.Body, maxRequest))
	if err != nil {
		return nil, 0, err
	}
	if res.StatusCode/100 != 2 {
		seconds, _ := strconv.Atoi(res.Header.Get("Retry-After"))
		return nil, time.Duration(seconds) * time.Second, fmt.Errorf("%s: %s", wrongResponse, res.Status)
	}
	return reply, 0, nil
}

// taken confirms a pushed update and frees its chat.
func (s *Server) taken(h *hook, u Update) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(h.busy, u.chat())
	same := func(other Update) bool { return other.ID == u.ID }
	if at := slices.IndexFunc(s.again, same); at >= 0 {
		s.again = slices.Delete(slices.Clone(s.again), at, at+1)
	} else if at := slices.IndexFunc(s.state.Updates, same); at >= 0 {
		s.state.Updates = slices.Delete(slices.Clone(s.state.Updates), at, at+1)
		s.delivered(u)
	}
	s.tell()
}

func (s *Server) notePushError(h *hook, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.hook == h {
		s.state.Webhook.ErrorDate, s.state.Webhook.Error = s.now(), err.Error()
		s.tell()
	}
}

// obey makes the call a bot may put into its answer to a push. Its outcome is
// told to nobody.
func (s *Server) obey(ctx context.Context, reply []byte) {
	var raw map[string]json.RawMessage
	if json.Unmarshal(reply, &raw) != nil {
		return
	}
	p := params{values: textOf(raw)}
	if name := p.str("method"); name != "" {
		entry := s.record(name, p)
		_, err := s.call(ctx, name, p)
		s.recordAnswer(entry, status(err))
	}
}
