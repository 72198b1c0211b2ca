package telegram

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"financebot/bot-service/internal/redistest"
)

func raws(all ...string) []json.RawMessage {
	out := make([]json.RawMessage, 0, len(all))
	for _, u := range all {
		out = append(out, json.RawMessage(u))
	}
	return out
}

func take(t *testing.T, b *Bot, all ...string) []*job {
	t.Helper()
	jobs, err := b.intake.take(ctx(t), raws(all...))
	if err != nil {
		t.Fatal(err)
	}
	return jobs
}

// nowhere is a Telegram that takes everything.
func nowhere(t *testing.T) string { t.Helper(); return newScript().serve(t) }

func TestChatsKeepTheirOrderAndSlowOnesWaitAlone(t *testing.T) {
	t.Parallel()
	const chats, each, slow = 200, 5, 1000
	b := newTestBot(t, nowhere(t), NewInbox(redistest.Client(t), testBot, "a"))
	release := make(chan struct{})
	var mu sync.Mutex
	seen := map[int64][]string{}
	c := collect(b, func(turn *Turn) {
		if turn.Chat == slow {
			<-release
		}
		mu.Lock()
		seen[turn.Chat] = append(seen[turn.Chat], turn.Text)
		mu.Unlock()
	})
	id := int64(0)
	for n := range each {
		var batch []string
		for chat := int64(1); chat <= chats; chat++ {
			id++
			batch = append(batch, textUpdate(id, chat, fmt.Sprint(n)))
		}
		id++
		take(t, b, append(batch, textUpdate(id, slow, fmt.Sprint(n)))...)
	}
	c.wait(t, chats*each) // the slow chat has not begun
	close(release)
	c.wait(t, chats*each+each)
	mu.Lock()
	defer mu.Unlock()
	for chat, got := range seen {
		if strings.Join(got, "") != "01234" {
			t.Errorf("chat %d: got %v", chat, got)
		}
	}
}

func TestNoMoreChatsAreServedAtOnceThanAllowed(t *testing.T) {
	t.Parallel()
	b := newTestBot(t, nowhere(t), NewInbox(redistest.Gone(t), testBot, "a"))
	var now, most atomic.Int64
	c := collect(b, func(*Turn) {
		n := now.Add(1)
		for old := most.Load(); n > old && !most.CompareAndSwap(old, n); old = most.Load() {
		}
		time.Sleep(time.Millisecond)
		now.Add(-1)
	})
	var batch []string
	for chat := int64(1); chat <= 300; chat++ {
		batch = append(batch, textUpdate(chat, chat, "x"))
	}
	take(t, b, batch...)
	c.wait(t, 300)
	if got := most.Load(); got > maxBusyChats || got < 2 {
		t.Errorf("%d chats at once, want up to %d", got, maxBusyChats)
	}
}

func TestDuplicatesAreHandledOnce(t *testing.T) {
	t.Parallel()
	common := redistest.Client(t)
	for name, boxes := range map[string][2]*Inbox{
		"one replica, Redis up":   {NewInbox(common, testBot, "a"), nil},
		"one replica, Redis down": {NewInbox(redistest.Gone(t), testBot, "a"), nil},
		"two replicas":            {NewInbox(common, testBot, "b"), NewInbox(common, testBot, "c")},
	} {
		t.Run(name, func(t *testing.T) {
			first := newTestBot(t, nowhere(t), boxes[0])
			second := first
			if boxes[1] != nil {
				second = newTestBot(t, nowhere(t), boxes[1])
			}
			a := collect(first, nil)
			b := a
			if second != first {
				b = collect(second, nil)
			}
			base := int64(len(name)) * 1000 // ids may fall as well as rise
			for range 3 {
				for i := int64(20); i > 0; i-- {
					take(t, first, textUpdate(base+i, i, "x"))
					take(t, second, textUpdate(base+i, i, "x"))
				}
			}
			first.intake.dispatch.drain(ctx(t))
			second.intake.dispatch.drain(ctx(t))
			got := len(a.wait(t, 0))
			if b != a {
				got += len(b.wait(t, 0))
			}
			if got != 20 {
				t.Errorf("20 updates were handled %d times", got)
			}
		})
	}
}

