package telegram

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Fault is a call that goes wrong on purpose. The zero value of every field
// asks for nothing special; a fault with neither Status, Body nor Cut only
// delays (Hang) and then answers well.
type Fault struct {
	Method string // which calls; "*" or "" for any
	Chat   int64  // only calls about this chat; 0 for any
	Times  int    // how often; 0 is once, negative until ClearFaults

	Status      int    // the answer's status: 429, 500, 502, 403, 409, …
	Description string // in the answer; the usual one for the status if empty
	RetryAfter  int    // seconds, told in the answer's parameters
	Body        string // sent as it is instead of an answer: HTML, half a JSON

	Hang        time.Duration // before answering; less if the bot hangs up
	Cut         bool          // close the connection in the middle of the answer
	AfterEffect bool          // do what was asked, then fail
}

// Fault makes coming calls fail. Faults apply in the order they were given.
func (s *Server) Fault(f Fault) {
	if f.Times == 0 {
		f.Times = 1
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = append(s.faults, &f)
}

// ClearFaults makes everything go well again.
func (s *Server) ClearFaults() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = nil
}

// Refuse makes the server one that does not know the methods: it answers 404.
func (s *Server) Refuse(methods ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, name := range methods {
		s.refused[strings.ToLower(name)] = true
	}
}

// nextFault takes the fault that awaits this call, if any.
func (s *Server) nextFault(name string, p params) *Fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	at := slices.IndexFunc(s.faults, func(f *Fault) bool {
		return (f.Method == "" || f.Method == "*" || strings.EqualFold(f.Method, name)) &&
			(f.Chat == 0 || f.Chat == p.number("chat_id"))
	})
	if at < 0 {
		return nil
	}
	f := s.faults[at]
	if f.Times > 0 {
		f.Times--
	}
	if f.Times == 0 {
		s.faults = slices.Delete(s.faults, at, at+1)
	}
	return f
}

func (s *Server) serveFault(ctx context.Context, w http.ResponseWriter, f *Fault, entry int, name string, p params) {
	if f.Hang > 0 {
		s.pause(ctx, f.Hang)
	}
	onlySlow := f.onlySlow()
	var result any
	var err error
	if f.AfterEffect || onlySlow {
		result, err = s.call(ctx, name, p)
	}
	if onlySlow {
		s.recordAnswer(entry, status(err))
		writeAnswer(w, result, err)
		return
	}
	s.recordAnswer(entry, cmp.Or(f.Status, http.StatusOK))
	f.answer(w)
}

// onlySlow reports whether the call goes well in the end.
func (f *Fault) onlySlow() bool { return f.Status == 0 && f.Body == "" && !f.Cut }

// answer writes the failure.
func (f *Fault) answer(w http.ResponseWriter) {
	body := []byte(f.Body)
	code := cmp.Or(f.Status, http.StatusOK)
	switch {
	case f.Body == "" && f.Status == 0: // cut off in an answer that would have been good
		body = mustJSON(answer{OK: true, Result: map[string]any{"message_id": 1}})
	case f.Body == "":
		out := answer{ErrorCode: f.Status, Description: f.describe()}
		if f.RetryAfter > 0 {
			out.Parameters = &answerPatience{RetryAfter: f.RetryAfter}
		}
		body = mustJSON(out)
	}
	if !f.Cut {
		w.Header().Set("Content-Type", http.DetectContentType(body))
		if body[0] == '{' {
			w.Header().Set("Content-Type", "application/json")
		}
		w.WriteHeader(code)
		_, _ = w.Write(body)
		return
	}
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(code)
	_, _ = w.Write(body[:len(body)/2])
	_ = http.NewResponseController(w).Flush()
	panic(http.ErrAbortHandler) // net/http closes the connection without a word
}

func (f *Fault) describe() string {
	switch {
	case f.Description != "":
		return f.Description
	case f.Status == http.StatusTooManyRequests:
		return tooMany(f.RetryAfter).Error()
	case f.Status == http.StatusForbidden:
		return errBlocked.Error()
	case f.Status == http.StatusConflict:
		return errTerminated.Error()
	default:
		return http.StatusText(f.Status)
	}
}

// pause waits, unless the bot hangs up or the server closes before.
func (s *Server) pause(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	case <-s.alive.Done():
	}
}
