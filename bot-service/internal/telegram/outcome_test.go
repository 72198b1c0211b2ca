package telegram

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"gopkg.in/telebot.v3"

	"financebot/bot-service/internal/redistest"
	"financebot/pkg/api"
	"financebot/pkg/client"
	"financebot/pkg/errs"
)

// rests notes how long jobs rest, and lets them go on at once.
type rests struct {
	mu  sync.Mutex
	all []time.Duration
}

func (r *rests) timer(d time.Duration) *time.Timer {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.all = append(r.all, d)
	return time.NewTimer(0)
}

func (r *rests) seen() []time.Duration {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]time.Duration(nil), r.all...)
}

// shaky is a bot whose API answers as it is told, and whose texts book something there.
func shaky(t *testing.T, s *script, inbox *Inbox, answers ...http.HandlerFunc) (*Bot, *rests) {
	t.Helper()
	b, r := newTestBot(t, s.serve(t), inbox), &rests{}
	b.intake.dispatch.timer = r.timer
	books := newScript().on("undo", answers...)
	server := httptest.NewServer(books)
	t.Cleanup(server.Close)
	c := client.New(server.URL, server.Client())
	b.Text(func(ctx context.Context, turn *Turn) (bool, error) {
		if _, err := c.UndoTransaction(ctx, api.UndoTransaction{ID: 7}); err != nil {
			return true, err
		}
		return true, turn.Send(ctx, Reply{Text: "done: " + turn.Text})
	})
	b.Command("look", Reads(func(ctx context.Context, _ *Turn) error {
		_, err := c.UndoTransaction(ctx, api.UndoTransaction{ID: 7})
		return err
	}))
	return b, r
}

// said are the texts that were sent, each cut out of its call.
func said(s *script) string {
	var all []string
	for _, call := range s.seen("sendMessage") {
		_, text, _ := strings.Cut(call, `"text":"`)
		text, _, _ = strings.Cut(text, `"`)
		all = append(all, text)
	}
	return strings.Join(all, "|")
}

var (
	fineAnswer = says(http.StatusOK, `{"success":true}`)
	outage     = func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "3")
		w.WriteHeader(http.StatusServiceUnavailable)
	}
)

// A chat's newer updates wait behind one whose outcome is not clear; other chats do not.
func TestUnclearUpdateIsHandledAgainBeforeTheNext(t *testing.T) {
	t.Parallel()
	s := newScript()
	b, r := shaky(t, s, NewInbox(redistest.Client(t), testBot, "a"), outage, outage, fineAnswer)
	take(t, b, textUpdate(1, 7, "first"), textUpdate(2, 7, "second"))
	b.intake.dispatch.work.Wait()
	if got := said(s); got != "done: first|done: second" {
		t.Errorf("said %q", got)
	}
	// Twice: as long as the API asks for at least, and then no longer.
	if got := r.seen(); len(got) != 4 || got[0] != 3*time.Second || got[2] != 3*time.Second || got[1] > time.Second {
		t.Errorf("rested %v", got)
	}
}

func TestChatIsToldOnceThatItsUpdateTakesLong(t *testing.T) {
	t.Parallel()
	s, inbox := newScript(), NewInbox(redistest.Client(t), testBot, "a")
	b, _ := shaky(t, s, inbox, outage, outage, outage, fineAnswer)
	b.noticeAfter = 0
	take(t, b, textUpdate(1, 7, "first"))
	b.intake.dispatch.work.Wait()
	unsure := b.words(ctx(t), 7, "").Say("outcome.unsure")
	if got := said(s); got != unsure+"|done: first" {
		t.Errorf("said %q", got)
	}
	if inbox.firstToTell(ctx(t), 1) {
		t.Error("it would be told again after a restart")
	}
}