func TestUpdateCutOffByACrashIsHandledAfterTheRestart(t *testing.T) {
	t.Parallel()
	client := redistest.Client(t)
	before := newTestBot(t, nowhere(t), NewInbox(client, testBot, "a"))
	stuck := make(chan struct{})
	before.Text(func(ctx context.Context, turn *Turn) (bool, error) {
		if turn.Text == "done" {
			return true, nil
		}
		close(stuck)
		<-ctx.Done() // until the process "dies"
		return true, ctx.Err()
	})
	for _, j := range take(t, before, textUpdate(1, 7, "done"), textUpdate(2, 7, "cut off"), textUpdate(3, 7, "waiting")) {
		<-j.settled // Telegram may forget all three
	}
	<-stuck
	dead, cancel := context.WithCancel(ctx(t))
	cancel()
	before.intake.dispatch.drain(dead)

	after := newTestBot(t, nowhere(t), NewInbox(client, testBot, "a"))
	c := collect(after, nil)
	if err := after.intake.recover(ctx(t)); err != nil {
		t.Fatal(err)
	}
	if got := c.wait(t, 2); strings.Join(got, ",") != "cut off,waiting" {
		t.Errorf("after the restart: %v", got)
	}
	after.intake.dispatch.drain(ctx(t))
	if n := left(t, client); n != 0 {
		t.Errorf("%d updates are left in the inbox", n)
	}
}

// Telegram does not wait with what is new until the bot has found what is old.
func TestWhatWasLeftBehindGoesFirst(t *testing.T) {
	t.Parallel()
	client := redistest.Client(t)
	if _, err := NewInbox(client, testBot, "a").add(ctx(t), []*job{newJob(1, []byte(textUpdate(1, 7, "left behind")))}); err != nil {
		t.Fatal(err)
	}
	telegram := newScript().on("getMe", says(http.StatusOK, `{"ok":true,"result":{"id":700100200,"is_bot":true}}`)).
		on("getUpdates", updates(textUpdate(2, 7, "new")), idle)
	b := newTestBot(t, telegram.serve(t), NewInbox(client, testBot, "a"))
	c := collect(b, nil)
	running, stop := context.WithCancel(ctx(t))
	ended := make(chan struct{})
	go func() {
		b.Run(running)
		close(ended)
	}()
	if got := c.wait(t, 2); strings.Join(got, ",") != "left behind,new" {
		t.Errorf("handled %q", got)
	}
	stop()
	<-ended
}

func TestAnotherReplicaTakesOverFromADeadOne(t *testing.T) {
	t.Parallel()
	client := redistest.Client(t)
	dead := NewInbox(client, testBot, "dead")
	if _, err := dead.leftover(ctx(t)); err != nil { // it was alive
		t.Fatal(err)
	}
	if _, err := dead.add(ctx(t), []*job{newJob(1, []byte(textUpdate(1, 7, "orphan")))}); err != nil {
		t.Fatal(err)
	}
	heir := newTestBot(t, nowhere(t), NewInbox(client, testBot, "heir"))
	c := collect(heir, nil)
	if err := heir.intake.recover(ctx(t)); err != nil || len(c.wait(t, 0)) != 0 {
		t.Fatalf("took over from the living: %v", err)
	}
	heir.intake.inbox.now = func() time.Time { return time.Now().Add(deadAfter + time.Second) }
	if err := heir.intake.recover(ctx(t)); err != nil {
		t.Fatal(err)
	}
	if got := c.wait(t, 1); got[0] != "orphan" {
		t.Errorf("got %v", got)
	}
}

