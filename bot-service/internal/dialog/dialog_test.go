package dialog

import (
	"log/slog"
	"testing"

	"github.com/redis/go-redis/v9"

	"financebot/bot-service/internal/key"
	"financebot/bot-service/internal/redistest"
)

func store(r redis.Cmdable) *Store {
	return NewStore(r, "700100200", slog.New(slog.DiscardHandler))
}

func TestQuestionBelongsToChatAndPerson(t *testing.T) {
	t.Parallel()
	for name, r := range map[string]redis.Cmdable{"Redis up": redistest.Client(t), "Redis down": redistest.Gone(t)} {
		t.Run(name, func(t *testing.T) {
			s, who := store(r), Person{Chat: 1, User: 2}
			asked := s.Ask(t.Context(), who, "color", map[string]string{"a": "b"})
			got, open := s.Open(t.Context(), who)
			if !open || got.ID != asked.ID || got.Kind != "color" || got.Data["a"] != "b" {
				t.Errorf("got %+v, %v", got, open)
			}
			for _, other := range []Person{{1, 3}, {3, 2}, {12, 0}} {
				if _, open := s.Open(t.Context(), other); open {
					t.Errorf("%+v was never asked", other)
				}
			}
			next := s.Ask(t.Context(), who, "size", nil)
			if got, _ := s.Open(t.Context(), who); got.ID != next.ID || next.ID == asked.ID {
				t.Errorf("the newer question is open: got %+v", got)
			}
			if !s.Close(t.Context(), who) || s.Close(t.Context(), who) {
				t.Error("a question closes once")
			}
		})
	}
}

func TestOlderQuestionClosesNoNewerOne(t *testing.T) {
	t.Parallel()
	s, who := store(redistest.Client(t)), Person{Chat: 1, User: 2}
	older, newer := s.Ask(t.Context(), who, "color", nil), s.Ask(t.Context(), who, "size", nil)
	s.CloseOnly(t.Context(), who, older.ID)
	if got, open := s.Open(t.Context(), who); !open || got.ID != newer.ID {
		t.Errorf("got %+v, %v", got, open)
	}
	s.CloseOnly(t.Context(), who, newer.ID)
	if got, open := s.Open(t.Context(), who); open {
		t.Errorf("still open: %+v", got)
	}
}

func TestQuestionOutlivesTheBotAndEnds(t *testing.T) {
	t.Parallel()
	r, who := redistest.Client(t), Person{Chat: 1, User: 2}
	asked := store(r).Ask(t.Context(), who, "color", nil)
	if got, open := store(r).Open(t.Context(), who); !open || got.ID != asked.ID {
		t.Errorf("after a restart: got %+v, %v", got, open)
	}
	if ttl := r.TTL(t.Context(), key.Bot("700100200").Name("dialog", who.Chat, who.User)).Val(); ttl <= 0 || ttl > Life {
		t.Errorf("it waits for %v", ttl)
	}
	r.Set(t.Context(), key.Bot("700100200").Name("dialog", who.Chat, who.User), "{", Life)
	if _, open := store(r).Open(t.Context(), who); open {
		t.Error("what cannot be read is no question")
	}
}
