package telegram

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"financebot/bot-service/internal/text"
)

// ErrBlocked says that the chat does not want to hear from the bot.
var ErrBlocked = errors.New("telegram: the chat has blocked the bot")

// unshown says that Telegram takes a message perhaps later.
type unshown struct {
	after time.Duration // from when trying again makes sense
	err   error
}

func (u *unshown) Error() string { return u.err.Error() }
func (u *unshown) Unwrap() error { return u.err }

const (
	maxFaults  = 5  // of the server or the line, before a send is given up after 15 seconds
	maxFloods  = 10 // times that one send waits because Telegram asks for it
	faultDelay = time.Second
	lastWord   = 2 * time.Second // for a call that has begun when the bot stops
)

// sender shows things in chats: at the pace that Telegram allows, and again where it failed to.
type sender struct {
	api      *caller
	pacer    *pacer
	pause    pause
	lastWord time.Duration
	metrics  *metrics
}

// send writes a message, or several where one does not hold it, and gives the id of the last.
// It gives ErrBlocked, a *Refusal, or an *unshown with what kept the last try from an answer.
func (s *sender) send(ctx context.Context, chat int64, r Reply) (message int, err error) {
	for _, part := range r.parts() {
		if message, err = s.sendOne(ctx, chat, part); err != nil {
			return 0, err
		}
	}
	return message, nil
}

func (s *sender) sendOne(ctx context.Context, chat int64, r Reply) (message int, err error) {
	var result json.RawMessage
	if err := s.show(ctx, chat, "sendMessage", r, map[string]any{"chat_id": chat}, &result); err != nil {
		return 0, err
	}
	var sent struct {
		ID int `json:"message_id"`
	}
	_ = json.Unmarshal(result, &sent) // it is sent; sending it again for want of its id would be worse
	return sent.ID, nil
}

// edit puts a reply in place of a message; where that cannot be changed any more, it sends it.
func (s *sender) edit(ctx context.Context, chat int64, message int, r Reply) error {
	parts := r.parts()
	err := s.show(ctx, chat, "editMessageText", parts[0], map[string]any{"chat_id": chat, "message_id": message}, nil)
	if no, ok := refused(err, http.StatusBadRequest); ok {
		if strings.Contains(no.Description, "message is not modified") {
			return nil
		}
		_, err := s.send(ctx, chat, r)
		return err
	}
	if err != nil {
		return err
	}
	for _, part := range parts[1:] {
		if _, err := s.sendOne(ctx, chat, part); err != nil {
			return err
		}
	}
	return nil
}

// show makes the call with the reply in it, and once more without links in buttons where it is refused.
func (s *sender) show(ctx context.Context, chat int64, method string, r Reply, params map[string]any, out any) error {
	r.fill(params)
	params["link_preview_options"] = map[string]any{"is_disabled": true}
	err := s.persist(ctx, chat, method, params, out)
	if no, ok := refused(err, http.StatusBadRequest); ok && !strings.Contains(no.Description, "not modified") {
		if plain, other := r.plain(); other {
			plain.fill(params)
			err = s.persist(ctx, chat, method, params, out)
		}
	}
	return err
}

// fill puts a reply into the parameters of a call.
func (r Reply) fill(params map[string]any) {
	plain, spans := text.Rich(r.Text)
	params["text"], params["reply_markup"] = plain, r.keyboard()
	if len(spans) > 0 {
		params["entities"] = spans
	}
}

// persist makes a call in its turn and repeats it while that may help.
func (s *sender) persist(ctx context.Context, chat int64, method string, params, out any) error {
	faults, floods := 0, 0
	var err error
	for {
		delay := s.pacer.turn(chat)
		if ended := s.wait(ctx, delay); ended != nil {
			return &unshown{delay, errors.Join(ended, err)} // with what it waited for
		}
		err = s.attempt(ctx, method, params, out)
		if err == nil {
			return nil
		}
		var no *Refusal
		switch {
		case !errors.As(err, &no) || no.Status >= http.StatusInternalServerError:
			if faults++; faults == maxFaults || s.pause(ctx, faultDelay<<(faults-1)) != nil {
				return &unshown{err: err}
			}
		case no.Status == http.StatusTooManyRequests:
			s.metrics.limited.Inc()
			if floods++; floods == maxFloods {
				return &unshown{no.RetryAfter, err}
			}
			s.pacer.hold(chat, max(no.RetryAfter, faultDelay))
		case no.Status == http.StatusForbidden:
			return fmt.Errorf("%w: %w", ErrBlocked, err)
		default:
			return err
		}
	}
}

// wait waits for d, and gives up at once where ctx would end before.
func (s *sender) wait(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	if end, limited := ctx.Deadline(); limited && time.Until(end) < d {
		return context.DeadlineExceeded
	}
	return s.pause(ctx, d)
}

// attempt makes a call once. One that has begun when ctx ends is let come to its end: called
// off, what it says may have been shown, and would be shown again.
func (s *sender) attempt(ctx context.Context, method string, params, out any) error {
	call, cancel := context.WithTimeout(context.WithoutCancel(ctx), callTimeout)
	defer cancel()
	ended := context.AfterFunc(ctx, func() { time.AfterFunc(s.lastWord, cancel) })
	defer ended()
	err := s.api.call(call, method, params, out)
	outcome := "ok"
	if err != nil {
		outcome = "error"
	}
	s.metrics.sends.WithLabelValues(method, outcome).Inc()
	return err
}

// toast answers a tap with a note at the top of the chat; alert makes it one to be closed.
// Telegram forgets taps soon, so it is tried once only.
func (s *sender) toast(ctx context.Context, callback, text string, alert bool) error {
	return s.attempt(ctx, "answerCallbackQuery", map[string]any{
		"callback_query_id": callback, "text": text, "show_alert": alert,
	}, nil)
}
