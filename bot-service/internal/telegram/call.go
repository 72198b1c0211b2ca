// Package telegram is the bot's end of the Bot API: it fetches updates so that none is lost,
// hands each chat's updates to the features in order, and sends what they answer at the pace
// that Telegram allows. Nothing outside it knows which library reads the updates.
package telegram

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"financebot/pkg/secret"
)

const (
	maxAnswer   = 8 << 20 // a hundred full updates are far smaller
	callTimeout = 30 * time.Second
	// maxRetryAfter bounds what a server may ask for: a wrong number must not silence the bot for days.
	maxRetryAfter = time.Hour
)

// Refusal is an answer of the Bot API that says no.
type Refusal struct {
	Status      int
	Description string
	RetryAfter  time.Duration // zero where none was asked for
}

func (r *Refusal) Error() string {
	return fmt.Sprintf("telegram: %s (%d)", r.Description, r.Status)
}

// refused reports whether err is a refusal with the status, and returns it.
func refused(err error, status int) (*Refusal, bool) {
	var r *Refusal
	ok := errors.As(err, &r) && r.Status == status
	return r, ok
}

// caller makes single calls; it neither paces nor repeats them.
type caller struct {
	base  string
	token secret.Text
	http  *http.Client
}

func newCaller(base string, token secret.Text) *caller {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.MaxIdleConnsPerHost = maxBusyChats
	return &caller{base: strings.TrimRight(base, "/"), token: token, http: &http.Client{
		Transport: transport,
		// The Bot API does not redirect, and a redirect would carry the token elsewhere.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// call asks for a method and reads its result into out, which may be nil.
// It gives a *Refusal, or another error where no sound answer came; neither holds the token.
func (c *caller) call(ctx context.Context, method string, in, out any) error {
	f, err := formOf(in)
	if err != nil {
		return fmt.Errorf("telegram %s: %w", method, err)
	}
	target := c.base + "/bot" + c.token.Reveal() + "/" + method
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, target, bytes.NewReader(f.body))
	if err != nil {
		return scrub(method, err)
	}
	req.Header.Set("Content-Type", f.media)
	resp, err := c.http.Do(req)
	if err != nil {
		return scrub(method, err)
	}
	defer func() { _ = resp.Body.Close() }()
	answer, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer+1))
	if err != nil {
		return scrub(method, err)
	}
	if len(answer) > maxAnswer {
		return fmt.Errorf("telegram %s: the answer is too long", method)
	}
	return read(method, resp.StatusCode, answer, out)
}

// scrub drops the URL that net/http puts into its errors, because it holds the token.
func scrub(method string, err error) error {
	var withURL *url.Error
	if errors.As(err, &withURL) {
		err = withURL.Err
	}
	return fmt.Errorf("telegram %s: %w", method, err)
}

// read takes an answer apart. Its odd corners are raw, so that a wrong type there does not
// hide the rest.
func read(method string, status int, answer []byte, out any) error {
	var envelope struct {
		OK          bool            `json:"ok"`
		Result      json.RawMessage `json:"result"`
		Description string          `json:"description"`
		Parameters  struct {
			RetryAfter json.RawMessage `json:"retry_after"`
		} `json:"parameters"`
	}
	err := json.Unmarshal(answer, &envelope)
	if err != nil && status == http.StatusOK {
		return fmt.Errorf("telegram %s: unreadable answer: %w", method, err)
	}
	if err != nil || !envelope.OK {
		r := &Refusal{Status: status, Description: envelope.Description}
		if r.Description == "" {
			r.Description = http.StatusText(status)
		}
		r.RetryAfter = retryAfter(envelope.Parameters.RetryAfter)
		return r
	}
	if out == nil {
		return nil
	}
	if err := json.Unmarshal(envelope.Result, out); err != nil {
		return fmt.Errorf("telegram %s: unreadable result: %w", method, err)
	}
	return nil
}

// retryAfter reads seconds, written as a number or as text; nonsense is zero.
func retryAfter(raw json.RawMessage) time.Duration {
	seconds, err := strconv.ParseFloat(strings.Trim(string(raw), `"`), 64)
	if err != nil || !(seconds > 0) {
		return 0
	}
	return time.Duration(min(seconds, maxRetryAfter.Seconds()) * float64(time.Second))
}
