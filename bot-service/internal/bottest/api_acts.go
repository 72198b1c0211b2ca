package bottest

import (
	"context"
	"fmt"
	"maps"
	"time"

	"financebot/pkg/api"
	"financebot/pkg/errs"
)

// Change runs do under the lock and wakes who waits.
func (a *API) change(do func()) {
	a.mu.Lock()
	defer a.mu.Unlock()
	do()
	a.changed.Broadcast()
}

// Down makes every call fail with 503, or well again.
func (a *API) Down(down bool) { a.change(func() { a.down = down }) }

// Lacks makes the API too old for a call ("GET /events").
func (a *API) Lacks(path string) { a.change(func() { a.absent[path] = true }) }

// Lose lets the answers to the next calls of a path get lost on their way; what they did is done.
func (a *API) Lose(path string, answers int) { a.change(func() { a.losses[path] = answers }) }

func (a *API) loses(path string) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.losses[path] == 0 {
		return false
	}
	a.losses[path]--
	return true
}

// Refuse makes a call fail with an error; nil lets it be.
func (a *API) Refuse(path string, err *errs.Error) { a.change(func() { a.refusals[path] = err }) }

// Age has all that is done from now on be done so long ago.
func (a *API) Age(age time.Duration) { a.change(func() { a.book.age = age }) }

// User makes a user of the chat; email may be empty.
func (a *API) User(chat int64, name, lang, email string) {
	a.change(func() { a.add(chat, name, lang, email) })
}

// Revoke ends all tokens at once.
func (a *API) Revoke() { a.change(func() { a.tokens = map[string]int64{} }) }

// RevokeAt ends all tokens right before a call of a path, counted from now.
func (a *API) RevokeAt(path string, call int) {
	a.change(func() { a.revokeAt[path] = a.calls[path] + call })
}

// Token is a good token of the chat that ends after a while.
func (a *API) Token(chat int64, life time.Duration) string {
	a.mu.Lock()
	defer a.mu.Unlock()
	token := JWT(time.Now().Add(life))
	a.tokens[token] = chat
	return token
}

// Code makes a code of the web for an account.
func (a *API) Code(code, email string) { a.change(func() { a.codes[code] = email }) }

// Accounts sets what everybody has.
func (a *API) Accounts(accounts ...api.Account) { a.change(func() { a.accounts = accounts }) }

// Happen adds an event.
func (a *API) Happen(kind string, chat int64, data map[string]string) {
	a.change(func() {
		a.events = append(a.events, api.Event{
			Cursor: fmt.Sprintf("%06d", len(a.events)+1), Kind: kind, ChatID: chat, Data: data,
			CreatedAt: time.Date(2026, time.February, 3, 12, 5, 0, 0, time.UTC),
		})
	})
}

// WaitAcked waits until the bot has acknowledged every event, or gives the context's error.
func (a *API) WaitAcked(ctx context.Context) error {
	return a.wait(ctx, func() bool { return len(a.events) > 0 && a.acked == a.events[len(a.events)-1].Cursor })
}

// WaitCalled waits until a path was called so often, or gives the context's error.
func (a *API) WaitCalled(ctx context.Context, path string, times int) error {
	return a.wait(ctx, func() bool { return a.calls[path] >= times })
}

func (a *API) wait(ctx context.Context, until func() bool) error {
	stop := context.AfterFunc(ctx, func() { a.change(func() {}) })
	defer stop()
	a.mu.Lock()
	defer a.mu.Unlock()
	for ctx.Err() == nil && !until() {
		a.changed.Wait()
	}
	return ctx.Err()
}

// Refreshes counts the tokens that each chat asked for.
func (a *API) Refreshes() map[int64]int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return maps.Clone(a.refreshes)
}

// Calls counts the calls of a path ("POST /auth/telegram/register").
func (a *API) Calls(path string) int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.calls[path]
}

// AllCalls counts all calls but the long ones for events.
func (a *API) AllCalls() int {
	a.mu.Lock()
	defer a.mu.Unlock()
	all := 0
	for path, times := range a.calls {
		if path != "GET /events" {
			all += times
		}
	}
	return all
}

// Saw reports whether a call carried the request id.
func (a *API) Saw(requestID string) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.requests[requestID]
}

// Users counts the users.
func (a *API) Users() int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return len(a.users)
}

// Remove takes an entry away as if it was done elsewhere.
func (a *API) Remove(id int64) { a.change(func() { delete(a.book.entries, id) }) }

// Photo is what the chat's user looks like on the public page; nil where that is not known.
func (a *API) Photo(chat int64) []byte {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.photos[chat]
}

// Hide takes the public page of the chat's user away.
func (a *API) Hide(chat int64) { a.change(func() { a.users[chat].PublicProfile = false }) }