// A call that hangs is told of while it hangs.
func TestChatIsToldWhileACallHangs(t *testing.T) {
	t.Parallel()
	release, s := make(chan struct{}), newScript()
	told := func(w http.ResponseWriter, r *http.Request) {
		close(release)
		says(http.StatusOK, `{"ok":true,"result":{"message_id":1}}`)(w, r)
	}
	s.on("sendMessage", told, says(http.StatusOK, `{"ok":true,"result":{"message_id":2}}`))
	b, _ := shaky(t, s, NewInbox(redistest.Client(t), testBot, "a"), func(w http.ResponseWriter, r *http.Request) {
		<-release
		fineAnswer(w, r)
	})
	b.noticeAfter = 10 * time.Millisecond
	take(t, b, textUpdate(1, 7, "first"))
	b.intake.dispatch.work.Wait()
	if got := said(s); got != b.words(ctx(t), 7, "").Say("outcome.unsure")+"|done: first" {
		t.Errorf("said %q", got)
	}
}

func TestReadingIsNotHandledAgain(t *testing.T) {
	t.Parallel()
	s := newScript()
	b, r := shaky(t, s, NewInbox(redistest.Client(t), testBot, "a"), outage)
	take(t, b, textUpdate(1, 7, "/look"))
	b.intake.dispatch.work.Wait()
	if got := said(s); !strings.Contains(got, "try again in a minute") || len(r.seen()) != 0 {
		t.Errorf("said %q, rested %v", got, r.seen())
	}
}

// A fault that stays keeps nobody waiting for ever, and nothing is told that is not known.
func TestFaultThatStaysLetsTheNextGo(t *testing.T) {
	t.Parallel()
	broken := says(http.StatusInternalServerError, `{"code":"internal"}`)
	answers := make([]http.HandlerFunc, 0, maxBroken+1)
	for range maxBroken {
		answers = append(answers, broken)
	}
	s := newScript()
	b, r := shaky(t, s, NewInbox(redistest.Client(t), testBot, "a"), append(answers, fineAnswer)...)
	take(t, b, textUpdate(1, 7, "first"), textUpdate(2, 7, "second"))
	b.intake.dispatch.work.Wait()
	if got := said(s); got != b.words(ctx(t), 7, "").Say("outcome.unknown")+"|done: second" {
		t.Errorf("said %q", got)
	}
	var all time.Duration
	for _, d := range r.seen() {
		all += d
	}
	if all < 14*time.Second || all > time.Minute { // each pause is up to a tenth shorter, by chance
		t.Errorf("asked again for %v", all)
	}
}

// A stop does not wait for what is not clear; it is in the inbox, with what came behind it.
func TestStopLeavesWhatIsNotClear(t *testing.T) {
	t.Parallel()
	client := redistest.Client(t)
	b, _ := shaky(t, newScript(), NewInbox(client, testBot, "a"), outage)
	resting := make(chan struct{}, 1)
	b.intake.dispatch.timer = func(time.Duration) *time.Timer {
		resting <- struct{}{}
		return time.NewTimer(time.Hour)
	}
	take(t, b, textUpdate(1, 7, "first"), textUpdate(2, 7, "second"))
	<-resting
	b.intake.dispatch.drain(context.Background())
	if n := left(t, client); n != 2 {
		t.Errorf("%d updates are left", n)
	}
}

func TestWhatGetsThroughEncouragesOthers(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	again := map[string]bool{}
	late := make(chan struct{})
	d := newDispatcher(func(_ context.Context, j *job) *respite {
		mu.Lock()
		defer mu.Unlock()
		first := !again[fmt.Sprint(j.id)]
		again[fmt.Sprint(j.id)] = true
		switch {
		case !first:
			if j.id == 1 {
				close(late)
			}
			return nil
		case j.id == 1:
			return &respite{most: time.Hour}
		default:
			return &respite{}
		}
	}, slog.New(slog.DiscardHandler))
	for id := int64(1); id <= 2; id++ {
		j := newJob(id, nil)
		j.update.Message = &telebot.Message{Chat: &telebot.Chat{ID: id}}
		if err := d.submit(ctx(t), j); err != nil {
			t.Fatal(err)
		}
		if id == 1 {
			for seen := false; !seen; mu.Unlock() {
				mu.Lock()
				seen = again["1"]
			}
		}
	}
	select {
	case <-late:
	case <-ctx(t).Done():
		t.Error("it rests for an hour although others get through")
	}
	d.drain(ctx(t))
}