func TestInboxIsTidiedWhenRedisComesBack(t *testing.T) {
	t.Parallel()
	client := redistest.Client(t)
	b := newTestBot(t, nowhere(t), NewInbox(client, testBot, "a"))
	c := collect(b, nil)
	j := newJob(1, []byte(textUpdate(1, 7, "x")))
	if _, err := b.intake.inbox.add(ctx(t), []*job{j}); err != nil {
		t.Fatal(err)
	}
	b.intake.handled.add(1) // it was handled while Redis was away
	if err := b.intake.recover(ctx(t)); err != nil {
		t.Fatal(err)
	}
	b.intake.dispatch.drain(ctx(t))
	if got := c.wait(t, 0); len(got) != 0 || left(t, client) != 0 {
		t.Errorf("handled again: %v", got)
	}
	if err := client.Get(ctx(t), testBot.Name("update", 1)).Err(); errors.Is(err, redis.Nil) {
		t.Error("nobody would know that it is done")
	}
}

func TestEveryKeyOfTheInboxEnds(t *testing.T) {
	t.Parallel()
	client := redistest.Client(t)
	b := newTestBot(t, nowhere(t), NewInbox(client, testBot, "a"))
	collect(b, nil)
	take(t, b, textUpdate(1, 7, "x"))
	b.intake.dispatch.drain(ctx(t))
	if _, err := b.intake.inbox.add(ctx(t), []*job{newJob(2, []byte(`{}`))}); err != nil {
		t.Fatal(err)
	}
	if _, err := b.intake.inbox.leftover(ctx(t)); err != nil {
		t.Fatal(err)
	}
	keys := client.Keys(ctx(t), "*").Val()
	if len(keys) < 3 {
		t.Errorf("only %v", keys)
	}
	for _, key := range keys {
		if client.TTL(ctx(t), key).Val() <= 0 || !strings.HasPrefix(key, "bot:") {
			t.Errorf("%s stays for ever, or has a foreign name", key)
		}
	}
}

func TestPanicIsToldAndTheChatGoesOn(t *testing.T) {
	t.Parallel()
	s := newScript()
	b := newTestBot(t, s.serve(t), NewInbox(redistest.Gone(t), testBot, "a"))
	for i, value := range []any{"text", errBoom, 42, []int{1}, struct{}{}} {
		b.commands[fmt.Sprint("panic", i)] = func(context.Context, *Turn) error { panic(value) }
	}
	b.commands["nil"] = func(context.Context, *Turn) error {
		var none *Turn
		_ = none.Text
		return nil
	}
	c := collect(b, nil)
	take(t, b, textUpdate(1, 7, "/panic0"), textUpdate(2, 7, "/panic1"), textUpdate(3, 7, "/panic2"),
		textUpdate(4, 7, "/panic3"), textUpdate(5, 7, "/panic4"), textUpdate(6, 7, "/nil"), textUpdate(7, 7, "still there"))
	c.wait(t, 1)
	if got := s.seen("sendMessage"); len(got) != 6 || !strings.Contains(got[5], "Something went wrong") {
		t.Errorf("told: %v", got)
	}
}

// failing is a Redis that refuses one command.
type failing struct{ command string }

func (failing) DialHook(next redis.DialHook) redis.DialHook { return next }

func (f failing) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	return func(ctx context.Context, cmd redis.Cmder) error {
		if cmd.Name() == f.command {
			cmd.SetErr(errBoom)
			return errBoom
		}
		return next(ctx, cmd)
	}
}

func (failing) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return next
}

func TestUpdatesOfOthersStayTheirsWhereTidyingFails(t *testing.T) {
	t.Parallel()
	url := redistest.URL(t)
	if _, err := NewInbox(redistest.Open(t, url), testBot, "a").add(ctx(t), []*job{{id: 1, raw: []byte(`{}`)}}); err != nil {
		t.Fatal(err)
	}
	second := redistest.Open(t, url)
	second.AddHook(failing{"hdel"})
	mine, err := NewInbox(second, testBot, "b").add(ctx(t), []*job{{id: 1, raw: []byte(`{}`)}, {id: 2, raw: []byte(`{}`)}})
	if err != nil || mine[1] || !mine[2] {
		t.Errorf("got %v, %v", mine, err)
	}
}
