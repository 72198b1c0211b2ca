// Package client calls api-service: the bot's only way to data, and the tests' driver.
package client

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"financebot/pkg/api"
	"financebot/pkg/errs"
	"financebot/pkg/signing"
)

// BotClient is the name under which the bot signs.
const BotClient = "telegram_bot"

// HeaderRequestID names one request in the logs of every service it passes.
const HeaderRequestID = "X-Request-ID"

const (
	maxAnswer   = 16 << 20 // of what is read of an answer
	maxResigned = 2        // signatures that one call gets more
)

// ErrUnreachable says that no answer came: whether the call had its effect is not known.
var ErrUnreachable = errs.New(errs.Unavailable, api.CodeClientUnreachable, "The service cannot be reached right now")

// ErrUnreadable says that an answer came that is none of the API's, such as a proxy's page or
// nothing at all. Unless its status says that nothing was done, that is not known, as where no
// answer came.
var ErrUnreadable = errs.New(errs.Unavailable, api.CodeClientUnreadable, "The answer cannot be read")

// Client speaks to one API; it is safe for concurrent use.
type Client struct {
	base   string
	http   *http.Client
	key    *signing.Key
	token  string
	family int64
	once   string // the idempotency key
	now    func() time.Time
	watch  func(Call)
}

// Call tells of one call that ended: its route as the contract writes it, so that no id is in it,
// and its status, 0 where no answer came.
type Call struct {
	Method, Route string
	Status        int
	Took          time.Duration
}

// New is a client of the API at base ("http://127.0.0.1:8000"), without identity.
// The http.Client decides about time limits and connections.
func New(base string, h *http.Client) *Client {
	return &Client{base: strings.TrimRight(base, "/"), http: h, now: time.Now}
}

// Signing is the same client that signs every call with the key, as the bot does.
func (c *Client) Signing(key signing.Key) *Client {
	again := *c
	again.key = &key
	return &again
}

// As is the same client with a bearer token.
func (c *Client) As(token string) *Client {
	again := *c
	again.token = token
	return &again
}

// In is the same client working in another workspace of its user.
func (c *Client) In(family int64) *Client {
	again := *c
	again.family = family
	return &again
}

// Once is the same client whose creating calls carry an idempotency key: made again with the
// same key they give the first answer again.
func (c *Client) Once(key string) *Client {
	again := *c
	again.once = key
	return &again
}

// At is the same client with another clock for its signatures.
func (c *Client) At(now func() time.Time) *Client {
	again := *c
	again.now = now
	return &again
}

// Watched is the same client that tells watch of every call.
func (c *Client) Watched(watch func(Call)) *Client {
	again := *c
	again.watch = watch
	return &again
}

type requestIDKey struct{}

// WithRequestID gives the calls made under ctx a request id.
func WithRequestID(ctx context.Context, id string) context.Context {
	return context.WithValue(ctx, requestIDKey{}, id)
}

// RequestID is the id that WithRequestID gave; empty where there is none.
func RequestID(ctx context.Context) string {
	id, _ := ctx.Value(requestIDKey{}).(string)
	return id
}

// call sends in as its tags say and reads the answer into an Out. Every refusal is an
// *errs.Error with the server's code; no answer at all is ErrUnreachable, and one that is not the
// API's is ErrUnreadable.
func call[Out any](ctx context.Context, c *Client, method, path string, in any) (out Out, err error) {
	req, body, err := c.prepare(ctx, method, path, in)
	if err != nil {
		return out, err
	}
	ended := begin(ctx, req, path)
	defer func() { ended(err) }()

	resp, err := c.deliver(ctx, path, req, body)
	if err != nil {
		return out, err
	}
	defer func() { _ = resp.Body.Close() }()
	answer, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer))
	if err != nil {
		return out, unreachable(ctx, err)
	}
	if err := json.Unmarshal(answer, &out); err != nil {
		return out, unreadable(resp, err)
	}
	return out, nil
}

// send sends in as its tags say and gives the answer, whose body the caller closes, unless it
// is a refusal.
func (c *Client) send(ctx context.Context, method, path string, in any) (*http.Response, error) {
	req, body, err := c.prepare(ctx, method, path, in)
	if err != nil {
		return nil, err
	}
	return c.deliver(ctx, path, req, body)
}

// prepare makes a request that says who calls.
func (c *Client) prepare(ctx context.Context, method, path string, in any) (*http.Request, []byte, error) {
	req, body, err := c.request(ctx, method, path, in)
	if err != nil {
		return nil, nil, err
	}
	c.identify(ctx, req, path, body)
	return req, body, nil
}

