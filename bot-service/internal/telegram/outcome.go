package telegram

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"

	"financebot/bot-service/internal/text"
	"financebot/pkg/background"
	"financebot/pkg/client"
	"financebot/pkg/errs"
)

const (
	// noticeAfter is how long an update may be under way before its chat is told that it is.
	noticeAfter = 4 * time.Second

	firstRespite = 500 * time.Millisecond
	maxRespite   = 8 * time.Second
	// maxBroken is how often the API may say that something broke in it, before the update is let go
	// for those behind it: a fault that stays is none of an outage.
	maxBroken = 7
	// maxHeld is as long as Telegram keeps an update, and shorter than the API keeps its answers.
	maxHeld = 24 * time.Hour
)

// unclear says that it is open what came of an update, which is handled again after a while.
type unclear struct {
	again respite
	err   error
}

func (u *unclear) Error() string { return u.err.Error() }
func (u *unclear) Unwrap() error { return u.err }

// Reads marks a handler that changes nothing: where the API cannot be reached the person is told
// so at once, and asks again. All other updates are handled again until it is clear what came of
// them, so a handler must come to the same end when it is called again; Turn.Key, and the keys
// that the client makes of it, see to it that nothing is changed twice.
func Reads(h Handler) Handler {
	return func(ctx context.Context, t *Turn) error {
		t.job.saying.Lock()
		t.reads = true
		t.job.saying.Unlock()
		return h(ctx, t)
	}
}

// admitWhileWaiting admits that it takes long where a call is still under way.
func (b *Bot) admitWhileWaiting(ctx context.Context, t *Turn) {
	if t.job.task.Waits() {
		b.admit(ctx, t)
	}
}

// attempt runs a handler as a part of the update's task. It gives an *unclear where it is open
// what came of it, and tells the chat where that takes long.
func (b *Bot) attempt(ctx context.Context, t *Turn, h Handler) error {
	j := t.job
	if j.task == nil {
		j.task = client.NewTask(t.Key())
	}
	ctx = client.WithTask(ctx, j.task)
	late := time.AfterFunc(b.noticeAfter-time.Since(j.began), func() {
		background.Run(b.log, "tell that it takes long", func() { b.admitWhileWaiting(ctx, t) })
	})
	err := background.Contain(func() error { return h(ctx, t) })
	late.Stop()

	again, more := b.again(t, err)
	if !more {
		t.speak() // from here on there is an outcome
		return err
	}
	if time.Since(j.began) >= b.noticeAfter {
		b.admit(ctx, t)
	}
	again.passed = j.mayBePassed()
	return &unclear{again, err}
}

// GoesOn says what the chat is told, instead of the usual, where the turn takes long: what is being
// done. It is said only once that was begun.
func (t *Turn) GoesOn(said string) {
	t.job.saying.Lock()
	defer t.job.saying.Unlock()
	t.job.goesOn, t.job.passed = said, true
}

// Looks says what the chat is told, instead of the usual, where the turn takes long and has changed
// nothing yet.
func (t *Turn) Looks(said string) {
	t.job.saying.Lock()
	defer t.job.saying.Unlock()
	t.job.goesOn, t.job.passed = said, false
}

// mayBePassed reports whether newer updates of the chat may go ahead of the job: it was said to go
// on by itself, and its chat knows.
func (j *job) mayBePassed() bool {
	j.saying.Lock()
	defer j.saying.Unlock()
	return j.passed && j.told && j.task.Unsure()
}

// again tells when an update is handled anew; not where it is clear what came of it, or where
// that was tried for long enough.
func (b *Bot) again(t *Turn, err error) (again respite, more bool) {
	var later *unshown
	if t.reads || !client.Unclear(err) || errors.As(err, &later) {
		return respite{}, false
	}
	j := t.job
	j.tries++
	if errs.Is(err, errs.Internal) {
		j.broken++
	}
	past := time.Since(j.began)
	if j.broken == maxBroken || past > maxHeld {
		return respite{}, false
	}

	most := min(firstRespite<<min(j.tries-1, 10), maxRespite)
	most -= rand.N(most / 10) // #nosec G404 -- spreads load, guards nothing
	if past < b.noticeAfter {
		most = min(most, b.noticeAfter-past)
	}
	if e := errs.As(err); e != nil {
		again.least = min(e.RetryAfter, maxRetryAfter)
	}
	again.most = max(most, again.least)
	return again, true
}

// admit tells the chat, once, that its update takes long, and what is known of it.
func (b *Bot) admit(ctx context.Context, t *Turn) {
	j := t.job
	j.saying.Lock()
	defer j.saying.Unlock()
	if j.told || t.spoke || t.reads {
		return
	}
	j.told = true
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), callTimeout)
	defer cancel()
	if !b.intake.inbox.firstToTell(ctx, j.id) {
		return // it was told before a restart
	}

	said := t.Words.Say("outcome.waits")
	switch {
	case j.goesOn != "" && (j.task.Unsure() || !j.passed):
		said = j.goesOn
	case j.task.Unsure():
		said = t.Words.Say("outcome.unsure")
	}
	var err error
	if t.Tapped() && !j.answered {
		j.answered = true
		err = b.sender.toast(ctx, t.callback, text.Plain(said), true)
	} else {
		_, err = b.sender.send(ctx, t.Chat, Reply{Text: said})
	}
	if err != nil {
		b.log.DebugContext(ctx, "a chat was not told that it waits", "chat", t.Chat, "error", err)
	}
}

// speak is called before a turn shows something: what is known of the outcome is old news then. It
// waits for a notice that is on its way, so that the outcome comes after it.
func (t *Turn) speak() {
	t.job.saying.Lock()
	defer t.job.saying.Unlock()
	t.spoke = true
}
