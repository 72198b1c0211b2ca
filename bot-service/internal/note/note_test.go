package note_test

import (
	"log/slog"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"financebot/bot-service/internal/note"
	"financebot/bot-service/internal/redistest"
)

// moody is a Redis that can be away for a while, with all that it has.
type moody struct {
	redis.Cmdable
	there, gone redis.Cmdable
}

func newMoody(t *testing.T) *moody {
	t.Helper()
	there := redistest.Client(t)
	return &moody{Cmdable: there, there: there, gone: redistest.Gone(t)}
}

func (m *moody) leave()    { m.Cmdable = m.gone }
func (m *moody) comeBack() { m.Cmdable = m.there }

func notes(r redis.Cmdable) *note.Notes {
	return note.New(r, 100, time.Minute, slog.New(slog.DiscardHandler))
}

func want(t *testing.T, n *note.Notes, text string) {
	t.Helper()
	got, known := n.Get(t.Context(), "k")
	if string(got) != text || known != (text != "") {
		t.Errorf("got %q, %v; want %q", got, known, text)
	}
}

func TestWhatWasNotedWhileRedisWasAwayIsNewer(t *testing.T) {
	t.Parallel()
	r := newMoody(t)
	n := notes(r)
	n.Put(t.Context(), "k", []byte("first"))
	r.leave()
	want(t, n, "first")
	n.Put(t.Context(), "k", []byte("second"))
	want(t, n, "second")

	r.comeBack()
	want(t, n, "second")
	if got := r.Get(t.Context(), "k").Val(); got != "second" {
		t.Errorf("Redis has %q: it was to take what it missed", got)
	}
}

func TestWhatWasDroppedWhileRedisWasAwayStaysDropped(t *testing.T) {
	t.Parallel()
	r := newMoody(t)
	n := notes(r)
	n.Put(t.Context(), "k", []byte("first"))
	r.leave()
	if !n.Drop(t.Context(), "k") || n.Drop(t.Context(), "k") {
		t.Error("a note is dropped once")
	}
	r.comeBack()
	want(t, n, "")
	if got := r.Exists(t.Context(), "k").Val(); got != 0 {
		t.Error("Redis still has it")
	}
}

func TestAnotherBotsNoteIsRead(t *testing.T) {
	t.Parallel()
	r := newMoody(t)
	one, other := notes(r), notes(r)
	one.Put(t.Context(), "k", []byte("first"))
	other.Put(t.Context(), "k", []byte("second"))
	want(t, one, "second")
	other.Drop(t.Context(), "k")
	want(t, one, "")
}