// deliver makes a request, and again under a new signature where the old one was used before:
// net/http repeats by itself what has no body and carries an idempotency key or only reads, when
// a connection breaks under it, and a signature is good for once.
func (c *Client) deliver(ctx context.Context, route string, req *http.Request, body []byte) (*http.Response, error) {
	resp, err := c.do(ctx, route, req)
	for again := 0; again < maxResigned && c.key != nil && errors.Is(err, signing.ErrReplay); again++ {
		req = req.Clone(ctx)
		req.Body = http.NoBody
		if len(body) > 0 {
			req.Body = io.NopCloser(bytes.NewReader(body))
		}
		c.sign(req, body)
		resp, err = c.do(ctx, route, req)
	}
	return resp, err
}

func (c *Client) sign(req *http.Request, body []byte) {
	signing.Sign(req, body, BotClient, *c.key, rand.Text(), c.now())
}

// do makes a request of a route.
func (c *Client) do(ctx context.Context, route string, req *http.Request) (*http.Response, error) {
	began := time.Now()
	resp, err := c.http.Do(req)
	c.tell(req.Method, route, resp, time.Since(began))
	if err != nil {
		return nil, unreachable(ctx, err)
	}
	if resp.StatusCode < 300 {
		return resp, nil
	}
	defer func() { _ = resp.Body.Close() }()
	answer, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer))
	if err != nil {
		return nil, unreachable(ctx, err)
	}
	return nil, problem(resp, answer)
}

func (c *Client) request(ctx context.Context, method, path string, in any) (*http.Request, []byte, error) {
	parts, err := encode(method, path, in)
	if err != nil {
		return nil, nil, fmt.Errorf("client: %w", err)
	}
	target := c.base + "/api/v1" + parts.path
	if parts.query != "" {
		target += "?" + parts.query
	}
	req, err := http.NewRequestWithContext(ctx, method, target, bytes.NewReader(parts.body))
	if err != nil {
		return nil, nil, fmt.Errorf("client: %w", err)
	}
	// Without this net/http may send a change again by itself, with a signature that is used up.
	req.GetBody = nil
	req.Header = parts.header
	if parts.body != nil {
		req.Header.Set("Content-Type", parts.media)
	}
	return req, parts.body, nil
}

// identify says who calls; the signature comes last because it covers the rest.
func (c *Client) identify(ctx context.Context, req *http.Request, route string, body []byte) {
	if c.token != "" {
		req.Header.Set("Authorization", "Bearer "+c.token)
	}
	if c.family != 0 {
		req.Header.Set("X-Family-Id", strconv.FormatInt(c.family, 10))
	}
	if id := RequestID(ctx); id != "" {
		req.Header.Set(HeaderRequestID, id)
	}
	if key := c.keyOf(ctx, req, route, body); key != "" {
		req.Header.Set("Idempotency-Key", key)
	}
	if c.key != nil {
		c.sign(req, body)
	}
}

func (c *Client) tell(method, route string, resp *http.Response, took time.Duration) {
	if c.watch == nil {
		return
	}
	ended := Call{Method: method, Route: route, Took: took}
	if resp != nil {
		ended.Status = resp.StatusCode
	}
	c.watch(ended)
}

// unreachable keeps the cause for the log and ErrUnreachable for the caller.
func unreachable(ctx context.Context, err error) error {
	if errors.Is(ctx.Err(), context.Canceled) {
		return ctx.Err()
	}
	return fmt.Errorf("%w: %w", ErrUnreachable, err)
}

// unreadable keeps what came for the log, but for its text, and ErrUnreadable for the caller.
func unreadable(resp *http.Response, why error) error {
	e := ErrUnreadable.After(retryAfter(resp))
	switch {
	case resp.StatusCode == http.StatusTooManyRequests:
		e.Kind = errs.Limited
	case resp.StatusCode >= 400 && resp.StatusCode < 500: // whoever refused it was not the API: its 401 is about no token of ours
		e.Kind = errs.Refused
	}
	return fmt.Errorf("%w: %s of %q: %w", e, resp.Status, resp.Header.Get("Content-Type"), why)
}

// retryAfter is when the other side says to come back; zero where it does not.
func retryAfter(resp *http.Response) time.Duration {
	seconds, err := strconv.Atoi(resp.Header.Get("Retry-After"))
	if err != nil {
		return 0
	}
	return time.Duration(seconds) * time.Second
}

// problem reads a refusal; JSON that is no problem document, as older APIs write it, is told by its
// status alone.
func problem(resp *http.Response, answer []byte) error {
	var p api.Problem
	if err := json.Unmarshal(answer, &p); err != nil {
		return unreadable(resp, err)
	}
	if p.Code == "" {
		p = api.Problem{Code: "http." + strconv.Itoa(resp.StatusCode), Detail: http.StatusText(resp.StatusCode)}
	}
	return &errs.Error{
		Kind: errs.KindOf(resp.StatusCode), Code: p.Code, Message: p.Detail,
		Fields: p.Errors, Choices: p.Choices, RetryAfter: retryAfter(resp), RequestID: resp.Header.Get(HeaderRequestID),
	}
}
