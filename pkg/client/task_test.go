package client

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"financebot/pkg/api"
	"financebot/pkg/secret"
	"financebot/pkg/signing"
)

// keyed is an API that notes the idempotency keys it is given, and answers as it is told.
type keyed struct {
	mu     sync.Mutex
	keys   []string
	answer http.HandlerFunc
}

func (k *keyed) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	k.mu.Lock()
	k.keys = append(k.keys, r.Header.Get("Idempotency-Key"))
	answer := k.answer
	k.mu.Unlock()
	answer(w, r)
}

func (k *keyed) says(answer http.HandlerFunc) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.answer = answer
}

func fine(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, `{}`) }

func status(code int) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(code) }
}

// cut ends the connection in the middle of an answer.
func cut(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Length", "100")
	_, _ = io.WriteString(w, `{`)
	panic(http.ErrAbortHandler)
}

func TestChangesOfATaskHaveKeysOfTheirOwnAndTheSameOnesAgain(t *testing.T) {
	t.Parallel()
	k := &keyed{answer: fine}
	c := server(t, k.ServeHTTP)
	ctx := WithTask(context.Background(), NewTask("tg-1"))
	for range 2 {
		for _, call := range []func() error{
			func() error { _, err := c.UndoTransaction(ctx, api.UndoTransaction{ID: 7}); return err },
			func() error { _, err := c.UndoTransaction(ctx, api.UndoTransaction{ID: 8}); return err },
			func() error { _, err := c.QuickAdd(ctx, api.QuickAdd{Text: "1 tea"}); return err },
			func() error { _, err := c.Once("own").QuickAdd(ctx, api.QuickAdd{Text: "1 tea"}); return err },
			func() error { _, err := c.ParseEntries(ctx, api.QuickAdd{Text: "1 tea"}); return err },
			func() error { _, err := c.Accounts(ctx); return err },
		} {
			if err := call(); err != nil {
				t.Fatal(err)
			}
		}
	}
	first, second := k.keys[:6], k.keys[6:]
	seen := map[string]bool{}
	for i := range first {
		if first[i] != second[i] {
			t.Errorf("call %d: %q, then %q", i, first[i], second[i])
		}
		seen[first[i]] = true
	}
	if first[3] != "own" || first[4] != "" || first[5] != "" || len(seen) != 5 {
		t.Errorf("got %q", first)
	}
}

func TestTaskKnowsWhatIsUnsure(t *testing.T) {
	t.Parallel()
	k := &keyed{}
	c := server(t, k.ServeHTTP)
	for name, answer := range map[string]struct {
		by     http.HandlerFunc
		unsure bool
	}{
		"done":          {fine, false},
		"refused":       {status(http.StatusBadRequest), false},
		"limited":       {status(http.StatusTooManyRequests), false},
		"cut":           {cut, true},
		"a fault":       {status(http.StatusInternalServerError), true},
		"an outage":     {status(http.StatusServiceUnavailable), true},
		"a bad gateway": {status(http.StatusBadGateway), true},
	} {
		k.says(answer.by)
		task := NewTask("tg-2")
		ctx := WithTask(context.Background(), task)
		_, err := c.UndoTransaction(ctx, api.UndoTransaction{ID: 7})
		if task.Unsure() != answer.unsure || Unclear(err) != answer.unsure || task.Waits() {
			t.Errorf("%s: unsure is %v, %v", name, task.Unsure(), err)
		}
		if _, err = c.Accounts(ctx); task.Unsure() != answer.unsure {
			t.Errorf("%s, then a look: unsure is %v, %v", name, task.Unsure(), err)
		}
		k.says(fine)
		if _, err = c.UndoTransaction(ctx, api.UndoTransaction{ID: 7}); err != nil || task.Unsure() {
			t.Errorf("%s, then done: unsure is %v, %v", name, task.Unsure(), err)
		}
	}
}

// net/http repeats a call with an idempotency key by itself when its connection breaks.
func TestCallThatTheTransportRepeatsIsSignedAnew(t *testing.T) {
	t.Parallel()
	seen, calls := map[string]bool{}, 0
	c := server(t, func(w http.ResponseWriter, r *http.Request) {
		nonce := r.Header.Get(signing.HeaderNonce)
		switch calls++; {
		case seen[nonce]:
			w.WriteHeader(http.StatusUnauthorized)
			_, _ = io.WriteString(w, `{"code":"`+signing.ErrReplay.Code+`"}`)
		case calls%3 == 2:
			seen[nonce] = true
			panic(http.ErrAbortHandler) // it is done, and the answer is lost
		default:
			fine(w, r)
		}
	}).Signing(signing.Key{ID: "k1", Secret: secret.Text(strings.Repeat("s", signing.MinSecret))})
	ctx := WithTask(context.Background(), NewTask("tg-5"))
	if _, err := c.Accounts(ctx); err != nil { // the connection is used before it breaks
		t.Fatal(err)
	}
	if _, err := c.UndoTransaction(ctx, api.UndoTransaction{ID: 7}); err != nil || calls != 4 {
		t.Errorf("%d calls, %v", calls, err)
	}
}

// What was never sent was not done, unless it was sent before.
func TestTaskIsSureOfWhatWasNotSent(t *testing.T) {
	t.Parallel()
	k := &keyed{answer: cut}
	gone := httptest.NewServer(k)
	c, task := New(gone.URL, &http.Client{}), NewTask("tg-3")
	ctx := WithTask(context.Background(), task)
	if _, err := c.UndoTransaction(ctx, api.UndoTransaction{ID: 7}); !Unclear(err) || !task.Unsure() {
		t.Fatalf("cut: unsure is %v, %v", task.Unsure(), err)
	}
	gone.Close()
	if _, err := c.UndoTransaction(ctx, api.UndoTransaction{ID: 7}); !Unclear(err) || !task.Unsure() {
		t.Errorf("asked again in vain: unsure is %v, %v", task.Unsure(), err)
	}
	other := NewTask("tg-4")
	if _, err := c.UndoTransaction(WithTask(ctx, other), api.UndoTransaction{ID: 7}); !Unclear(err) || other.Unsure() {
		t.Errorf("nobody was there: unsure is %v, %v", other.Unsure(), err)
	}
}

// A file that is taken in books nothing, so that nobody is told to fear that it did.
func TestFileTakenInLeavesNothingUnsure(t *testing.T) {
	t.Parallel()
	c := server(t, cut)
	task := NewTask("tg-3")
	file := api.ImportFile{File: api.Upload{Media: "text/csv", Content: []byte("x")}}
	_, err := c.Once("tg-3").Import(WithTask(context.Background(), task), file)
	if !Unclear(err) || task.Unsure() {
		t.Errorf("unsure is %v, %v", task.Unsure(), err)
	}
}
