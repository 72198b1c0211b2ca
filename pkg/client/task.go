package client

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net"
	"net/http"
	"strings"
	"sync"

	"financebot/pkg/errs"
	"financebot/pkg/signing"
)

// Task is one piece of work that may make several calls, and is done again as a whole until it is
// clear what came of it. Each of its changes carries an idempotency key made of the task's and of
// what is asked, so that doing it again changes nothing twice; Once chooses another key.
// A Task is safe for concurrent use.
type Task struct {
	key string

	mu     sync.Mutex
	under  int             // calls without an answer yet
	unsure map[string]bool // changes that may have been made, by their keys
}

// NewTask is a task whose key names what a person did, the same whenever it is done again.
func NewTask(key string) *Task { return &Task{key: key, unsure: map[string]bool{}} }

type taskKey struct{}

// WithTask makes the calls under ctx part of a task.
func WithTask(ctx context.Context, t *Task) context.Context {
	return context.WithValue(ctx, taskKey{}, t)
}

// Waits reports whether a call is under way.
func (t *Task) Waits() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.under > 0
}

// Unsure reports whether a change was sent and it is not known whether it was made.
func (t *Task) Unsure() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return len(t.unsure) > 0
}

// Unclear reports whether an error leaves open what the API did, or whether it will do: no answer
// came, or one that says that something broke on the other side, or that it was asked before. All
// other errors say no.
func Unclear(err error) bool {
	return errs.Is(err, errs.Unavailable) || errs.Is(err, errs.Internal) ||
		errors.Is(err, context.DeadlineExceeded) || errors.Is(err, signing.ErrReplay)
}

// importRoute takes a file in, which books nothing yet.
const importRoute = "/transactions/import"

// changes reports whether a call may change something that people care about: some calls look at
// what they are given, or fetch a token, and are made by POST all the same.
func changes(method, route string) bool {
	looks := strings.Contains(route, "/parse") || strings.HasSuffix(route, "/preview") || route == importRoute
	return method != http.MethodGet && !looks && !strings.HasPrefix(route, "/auth/token/")
}

// keyOf is the idempotency key of a request; empty where it needs none.
func (c *Client) keyOf(ctx context.Context, req *http.Request, route string, body []byte) string {
	task, _ := ctx.Value(taskKey{}).(*Task)
	if c.once != "" || task == nil || task.key == "" || !changes(req.Method, route) {
		return c.once
	}
	asked := sha256.Sum256([]byte(req.Method + " " + req.URL.RequestURI() + "\n" + string(body)))
	return task.key + "-" + hex.EncodeToString(asked[:8])
}

// begin notes that a request is sent and gives the function that notes how it ended.
func begin(ctx context.Context, req *http.Request, route string) (ended func(error)) {
	task, _ := ctx.Value(taskKey{}).(*Task)
	if task == nil {
		return func(error) {}
	}
	change := req.Header.Get("Idempotency-Key")
	if !changes(req.Method, route) {
		change = ""
	}

	task.mu.Lock()
	defer task.mu.Unlock()
	before := task.unsure[change]
	task.under++
	if change != "" {
		task.unsure[change] = true
	}
	return func(err error) {
		task.mu.Lock()
		defer task.mu.Unlock()
		task.under--
		if settled(err) || unsent(err) && !before {
			delete(task.unsure, change)
		}
	}
}

// settled reports whether the outcome of a call is known.
func settled(err error) bool {
	return err == nil || errs.As(err) != nil && !Unclear(err)
}

// unsent reports whether a request certainly never reached the API.
func unsent(err error) bool {
	var failed *net.OpError
	return errors.As(err, &failed) && failed.Op == "dial"
}