// What breaks beside the features is told where everything else is.
func TestADispatcherThatBreaksTellsItsLog(t *testing.T) {
	t.Parallel()
	var lines bytes.Buffer
	broken := func(context.Context, *job) *respite { panic("canary") }
	d := newDispatcher(broken, slog.New(slog.NewTextHandler(&lines, nil)))
	j := newJob(1, nil)
	j.update.Message = &telebot.Message{Chat: &telebot.Chat{ID: 7}}
	if err := d.submit(ctx(t), j); err != nil {
		t.Fatal(err)
	}
	d.drain(ctx(t))
	if !strings.Contains(lines.String(), "canary") {
		t.Errorf("the log says %q", lines.String())
	}
}

func TestOutcomeOfWhatErrors(t *testing.T) {
	t.Parallel()
	for name, unclear := range map[error]bool{
		client.ErrUnreachable: true, context.DeadlineExceeded: true, errs.New(errs.Internal, api.CodeInternal, ""): true,
		errs.New(errs.Limited, api.CodeLimited, ""): false, errs.New(errs.Refused, "x", ""): false, errBoom: false,
		errors.Join(errBoom, context.Canceled): false,
	} {
		b := newTestBot(t, "http://127.0.0.1:1", NewInbox(redistest.Gone(t), testBot, "a"))
		_, more := b.again(&Turn{bot: b, job: &job{began: time.Now()}}, name)
		if more != unclear {
			t.Errorf("%v: asked again: %v", name, more)
		}
	}
}

// What goes on by itself, and was said to, keeps no newer message waiting; its outcome comes later.
func TestNewerUpdatesPassOneThatGoesOn(t *testing.T) {
	t.Parallel()
	s := newScript()
	b, r := newTestBot(t, s.serve(t), NewInbox(redistest.Client(t), testBot, "a")), &rests{}
	b.noticeAfter = 0
	passed := make(chan struct{})
	b.intake.dispatch.timer = func(d time.Duration) *time.Timer {
		<-passed
		return r.timer(d)
	}
	books := newScript().on("undo", outage, fineAnswer)
	server := httptest.NewServer(books)
	t.Cleanup(server.Close)
	c := client.New(server.URL, server.Client())
	b.Text(func(ctx context.Context, turn *Turn) (bool, error) {
		if turn.Text == "second" {
			defer close(passed)
			return true, turn.Send(ctx, Reply{Text: "done: second"})
		}
		turn.GoesOn("importing")
		if _, err := c.UndoTransaction(ctx, api.UndoTransaction{ID: 7}); err != nil {
			return true, err
		}
		return true, turn.Send(ctx, Reply{Text: "done: first"})
	})
	take(t, b, textUpdate(1, 7, "first"), textUpdate(2, 7, "second"))
	b.intake.dispatch.work.Wait()
	if got := said(s); got != "importing|done: second|done: first" {
		t.Errorf("said %q", got)
	}
	if left := len(b.intake.dispatch.room); left != 0 {
		t.Errorf("%d jobs still count", left)
	}
}

func TestWhatOnlyLooksSaysSo(t *testing.T) {
	t.Parallel()
	s := newScript()
	b, _ := shaky(t, s, NewInbox(redistest.Client(t), testBot, "a"))
	b.noticeAfter = 0
	tries := 0
	b.Document(func(ctx context.Context, turn *Turn) error {
		turn.Looks("reading")
		if tries++; tries == 1 {
			return client.ErrUnreachable
		}
		return turn.Send(ctx, Reply{Text: "read"})
	})
	take(t, b, `{"update_id":1,"message":{"message_id":1,"date":1,"chat":{"id":7,"type":"private"},"from":{"id":7,"first_name":"Ana"},
		"document":{"file_id":"f","file_name":"a.csv"}}}`)
	b.intake.dispatch.work.Wait()
	if got := said(s); got != "reading|read" {
		t.Errorf("said %q", got)
	}
}
